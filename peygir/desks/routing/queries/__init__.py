"""Read queries about routing for other packages."""

from peygir.desks.routing.queries.choices import (
    Explained,
    Unowned,
    agreement,
    choices_of,
    recorded_units,
    ruled_unit,
    unowned,
)
from peygir.desks.routing.queries.ledger import (
    AgencyReferralRow,
    agency_referrals_of,
    count_due_for_reminder,
    due_for_reminder,
    has_server,
    next_reminder_at,
    reminder_days,
    reminder_moments,
    with_agencies,
)
from peygir.desks.routing.queries.redrawing import Lying, lying_on
from peygir.desks.routing.queries.reorganising import Going, next_reorganisation_at, preview, reorganisations
from peygir.desks.routing.queries.returns import (
    CorrectionGroup,
    ReturnLine,
    UnitReturns,
    returns_by_unit,
    returns_of,
    routing_corrections,
)
from peygir.desks.routing.queries.rulebook import DryRunLine, RuleLine, dry_run_of, rule, rules, story_of

__all__ = [
    "AgencyReferralRow",
    "CorrectionGroup",
    "DryRunLine",
    "Explained",
    "Going",
    "Lying",
    "ReturnLine",
    "RuleLine",
    "UnitReturns",
    "Unowned",
    "agency_referrals_of",
    "agreement",
    "choices_of",
    "count_due_for_reminder",
    "dry_run_of",
    "due_for_reminder",
    "has_server",
    "lying_on",
    "next_reminder_at",
    "next_reorganisation_at",
    "preview",
    "recorded_units",
    "reminder_days",
    "reminder_moments",
    "reorganisations",
    "returns_by_unit",
    "returns_of",
    "routing_corrections",
    "rule",
    "ruled_unit",
    "rules",
    "story_of",
    "unowned",
    "with_agencies",
]
