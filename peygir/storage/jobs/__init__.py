"""The queue of jobs: an event adds them, the worker takes them, and each is gone with the transaction that did it."""
