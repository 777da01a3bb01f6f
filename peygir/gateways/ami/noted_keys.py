"""What the exported dialplan notes in a call itself: its line and the keys of our menus, for whoever looks later.

The keys stand in a variable of the channel, which Status tells of a call on the line, and with the line in the record's
`userfield`, which is all that is left of a call that came and went while nobody listened.
"""

from dataclasses import dataclass
from typing import Final

HEARD: Final = "PEYGIR_HEARD"
"""The channel variable: "code/version/key/season" for each menu that was heard, separated by spaces."""
USERFIELD: Final = "peygir"
"""What a record's userfield begins with that the exported dialplan wrote: "peygir|line|what was heard"."""


@dataclass(frozen=True, slots=True)
class NotedKey:
    """A version of a menu that was heard, the key that was pressed in it ("" for none), and the key's season."""

    code: str
    number: int
    pressed: str
    season_code: str


def noted_keys(text: str) -> tuple[NotedKey, ...]:
    """What the variable holds; what is not of its form is left out."""
    keys = []
    for part in text.split():
        pieces = part.split("/", 3)
        if len(pieces) == 4 and pieces[0] and pieces[1].isdigit():
            keys.append(NotedKey(pieces[0], int(pieces[1]), pieces[2][:1], pieces[3]))
    return tuple(keys)


def of_userfield(text: str) -> tuple[str, tuple[NotedKey, ...]] | None:
    """The line ("" where it is not known) and what was heard; None where somebody else wrote the field, or nobody.

    Asterisk adds the other channel's own field behind a semicolon.
    """
    pieces = text.partition(";")[0].split("|")
    if len(pieces) != 3 or pieces[0].strip() != USERFIELD:
        return None
    return pieces[1].strip(), noted_keys(pieces[2])
