"""Choices of an owner, the rules behind them, returns, and referrals to agencies."""

from peygir.desks.routing.models.agencies import AgencyDoor, ChaseTerms, Handover, Push
from peygir.desks.routing.models.choices import Choice, DryRun, Lesson, Return, Rule
from peygir.desks.routing.models.reorganisations import Reorganisation

__all__ = [
    "AgencyDoor",
    "ChaseTerms",
    "Choice",
    "DryRun",
    "Handover",
    "Lesson",
    "Push",
    "Reorganisation",
    "Return",
    "Rule",
]
