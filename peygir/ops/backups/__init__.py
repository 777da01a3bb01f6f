"""Backup of a city into one file, encrypted to a public key, and restore into an empty database and a fresh home."""
