"""Field work: visits to the place, and the evidence of finished work."""
