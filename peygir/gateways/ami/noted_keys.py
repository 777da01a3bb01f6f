"""Parses what the exported dialplan stores in a call: its line and the IVR keys, for later reading.

The keys are in a channel variable, which Status lists for a call in progress, and with the line in the record's
`userfield`, the only trace of a call that came and went while no client was connected.
"""

from dataclasses import dataclass
from typing import Final

HEARD: Final = "PEYGIR_HEARD"
"""The channel variable: "code/version/key/season" for each menu that was played, separated by spaces."""
USERFIELD: Final = "peygir"
"""The start of a record's userfield written by the exported dialplan: "peygir|line|menus and keys"."""


@dataclass(frozen=True, slots=True)
class NotedKey:
    """A menu version that was played, the key that was pressed in it ("" for none), and the key's season."""

    code: str
    number: int
    pressed: str
    season_code: str


def noted_keys(text: str) -> tuple[NotedKey, ...]:
    """Parse the variable; malformed entries are left out."""
    keys = []
    for part in text.split():
        pieces = part.split("/", 3)
        if len(pieces) == 4 and pieces[0] and pieces[1].isdigit():
            keys.append(NotedKey(pieces[0], int(pieces[1]), pieces[2][:1], pieces[3]))
    return tuple(keys)


def of_userfield(text: str) -> tuple[str, tuple[NotedKey, ...]] | None:
    """Parse a record's userfield: the line ("" if unknown) and the menus; None if the field is empty or not ours.

    Asterisk appends the other channel's own field after a semicolon.
    """
    pieces = text.partition(";")[0].split("|")
    if len(pieces) != 3 or pieces[0].strip() != USERFIELD:
        return None
    return pieces[1].strip(), noted_keys(pieces[2])
