"""The first tasks of the roles of the daily work: centre, units, street, council members, administration."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from peygir.core.translation import Text
from peygir.core.translation import pgettext_lazy as _p
from peygir.history.kinds import (
    case_moves,
    case_work,
    cases,
    city,
    contacts,
    inquiries,
    objections,
    orders,
    people,
)
from peygir.people.roles import Role


@dataclass(frozen=True, slots=True)
class TrainingTask:
    """One task: what to do, at which page (a URL name), and the kinds of events that show that it was done."""

    code: str
    label: Text
    page: str
    kinds: frozenset[str]


def task(code: str, label: Text, page: str, *kinds: str) -> TrainingTask:
    """Return a task that events of these kinds tick."""
    return TrainingTask(code, label, page, frozenset(kinds))


NOTE: Final = task("note", _p("training task", "Write a note in a case"), "inbox", cases.NoteAdded.kind)
_OBJECTION: Final = task(
    "objection",
    _p("training task", "Answer an objection of a citizen"),
    "citizen_objections",
    objections.CitizenObjectionAnswered.kind,
)
DESK_TASKS: Final[Mapping[str, tuple[TrainingTask, ...]]] = {
    Role.OPERATOR: (
        task(
            "contact", _p("training task", "Record a call and its outcome"), "console", contacts.ContactOutcomeSet.kind
        ),
        task("report", _p("training task", "Report for a caller, with the place"), "console", cases.CaseOpened.kind),
        task("join", _p("training task", "Let a caller join a case that is known"), "console", cases.ReportJoined.kind),
        task("refer", _p("training task", "Refer a case to a unit"), "inbox", case_moves.CaseReferred.kind),
        NOTE,
    ),
    Role.CLERK: (
        task("accept", _p("training task", "Take a case in hand"), "inbox", case_moves.CaseAccepted.kind),
        task(
            "finish",
            _p("training task", "Answer the citizen, with a photo of the work"),
            "inbox",
            case_moves.CaseFinished.kind,
        ),
        task(
            "return", _p("training task", "Refer a case back that is not yours"), "inbox", case_moves.CaseReturned.kind
        ),
        task("wait", _p("training task", "Put a case on wait, and say for what"), "inbox", case_moves.CasePaused.kind),
        task(
            "time",
            _p("training task", "Ask for more time before it is late"),
            "inbox",
            case_work.MoreTimeRequested.kind,
        ),
        NOTE,
    ),
    Role.MANAGER: (
        task("assign", _p("training task", "Assign a case to a colleague"), "unit_share", cases.CaseAssigned.kind),
        task("order", _p("training task", "Make a work order for a crew"), "work_orders", orders.OrderMade.kind),
        task(
            "answer",
            _p("training task", "Answer a question of a leader"),
            "inquiries",
            inquiries.InquiryAnswered.kind,
            inquiries.QuestionAnswered.kind,
        ),
        _OBJECTION,
        task("absence", _p("training task", "Record who is away"), "unit_absences", people.AbsenceRecorded.kind),
    ),
    "crew": (
        task("start", _p("training task", "Begin an order on the phone"), "crew_today", orders.OrderStarted.kind),
        task("step", _p("training task", "Tick a step of the order"), "crew_today", orders.OrderStepChecked.kind),
        task("finish", _p("training task", "Finish the order with a photo"), "crew_today", orders.OrderFinished.kind),
    ),
    Role.INSPECTOR: (
        task(
            "inspect",
            _p("training task", "Look at finished work again"),
            "inspector_home",
            case_work.CaseInspected.kind,
        ),
        task("patrol", _p("training task", "Report what you see on the way"), "inspector_home", cases.CaseOpened.kind),
        NOTE,
    ),
    Role.SUPERVISOR: (
        task("refer", _p("training task", "Refer a case that was returned"), "inbox", case_moves.CaseReferred.kind),
        task(
            "time",
            _p("training task", "Decide about a request for more time"),
            "replans",
            case_work.MoreTimeGranted.kind,
            case_work.MoreTimeRefused.kind,
        ),
        _OBJECTION,
        NOTE,
    ),
    Role.COUNCIL: (
        task("ask", _p("training task", "Ask a unit in public"), "watched", inquiries.QuestionAsked.kind),
        task("report", _p("training task", "Report for a citizen"), "watched_report", cases.CaseOpened.kind),
        _OBJECTION,
    ),
    Role.INSPECTORATE: (
        task(
            "accept",
            _p("training task", "Take a confidential report in hand"),
            "confidential",
            case_moves.CaseAccepted.kind,
        ),
        _OBJECTION,
        NOTE,
    ),
    Role.ADMIN: (
        task("account", _p("training task", "Make an account for a colleague"), "admin_people", people.StaffAdded.kind),
        task(
            "topic",
            _p("training task", "Change the hours or words of a topic"),
            "admin_topics",
            city.TopicChanged.kind,
            city.PromiseHoursChanged.kind,
        ),
        task(
            "calendar",
            _p("training task", "Add a day off to the calendar"),
            "admin_calendar",
            city.CalendarDaysChanged.kind,
        ),
    ),
}
