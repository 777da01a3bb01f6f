"""The operator's screen: the caller, what they say, what is known about it, and the outcome of the contact."""
