"""Taking reports from another city's server: each once, in order, and on from where the last attempt stopped."""
