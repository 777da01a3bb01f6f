"""The work in the street: orders, crews, visits, evidence."""
