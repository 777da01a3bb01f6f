"""What an answer to "is it fixed?" says: done and well, done but not well, not done, or nothing clear."""
