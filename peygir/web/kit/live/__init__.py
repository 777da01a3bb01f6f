"""What staff are told while they look: changes of cases, and who else is at one; a process of its own sends it."""
