"""Questions about panels, their public list, their seats, and the seat of a proven phone."""

from collections.abc import Collection

from peygir.city import queries as city
from peygir.core.translation import Names
from peygir.outlook.panel.facts import MatterFacts, OwnSeat, PanelFacts, SeatFacts
from peygir.outlook.panel.lot_list import lot_list
from peygir.outlook.panel.models import PanelInterest, PanelMember, PanelTerm, PanelVolunteer, PanelWatch
from peygir.outlook.panel.states import SEATED, MemberState, PanelState
from peygir.outlook.panel.volunteers import entrants_of
from peygir.outlook.planning.models import Programme

_FIELDS = tuple(PanelFacts.__dataclass_fields__)


def panels(city_id: int) -> list[PanelFacts]:
    """Return all panels of a city, the newest first."""
    return [_panel(row) for row in PanelTerm.objects.filter(city_id=city_id).order_by("-from_on", "-pk")]


def panel(city_id: int, term_id: int) -> PanelFacts | None:
    """Return one panel of this city; None for a number that is none."""
    row = PanelTerm.objects.filter(city_id=city_id, pk=term_id).first()
    return None if row is None else _panel(row)


def working_panel(city_id: int) -> PanelFacts | None:
    """Return the panel whose lot was drawn and whose term was not ended, the newest."""
    row = PanelTerm.objects.filter(city_id=city_id, state=PanelState.DRAWN).order_by("-from_on").first()
    return None if row is None else _panel(row)


def coming_panel(city_id: int) -> PanelFacts | None:
    """Return the panel for which citizens sign up, or whose lot is to be drawn."""
    states = [PanelState.OPEN, PanelState.CLOSED]
    row = PanelTerm.objects.filter(city_id=city_id, state__in=states).first()
    return None if row is None else _panel(row)


def published_list(term_id: int) -> str:
    """Return the list of a closed lot as text, ordered by code; "" before it is closed."""
    is_closed = PanelTerm.objects.filter(pk=term_id).exclude(list_digest="").exists()
    return lot_list(entrants_of(term_id)) if is_closed else ""


def count_volunteers(term_id: int) -> int:
    """Return how many citizens are in the lot."""
    return PanelVolunteer.objects.filter(term_id=term_id).count()


def seats(term_id: int) -> list[SeatFacts]:
    """Return the seats by number; one statement."""
    rows = PanelMember.objects.filter(term_id=term_id).select_related("volunteer").order_by("number")
    return [
        SeatFacts(
            number=row.number,
            origin=row.origin,
            state=row.state,
            left_why=row.left_why,
            code=row.volunteer.code if row.volunteer is not None else "",
            district=row.volunteer.district_code if row.volunteer is not None else "",
            age=row.volunteer.age if row.volunteer is not None else "",
            sex=row.volunteer.sex if row.volunteer is not None else "",
        )
        for row in rows
    ]


def active_numbers(term_id: int) -> list[int]:
    """Return the numbers of the members who have taken their seats."""
    rows = PanelMember.objects.filter(term_id=term_id, state=MemberState.ACTIVE).order_by("number")
    return list(rows.values_list("number", flat=True))


def own_code(term_id: int, own: Collection[int]) -> str:
    """Return the code of the proven phone's holder in the public list; "" if not in the lot."""
    rows = PanelVolunteer.objects.filter(term_id=term_id, citizen_id__in=list(own))
    return rows.values_list("code", flat=True).first() or ""


def own_seat(city_id: int, own: Collection[int]) -> OwnSeat | None:
    """Return the seat of the proven phone in the panel at work, offered or taken; None without one."""
    row = PanelMember.objects.filter(
        term__city_id=city_id, term__state=PanelState.DRAWN, citizen_id__in=list(own), state__in=SEATED
    ).first()
    if row is None:
        return None
    return OwnSeat(row.pk, row.term_id, row.number, row.origin, row.state, row.conduct_at)


def interests_of(member_id: int) -> list[MatterFacts]:
    """Return a member's declared conflicts of interest, those that are over last."""
    rows = PanelInterest.objects.filter(member_id=member_id).select_related("unit", "district", "programme")
    facts = [
        MatterFacts(
            id=row.pk,
            kind="unit" if row.unit is not None else "place" if row.district is not None else "programme",
            thing_id=row.unit_id or row.district_id or row.programme_id or 0,
            label=label_of(row),
            reason=row.reason,
            from_on=row.from_on,
            to_on=row.to_on,
        )
        for row in rows.order_by("from_on", "pk")
    ]
    return sorted(facts, key=lambda fact: fact.to_on is not None)


def public_programmes(city_id: int) -> list[tuple[int, str]]:
    """Return (id, title) of the city's public programmes, the newest first."""
    rows = Programme.objects.filter(city_id=city_id, is_public=True).order_by("-made_at", "-pk")
    return list(rows.values_list("pk", "title")[:100])


def label_of(row: PanelInterest | PanelWatch) -> Names:
    """Return the names of the thing that a row is about."""
    if row.programme is not None:
        return Names.of(row.programme.title, row.programme.title)
    of_watch = (row.topic, row.neighbourhood) if isinstance(row, PanelWatch) else ()
    thing = next((one for one in (row.unit, *of_watch, row.district) if one is not None), None)
    return city.names_of(thing) if thing is not None else Names.of("—", "—")


def _panel(row: PanelTerm) -> PanelFacts:
    return PanelFacts(**{field: getattr(row, field) for field in _FIELDS})
