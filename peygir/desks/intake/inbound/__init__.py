"""What people send by short message, messenger and letter, from the moment it comes until it is answered."""
