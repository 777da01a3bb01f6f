"""What “done” needs for a topic, and what of it is missing or does not fit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from peygir.core.typed_fields import FormField
from peygir.desks.fieldwork.evidence_words import EvidencePart

FARTHEST: Final = 5000
"""The widest distance, in metres, that a rule may allow."""
SKEW: Final = timedelta(minutes=10)
"""By how much the clock of a camera may be ahead."""


@dataclass(frozen=True, slots=True)
class EvidenceNeeds:
    """What “done” needs beside a photo or a filled form; with no rule, nothing."""

    before: bool = False
    after: bool = False
    signature: bool = False
    most_metres: int | None = None
    time: bool = False
    fields: tuple[FormField, ...] = ()
    stand_ins: tuple[str, ...] = ()

    @property
    def asks(self) -> bool:
        """Whether there is anything that is needed."""
        return bool(self.before or self.after or self.signature or self.most_metres or self.time or self.fields)


NOTHING_MORE: Final = EvidenceNeeds()


@dataclass(frozen=True, slots=True)
class BroughtFacts:
    """What was brought: which pictures, how far (metres, None: unknown) from the place, and when it was taken.

    `has_place`: the case has a point from which a distance can be measured.
    """

    before: bool
    after: bool
    signature: bool
    metres: float | None = None
    taken_at: datetime | None = None
    has_place: bool = True


@dataclass(frozen=True, slots=True)
class Lack:
    """One part of the evidence that is missing (`is_wrong` False) or does not fit the rule."""

    part: EvidencePart
    is_wrong: bool = False


def lacks_of(needs: EvidenceNeeds, brought: BroughtFacts, *, since: datetime, now: datetime) -> list[Lack]:
    """The parts that are missing or do not fit; the photo must have been taken from `since` to `now`.

    A place and a time are asked of a photo alone, and a distance only where the case has a place.
    """
    lacks = []
    if needs.before and not brought.before:
        lacks.append(Lack(EvidencePart.BEFORE))
    if needs.after and not brought.after:
        lacks.append(Lack(EvidencePart.AFTER))
    if needs.signature and not brought.signature:
        lacks.append(Lack(EvidencePart.SIGNATURE))
    if not brought.after:
        return lacks
    if needs.most_metres is not None and brought.has_place:
        if brought.metres is None:
            lacks.append(Lack(EvidencePart.PLACE))
        elif brought.metres > needs.most_metres:
            lacks.append(Lack(EvidencePart.PLACE, is_wrong=True))
    if needs.time:
        if brought.taken_at is None:
            lacks.append(Lack(EvidencePart.TIME))
        elif not since <= brought.taken_at <= now + SKEW:
            lacks.append(Lack(EvidencePart.TIME, is_wrong=True))
    return lacks


def parts_of(lacks: Iterable[Lack]) -> list[EvidencePart]:
    """The parts, each once, in the order of the vocabulary."""
    lacking = {lack.part for lack in lacks}
    return [part for part in EvidencePart if part in lacking]
