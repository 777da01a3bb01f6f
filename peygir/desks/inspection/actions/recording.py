"""Records what an inspector found; work that is not fixed is opened again."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from peygir.cases import actions as cases
from peygir.cases.models import Case
from peygir.cases.rules import visibility_of
from peygir.cases.states import CaseState
from peygir.city.queries import day_of
from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid, NotAllowed
from peygir.core.translation import gettext_lazy as _
from peygir.core.typed_fields import FormField, checked_answers
from peygir.core.words import says_something
from peygir.desks.inspection.actions.conflicts import has_conflict
from peygir.desks.inspection.actions.draws import settle_visit
from peygir.desks.inspection.forms import form_of, form_version
from peygir.desks.inspection.models import Inspection
from peygir.desks.inspection.rules import InspectionFinding, is_called_done, may_inspect
from peygir.history.catalogue import ABSENT
from peygir.history.kinds.case_work import CaseInspected
from peygir.people.permissions import Permission
from peygir.people.rules import SYSTEM, Actor

REASON: Final = "inspection"
"""Why a case was opened again, in the event of that move."""


class InspectionNotYours(NotAllowed):
    """The person is no inspector, or works for the unit whose work it is."""

    message = _("Finished work is inspected by an inspector who did not do it.")


class ConflictIsDeclared(NotAllowed):
    """The inspector has a declared conflict of interest with the unit or the place."""

    message = _("You have declared a conflict of interest with this unit or place; a colleague will look at it.")


class NothingToInspect(Conflict):
    """The case is not called done (any more)."""

    message = _("The case is “{text}”: there is no finished work to inspect.")


class FindingIsUnknown(Invalid):
    """None of the findings."""

    message = _("Please say what you found: fixed, partly, not fixed, another problem, or could not see.")


class FindingWantsText(Invalid):
    """A finding other than "fixed" came without an explanation."""

    message = _("Please say in a few words what is not fixed, what else there is, or why it could not be seen.")


class FormVersionIsUnknown(Invalid):
    """The finding names a form that the city does not have."""

    message = _("The form of this topic is not known here any more. Please load the page anew.")


@dataclass(frozen=True, slots=True)
class FilledForm:
    """What an inspector filled in: the version of the form that was shown (None: the one in force), answers by code."""

    form_id: int | None = None
    answers: Mapping[str, str] = field(default_factory=dict)


def record_inspection(
    case: Case,
    *,
    finding: str,
    note: str,
    by: Actor,
    evidence_id: int | None = None,
    filled: FilledForm | None = None,
    seen_at: datetime | None = None,
) -> Inspection:
    """Record a finding with a note for staff; "not fixed" opens the case again. The caller has opened the file.

    `evidence_id` is a photo of the place that the fieldwork desk keeps. The citizen is told by the move that opens the
    case; that it is fixed changes nothing for them: the question they were asked stays theirs. A drawn visit of the
    case is made with it. `seen_at` is when the inspector was there, where that was earlier. Who could not see the place
    need not fill in the form.

    Raises InspectionNotYours, ConflictIsDeclared, NothingToInspect, FindingIsUnknown, FindingWantsText,
    FormVersionIsUnknown, and what `checked_answers` and `cases.reopen` raise.
    """
    refuse_to_inspect(case, by)
    if finding not in InspectionFinding.labels():
        raise FindingIsUnknown()
    if finding != InspectionFinding.FIXED and not says_something(note):
        raise FindingWantsText()
    form_id, answers = _filled(case, filled or FilledForm(), is_seen=finding != InspectionFinding.NOT_SEEN)
    now = clock.now()
    row = Inspection.objects.create(
        case=case,
        number=case.event_count + 1,
        inspector_id=by.id,
        finding=finding,
        at=now,
        seen_at=seen_at if seen_at is not None and seen_at < now else None,
        form_id=form_id if answers else None,
        answers=answers or None,
    )
    settle_visit(row)
    event = CaseInspected(
        inspection=row.pk, finding=finding, evidence=evidence_id if evidence_id is not None else ABSENT
    )
    cases.record_event(case, event, by=by, at=row.at, note=note, version=case.version + 1)
    if finding == InspectionFinding.NOT_FIXED:
        cases.reopen(case, note="", why=REASON, by=SYSTEM, at=row.at)
    return row


def _filled(case: Case, filled: FilledForm, *, is_seen: bool) -> tuple[int | None, dict[str, str]]:
    """The form's version and its answers, checked; of a place that could not be seen, nothing is required."""
    if filled.form_id is not None:
        form = form_version(filled.form_id, case.city_id)
        if form is None:
            raise FormVersionIsUnknown()
    else:
        form = form_of(case.topic_id, on=day_of(case.city_id, clock.now()))
    if form is None:
        return None, {}
    fields = form.fields if is_seen else tuple(_optional(one) for one in form.fields)
    return form.id, checked_answers(fields, filled.answers)


def _optional(one: FormField) -> FormField:
    return replace(one, is_required=False)


def erase_answers(case: Case) -> int:
    """Empty what inspectors filled in for a case; returns how many. Hold the case's lock."""
    return Inspection.objects.filter(case=case, answers__isnull=False).update(answers=None, form=None)


def refuse_to_inspect(case: Case, by: Actor) -> None:
    """Raises InspectionNotYours, ConflictIsDeclared or NothingToInspect: this person may not record a finding now."""
    if not may_inspect(by, visibility_of(case)):
        raise InspectionNotYours()
    if has_conflict(by.id, case, on=day_of(case.city_id, clock.now())):
        raise ConflictIsDeclared()
    if not is_called_done(case.state, case.close_kind):
        raise NothingToInspect(text=CaseState.labels()[case.state].inside())


def refuse_to_patrol(by: Actor) -> None:
    """Raises InspectionNotYours for who is no inspector."""
    if not by.may(Permission.INSPECT):
        raise InspectionNotYours()
