"""What the city learns from its cases, decides from them, and whom it thanks."""
