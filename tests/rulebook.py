"""Routing rules of the town, written down or switched on, for tests."""

from typing import Any

from peygir.core.translation import Names
from peygir.desks.routing.actions import (
    RuleDraft,
    draft_rule,
    dry_run_rule,
    switch_rule,
)
from tests.town import Town

NAMES = {"topic": Names.of("چاله خیابان", "pothole"), "district": Names.of("منطقه یک", "District 1")}


def drafted(town: Town, conditions: dict[str, Any], unit: str = "O-waste", **given: Any) -> int:
    """A rule that is written down, and no more."""
    given.setdefault("name_fa", "قاعدهٔ آزمون")
    draft = RuleDraft(conditions=conditions, unit_code=unit, **given)
    return draft_rule(town.city_id, draft, by=town.supervisor)


def switched(town: Town, conditions: dict[str, Any], unit: str = "O-waste", **given: Any) -> int:
    """A rule that is tried and on."""
    rule_id = drafted(town, conditions, unit, **given)
    dry_run_rule(town.city_id, rule_id, by=town.supervisor)
    switch_rule(town.city_id, rule_id, is_on=True, by=town.supervisor)
    return rule_id
