"""Pages for the budget office: lines, sums, imports, and planned cases."""
