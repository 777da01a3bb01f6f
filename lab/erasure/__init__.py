"""Proof that erasure is complete: words are looked for in everything that the city keeps."""
