"""What happened, in order, for ever. One append-only table."""
