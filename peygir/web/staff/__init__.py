"""How staff come in and go out."""
