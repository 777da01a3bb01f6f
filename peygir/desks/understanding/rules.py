"""The plain match: the topic or neighbourhood whose own name occurs in a text."""

import re
from collections.abc import Iterable
from typing import Final

# A comma after a word is not part of it.
_WORD: Final = re.compile(r"\w+")


def match_name(text: str, names: Iterable[tuple[int, str]]) -> int | None:
    """The id of the one name of which every word occurs in `text`; None for none or a tie.

    Both sides are normalised before. Longer names win over shorter ones; two equally long that both fit are a tie, and
    a tie is left to a person.
    """
    tokens = set(_WORD.findall(text))
    best: list[tuple[int, int]] = []
    for key, name in names:
        parts = name.split()
        if parts and tokens.issuperset(parts):
            best.append((len(parts), key))
    if not best:
        return None
    longest = max(size for size, _ in best)
    winners = {key for size, key in best if size == longest}
    return winners.pop() if len(winners) == 1 else None
