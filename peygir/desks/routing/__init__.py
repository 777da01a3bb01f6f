"""Which unit takes it, or which agency outside. There is always an owner."""
