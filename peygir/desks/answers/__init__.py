"""What we tell the citizen, and what they say back."""
