"""How well the city did, by unit, manager and month: marks from frozen figures, down to each case, and appeals."""
