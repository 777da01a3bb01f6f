"""The sample's council: one session that was held, with its decisions, votes and minutes, and the next one."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from lab.sample.city_problems import PAVEMENTS, POTHOLES
from lab.sample.inspections import person
from peygir.outlook.planning import actions
from peygir.outlook.planning.actions.council import DecisionTerms, SessionTerms
from peygir.people.queries import staff_id_of

LAST, NEXT = "۷۱", "۷۲"
VOTES: Final = {"council1": "for", "council2": "for", "council3": "abstained"}
SECRETARY: Final = "secretariat"
_MINUTES: Final = "جلسه با حضور سه عضو تشکیل شد. لایحه‌های دستور جلسه پس از گزارش کمیسیون به رأی گذاشته شد (نمونه)."


def call_sessions(city_id: int, proposals: Mapping[str, int], *, last_on: date, next_on: date) -> dict[str, int]:
    """Put proposals (by the titles of their programmes) on the agendas of two sessions, which are made.

    Returns the items of the session of `last_on`.
    """
    by = person(SECRETARY)
    last_id = actions.make_session(city_id, SessionTerms(number=LAST, held_on=last_on), by=by)
    next_id = actions.make_session(city_id, SessionTerms(number=NEXT, held_on=next_on), by=by)
    items = {}
    for title, proposal_id in proposals.items():
        is_last = title in (POTHOLES.programme, PAVEMENTS.programme)
        item_id = actions.add_to_agenda(last_id if is_last else next_id, proposal_id, by=by)
        if is_last:
            items[title] = item_id
    return items


def hold_session(session_id: int, items: Mapping[str, int]) -> None:
    """Hold the session: potholes are approved with votes by name, pavements refused."""
    by = person(SECRETARY)
    actions.move_session(session_id, "hold", by=by)
    for title, item_id in items.items():
        actions.record_decision(item_id, _decision(title), by=by)


def write_minutes(session_id: int, held_on: date) -> None:
    """Write the minutes and make them final."""
    by = person(SECRETARY)
    terms = SessionTerms(number=LAST, held_on=held_on, minutes=_MINUTES)
    actions.change_session(session_id, terms, by=by)
    actions.move_session(session_id, "minute", by=by)


def _decision(title: str) -> DecisionTerms:
    if title == POTHOLES.programme:
        votes = {staff_id: choice for name, choice in VOTES.items() if (staff_id := staff_id_of(name)) is not None}
        choices = list(votes.values())
        return DecisionTerms(
            outcome="approved",
            votes_for=choices.count("for"),
            votes_against=choices.count("against"),
            votes_abstained=choices.count("abstained"),
            amendments="گزارش پیشرفت هر سه ماه به کمیسیون داده شود.",
            votes=votes,
        )
    reason = "اعتبار امسال برای این کار کافی نیست؛ شهرداری می‌تواند آن را با برآورد تازه برای سال بعد بفرستد."
    return DecisionTerms(outcome="refused", votes_for=1, votes_against=2, votes_abstained=0, reason=reason)
