"""Keeps what members take no part in, and what they watch."""

from collections.abc import Collection

from django.db import transaction

from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.history.kinds.panel import PanelInterestDeclared
from peygir.outlook.panel.actions.opening import as_citizen, open_as_member, record_in
from peygir.outlook.panel.models import PanelInterest, PanelMember, PanelTerm, PanelWatch
from peygir.outlook.panel.states import InterestKind, MemberState, WatchKind
from peygir.outlook.planning.models import Programme

MOST_WATCHES = 30
_COLUMNS = {"unit": "unit_id", "topic": "topic_id", "place": "district_id", "programme": "programme_id"}
_AREA = "area"  # a neighbourhood, which is watched as a place with its district


class ThingIsUnknown(Invalid):
    """The unit, topic, district or programme is none of this city, or the reason is none of the list."""

    message = _("Please choose from the lists what it is about, and why.")


class WatchesAreTooMany(Invalid):
    """A member watches no more than thirty things."""

    message = _("You can watch up to 30 things. Take one off the list first.")


@transaction.atomic
def declare_interest(term_id: int, *, kind: str, thing: int, reason: str, own: Collection[int]) -> None:
    """Declare a conflict of interest with a unit, a district (kind “place”) or a programme, from today on.

    Raises NoSuchPanel, NotOfThePanel, PanelIsNotAtWork, ThingIsUnknown.
    """
    term, member = open_as_member(own, term_id=term_id)
    if kind == WatchKind.TOPIC or reason not in InterestKind.labels() or not _is_known(term, kind, thing):
        raise ThingIsUnknown()
    today = city.day_of(term.city_id, clock.now())
    values = {_COLUMNS[kind]: thing, "to_on": None}
    _row, is_new = PanelInterest.objects.get_or_create(
        member=member, **values, defaults={"reason": reason, "from_on": today}
    )
    if is_new:
        event = PanelInterestDeclared(member=member.number, reason=reason)
        record_in(term, event, by=as_citizen(member.citizen_id))


@transaction.atomic
def end_interest(term_id: int, interest_id: int, *, own: Collection[int]) -> None:
    """Say that an own conflict of interest is over; it stays in the register with its days. Raises ThingIsUnknown."""
    term, member = open_as_member(own, term_id=term_id)
    row = PanelInterest.objects.filter(pk=interest_id, member=member, to_on=None).first()
    if row is None:
        raise ThingIsUnknown()
    row.to_on = city.day_of(term.city_id, clock.now())
    row.save(update_fields=["to_on"])
    event = PanelInterestDeclared(member=member.number, reason=row.reason, ended=True)
    record_in(term, event, by=as_citizen(member.citizen_id))


@transaction.atomic
def watch(term_id: int, *, kind: str, thing: int, own: Collection[int]) -> None:
    """Put something on the own watch-list; `kind` is one of `WatchKind`, or “area” for a neighbourhood.

    Raises NoSuchPanel, NotOfThePanel, PanelIsNotAtWork, ThingIsUnknown, WatchesAreTooMany.
    """
    term, member = open_as_member(own, term_id=term_id)
    values: dict[str, int | None] = dict.fromkeys((*_COLUMNS.values(), "neighbourhood_id"))
    if kind == _AREA and (area := city.neighbourhood(term.city_id, thing)) is not None:
        kind, values["district_id"], values["neighbourhood_id"] = WatchKind.PLACE.value, area.district_id, area.id
    elif _is_known(term, kind, thing):
        values[_COLUMNS[kind]] = thing
    else:
        raise ThingIsUnknown()
    if PanelWatch.objects.filter(member=member).count() >= MOST_WATCHES:
        raise WatchesAreTooMany()
    PanelWatch.objects.get_or_create(member=member, kind=kind, **values, defaults={"at": clock.now()})


@transaction.atomic
def end_watch(term_id: int, watch_id: int, *, own: Collection[int]) -> None:
    """Take something off the own watch-list. Raises NotOfThePanel, PanelIsNotAtWork."""
    _term, member = open_as_member(own, term_id=term_id)
    PanelWatch.objects.filter(pk=watch_id, member=member).delete()


@transaction.atomic
def note_visit(term_id: int, *, own: Collection[int]) -> None:
    """Keep that a member opened the own desk today; what opens from the day of the visit before on counts as new.

    Called again on the same day, or for nobody's phone, it changes nothing.
    """
    rows = PanelMember.objects.select_for_update(no_key=True, of=("self",)).select_related("term")
    member = rows.filter(term_id=term_id, citizen_id__in=list(own), state=MemberState.ACTIVE).first()
    today = city.day_of(member.term.city_id, clock.now()) if member is not None else None
    if member is not None and member.visited_on != today:
        member.visited_before_on, member.visited_on = member.visited_on, today
        member.save(update_fields=["visited_before_on", "visited_on"])


def _is_known(term: PanelTerm, kind: str, thing: int) -> bool:
    """Whether there is such a thing in the panel's city."""
    if kind == WatchKind.UNIT:
        return any(row.id == thing for row in city.units(term.city_id))
    if kind == WatchKind.TOPIC:
        return any(row.id == thing for row in city.topics(term.city_id))
    if kind == WatchKind.PLACE:
        return city.district(term.city_id, thing) is not None
    if kind == WatchKind.PROGRAMME:
        return Programme.objects.filter(pk=thing, city_id=term.city_id, is_public=True).exists()
    return False
