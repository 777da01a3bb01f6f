"""The worked recipes of CONTRIBUTING.md as patches, each of them tried on a copy of the tree."""
