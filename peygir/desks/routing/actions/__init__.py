"""The actions of routing: owners, returns, rules and corrections, and the agency ledger."""

from peygir.desks.routing.actions.agency_words import put_off_reminder, record_agencys_answer, show_refusal
from peygir.desks.routing.actions.catching_up import catch_up
from peygir.desks.routing.actions.corrections import accept_routing_correction, dismiss_routing_correction
from peygir.desks.routing.actions.erasing import erase_agency_words
from peygir.desks.routing.actions.forwarding import (
    close_agency_endpoint,
    follow_forwarded_referrals,
    forward_referral,
    set_agency_endpoint,
)
from peygir.desks.routing.actions.owners import refer_by_person, refer_by_record, route_case
from peygir.desks.routing.actions.referrals import (
    keep_referral,
    record_answer,
    record_reminder,
    refer_out_by_person,
    remind_due,
    set_reminder_days,
)
from peygir.desks.routing.actions.reorganising import call_off_reorganisation, plan_reorganisation, reorganise_due
from peygir.desks.routing.actions.rulebook import RuleDraft, draft_rule, dry_run_rule, switch_rule

__all__ = [
    "RuleDraft",
    "accept_routing_correction",
    "call_off_reorganisation",
    "catch_up",
    "close_agency_endpoint",
    "dismiss_routing_correction",
    "draft_rule",
    "dry_run_rule",
    "erase_agency_words",
    "follow_forwarded_referrals",
    "forward_referral",
    "keep_referral",
    "plan_reorganisation",
    "put_off_reminder",
    "record_agencys_answer",
    "record_answer",
    "record_reminder",
    "refer_by_person",
    "refer_by_record",
    "refer_out_by_person",
    "remind_due",
    "reorganise_due",
    "route_case",
    "set_agency_endpoint",
    "set_reminder_days",
    "show_refusal",
    "switch_rule",
]
