"""Texts whose topic, kind and urgency people wrote down, apart from what the readers learn from."""
