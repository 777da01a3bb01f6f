"""How many calls the contact centre expects, how many operators they need, and who works which shift."""
