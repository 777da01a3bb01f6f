"""What other systems send with a report beside its text: answers, picture addresses, later updates."""
