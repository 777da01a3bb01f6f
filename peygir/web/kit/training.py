"""The first tasks of each role in the training sandbox, ticked by what the learner really did."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.urls import reverse

from peygir.core.sandbox import made_at
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
from peygir.history.queries import kinds_done_by
from peygir.people.roles import Role


@dataclass(frozen=True, slots=True)
class TrainingTask:
    """One task: what to do, at which page (a URL name), and the kinds of events that show that it was done."""

    code: str
    label: Text
    page: str
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task as the panel shows it."""

    label: Text
    href: str
    is_done: bool


@dataclass(frozen=True, slots=True)
class TrainingPanel:
    """The tasks of a role, and how many of them are done."""

    lines: Sequence[TaskLine]

    @property
    def done(self) -> int:
        """How many are done."""
        return sum(line.is_done for line in self.lines)


def _task(code: str, label: Text, page: str, *kinds: str) -> TrainingTask:
    return TrainingTask(code, label, page, frozenset(kinds))


_NOTE: Final = _task("note", _p("training task", "Write a note in a case"), "inbox", cases.NoteAdded.kind)
_OBJECTION: Final = _task(
    "objection",
    _p("training task", "Answer an objection of a citizen"),
    "citizen_objections",
    objections.CitizenObjectionAnswered.kind,
)
_ASK: Final = _p("training task", "Ask a unit why")
TASKS: Final[Mapping[str, tuple[TrainingTask, ...]]] = {
    Role.OPERATOR: (
        _task(
            "contact", _p("training task", "Record a call and its outcome"), "console", contacts.ContactOutcomeSet.kind
        ),
        _task("report", _p("training task", "Report for a caller, with the place"), "console", cases.CaseOpened.kind),
        _task(
            "join", _p("training task", "Let a caller join a case that is known"), "console", cases.ReportJoined.kind
        ),
        _task("refer", _p("training task", "Refer a case to a unit"), "inbox", case_moves.CaseReferred.kind),
        _NOTE,
    ),
    Role.CLERK: (
        _task("accept", _p("training task", "Take a case in hand"), "inbox", case_moves.CaseAccepted.kind),
        _task(
            "finish",
            _p("training task", "Answer the citizen, with a photo of the work"),
            "inbox",
            case_moves.CaseFinished.kind,
        ),
        _task(
            "return", _p("training task", "Refer a case back that is not yours"), "inbox", case_moves.CaseReturned.kind
        ),
        _task("wait", _p("training task", "Put a case on wait, and say for what"), "inbox", case_moves.CasePaused.kind),
        _task(
            "time",
            _p("training task", "Ask for more time before it is late"),
            "inbox",
            case_work.MoreTimeRequested.kind,
        ),
        _NOTE,
    ),
    Role.MANAGER: (
        _task("assign", _p("training task", "Assign a case to a colleague"), "unit_share", cases.CaseAssigned.kind),
        _task("order", _p("training task", "Make a work order for a crew"), "work_orders", orders.OrderMade.kind),
        _task(
            "answer",
            _p("training task", "Answer a question of a leader"),
            "inquiries",
            inquiries.InquiryAnswered.kind,
            inquiries.QuestionAnswered.kind,
        ),
        _OBJECTION,
        _task("absence", _p("training task", "Record who is away"), "unit_absences", people.AbsenceRecorded.kind),
    ),
    "crew": (
        _task("start", _p("training task", "Begin an order on the phone"), "crew_today", orders.OrderStarted.kind),
        _task("step", _p("training task", "Tick a step of the order"), "crew_today", orders.OrderStepChecked.kind),
        _task("finish", _p("training task", "Finish the order with a photo"), "crew_today", orders.OrderFinished.kind),
    ),
    Role.INSPECTOR: (
        _task(
            "inspect",
            _p("training task", "Look at finished work again"),
            "inspector_home",
            case_work.CaseInspected.kind,
        ),
        _task("patrol", _p("training task", "Report what you see on the way"), "inspector_home", cases.CaseOpened.kind),
        _NOTE,
    ),
    Role.SUPERVISOR: (
        _task("refer", _p("training task", "Refer a case that was returned"), "inbox", case_moves.CaseReferred.kind),
        _task(
            "time",
            _p("training task", "Decide about a request for more time"),
            "replans",
            case_work.MoreTimeGranted.kind,
            case_work.MoreTimeRefused.kind,
        ),
        _OBJECTION,
        _NOTE,
    ),
    Role.COUNCIL: (
        _task("ask", _p("training task", "Ask a unit in public"), "watched", inquiries.QuestionAsked.kind),
        _task("report", _p("training task", "Report for a citizen"), "watched_report", cases.CaseOpened.kind),
        _OBJECTION,
    ),
    Role.DEPUTY: (_task("ask", _ASK, "city_page", inquiries.InquiryMade.kind), _NOTE),
    Role.MAYOR: (_task("ask", _ASK, "city_page", inquiries.InquiryMade.kind), _NOTE),
    Role.INSPECTORATE: (
        _task(
            "accept",
            _p("training task", "Take a confidential report in hand"),
            "confidential",
            case_moves.CaseAccepted.kind,
        ),
        _OBJECTION,
        _NOTE,
    ),
    Role.ADMIN: (
        _task(
            "account", _p("training task", "Make an account for a colleague"), "admin_people", people.StaffAdded.kind
        ),
        _task(
            "topic",
            _p("training task", "Change the hours or words of a topic"),
            "admin_topics",
            city.TopicChanged.kind,
            city.PromiseHoursChanged.kind,
        ),
        _task(
            "calendar",
            _p("training task", "Add a day off to the calendar"),
            "admin_calendar",
            city.CalendarDaysChanged.kind,
        ),
    ),
}
"""The tasks by role; a role without any has no panel."""


def training_panel(staff_id: int, role: str) -> TrainingPanel | None:
    """Return the panel of a member of staff; None outside a sandbox, or for a role without tasks. One statement."""
    tasks = TASKS.get(role, ()) if settings.SANDBOX else ()
    since = made_at(settings.HOME) if tasks else None
    if since is None:
        return None
    done = kinds_done_by(staff_id, {kind for task in tasks for kind in task.kinds}, since=since)
    return TrainingPanel([TaskLine(task.label, reverse(task.page), bool(task.kinds & done)) for task in tasks])
