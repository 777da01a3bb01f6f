"""Looking again at work that was called done, by someone who did not do it."""
