"""Pages for the panel's secretary, and for the units that owe the panel an answer."""
