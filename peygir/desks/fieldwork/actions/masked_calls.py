"""Calls of a crew to a reporter through the exchange: asked for, handed to the exchange once, and how each ended."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q

from peygir.cases import actions as cases
from peygir.cases.actions import NoSuchCase
from peygir.core import clock
from peygir.core.phones import national_form
from peygir.core.refusals import Conflict, TooMany
from peygir.core.translation import gettext_lazy as _
from peygir.desks.fieldwork.actions.order_file import open_order, refuse_unless, refuse_unless_in
from peygir.desks.fieldwork.models import Crew, MaskedCall, OrderCase
from peygir.desks.fieldwork.order_lifecycle import ORDER_CREW
from peygir.desks.fieldwork.order_states import IN_STREET
from peygir.desks.fieldwork.queries.masked_calls import callable_reports
from peygir.history.kinds.case_work import CaseReporterCalled
from peygir.people.queries import citizen_profile
from peygir.people.rules import Actor

MASKED: Final = "peygir-masked-"
"""Begins the keys of these calls, which become no contacts of the centre."""
WINDOW: Final = timedelta(hours=1)
MOST_OF_CREW: Final = 10
MOST_FOR_CASE: Final = 3
STALE: Final = timedelta(seconds=90)
"""How long the exchange has to say that the crew's phone was picked up; the call is not asked for again."""
LONGEST: Final = timedelta(hours=1)
_CALL: Final = _("Call the reporter")


class ReporterCannotBeCalled(Conflict):
    """No reporter of the case left a number, or they asked not to be contacted."""

    message = _("The reporter left no number, or does not want to be called.")


class CrewHasNoPhone(Conflict):
    """The crew has no phone number that the exchange could ring."""

    message = _("Your crew has no phone number on record. Ask who plans the work to enter it.")


class CallIsOnItsWay(Conflict):
    """The crew has a call that has not ended."""

    message = _("A call of your crew is on its way. Wait until it has ended.")


class CallsAreUsedUp(TooMany):
    """The crew, or the crews for this case, have asked for too many calls within an hour."""

    message = _("A crew can call {most} times in an hour, and {case} times for one case. Try again later.")


@dataclass(frozen=True, slots=True)
class MaskedCallToPlace:
    """One call to place: first the crew's phone, then the reporter's, both in national form."""

    key: str
    crew_number: str
    reporter_number: str


def ask_for_masked_call(number: str, code: str, *, without: Collection[int] = (), by: Actor) -> int:
    """Ask the exchange to connect the order's crew with the reporter of one of its open cases; returns the call's id.

    `without` are reports whose reporters are not to be contacted. The exchange is asked a moment later. Raises
    NoSuchWorkOrder, OrderMoveNotYours for who is not of the crew, OrderIsNotOpen, NoSuchCase, CrewHasNoPhone,
    ReporterCannotBeCalled, CallIsOnItsWay, CallsAreUsedUp.
    """
    moment = clock.now()
    with open_order(number=number) as order:
        refuse_unless(order, by, frozenset({ORDER_CREW}), label=_CALL)
        refuse_unless_in(order, IN_STREET)
        place = OrderCase.objects.filter(order=order, case__code=code, is_open=True).first()
        if place is None:
            raise NoSuchCase()
        crew = Crew.objects.select_for_update(no_key=True).filter(pk=order.crew_id or 0).first()
        if crew is None or not crew.phone:
            raise CrewHasNoPhone()
        reports = callable_reports([place.case_id]).get(place.case_id, [])
        report_id = next((one for one in reports if one not in without), None)
        if report_id is None:
            raise ReporterCannotBeCalled()
        _refuse_too_many(crew, place.case_id, at=moment)
        call = MaskedCall.objects.create(
            order=order,
            report_id=report_id,
            case_id=place.case_id,
            crew=crew,
            by=str(by),
            key=f"{MASKED}{secrets.token_hex(8)}",
            asked_at=moment,
        )
        with cases.open_file(place.case_id) as case:
            cases.record_event(case, CaseReporterCalled(order=order.pk, call=call.pk), by=by, at=moment)
    return int(call.pk)


def _refuse_too_many(crew: Crew, case_id: int, *, at: datetime) -> None:
    if MaskedCall.objects.filter(crew=crew, settled_at=None).exists():
        raise CallIsOnItsWay()
    lately = MaskedCall.objects.filter(asked_at__gt=at - WINDOW)
    if lately.filter(crew=crew).count() >= MOST_OF_CREW or lately.filter(case_id=case_id).count() >= MOST_FOR_CASE:
        raise CallsAreUsedUp(most=MOST_OF_CREW, case=MOST_FOR_CASE)


@transaction.atomic
def take_masked_calls(city_id: int, *, now: datetime, limit: int = 10) -> list[MaskedCallToPlace]:
    """Return the calls to place with the exchange now; each is returned once, even if its process then fails.

    A reporter who meanwhile asked not to be contacted is not called.
    """
    waiting = MaskedCall.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        crew__city_id=city_id, settled_at=None, taken_at=None
    )
    calls = []
    for row in waiting.select_related("crew", "report").order_by("asked_at")[:limit]:
        row.taken_at = now
        row.save(update_fields=["taken_at"])
        person = citizen_profile(row.report.citizen_id) if row.report.citizen_id is not None else None
        if person is None or person.is_silent or not person.phone or not row.crew.phone:
            fail_masked_call(row.key, text="not to be called", at=now)
        else:
            calls.append(MaskedCallToPlace(row.key, national_form(row.crew.phone), national_form(person.phone)))
    return calls


def note_masked_answer(key: str, *, at: datetime) -> None:
    """The crew's phone was picked up; the exchange now dials the reporter."""
    MaskedCall.objects.filter(key=key, answered_at=None).update(answered_at=at)


def note_reporter_reached(key: str, *, at: datetime) -> None:
    """The reporter's phone was picked up; before the crew's it is the crew's own that is meant."""
    MaskedCall.objects.filter(key=key, answered_at__isnull=False, reached_at=None).update(reached_at=at)


def note_masked_reason(key: str, *, text: str) -> None:
    """Keep why a phone was not reached; the first reason counts."""
    MaskedCall.objects.filter(key=key, words="", reached_at=None).update(words=text[:120])


def fail_masked_call(key: str, *, text: str, at: datetime) -> None:
    """The exchange did not reach the crew's phone; without `text` an event before or after gives the reason."""
    note_masked_reason(key, text=text)
    MaskedCall.objects.filter(key=key, settled_at=None).update(settled_at=at)


def end_masked_call(key: str, *, at: datetime) -> None:
    """The call has ended."""
    MaskedCall.objects.filter(key=key, settled_at=None).update(settled_at=at)


def give_up_masked_calls(city_id: int, *, now: datetime) -> int:
    """Settle calls that the exchange never spoke of, and those whose end was lost; returns how many."""
    is_stale = Q(answered_at=None, asked_at__lt=now - STALE) | Q(asked_at__lt=now - LONGEST)
    rows = MaskedCall.objects.filter(is_stale, crew__city_id=city_id, settled_at=None)
    keys = list(rows.values_list("key", flat=True))
    for key in keys:
        fail_masked_call(key, text="no answer of the PBX", at=now)
    return len(keys)
