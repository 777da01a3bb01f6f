"""Topic, place and duplicates of a report: a machine proposes, and a person can always correct."""
