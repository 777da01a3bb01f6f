"""Imports reports from other cities' servers: each once, in order, resuming where the last attempt stopped."""
