"""A city in one file, encrypted to a public key, and back into an empty database and a fresh home."""
