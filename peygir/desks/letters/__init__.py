"""The register of letters (دبیرخانه): every letter in and out with its number, annexes, and what it answers."""
