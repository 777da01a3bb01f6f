"""Reads answers to "is it fixed?": done and well, done but not well, not done, or nothing clear."""
