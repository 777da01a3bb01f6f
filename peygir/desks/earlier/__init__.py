"""What came from the city's earlier system: its numbers, its words for our codes, and whether its cases count."""
