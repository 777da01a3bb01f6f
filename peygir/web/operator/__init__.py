"""The operator's one screen: who calls, what they say, what is known of it, and what came of the contact."""
