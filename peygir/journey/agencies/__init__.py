"""What agencies do at several desks at once: their answers, the clock of their referrals, their letters."""
