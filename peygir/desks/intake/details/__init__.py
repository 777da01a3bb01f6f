"""What other systems tell of a report beside its words: answers, a picture's address, later updates."""
