"""A unit's week beside its four weeks before and the median of its peers: what is better, what is worse."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Final, Literal

from peygir.desks.promises.month import percent_of
from peygir.desks.promises.week import NOW, WEEK, WeekFigures, unit_scope, week_figures

BEFORE: Final = tuple(WEEK * weeks for weeks in (1, 2, 3, 4))
FEWEST_PEERS: Final = 3
"""Peers with a figure of their own below which their median says nothing, and might give one of them away."""
FEWEST_WEEKS: Final = 2
"""Of the four weeks before, so many must have been counted to be compared with."""
_SAME_SHARE: Final = 3
"""Percentage points within which two shares count as the same."""
_SAME_COUNT: Final = 0.1
"""The part of the earlier number within which two counts count as the same."""

Measure = Literal["kept", "done", "late", "reopened", "confirmed"]
Verdict = Literal["better", "worse", "same", ""]
Number = int | float | None


@dataclass(frozen=True, slots=True)
class Compared:
    """One measure: of the last counted week, of the weeks before, of the peers, and what that says.

    Shares are whole percents; `done` and `late` are numbers of cases, and those of the peers too. None: not counted, or
    the sample is too small. The verdicts are empty where there is nothing to compare, and for the peers' counts: units
    have not the same work.
    """

    measure: Measure
    now: Number
    before: Number
    peers: Number
    than_before: Verdict = ""
    than_peers: Verdict = ""


@dataclass(frozen=True, slots=True)
class _Rule:
    read: Callable[[WeekFigures], Number]
    over: Callable[[Sequence[WeekFigures]], Number]
    is_share: bool
    more_is_better: bool


def _share(part: str, whole: str) -> Callable[[Sequence[WeekFigures]], Number]:
    """A share over several weeks together, by the names of its two counts."""
    return lambda weeks: percent_of(
        sum(getattr(week, part) for week in weeks), sum(getattr(week, whole) for week in weeks)
    )


def _mean(read: Callable[[WeekFigures], Number]) -> Callable[[Sequence[WeekFigures]], Number]:
    """The mean of the weeks that have the number, with one decimal."""

    def over(weeks: Sequence[WeekFigures]) -> Number:
        values = [value for value in map(read, weeks) if value is not None]
        return round(sum(values) / len(values), 1) if len(values) >= FEWEST_WEEKS else None

    return over


_RULES: Final[Mapping[Measure, _Rule]] = {
    "kept": _Rule(lambda week: week.percent_kept, _share("kept", "judged"), True, True),
    "done": _Rule(lambda week: week.finished, _mean(lambda week: week.finished), False, True),
    "late": _Rule(lambda week: week.late, _mean(lambda week: week.late), False, False),
    "reopened": _Rule(lambda week: week.percent_reopened, _share("reopened", "finished"), True, False),
    "confirmed": _Rule(lambda week: week.percent_confirmed, _share("confirmed", "closed"), True, True),
}


def compare(now: WeekFigures, before: Sequence[WeekFigures], peers: Sequence[WeekFigures]) -> list[Compared]:
    """The measures of a week, compared with the unit's own weeks `before` and with the same week of its `peers`."""
    rows = []
    for measure, rule in _RULES.items():
        value = rule.read(now)
        earlier = rule.over(before) if len(before) >= FEWEST_WEEKS else None
        others = [one for one in map(rule.read, peers) if one is not None]
        middle = median(others) if len(others) >= FEWEST_PEERS else None
        than_peers = verdict(value, middle, is_share=True, more_is_better=rule.more_is_better) if rule.is_share else ""
        than_before = verdict(value, earlier, is_share=rule.is_share, more_is_better=rule.more_is_better)
        rows.append(Compared(measure, value, earlier, middle, than_before, than_peers))
    return rows


def verdict(value: Number, other: Number, *, is_share: bool, more_is_better: bool) -> Verdict:
    """Whether a value is better or worse than another, or about the same; "" if one of them is unknown."""
    if value is None or other is None:
        return ""
    if abs(value - other) < (_SAME_SHARE if is_share else max(1.0, other * _SAME_COUNT)):
        return "same"
    return "better" if (value > other) == more_is_better else "worse"


def compared_unit(
    city_id: int, unit_id: int, peer_ids: Sequence[int], *, by: date
) -> tuple[date | None, list[Compared]]:
    """The last counted week of a unit up to the day `by`, compared with its own weeks and with its peers.

    Returns the day up to which it was counted; None and nothing if the last nights did not count. One statement.
    """
    scope, others = unit_scope(unit_id), [unit_scope(peer) for peer in peer_ids if peer != unit_id]
    weeks = week_figures(city_id, [scope, *others], by=by, before=(NOW, *BEFORE))
    now = weeks.get((scope, NOW))
    if now is None:
        return None, []
    own = [weeks[scope, ago] for ago in BEFORE if (scope, ago) in weeks]
    peers = [weeks[other, NOW] for other in others if (other, NOW) in weeks]
    return now.until_on, compare(now, own, peers)
