"""Every setting of an installation, as docs/settings.md shows it; a test compares it with what the code reads."""
