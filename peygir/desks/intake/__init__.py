"""A report arrives, by any channel. Nothing is lost; nothing is decided."""
