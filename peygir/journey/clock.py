"""What the clock process does: due dates of the desks, the outbox, other servers and webhooks."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from peygir.city.actions import turn_topics_due
from peygir.city.queries import next_turn_at
from peygir.desks.answers import actions as answers
from peygir.desks.answers import queries as answers_queries
from peygir.desks.fieldwork import actions as fieldwork
from peygir.desks.fieldwork import queries as fieldwork_queries
from peygir.desks.inquiries import queries as inquired
from peygir.desks.intake.open311_import import actions as open311_import
from peygir.desks.partners import actions as partners
from peygir.desks.routing import actions as routing
from peygir.desks.routing import queries as routed
from peygir.desks.surveys import actions as survey_actions
from peygir.desks.surveys import queries as surveyed
from peygir.journey.briefing import send_briefs
from peygir.journey.due import DUE_IN_CASES, next_due_in_cases
from peygir.journey.letters.sending import hand_letters
from peygir.journey.sync import actions as sync
from peygir.journey.sync import queries as synced
from peygir.journey.telling_orders import register
from peygir.outlook.insight import actions as insight
from peygir.outlook.insight import saved_queries as saved
from peygir.outlook.panel import actions as panel
from peygir.outlook.panel import due_queries as panel_due
from peygir.people.actions import follow_posts
from peygir.people.posts import next_post_turn_at

DUTIES: Final[tuple[Callable[[datetime], int], ...]] = (
    *(work.act for work in DUE_IN_CASES),
    routing.reorganise_due,
    turn_topics_due,
    follow_posts,
    fieldwork.make_due_orders,
    survey_actions.turn_to_calls,
    survey_actions.leave_to_people,
    survey_actions.end_asks,
    insight.plan_weekly_mails,
    panel.count_due_motions,
    panel.follow_owed,
    panel.end_due_petitions,
    answers.tell_evening,
    send_briefs,
    sync.release_overdue,
)
"""What the clock looks after at each tick, in this order; each returns how much it did."""


def tick(now: datetime) -> int:
    """Do what is due by `now`, in batches; returns how much was done (0: nothing is due)."""
    return sum(duty(now) for duty in DUTIES)


def send_messages(now: datetime) -> int:
    """Send the outbox's due messages; separate from `tick`, since a replay sends nothing. Returns how many."""
    return answers.send_due_messages(now)


def call_peers(now: datetime) -> int:
    """Query other servers that are due: cities that reports are imported from, agencies, and the office automation.

    Returns how much came or went.

    Separate from `tick`, since a slow server must not hold up the clock.
    """
    return open311_import.take_reports(now) + routing.follow_forwarded_referrals(now) + hand_letters(now)


def tell_partners() -> int:
    """Gather new events for webhooks, and send what is due. Returns how many were tried."""
    register()
    partners.gather_events()
    return partners.deliver_due()


def next_due_at() -> datetime | None:
    """The earliest moment at which `tick` has something to do."""
    in_cases = next_due_in_cases()
    moments = (
        in_cases.at if in_cases is not None else None,
        answers_queries.next_evening_at(),
        inquired.next_brief_at(),
        saved.next_weekly_at(),
        routed.next_reorganisation_at(),
        next_turn_at(),
        surveyed.next_due_at(),
        synced.next_overdue_at(),
        next_post_turn_at(),
        fieldwork_queries.next_maintenance_at(),
        panel_due.next_panel_at(),
    )
    return min((moment for moment in moments if moment is not None), default=None)
