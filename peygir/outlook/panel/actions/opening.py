"""What every action of the panel begins with: who acts, and the locked row that it is about."""

from collections.abc import Collection

from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Conflict, Missing, NotAllowed
from peygir.core.translation import gettext_lazy as _
from peygir.history.actions import record
from peygir.history.catalogue import EventData
from peygir.history.models import Chained
from peygir.outlook.panel.interest_queries import with_interest
from peygir.outlook.panel.models import PanelMember, PanelTerm
from peygir.outlook.panel.states import MemberState, PanelState
from peygir.people.actions import NotYourWork
from peygir.people.permissions import Permission
from peygir.people.rules import Actor


class NoSuchPanel(Missing):
    """There is no panel with this number."""

    message = _("There is no such panel.")


class NotOfThePanel(NotAllowed):
    """The proven phone is of no member of this panel."""

    message = _("This is for the members of the citizens' panel. Sign in with the number with which you were invited.")


class PanelIsNotAtWork(Conflict):
    """The panel was not drawn yet, or its term is over."""

    message = _("This panel is not at work: its lot was not drawn yet, or its term is over.")


class MemberHasInterest(NotAllowed):
    """The member declared a conflict of interest with the unit, the programme or the place."""

    message = _("You declared a conflict of interest with this unit, programme or place; the others look at it.")


def refuse_without_office(by: Actor) -> None:
    """Raise NotYourWork for whoever does not keep the panel."""
    if not by.may(Permission.KEEP_PANEL):
        raise NotYourWork()


def open_panel(term_id: int) -> PanelTerm:
    """Return the locked term. Raises NoSuchPanel."""
    term = PanelTerm.objects.select_for_update(no_key=True).filter(pk=term_id).first()
    if term is None:
        raise NoSuchPanel()
    return term


def open_office(term_id: int, by: Actor) -> PanelTerm:
    """Return the locked term for who keeps the panel. Raises NotYourWork, NoSuchPanel."""
    refuse_without_office(by)
    return open_panel(term_id)


def is_at_work(term: PanelTerm) -> bool:
    """Whether the lot was drawn and the term is not over."""
    return term.state == PanelState.DRAWN and city.day_of(term.city_id, clock.now()) <= term.to_on


def refuse_unless_at_work(term: PanelTerm) -> None:
    """Raise PanelIsNotAtWork before the lot and after the term."""
    if not is_at_work(term):
        raise PanelIsNotAtWork()


def open_as_member(own: Collection[int], *, term_id: int) -> tuple[PanelTerm, PanelMember]:
    """Return the locked term and the member among the citizens of the proven phone.

    Raises NoSuchPanel, NotOfThePanel, PanelIsNotAtWork.
    """
    term = open_panel(term_id)
    refuse_unless_at_work(term)
    member = PanelMember.objects.filter(term=term, citizen_id__in=list(own), state=MemberState.ACTIVE).first()
    if member is None:
        raise NotOfThePanel()
    return term, member


def refuse_interest(
    member: PanelMember, *, unit_id: int | None, district_id: int | None, programme_id: int | None = None
) -> None:
    """Raise MemberHasInterest if the member declared a conflict with any of these."""
    if member.pk in with_interest([member.pk], unit_id=unit_id, district_id=district_id, programme_id=programme_id):
        raise MemberHasInterest()


def record_in(file: Chained, event: EventData, *, by: Actor | str, write: list[str] | None = None) -> None:
    """Record an event of a locked row, with its changed fields, at the present moment."""
    record(file, event, by=str(by), at=clock.now(), write=write or ())


def as_citizen(citizen_id: int | None) -> Actor:
    """Return a citizen as who acts."""
    return Actor("citizen", citizen_id or 0)
