"""Questions and orders of the city's leaders about a case, each with its own promise, and what came of it."""
