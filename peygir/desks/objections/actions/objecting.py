"""A reporter objects to how a case was handled."""

from django.db.models import Q

from peygir.cases import actions as cases
from peygir.cases.models import Case, Report
from peygir.cases.rules import visibility_of
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.desks.objections.actions.stages import begin_stage, told_at
from peygir.desks.objections.models import CitizenObjection
from peygir.desks.objections.rules import LONGEST_TEXT, grounds_for, levels_for
from peygir.history.kinds.objections import CitizenObjected
from peygir.people.rules import Actor
from peygir.storage.rows import insert


class NothingToObjectTo(Conflict):
    """The case is under way within its promise, or the ground does not fit its state."""

    message = _("There is nothing to object to yet: the work is under way, and its promise is not broken.")


class ObjectionIsOpen(Conflict):
    """The reporter's objection is open already, or ended and nothing has happened since."""

    message = _("Your objection to this is recorded already.")


class ObjectionIsTooLong(Invalid):
    """The words are too many."""

    message = _("Please write at most {limit} characters.")


def object_to_case(report_id: int, *, ground: str, text: str = "", by: Actor) -> int:
    """Record the objection of the reporter of a report, whose right to it the caller has checked; returns its id.

    Raises NoSuchCase, NothingToObjectTo, ObjectionIsOpen, ObjectionIsTooLong.
    """
    if len(text) > LONGEST_TEXT:
        raise ObjectionIsTooLong(limit=LONGEST_TEXT)
    case_id = Report.objects.filter(pk=report_id).values_list("case_id", flat=True).first()
    if case_id is None:
        raise cases.NoSuchCase()
    with cases.open_file(case_id) as case:
        now = clock.now()
        if ground not in grounds_for(case.state, is_late=is_late(case)):
            raise NothingToObjectTo()
        own = CitizenObjection.objects.filter(Q(end="") | Q(ended_at__gte=case.state_at), report=report_id)
        if own.exists():
            raise ObjectionIsOpen()
        level = levels_for(visibility_of(case), centre_id=city.centre_of(case.city_id).id)[0]
        row = CitizenObjection(
            city_id=case.city_id,
            case=case,
            report_id=report_id,
            number=case.event_count + 1,
            ground=ground,
            objected_at=now,
            level=level,
        )
        insert(row)
        stage = begin_stage(case, row, level, now)
        event = CitizenObjected(
            objection=row.pk,
            report=report_id,
            ground=ground,
            level=level,
            due=stage.due_at.isoformat(),
            told=told_at(case, level),
        )
        cases.record_event(case, event, by=by, at=now, note=text)
    return row.pk


def is_late(case: Case) -> bool:
    """Whether the promise to finish has passed."""
    return case.due_at is not None and case.due_at < clock.now()
