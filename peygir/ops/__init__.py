"""Operation of the system: commands, worker, clock, database, backups and health."""
