"""Choices of an owner, the rules behind them, returns, and referrals to agencies."""

from peygir.desks.routing.models.agencies import AgencyEndpoint, AgencyReferral, ForwardedReferral, ReminderPolicy
from peygir.desks.routing.models.choices import Choice, DryRun, Return, RoutingCorrection, Rule
from peygir.desks.routing.models.reorganisations import Reorganisation

__all__ = [
    "AgencyEndpoint",
    "AgencyReferral",
    "Choice",
    "DryRun",
    "ForwardedReferral",
    "ReminderPolicy",
    "Reorganisation",
    "Return",
    "RoutingCorrection",
    "Rule",
]
