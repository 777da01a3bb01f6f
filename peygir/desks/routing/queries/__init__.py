"""Every question about routing that others need answered."""

from peygir.desks.routing.queries.choices import Explained, Unowned, agreement, choices_of, ruled_unit, unowned
from peygir.desks.routing.queries.ledger import (
    HandoverLine,
    chase_days,
    count_to_chase,
    handovers_of,
    next_chase_at,
    to_chase,
    with_agencies,
)
from peygir.desks.routing.queries.redrawing import Lying, lying_on
from peygir.desks.routing.queries.reorganising import Going, next_reorganisation_at, preview, reorganisations
from peygir.desks.routing.queries.returns import (
    LessonGroup,
    ReturnLine,
    UnitReturns,
    lessons,
    returns_by_unit,
    returns_of,
)
from peygir.desks.routing.queries.rulebook import DryRunLine, RuleLine, dry_run_of, rule, rules, story_of

__all__ = [
    "DryRunLine",
    "Explained",
    "Going",
    "HandoverLine",
    "LessonGroup",
    "Lying",
    "ReturnLine",
    "RuleLine",
    "UnitReturns",
    "Unowned",
    "agreement",
    "chase_days",
    "choices_of",
    "count_to_chase",
    "dry_run_of",
    "handovers_of",
    "lessons",
    "lying_on",
    "next_chase_at",
    "next_reorganisation_at",
    "preview",
    "reorganisations",
    "returns_by_unit",
    "returns_of",
    "rule",
    "ruled_unit",
    "rules",
    "story_of",
    "to_chase",
    "unowned",
    "with_agencies",
]
