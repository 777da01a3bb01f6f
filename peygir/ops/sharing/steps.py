"""Which file of a shared home goes which way: compares what is here and there with what was last the same in both."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

FOLDERS: Final = ("record", "readers", "cities", "maps", "lake")
FILES: Final = ("roots.jsonl", "last-backup.json")
_LAST: Final = re.compile(r"record/(log/\d+/)?(growth\.jsonl|checkpoint)|readers/.*/live|lake/manifest.*\.json")
"""What names other files: it goes after them."""
_PASSING: Final = re.compile(r"(.*/)?(\.[^/]*|[^/]*\.making|lock|building\.json|log/pending)")
"""What is being made, and what belongs to this machine."""


class Way(Enum):
    """What happens to a file."""

    PUSH = "push"
    PULL = "pull"
    COMPARE = "compare"
    """Changed here and there."""
    DELETE_HERE = "delete here"
    DELETE_THERE = "delete there"
    FORGET = "forget"
    """Gone in both places."""


@dataclass(frozen=True, slots=True)
class SharedState:
    """A file when it was last the same here and there: change time (ns) and size here, and the bucket's tag."""

    here: tuple[int, int]
    there: str


@dataclass(frozen=True, slots=True)
class SharingStep:
    """One file and its way."""

    name: str
    way: Way


def is_shared(name: str) -> bool:
    """Whether a file of the home (its path in it) is shared at all."""
    is_in = name in FILES or any(name.startswith(f"{folder}/") for folder in FOLDERS)
    return is_in and not _PASSING.fullmatch(name)


def steps_between(
    local: Mapping[str, tuple[int, int]], there: Mapping[str, str], known: Mapping[str, SharedState]
) -> list[SharingStep]:
    """Return what is to be done, in an order in which no reader finds a name of a file that has not come yet.

    An empty bucket is never taken for the deletion of everything: what is here is pushed again.
    """
    if not there:
        known = {}
    steps = []
    for name in sorted(local.keys() | there.keys() | known.keys()):
        way = _way(local.get(name), there.get(name), known.get(name))
        if way is not None:
            steps.append(SharingStep(name, way))
    return sorted(steps, key=lambda step: _rank(step))


def _way(local: tuple[int, int] | None, there: str | None, known: SharedState | None) -> Way | None:
    was_here, was_there = (known.here, known.there) if known is not None else (None, None)
    if local == was_here and there == was_there:
        return None
    if local is None and there is None:
        return Way.FORGET
    if there == was_there:
        return Way.DELETE_THERE if local is None else Way.PUSH
    if local == was_here:
        return Way.DELETE_HERE if there is None else Way.PULL
    if local is None:
        return Way.PULL
    return Way.PUSH if there is None else Way.COMPARE


def _rank(step: SharingStep) -> tuple[int, str]:
    if step.way in (Way.DELETE_HERE, Way.DELETE_THERE, Way.FORGET):
        return (2, step.name)
    return (1 if _LAST.fullmatch(step.name) else 0, step.name)
