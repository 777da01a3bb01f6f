"""Pictures and files: received, re-encoded without metadata, and stored."""
