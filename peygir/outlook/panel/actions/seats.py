"""Offers seats, takes the answers, fills seats that are free again, and lets members leave."""

from collections.abc import Collection

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.urls import reverse

from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid, Missing
from peygir.core.sortition import Stratum, in_order_of_lots, lot_number, nearest_entrant
from peygir.core.translation import gettext_lazy as _
from peygir.core.translation import known_language
from peygir.desks.answers import actions as answers
from peygir.history.kinds.panel import PanelMemberLeft, PanelSeatAnswered, PanelSeatOffered
from peygir.outlook.honours.queries import who_accepted
from peygir.outlook.panel.actions.opening import (
    as_citizen,
    open_as_member,
    open_office,
    open_panel,
    record_in,
    refuse_unless_at_work,
)
from peygir.outlook.panel.models import PanelMember, PanelTerm, PanelVolunteer
from peygir.outlook.panel.states import SEATED, LeavingReason, MemberState, SeatOrigin
from peygir.outlook.panel.volunteers import entrants_of
from peygir.people.channels import Channel
from peygir.people.models import Citizen
from peygir.people.privacy_rules import is_erased
from peygir.people.rules import Actor


class NoSuchPanelMember(Missing):
    """There is no member with this number."""

    message = _("There is no such member of the panel.")


class SeatIsNotOffered(Conflict):
    """No seat is offered to this person, or it was answered already."""

    message = _("No seat is offered to you, or you have answered already.")


class ConductIsNotAccepted(Invalid):
    """Who takes a seat accepts the code of conduct."""

    message = _("Please read the code of conduct, and confirm that you accept it.")


class LeavingHasNoReason(Invalid):
    """The reason is none of the list."""

    message = _("Please choose why the member leaves.")


def offer_seat(
    term: PanelTerm,
    citizen_id: int,
    *,
    origin: str,
    by: Actor,
    volunteer: PanelVolunteer | None = None,
    stratum: str = "",
) -> PanelMember:
    """Offer a seat of a locked term to somebody, by SMS; the number of the seat is the next one."""
    last = PanelMember.objects.filter(term=term).aggregate(last=Max("number"))["last"] or 0
    member = PanelMember.objects.create(
        term=term,
        citizen_id=citizen_id or None,
        number=last + 1,
        origin=origin,
        volunteer=volunteer,
        stratum=stratum,
        invited_at=clock.now(),
    )
    record_in(term, PanelSeatOffered(member=member.number, origin=str(origin)), by=by)
    citizen = Citizen.objects.filter(pk=citizen_id).first()
    if citizen is not None and not is_erased(citizen.phone):
        language = known_language(citizen.language)
        values = {"what": term.title, "link": f"{settings.PUBLIC_URL}{reverse('panel_desk')}"}
        answers.say("panel_invited", channel=Channel.SMS, address=citizen.phone, language=language, values=values)
    return member


@transaction.atomic
def offer_free_seats(term_id: int, *, by: Actor) -> int:
    """Offer the seats that nobody has: by lot to the next of the nearest stratum, else to honoured citizens.

    Returns how many were offered. Raises NotYourWork, NoSuchPanel, PanelIsNotAtWork.
    """
    term = open_office(term_id, by)
    refuse_unless_at_work(term)
    members = list(PanelMember.objects.filter(term=term))
    count = _offer_by_lot(term, members, by)
    seated = sum(row.origin == SeatOrigin.HONOURED and row.state in SEATED for row in members)
    known = {row.citizen_id for row in members}
    honoured = sorted(who_accepted(term.city_id), key=lambda row: lot_number(term.seed, "honoured", str(row[0])))
    free = [citizen_id for _candidate, citizen_id in honoured if citizen_id not in known]
    for citizen_id in free[: max(term.honoured_seats - seated, 0)]:
        offer_seat(term, citizen_id, origin=SeatOrigin.HONOURED, by=by)
        count += 1
    return count


def _offer_by_lot(term: PanelTerm, members: list[PanelMember], by: Actor) -> int:
    """Fill each seat by lot that was refused or left; its stratum is that of the seat."""
    of_lot = [row for row in members if row.origin == SeatOrigin.LOT]
    used = {row.volunteer_id for row in of_lot}
    volunteers = {row.code: row for row in PanelVolunteer.objects.filter(term=term, citizen__isnull=False)}
    left = [
        entrant
        for entrant in in_order_of_lots(entrants_of(term.pk), term.seed)
        if entrant.code in volunteers and volunteers[entrant.code].pk not in used
    ]
    taken = sum(row.state in SEATED for row in of_lot)
    gone = [row.stratum for row in of_lot if row.state not in SEATED]
    count = 0
    for stratum in gone[: max(term.seats - term.honoured_seats - term.empty_seats - taken, 0)]:
        entrant = nearest_entrant(left, Stratum(*stratum.split("|")))
        if entrant is None:
            break
        left.remove(entrant)
        next_in_line = volunteers[entrant.code]
        offer_seat(
            term,
            next_in_line.citizen_id or 0,
            origin=SeatOrigin.LOT,
            volunteer=next_in_line,
            stratum=stratum,
            by=by,
        )
        count += 1
    return count


@transaction.atomic
def answer_seat(term_id: int, *, accepts: bool, conduct: bool, own: Collection[int]) -> None:
    """Take the offered seat and accept the code of conduct, or say that one does not want it.

    Raises NoSuchPanel, PanelIsNotAtWork, SeatIsNotOffered, ConductIsNotAccepted.
    """
    term = open_panel(term_id)
    refuse_unless_at_work(term)
    member = PanelMember.objects.filter(term=term, citizen_id__in=list(own), state=MemberState.INVITED).first()
    if member is None:
        raise SeatIsNotOffered()
    if accepts and not conduct:
        raise ConductIsNotAccepted()
    member.state = MemberState.ACTIVE.value if accepts else MemberState.REFUSED.value
    member.conduct_at = clock.now() if accepts else None
    member.save(update_fields=["state", "conduct_at"])
    event = PanelSeatAnswered(member=member.number, accepts=accepts)
    record_in(term, event, by=as_citizen(member.citizen_id))


@transaction.atomic
def leave_panel(term_id: int, *, own: Collection[int]) -> None:
    """Give the own seat back. Raises NoSuchPanel, NotOfThePanel, PanelIsNotAtWork."""
    term, member = open_as_member(own, term_id=term_id)
    let_go(term, member, LeavingReason.OWN, by=as_citizen(member.citizen_id))


@transaction.atomic
def remove_member(term_id: int, number: int, *, reason: str, by: Actor) -> None:
    """End somebody's seat, for a reason of the list.

    Only the member says “own wish”, and erasure says that it was erased. Raises NotYourWork, NoSuchPanel,
    NoSuchPanelMember, LeavingHasNoReason.
    """
    term = open_office(term_id, by)
    if reason not in (LeavingReason.MOVED, LeavingReason.OFFICE, LeavingReason.CONDUCT):
        raise LeavingHasNoReason()
    member = PanelMember.objects.filter(term=term, number=number, state__in=SEATED).first()
    if member is None:
        raise NoSuchPanelMember()
    let_go(term, member, reason, by=by)


def let_go(term: PanelTerm, member: PanelMember, reason: str, *, by: Actor) -> None:
    """End a seat of a locked term."""
    member.state, member.left_why, member.left_at = MemberState.LEFT.value, str(reason), clock.now()
    member.save(update_fields=["state", "left_why", "left_at"])
    record_in(term, PanelMemberLeft(member=member.number, reason=str(reason)), by=by)
