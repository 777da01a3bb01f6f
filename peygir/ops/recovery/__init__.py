"""Base backups and the write-ahead log in a second place, and the recovery of the city at any moment between them."""
