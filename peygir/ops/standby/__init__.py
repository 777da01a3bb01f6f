"""A second machine that follows the first: the link between them, building, promotion by a person, and the way back."""
