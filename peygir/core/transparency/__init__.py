"""Merkle trees, proofs, signed notes and tiles of a transparency log: RFC 6962 and 9162 in the formats of C2SP."""
