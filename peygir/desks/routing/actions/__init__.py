"""The actions of routing: owners, returns, rules and corrections, and the agency ledger."""

from peygir.desks.routing.actions.catching_up import catch_up
from peygir.desks.routing.actions.corrections import accept_routing_correction, dismiss_routing_correction
from peygir.desks.routing.actions.handovers import (
    chase_due,
    keep_handover,
    record_answer,
    record_chase,
    refer_out_by_person,
    set_chase_days,
)
from peygir.desks.routing.actions.owners import refer_by_person, refer_by_record, route_case
from peygir.desks.routing.actions.pushing import close_agency_door, follow_pushes, push_handover, set_agency_door
from peygir.desks.routing.actions.reorganising import call_off_reorganisation, plan_reorganisation, reorganise_due
from peygir.desks.routing.actions.rulebook import RuleDraft, draft_rule, dry_run_rule, switch_rule

__all__ = [
    "RuleDraft",
    "accept_routing_correction",
    "call_off_reorganisation",
    "catch_up",
    "chase_due",
    "close_agency_door",
    "dismiss_routing_correction",
    "draft_rule",
    "dry_run_rule",
    "follow_pushes",
    "keep_handover",
    "plan_reorganisation",
    "push_handover",
    "record_answer",
    "record_chase",
    "refer_by_person",
    "refer_by_record",
    "refer_out_by_person",
    "reorganise_due",
    "route_case",
    "set_agency_door",
    "set_chase_days",
    "switch_rule",
]
