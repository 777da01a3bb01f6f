"""What the exchange reports becomes contacts; what the centre asks of it becomes calls."""
