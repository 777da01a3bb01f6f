"""Fair comparisons of units: what was to be expected of each with its cases, rank sets, weak points, what-if."""
