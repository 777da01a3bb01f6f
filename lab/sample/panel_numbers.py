"""How many volunteers, seats and signatures the sample's panel has, and their made-up phones."""

from typing import Final

VOLUNTEERS: Final = 16
SEATS: Final = 11
SIGNATURES: Final = 3
THRESHOLD: Final = 5
"""Of the petition that is still signed."""


def panel_phone(number: int) -> str:
    """The made-up phone of a volunteer, or of somebody who signs."""
    return f"+9899737500{number:02d}"
