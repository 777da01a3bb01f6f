"""The week of a unit on its page, beside its own weeks before and the median of its peers."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext_lazy

from peygir.city import queries as city
from peygir.city.facts import UnitFacts
from peygir.desks.promises.comparing import FEWEST_PEERS, Compared, compared_unit
from peygir.desks.promises.month import FEWEST
from peygir.web.kit.city_figures import Value, amount, share
from peygir.web.kit.current_city import today

NAMES: Final = {
    "kept": gettext_lazy("promises kept on time"),
    "done": gettext_lazy("cases finished"),
    "late": gettext_lazy("late cases"),
    "reopened": gettext_lazy("reopened, of each hundred finished"),
    "confirmed": gettext_lazy("closed as confirmed by the citizen"),
}
# verdict → (icon, tone, words)
MARKS: Final = {
    "better": ("thumbs-up", "tone-good", gettext_lazy("better")),
    "worse": ("thumbs-down", "tone-red", gettext_lazy("worse")),
    "same": ("circle", "tone-quiet", gettext_lazy("about the same")),
}


@dataclass(frozen=True, slots=True)
class ComparisonMark:
    """What one comparison says, as icon, tone and words."""

    verdict: str
    icon: str
    tone: str
    words: str


_SHARES: Final = frozenset({"kept", "reopened", "confirmed"})


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One measure as text, with the marks of its two comparisons (None: nothing to compare)."""

    name: str
    now: str
    before: str
    peers: str
    than_before: ComparisonMark | None
    than_peers: ComparisonMark | None


@dataclass(frozen=True, slots=True)
class UnitComparison:
    """The comparison on the page; no rows before the first night."""

    counted_on: date | None
    rows: list[ComparedRow]
    fewest: int = FEWEST
    fewest_peers: int = FEWEST_PEERS

    @property
    def is_compared(self) -> bool:
        """Whether at least one measure has something to be compared with."""
        return any(row.than_before or row.than_peers for row in self.rows)

    @property
    def worse(self) -> str:
        """The names of what became worse, or is worse than at the peers: what to look into first."""
        marked = [(row.name, (row.than_before, row.than_peers)) for row in self.rows]
        return " · ".join(name for name, marks in marked if any(one and one.verdict == "worse" for one in marks))


def unit_comparison(unit: UnitFacts) -> UnitComparison:
    """Return the comparison of a unit with those of its kind; one SQL statement."""
    peers = [one.id for one in city.units(unit.city_id) if one.kind == unit.kind]
    counted_on, compared = compared_unit(unit.city_id, unit.id, peers, by=today())
    return UnitComparison(counted_on, [_row(one) for one in compared])


def _row(compared: Compared) -> ComparedRow:
    def shown(value: Value) -> str:
        if compared.measure not in _SHARES:
            return amount(value)
        return share(round(value) if value is not None else None)

    return ComparedRow(
        str(NAMES[compared.measure]),
        shown(compared.now),
        shown(compared.before),
        shown(compared.peers),
        _mark(compared.than_before),
        _mark(compared.than_peers),
    )


def _mark(verdict: str) -> ComparisonMark | None:
    if verdict not in MARKS:
        return None
    icon, tone, words = MARKS[verdict]
    return ComparisonMark(verdict, icon, tone, str(words))
