"""Pictures and files: received, re-encoded, stripped of what they tell, and kept."""
