"""The moves that a desk can make on a case that it has opened, and the assignment to a person; no policy here."""

from datetime import datetime, timedelta
from typing import Any, Final

from peygir.cases.actions.file import MoveNotPossible, MoveNotYours, move, write_event
from peygir.cases.commands import BY_COMMAND
from peygir.cases.lifecycle import BY_VERB
from peygir.cases.models import Case
from peygir.cases.states import ENDED, CloseKind, ReturnReason, WaitReason
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.core.vocabulary import Vocabulary
from peygir.core.words import says_something
from peygir.history.kinds.cases import CaseAssigned
from peygir.people.permissions import Permission
from peygir.people.queries import taker_of, takers_in
from peygir.people.rules import Actor

LONGEST_WAIT: Final = timedelta(days=3 * 366)


class ReasonIsUnknown(Invalid):
    """The reason or kind is not in the table."""

    message = _("This reason is not in the list: {reason}")


class ClosingKindDoesNotFit(Invalid):
    """The close kind does not go with the case's state."""

    message = _("This kind of closing does not fit the case's state.")


class UnitIsUnknown(Invalid):
    """This city does not have the unit (any more)."""

    message = _("This city has no such unit, or no longer.")


class AgencyIsUnknown(Invalid):
    """This city does not have the agency (any more)."""

    message = _("This city has no such agency.")


class PersonIsNotOfTheUnit(Invalid):
    """The person does not work in the owning unit."""

    message = _("This person does not work in the unit that has the case.")


class DateIsTooFar(Invalid):
    """The expected end of a wait is too far away."""

    message = _("The expected date is more than three years away.")


def refer(
    case: Case,
    *,
    unit_id: int | None,
    by: Actor,
    branch: str = "",
    note: str = "",
    data: dict[str, Any] | None = None,
    at: datetime | None = None,
) -> None:
    """Give the case to a unit; its assignee is removed. Raises UnitIsUnknown."""
    unit = city.unit(unit_id) if unit_id is not None else None
    if unit_id is not None and (unit is None or unit.city_id != case.city_id or not (unit.is_open or by.is_system)):
        raise UnitIsUnknown()
    event_data = {"unit": unit_id, "was": case.unit_id, **(data or {})}
    move(
        case,
        "refer",
        by=by,
        at=at,
        given={"unit": unit_id},
        data=event_data,
        note=note,
        unit_id=unit_id,
        branch=branch,
        agency_id=None,
        assignee_id=None,
    )


def return_case(case: Case, *, reason: str, note: str, by: Actor, at: datetime | None = None) -> None:
    """The owner returns the case as not theirs (wrong_unit, wrong_district)."""
    _known(reason, ReturnReason)
    data = {"reason": reason, "unit": case.unit_id}
    move(
        case,
        "return",
        by=by,
        at=at,
        given={"return_reason": reason},
        data=data,
        note=note,
        return_count=case.return_count + 1,
        assignee_id=None,
    )


def accept(case: Case, *, by: Actor, at: datetime | None = None) -> None:
    """Accept the case; the person who accepts becomes its assignee."""
    assignee = by.id if by.kind == "staff" else None
    move(case, "accept", by=by, at=at, data={"assignee": assignee}, assignee_id=assignee)


def assign(case: Case, *, assignee_id: int | None, by: Actor, note: str = "") -> None:
    """Assign the case to another person of the owning unit (or to nobody); the state does not change.

    If that person is away, the deputy gets it. Raises MoveNotYours, MoveNotPossible, PersonIsNotOfTheUnit.
    """
    if not by.is_system and (not by.may(Permission.LEAD_UNIT) or by.unit_id != case.unit_id):
        raise MoveNotYours(
            label=BY_COMMAND["assign"].label,
            why=_("for the manager of the owning unit."),
        )
    if case.state in ENDED:
        raise MoveNotPossible(label=BY_COMMAND["assign"].label, why=_("The case has ended."))
    colleagues = {person.pk for person in takers_in(case.unit_id)} if case.unit_id else set()
    if assignee_id is not None and assignee_id not in colleagues:
        raise PersonIsNotOfTheUnit()
    now, assigned = clock.now(), CaseAssigned(assignee=assignee_id)
    if assignee_id is not None:
        taker = taker_of(assignee_id, on=city.day_of(case.city_id, now))
        if taker != assignee_id:
            assigned = CaseAssigned(assignee=taker if taker in colleagues else None, instead_of=assignee_id)
    case.assignee_id, case.version = assigned.assignee, case.version + 1
    write_event(case, assigned, by=by, at=now, note=note, write=["assignee", "version"])


def wait(case: Case, *, reason: str, until: datetime | None, note: str, by: Actor, at: datetime | None = None) -> None:
    """Wait for the citizen, an agency, the weather or material, until an expected moment in the future.

    Raises DateIsTooFar beyond LONGEST_WAIT.
    """
    _known(reason, WaitReason)
    moment = at or clock.now()
    if until is not None and until > moment + LONGEST_WAIT:
        raise DateIsTooFar()
    given = {"wait_reason": reason, "until": until if until and until > moment else None}
    data = {"reason": reason, "until": until.isoformat() if until else ""}
    move(case, "wait", by=by, at=moment, given=given, data=data, note=note, until=until)


def move_with_note(case: Case, verb: str, *, note: str, by: Actor, at: datetime | None = None) -> None:
    """Make a move that needs no more than a text; the table of moves says whether the citizen reads it."""
    move(case, verb, by=by, at=at, note=note, is_public=BY_VERB[verb].is_public)


def refer_out(
    case: Case,
    *,
    agency_id: int | None,
    by: Actor,
    note: str = "",
    data: dict[str, Any] | None = None,
    at: datetime | None = None,
) -> None:
    """Refer to an outside agency; the unit that had the case keeps following it. Raises AgencyIsUnknown."""
    agency = city.agency(agency_id) if agency_id is not None else None
    if agency_id is not None and (agency is None or agency.city_id != case.city_id):
        raise AgencyIsUnknown()
    event_data = {"agency": agency_id, **(data or {})}
    # A unit of the city always follows it: the centre, if no unit had it.
    unit_id = case.unit_id or city.centre_of(case.city_id).id
    move(
        case,
        "refer_out",
        by=by,
        at=at,
        given={"agency": agency_id},
        data=event_data,
        note=note,
        is_public=bool(note),
        agency_id=agency_id,
        unit_id=unit_id,
    )


def finish(case: Case, *, evidence_id: int, answer: str, by: Actor, at: datetime | None = None) -> None:
    """Mark the work as done, with evidence (an id of the fieldwork desk) and an answer that the citizen reads."""
    move(
        case,
        "finish",
        by=by,
        at=at,
        given={"evidence": evidence_id},
        data={"evidence": evidence_id},
        note=answer,
        is_public=True,
    )


def confirm(case: Case, *, by: Actor, is_reporter: bool = False, at: datetime | None = None) -> None:
    """The citizen confirms that it is fixed."""
    move(case, "confirm", by=by, at=at, is_reporter=is_reporter)


def reopen(
    case: Case,
    *,
    note: str,
    by: Actor,
    why: str,
    is_reporter: bool = False,
    at: datetime | None = None,
    said_in: int | None = None,
) -> None:
    """Reopen: it is not fixed, or "no action needed" is objected to; the owner and the promise stay.

    `said_in` is the report whose reporter said so.
    """
    data = {"why": why, **({"said_in": said_in} if said_in else {})}
    move(case, "reopen", by=by, at=at, data=data, note=note, is_reporter=is_reporter, closed_at=None, close_kind="")


def close(case: Case, *, kind: str, by: Actor, note: str = "", at: datetime | None = None) -> None:
    """End the case in one of five kinds, each only from the states it fits. Raises ClosingKindDoesNotFit."""
    _known(kind, CloseKind)
    if case.state not in CloseKind.of(kind).sources:
        raise ClosingKindDoesNotFit()
    moment = at or clock.now()
    move(
        case,
        "close",
        by=by,
        at=moment,
        given={"close_kind": kind},
        data={"close_kind": kind},
        note=note,
        closed_at=moment,
        close_kind=kind,
    )


def withdraw(case: Case, *, by: Actor, note: str = "", is_reporter: bool = False, at: datetime | None = None) -> None:
    """Withdraw the case at the reporter's request."""
    move(case, "withdraw", by=by, at=at, note=note if says_something(note) else "—", is_reporter=is_reporter)


def _known(reason: str, vocabulary: type[Vocabulary]) -> None:
    if reason not in vocabulary.labels():
        raise ReasonIsUnknown(reason=reason[:40])
