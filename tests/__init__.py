"""The tests: rules, desks, pages, doors, and the house itself."""
