"""The case file. Every desk works on it; only this package changes it."""
