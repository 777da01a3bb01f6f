"""What would raise a unit's mark and what would not, and the cases that cost most, as text."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from peygir.city import queries as city
from peygir.outlook.scoring.facts import CaseLoss, RaisingFacts, ScoredMonthFacts, UnitMarkFacts
from peygir.web.kit.current_city import current_city
from peygir.web.kit.mark_parts import MarkPartRow
from peygir.web.kit.mark_words import indicator_name, number_text, why_text
from peygir.web.kit.templatetags.ui import digits, named

MATTERS: Final = Decimal("0.25")
"""From which share of its points on a reason is told beside a case that cost much."""


@dataclass(frozen=True, slots=True)
class RaisingRows:
    """What would raise a mark, and what would not, as text.

    `below`: parts below their target, each with the value that gives full points. `silent`: the state of parts that do
    not count, with those parts. `topics`: name, points, number of cases of each topic with several costly cases.
    """

    below: list[tuple[MarkPartRow, str]]
    full: list[MarkPartRow]
    silent: list[tuple[str, list[MarkPartRow]]]
    topics: list[tuple[str, str, str]]


def topic_names() -> dict[int, str]:
    """Return the names of the city's topics by their ids."""
    return {topic.id: named(topic) for topic in city.topics(current_city().id)}


def raising_rows(
    raising: RaisingFacts, parts: list[MarkPartRow], targets: Mapping[str, str], topics: Mapping[int, str]
) -> RaisingRows:
    """Return what would raise a mark, and what would not, as text."""
    by_id = {row.part.id: row for row in parts}
    silent: dict[str, list[MarkPartRow]] = {}
    for part in raising.silent:
        silent.setdefault(by_id[part.id].state, []).append(by_id[part.id])
    return RaisingRows(
        below=[(by_id[part.id], targets.get(part.indicator, "—")) for part in raising.parts],
        full=[by_id[part.id] for part in raising.full],
        silent=list(silent.items()),
        topics=[
            (topics.get(loss.topic_id or 0, _("other cases")), number_text(loss.effect, 2), digits(loss.cases))
            for loss in raising.topics
            if loss.cases > 1  # a case alone stands above
        ],
    )


def loss_row(row: CaseLoss, topics: Mapping[int, str]) -> dict[str, str]:
    """Return a case that cost points: `code` ("" for one that the viewer may not see), `topic`, `points`, `words`."""
    whys = [
        f"{indicator_name(indicator)}: {why_text(indicator, why)}"
        for indicator, why, effect in row.whys
        if effect <= row.effect * MATTERS
    ]
    return {
        "code": row.code,
        "topic": topics.get(row.topic_id or 0, ""),
        "points": number_text(row.effect, 2),
        "words": " · ".join(whys),
    }


def mark_before(past: list[UnitMarkFacts], month: ScoredMonthFacts) -> UnitMarkFacts | None:
    """Return a unit's mark in the latest month before this one in which it has one."""
    return next((row for row in past if row.first_on < month.first_on and row.mark is not None), None)
