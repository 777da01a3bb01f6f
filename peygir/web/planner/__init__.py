"""Pages for planning the work in the street: work orders, crews, maintenance, and the register of assets."""
