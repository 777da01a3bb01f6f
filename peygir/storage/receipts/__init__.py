"""Receipts of commands: what was answered to a command, so that the same command sent again is done once."""
