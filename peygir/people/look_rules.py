"""Which looks at phone numbers the inspectorate should ask about; plain values."""

from dataclasses import dataclass
from typing import Final

from peygir.core.translation import pgettext_lazy
from peygir.core.vocabulary import Vocabulary

AROUND_DAYS: Final = 7
"""Somebody who did anything else in the case within so many days of the look had work there."""
FEWEST: Final = 5
"""Below so many looks in a month nobody is compared with peers."""
TIMES_PEERS: Final = 3.0
"""More than so many times the median of the role is unusual."""
IDLE_SHARE: Final = 0.5
IDLE_FEWEST: Final = 3
FOREIGN_FEWEST: Final = 2


class LookFinding(Vocabulary):
    """What the inspectorate found about a look, or about a person's looks in a month."""

    IN_ORDER = "in_order", pgettext_lazy("finding about looks", "it was needed for the work")
    NOT_NEEDED = "not_needed", pgettext_lazy("finding about looks", "it was not needed for the work")
    UNCLEAR = "unclear", pgettext_lazy("finding about looks", "it cannot be told any more")


@dataclass(frozen=True, slots=True)
class LooksOfPerson:
    """One person's looks in a month.

    `cases` counts the cases; `idle` the looks without anything else done in the case within `AROUND_DAYS` days;
    `foreign` those in cases that the person's unit never had in hand; `searched` those by a search for a number.
    `peers` is the median of the others in the same role (None: too few).
    """

    staff_id: int
    role: str
    looks: int
    cases: int
    idle: int
    foreign: int
    searched: int
    peers: float | None


class LookSign(Vocabulary):
    """Why a person's looks are on the list."""

    IDLE = "idle", pgettext_lazy("sign about looks", "nothing else was done in the case within a week")
    FOREIGN = "foreign", pgettext_lazy("sign about looks", "the case was never in the hands of the person's unit")
    MANY = "many", pgettext_lazy("sign about looks", "many more than others of this role")


def signs_of(looks: LooksOfPerson) -> list[LookSign]:
    """Return what is unusual about somebody's looks in a month; nothing for most people."""
    signs = []
    if looks.idle >= IDLE_FEWEST and looks.idle >= IDLE_SHARE * looks.looks:
        signs.append(LookSign.IDLE)
    if looks.foreign >= FOREIGN_FEWEST:
        signs.append(LookSign.FOREIGN)
    if looks.peers is not None and looks.looks >= FEWEST and looks.looks > TIMES_PEERS * max(looks.peers, 1.0):
        signs.append(LookSign.MANY)
    return signs
