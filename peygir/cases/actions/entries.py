"""What desks write into an open case without a move: topic and place, due date, notes and events."""

from datetime import datetime
from typing import Any

from peygir.cases.actions.file import MoveNotYours, SomethingIsMissing, write_event
from peygir.cases.actions.mentions import mentioned
from peygir.cases.actions.search_entries import write_search_entry
from peygir.cases.commands import BY_COMMAND
from peygir.cases.judging import groups_of
from peygir.cases.lifecycle import CENTRE, OWNER
from peygir.cases.models import Case, Report
from peygir.cases.rules import visibility_of
from peygir.core import clock
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import says_something
from peygir.history.kinds.case_work import PromisesGiven
from peygir.history.kinds.cases import AssetNamed, CaseEvent, CaseRead, NoteAdded
from peygir.people.rules import Actor


def read_case(
    case: Case, event: CaseRead, *, by: Actor, note: str = "", report: Report | None = None, **facts: Any
) -> None:
    """Set what the case is about and where (topic_id, urgency, district_id, neighbourhood_id, is_confidential…).

    `report` is the one that opened it, if the caller has loaded it.
    """
    if not by.is_system and not {OWNER, CENTRE} & groups_of(by, visibility_of(case)):
        raise MoveNotYours(
            label=_("Change of topic"),
            why=_("not for your role or unit."),
        )
    for name, value in facts.items():
        setattr(case, name, value)
    case.version += 0 if by.is_system else 1
    write_search_entry(case, [report] if report is not None and case.report_count == 1 else None)
    write_event(case, event, by=by, at=clock.now(), note=note, write=["version", *facts])


def set_due(
    case: Case,
    event: PromisesGiven,
    *,
    due_at: datetime | None,
    by: Actor,
    at: datetime | None = None,
    season_code: str = "",
) -> None:
    """Set the finish promise's due date, by which inboxes sort; called by the promise desk."""
    case.due_at, case.season_code = due_at, season_code or case.season_code
    write_event(case, event, by=by, at=at or clock.now(), write=["due_at", "season_code"])


def note(case: Case, *, text: str, by: Actor) -> None:
    """Add a note for staff; a colleague mentioned with @ gets a notice. Raises NobodyToMention."""
    if not says_something(text):
        raise SomethingIsMissing(label=BY_COMMAND["note"].label, field=_("a text"))
    ids = mentioned(text, visibility_of(case))
    write_event(case, NoteAdded(mentions=ids) if ids else NoteAdded(), by=by, at=clock.now(), note=text)


def name_asset(case: Case, asset_id: int | None, *, by: Actor, note: str = "") -> bool:
    """Say which asset the case is about, or (None) that it is about none; whether that was new.

    Raises MoveNotYours for a person who neither owns the case nor works at the centre.
    """
    if not by.is_system and not {OWNER, CENTRE} & groups_of(by, visibility_of(case)):
        raise MoveNotYours(label=_("Naming the asset"), why=_("not for your role or unit."))
    if case.asset_id == asset_id:
        return False
    event, case.asset_id = AssetNamed(asset=asset_id, was=case.asset_id), asset_id
    case.version += 0 if by.is_system else 1
    write_event(case, event, by=by, at=clock.now(), note=note, write=["version", "asset_id"])
    return True


def record_event(
    case: Case,
    event: CaseEvent,
    *,
    by: Actor,
    at: datetime | None = None,
    note: str = "",
    is_public: bool = False,
    **facts: Any,
) -> None:
    """Record a desk's event that does not move the case (a broken promise, a visit, a photo).

    `facts` are columns that it changes (due_at, season_code), `note` is its text.
    """
    for name, value in facts.items():
        setattr(case, name, value)
    write_event(case, event, by=by, at=at or clock.now(), note=note, is_public=is_public, write=list(facts))
