"""Plans the sessions of the panel, keeps their agendas and decisions, and makes the minutes final."""

import hashlib
from collections.abc import Collection
from datetime import date, time
from typing import Final

from django.db import transaction
from django.db.models import Max

from peygir.cases.actions.file import refuse_the_personal
from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid, Missing
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain, says_something
from peygir.history.kinds.panel import PanelSessionHeld, PanelSessionPlanned
from peygir.outlook.panel.actions.opening import open_office, record_in, refuse_unless_at_work, refuse_without_office
from peygir.outlook.panel.models import (
    PanelAgendaItem,
    PanelAttendance,
    PanelFinding,
    PanelMember,
    PanelSession,
    PanelTerm,
    Petition,
)
from peygir.outlook.panel.states import MemberState, PanelSessionState, PetitionState
from peygir.people.actions.interests import refuse_interested
from peygir.people.rules import Actor

LONGEST_MINUTES: Final = 8000
_REACHED: Final = (PetitionState.REACHED, PetitionState.ANSWERED)


class NoSuchPanelSession(Missing):
    """There is no such session of the panel."""

    message = _("There is no such session of the panel.")


class PanelSessionIsHeld(Conflict):
    """The minutes are final."""

    message = _("The minutes of this session are final; nothing of it changes any more.")


class PanelSessionIsNotRight(Invalid):
    """The place, a title, the minutes or a decision is missing or too long, or nobody was there."""

    message = _("Please fill in the place and a title for each item; for the minutes, who was there and what was said.")


class DecisionIsMissing(Conflict):
    """Each item of the agenda is decided before the minutes are final."""

    message = _("Item {number} has no decision yet.")


@transaction.atomic
def plan_panel_session(term_id: int, *, held_on: date, begins_at: time, place: str, by: Actor) -> int:
    """Plan a session; petitions with enough signatures come on its agenda. Returns its id.

    Raises NotYourWork, NoSuchPanel, PanelIsNotAtWork, PanelSessionIsNotRight.
    """
    term = open_office(term_id, by)
    refuse_unless_at_work(term)
    place = " ".join(plain(place).split())[:200]
    if not says_something(place) or not term.from_on <= held_on <= term.to_on:
        raise PanelSessionIsNotRight()
    last = PanelSession.objects.filter(term=term).aggregate(last=Max("number"))["last"] or 0
    session = PanelSession.objects.create(term=term, number=last + 1, held_on=held_on, begins_at=begins_at, place=place)
    put_petitions_on(session)
    _planned(term, session, by)
    return int(session.pk)


@transaction.atomic
def add_agenda_item(session_id: int, *, title: str, by: Actor, finding_id: int | None = None) -> int:
    """Add an item to the agenda of a planned session, about a finding or not; returns its number.

    Raises NotYourWork, NoSuchPanelSession, PanelSessionIsHeld, PanelSessionIsNotRight, WordsArePersonal.
    """
    term, session = _open(session_id, by)
    title = " ".join(plain(title).split())[:200]
    finding = PanelFinding.objects.filter(pk=finding_id, term__city_id=term.city_id).first() if finding_id else None
    if finding is not None and not says_something(title):
        title = str(finding.title)
    if not says_something(title) or (finding_id and finding is None):
        raise PanelSessionIsNotRight()
    refuse_the_personal(title)
    number = session.items.count() + 1
    PanelAgendaItem.objects.create(session=session, number=number, title=title, finding=finding)
    _planned(term, session, by)
    return number


@transaction.atomic
def decide_item(session_id: int, number: int, *, decision: str, by: Actor) -> None:
    """Write down what was decided about an item, before the minutes are final.

    Raises NotYourWork, NoSuchPanelSession, PanelSessionIsHeld, PanelSessionIsNotRight, WordsArePersonal, OwnInterest.
    """
    _term, session = _open(session_id, by)
    item = session.items.select_related("finding", "petition").filter(number=number).first()
    decision = plain(decision)[:1000]
    if item is None or not says_something(decision):
        raise PanelSessionIsNotRight()
    refuse_the_personal(decision)
    refuse_interested(by, units=_units_of(item))
    item.decision = decision
    item.save(update_fields=["decision"])


@transaction.atomic
def hold_session(session_id: int, *, minutes: str, present: Collection[int], by: Actor) -> None:
    """Make the minutes final, with the numbers of the members who were there; everybody reads them from then on.

    Raises NotYourWork, NoSuchPanelSession, PanelSessionIsHeld, DecisionIsMissing, PanelSessionIsNotRight,
    WordsArePersonal.
    """
    term, session = _open(session_id, by)
    minutes = plain(minutes)
    members = list(PanelMember.objects.filter(term=term, number__in=list(present), state=MemberState.ACTIVE))
    if not (says_something(minutes) and len(minutes) <= LONGEST_MINUTES and members and len(members) == len(present)):
        raise PanelSessionIsNotRight()
    refuse_the_personal(minutes)
    missing = session.items.filter(decision="").order_by("number").first()
    if missing is not None:
        raise DecisionIsMissing(number=missing.number)
    PanelAttendance.objects.bulk_create([PanelAttendance(session=session, member=member) for member in members])
    session.minutes, session.state = minutes, PanelSessionState.HELD.value
    session.final_by_id, session.final_at = by.id, clock.now()
    session.save(update_fields=["minutes", "state", "final_by", "final_at"])
    event = PanelSessionHeld(
        session=session.number,
        members=sorted(member.number for member in members),
        digest=hashlib.sha256(minutes.encode()).hexdigest(),
    )
    record_in(term, event, by=by)


def put_petitions_on(session: PanelSession) -> None:
    """Put the petitions that have enough signatures and are on no agenda on that of a planned session."""
    number = session.items.count()
    placed = PanelAgendaItem.objects.filter(petition__isnull=False).values("petition_id")
    of_city = Petition.objects.filter(term__city_id=session.term.city_id, state__in=_REACHED)
    waiting = of_city.exclude(pk__in=placed)
    for petition in waiting.order_by("reached_at"):
        number += 1
        PanelAgendaItem.objects.create(session=session, number=number, title=petition.title, petition=petition)


def _open(session_id: int, by: Actor) -> tuple[PanelTerm, PanelSession]:
    refuse_without_office(by)
    known = PanelSession.objects.filter(pk=session_id).values_list("term_id", flat=True).first()
    if known is None:
        raise NoSuchPanelSession()
    term = open_office(known, by)
    session = PanelSession.objects.get(pk=session_id)
    if session.state == PanelSessionState.HELD:
        raise PanelSessionIsHeld()
    return term, session


def _planned(term: PanelTerm, session: PanelSession, by: Actor) -> None:
    event = PanelSessionPlanned(
        session=session.number, held_on=session.held_on.isoformat(), items=session.items.count()
    )
    record_in(term, event, by=by)


def _units_of(item: PanelAgendaItem) -> set[int]:
    """The units that an item of the agenda is about, by its finding or its petition."""
    about = [one.unit_id for one in (item.finding, item.petition) if one is not None]
    return {unit_id for unit_id in about if unit_id is not None}
