"""What the city learns from its cases, how well it did, and whom it thanks: packages in a fixed order."""
