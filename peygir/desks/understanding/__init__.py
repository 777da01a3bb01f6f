"""What is it, where is it, have we heard it before? A machine proposes, a person can always correct."""
