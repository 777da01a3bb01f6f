"""Pages for planning the work in the street: work orders, crews, checklists and maintenance rules."""
