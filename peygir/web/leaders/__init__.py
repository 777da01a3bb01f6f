"""Pages for the mayor and the deputies."""
