"""What the city learns from its cases, decides upon and thanks for: packages in one order, each may import the next."""
