"""How useful a citizen's reports were: a score in which only what was confirmed counts, and volume does not.

The share of confirmed reports is shrunk towards 0.8, `(4 + confirmed) / (5 + checked)`: a Beta(4, 1) prior. Each
deed counts less the older it is (half-life), the more deeds of the same topic and month it follows, and the more
often the same member of staff was the only one to confirm. The score decides about thanks and about nothing else: no
queue reads it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Final

from peygir.core.translation import Text, pgettext_lazy
from peygir.core.vocabulary import Vocabulary

PRIOR_CONFIRMED: Final = 4
PRIOR_CHECKED: Final = 5
DIGITS: Final = 4
"""Scores are rounded to so many decimal places, so that every machine sorts them alike."""


class DeedKind(Vocabulary):
    """What a citizen did that may have helped."""

    FIRST = "first", pgettext_lazy("what helped", "First report of a real problem")
    JOINED = "joined", pgettext_lazy("what helped", "Report that joined a known problem")
    FOLLOW_UP = "follow_up", pgettext_lazy("what helped", "Follow-up that moved a case")
    VERDICT = "verdict", pgettext_lazy("what helped", "Answer that an inspection bore out")


REPORTS: Final = frozenset({DeedKind.FIRST, DeedKind.JOINED})


@dataclass(frozen=True, slots=True)
class Deed:
    """One report, follow-up or answer.

    `incident` is the case, `month` any number that is the same for a month, `days_ago` counts back from the end of
    the edition. `outcome`: confirmed, found untrue, or (None) not checked by anybody. `checker` is the number
    of the person whose word alone confirms it (below zero: a contractor's or another system's); 0 where an inspection
    did, or another citizen's report.
    """

    kind: str
    incident: int
    topic: int
    month: int
    days_ago: float
    outcome: bool | None
    checker: int = 0
    is_quiet: bool = False  # in a place that reports little


@dataclass(frozen=True, slots=True)
class UsefulnessRules:
    """The rules of an edition, as data; the weights are points, the factors multiply.

    A rule that is added later names in its metadata, as "absent", the value that changes nothing: editions that were
    stored before it are read with that one.
    """

    half_life_days: int = 180
    first: float = 1.0
    joined: float = 0.03
    follow_up: float = 0.6
    verdict: float = 0.3
    quiet: float = 0.5  # more for a first report in a place that reports little
    same_topic: float = 0.7  # for each further deed of one topic in one month
    same_checker: float = 0.8  # for each further deed that one member of staff alone confirmed
    trust_power: float = 3.0  # of the shrunk share of confirmed reports
    minimum: float = 2.0  # the lowest score of a candidate

    def as_json(self) -> dict[str, float]:
        """The rules by their names, as an edition stores them."""
        return asdict(self)

    @property
    def weights(self) -> dict[str, float]:
        """The points of each kind of deed."""
        return {kind.value: float(getattr(self, kind.value)) for kind in DeedKind}


LIMITS: Final[Mapping[str, tuple[float, float]]] = {
    "half_life_days": (30, 3650),
    "first": (0, 10),
    "joined": (0, 10),
    "follow_up": (0, 10),
    "verdict": (0, 10),
    "quiet": (0, 10),
    "same_topic": (0, 0.95),
    "same_checker": (0, 0.95),
    "trust_power": (1, 10),
    "minimum": (0, 100),
}
"""The lowest and highest value of each rule. Both factors are below 1: the points of a topic and month are bounded."""
RULE_LABELS: Final[Mapping[str, Text]] = {
    "half_life_days": pgettext_lazy("rule of honours", "Half-life in days"),
    "first": pgettext_lazy("rule of honours", "First report of a real problem"),
    "joined": pgettext_lazy("rule of honours", "Report that joined a known problem"),
    "follow_up": pgettext_lazy("rule of honours", "Follow-up that moved a case"),
    "verdict": pgettext_lazy("rule of honours", "Answer that an inspection bore out"),
    "quiet": pgettext_lazy("rule of honours", "More in a place that reports little"),
    "same_topic": pgettext_lazy("rule of honours", "Factor for the next of a topic in a month"),
    "same_checker": pgettext_lazy("rule of honours", "Factor for the next that the same person confirmed"),
    "trust_power": pgettext_lazy("rule of honours", "Power of the share of confirmed reports"),
    "minimum": pgettext_lazy("rule of honours", "Lowest score of a candidate"),
}


@dataclass(frozen=True, slots=True)
class Usefulness:
    """A score with its parts: the shrunk share of confirmed reports, and the points of each kind of deed."""

    score: float
    trust: float
    confirmed: int
    checked: int
    incidents: int  # distinct, confirmed
    quiet: int  # of these, first reports in places that report little
    one_checker: int  # of these, most that one member of staff alone confirmed
    checker: int  # that member of staff, 0 for nobody
    points: Mapping[str, float]
    counts: Mapping[str, int]

    def as_json(self) -> dict[str, object]:
        """The parts as a candidate's row stores them."""
        return {**asdict(self), "points": dict(self.points), "counts": dict(self.counts)}


def rules_from(stored: Mapping[str, object]) -> UsefulnessRules:
    """Return rules that were entered. Raises ValueError for a name or number that is none, or outside LIMITS."""
    names = {field.name for field in fields(UsefulnessRules)}
    if set(stored) != names:
        raise ValueError(f"unknown or missing rules: {sorted(set(stored) ^ names)}")
    values: dict[str, float] = {}
    for name, value in stored.items():
        low, high = LIMITS[name]
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise ValueError(f"{name} is a number from {low} to {high}")
        values[name] = value
    half_life = int(values.pop("half_life_days"))
    return UsefulnessRules(half_life, **values)


def rules_kept(stored: Mapping[str, object]) -> UsefulnessRules:
    """Return the rules that an edition keeps, whatever rules were added or given up since it was stored.

    Raises ValueError where a value is no number.
    """
    values: dict[str, float] = {}
    for rule in fields(UsefulnessRules):
        value = stored.get(rule.name, rule.metadata.get("absent", rule.default))
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ValueError(f"{rule.name} is a number")
        values[rule.name] = value
    half_life = int(values.pop("half_life_days"))
    return UsefulnessRules(half_life, **values)


def trust_of(confirmed: int, checked: int) -> float:
    """Return the shrunk share of confirmed reports, `(4 + confirmed) / (5 + checked)`."""
    return (PRIOR_CONFIRMED + confirmed) / (PRIOR_CHECKED + checked)


def usefulness(deeds: Iterable[Deed], rules: UsefulnessRules) -> Usefulness:
    """Return the score of one person's deeds.

    The same incident counts once for each kind of deed. A deed that was not confirmed gives no points, and one that
    was found untrue lowers the share of confirmed ones.
    """
    own = _distinct(deeds)
    checked = [deed for deed in own if deed.outcome is not None]
    confirmed = [deed for deed in checked if deed.outcome]
    trust = trust_of(len(confirmed), len(checked))
    points: Counter[str] = Counter()
    of_topic: Counter[tuple[int, int]] = Counter()
    of_checker: Counter[int] = Counter()
    for deed in confirmed:
        value = rules.weights[deed.kind] + (rules.quiet if deed.is_quiet and deed.kind == DeedKind.FIRST else 0.0)
        value *= 0.5 ** (max(deed.days_ago, 0.0) / rules.half_life_days)
        value *= rules.same_topic ** of_topic[deed.topic, deed.month]
        if deed.checker:
            value *= rules.same_checker ** of_checker[deed.checker]
        points[deed.kind] += value
        of_topic[deed.topic, deed.month] += 1
        of_checker[deed.checker] += bool(deed.checker)
    checker, most = max(of_checker.items(), key=lambda pair: (pair[1], -pair[0]), default=(0, 0))
    return Usefulness(
        score=round(trust**rules.trust_power * sum(points.values()), DIGITS),
        trust=round(trust, DIGITS),
        confirmed=len(confirmed),
        checked=len(checked),
        incidents=len({deed.incident for deed in confirmed}),
        quiet=sum(deed.is_quiet and deed.kind == DeedKind.FIRST for deed in confirmed),
        one_checker=most,
        checker=checker if most else 0,
        points={kind: round(value, DIGITS) for kind, value in sorted(points.items())},
        counts=dict(sorted(Counter(deed.kind for deed in confirmed).items())),
    )


def _distinct(deeds: Iterable[Deed]) -> Sequence[Deed]:
    """The oldest deed of each kind about each incident, oldest first; of a report the first one alone counts."""
    kept: dict[tuple[bool, str, int], Deed] = {}
    for deed in sorted(deeds, key=lambda deed: (-deed.days_ago, deed.incident, deed.kind)):
        is_report = deed.kind in REPORTS
        kept.setdefault((is_report, "" if is_report else deed.kind, deed.incident), deed)
    return list(kept.values())


def ranked(scores: Mapping[int, Usefulness], rules: UsefulnessRules) -> list[tuple[int, Usefulness]]:
    """Return the persons (keys) that reach the minimum, the most useful first.

    Equal scores are ordered by the share of confirmed reports, then by the number of incidents, then by key.
    """
    above = [(key, one) for key, one in scores.items() if one.score >= rules.minimum]
    return sorted(above, key=lambda pair: (-pair[1].score, -pair[1].trust, -pair[1].incidents, pair[0]))
