"""Which looks at personal data the inspectorate should ask about, and by when it answers; plain values."""

from dataclasses import dataclass
from typing import Final

from peygir.core.translation import pgettext_lazy
from peygir.core.vocabulary import Vocabulary

ANSWER_DAYS: Final = 5
"""The inspectorate answers an objection within so many working days."""
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
    `peers` is the median of the others in the same role (None: too few). `recordings` counts the recordings of calls
    that the person opened, `words` the files of cases with the reporters' words uncovered that the person took out.
    """

    staff_id: int
    role: str
    looks: int
    cases: int
    idle: int
    foreign: int
    searched: int
    peers: float | None
    recordings: int = 0
    words: int = 0
    recording_peers: float | None = None


class LookSign(Vocabulary):
    """Why a person's looks are on the list."""

    IDLE = "idle", pgettext_lazy("sign about looks", "nothing else was done in the case within a week")
    FOREIGN = "foreign", pgettext_lazy("sign about looks", "the case was never in the hands of the person's unit")
    MANY = "many", pgettext_lazy("sign about looks", "many more than others of this role")
    RECORDINGS = "recordings", pgettext_lazy("sign about looks", "many more recordings opened than others of this role")
    WORDS = "words", pgettext_lazy("sign about looks", "reporters' words were taken out uncovered, as a file")


def signs_of(looks: LooksOfPerson) -> list[LookSign]:
    """Return what is unusual about somebody's looks in a month; nothing for most people."""
    signs = []
    if looks.idle >= IDLE_FEWEST and looks.idle >= IDLE_SHARE * looks.looks:
        signs.append(LookSign.IDLE)
    if looks.foreign >= FOREIGN_FEWEST:
        signs.append(LookSign.FOREIGN)
    if _is_many(looks.looks, looks.peers):
        signs.append(LookSign.MANY)
    if _is_many(looks.recordings, looks.recording_peers):
        signs.append(LookSign.RECORDINGS)
    if looks.words:
        signs.append(LookSign.WORDS)
    return signs


def _is_many(count: int, peers: float | None) -> bool:
    return peers is not None and count >= FEWEST and count > TIMES_PEERS * max(peers, 1.0)
