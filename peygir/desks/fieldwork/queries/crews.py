"""Crews: those of a unit, who belongs to them on a day, what they can do, and when they work."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from django.db.models import Prefetch, Q, QuerySet

from peygir.desks.fieldwork.models import Contract, Crew, CrewMember, CrewShift, CrewSkill


@dataclass(frozen=True, slots=True)
class CrewMemberFacts:
    """A person's time in a crew: from `from_on` up to, and without, `to_on` (None: until further notice)."""

    id: int
    staff_id: int
    name_fa: str
    name_en: str
    from_on: date
    to_on: date | None


@dataclass(frozen=True, slots=True)
class CrewShiftFacts:
    """When a crew works on one weekday (Monday is 0)."""

    weekday: int
    begins: time
    ends: time


@dataclass(frozen=True, slots=True)
class CrewFacts:
    """A crew with its topics (none: every topic of its unit), its hours by weekday, and its members of a day."""

    id: int
    unit_id: int
    code: str
    name: str
    vehicle: str
    phone: str
    capacity: int
    base_lat: float | None
    base_lon: float | None
    is_active: bool
    version: int
    topic_ids: frozenset[int]
    shifts: tuple[CrewShiftFacts, ...]
    members: tuple[CrewMemberFacts, ...]

    def can_do(self, topic_id: int | None) -> bool:
        """Whether the crew works on a topic; work without a topic is for every crew."""
        return topic_id is None or not self.topic_ids or topic_id in self.topic_ids

    def shift_on(self, day: date) -> CrewShiftFacts | None:
        """The crew's hours on a day; None: it does not work, or its hours are not known."""
        return next((shift for shift in self.shifts if shift.weekday == day.weekday()), None)


@dataclass(frozen=True, slots=True)
class ContractFacts:
    """A contract with its contractor's name and its days of validity, both included."""

    id: int
    number: str
    contractor: str
    from_on: date
    to_on: date


def crew_ids_of(staff_id: int, *, on: date) -> frozenset[int]:
    """The ids of the crews that a person belongs to on a day; one statement."""
    rows = CrewMember.objects.filter(_in_force(on), staff_id=staff_id, crew__is_active=True)
    return frozenset(rows.values_list("crew_id", flat=True))


def crews_of_unit(unit_id: int, *, on: date, also_inactive: bool = False) -> list[CrewFacts]:
    """The crews of a unit by name, with their members of a day; four statements."""
    rows = Crew.objects.filter(unit_id=unit_id)
    return _facts((rows if also_inactive else rows.filter(is_active=True)).order_by("name", "pk"), on=on)


def crew_by_id(crew_id: int, *, on: date) -> CrewFacts | None:
    """One crew with its members of a day, or None; four statements."""
    return next(iter(_facts(Crew.objects.filter(pk=crew_id), on=on)), None)


def crew_names(crew_ids: Iterable[int]) -> dict[int, str]:
    """The names of crews by id; one statement."""
    return dict(Crew.objects.filter(pk__in=set(crew_ids)).values_list("pk", "name"))


def crew_names_by_code(city_id: int) -> dict[str, str]:
    """The names of a city's crews by their codes; of crews of several units with one code, all. One statement."""
    names: dict[str, list[str]] = {}
    for code, name in Crew.objects.filter(city_id=city_id).order_by("code", "pk").values_list("code", "name"):
        names.setdefault(code, []).append(name)
    return {code: " / ".join(dict.fromkeys(found)) for code, found in names.items()}


def member_times(crew_id: int) -> list[CrewMemberFacts]:
    """Every time of every person in a crew, the newest first; one statement."""
    rows = CrewMember.objects.select_related("staff").filter(crew_id=crew_id).order_by("-from_on", "-pk")
    return [_member(row) for row in rows]


def contracts_of_unit(unit_id: int, *, on: date) -> list[ContractFacts]:
    """The contracts of a unit that are valid on a day and whose contractor is active, by number; one statement."""
    rows = Contract.objects.select_related("contractor").filter(
        unit_id=unit_id, from_on__lte=on, to_on__gte=on, contractor__is_active=True
    )
    return [
        ContractFacts(row.pk, row.number, row.contractor.name, row.from_on, row.to_on)
        for row in rows.order_by("number")
    ]


def contract_names(contract_ids: Iterable[int]) -> dict[int, str]:
    """«contractor · number» of contracts by id; one statement."""
    rows = Contract.objects.filter(pk__in=set(contract_ids)).values_list("pk", "contractor__name", "number")
    return {pk: f"{name} · {number}" for pk, name, number in rows}


def _in_force(on: date) -> Q:
    return Q(from_on__lte=on) & (Q(to_on__isnull=True) | Q(to_on__gt=on))


def _facts(rows: QuerySet[Crew], *, on: date) -> list[CrewFacts]:
    members = CrewMember.objects.select_related("staff").filter(_in_force(on)).order_by("staff__name_fa", "pk")
    shifts = CrewShift.objects.order_by("weekday")
    crews = rows.prefetch_related(
        Prefetch("members", members), Prefetch("skills", CrewSkill.objects.all()), Prefetch("shifts", shifts)
    )
    return [
        CrewFacts(
            row.pk,
            row.unit_id,
            row.code,
            row.name,
            row.vehicle,
            row.phone,
            row.capacity,
            row.base_lat,
            row.base_lon,
            row.is_active,
            row.version,
            frozenset(skill.topic_id for skill in row.skills.all()),
            tuple(CrewShiftFacts(shift.weekday, shift.begins, shift.ends) for shift in row.shifts.all()),
            tuple(_member(member) for member in row.members.all()),
        )
        for row in crews
    ]


def _member(row: CrewMember) -> CrewMemberFacts:
    staff = row.staff
    return CrewMemberFacts(row.pk, staff.pk, staff.name_fa or staff.username, staff.name_en, row.from_on, row.to_on)
