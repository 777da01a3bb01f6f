"""Crews of a unit: made and changed by its planners, with their topics and hours, and who belongs to them."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Final

from django.db import transaction

from peygir.city import queries as city
from peygir.core import clock
from peygir.core.phones import normalise_phone
from peygir.core.refusals import Conflict, Invalid, Missing
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain, says_something
from peygir.desks.fieldwork.models import Crew, CrewMember, CrewShift, CrewSkill
from peygir.desks.fieldwork.order_rules import may_plan_orders
from peygir.history.actions import record
from peygir.history.kinds.orders import CrewJoined, CrewKept, CrewLeft
from peygir.people.actions import NotYourWork
from peygir.people.queries import staff_by_id
from peygir.people.rules import Actor

_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9\-]{0,19}")
LONGEST_NAME: Final = 80
LARGEST_CAPACITY: Final = 1_000_000


class NoSuchCrew(Missing):
    """The crew does not exist, or is another unit's."""

    message = _("There is no such crew.")


class CrewHasChanged(Conflict):
    """Somebody has changed the crew since the person saw it."""

    message = _("A colleague has changed this crew meanwhile. Look at it again.")


class CrewIsWrong(Invalid):
    """The crew's code, name, capacity or place is not valid."""

    message = _(
        "A crew needs a name, a code of letters, digits and dashes, a capacity that is not negative, and a place with "
        "latitude and longitude or none."
    )


class CrewCodeIsTaken(Conflict):
    """The unit has a crew with this code."""

    message = _("The unit has a crew with the code {code} already.")


class CrewHoursAreWrong(Invalid):
    """A shift has only one of its times, or two equal ones."""

    message = _("A day of work needs two different times, like 07:30 and 15:00.")


class TopicIsNotKnown(Invalid):
    """A topic of the crew is not one of the city."""

    message = _("The city has no such topic.")


class MemberIsNotOfTheUnit(Invalid):
    """The person does not work in the crew's unit."""

    message = _("This person does not work in the unit of the crew.")


class MemberIsInCrew(Conflict):
    """The person belongs to the crew already."""

    message = _("This person belongs to the crew already.")


class NoSuchMember(Missing):
    """The person does not belong to the crew."""

    message = _("This person does not belong to the crew.")


@dataclass(frozen=True, slots=True, kw_only=True)
class CrewForm:
    """What a planner says of a crew. `hours`: weekday (Monday is 0) → the times of its shift, by the city's clock;
    `capacity` is in load units, 0 for no limit; degrees are WGS84. `phone` is the crew's own, which the exchange rings.
    """

    code: str
    name: str
    vehicle: str = ""
    phone: str = ""
    capacity: int = 0
    base_lat: float | None = None
    base_lon: float | None = None
    is_active: bool = True
    topic_ids: Collection[int] = ()
    hours: Mapping[int, tuple[time | None, time | None]] = field(default_factory=dict)


def keep_crew(
    unit_id: int, form: CrewForm, *, by: Actor, crew_id: int | None = None, version: int | None = None
) -> int:
    """Make a crew of a unit, or change one; returns its id.

    Raises NotYourWork, NoSuchCrew, CrewHasChanged, CrewIsWrong, CrewCodeIsTaken, CrewHoursAreWrong, TopicIsNotKnown,
    PhoneIsNotValid.
    """
    unit = city.unit(unit_id)
    if unit is None or not may_plan_orders(by, unit_id):
        raise NotYourWork()
    values = _checked(form, unit.city_id)
    with transaction.atomic():
        crew = Crew(city_id=unit.city_id, unit_id=unit_id) if crew_id is None else _locked(crew_id, by)
        if crew.unit_id != unit_id:
            raise NoSuchCrew()
        if crew_id is not None and version is not None and crew.version != version:
            raise CrewHasChanged()
        if Crew.objects.filter(unit_id=unit_id, code=form.code).exclude(pk=crew.pk or 0).exists():
            raise CrewCodeIsTaken(code=form.code)
        changed = [name for name, value in values.items() if crew_id is None or getattr(crew, name) != value]
        for name in changed:
            setattr(crew, name, values[name])
        if crew_id is None:
            crew.save(force_insert=True)
        else:
            crew.version += 1
        changed += _keep_skills(crew, form.topic_ids) + _keep_hours(crew, form.hours)
        if changed:
            columns = [name for name in changed if name in values] if crew_id is not None else []
            record(crew, CrewKept(fields=changed), by=str(by), at=clock.now(), write=[*columns, "version"])
    return int(crew.pk)


def _checked(form: CrewForm, city_id: int) -> dict[str, object]:
    """The columns of a crew as they are stored. Raises CrewIsWrong, CrewHoursAreWrong, TopicIsNotKnown."""
    name, vehicle = plain(form.name), plain(form.vehicle)
    point = (form.base_lat, form.base_lon)
    is_point = None not in point and -90 <= (form.base_lat or 0) <= 90 and -180 <= (form.base_lon or 0) <= 180
    if (
        not says_something(name)
        or max(len(name), len(vehicle)) > LONGEST_NAME
        or not _CODE.fullmatch(form.code)
        or not 0 <= form.capacity <= LARGEST_CAPACITY
        or not (point == (None, None) or is_point)
    ):
        raise CrewIsWrong()
    for begins, ends in form.hours.values():
        if (begins is None) != (ends is None) or (begins is not None and begins == ends):
            raise CrewHoursAreWrong()
    if not set(form.topic_ids) <= {topic.id for topic in city.topics(city_id)}:
        raise TopicIsNotKnown()
    return {
        "code": form.code,
        "name": name,
        "vehicle": vehicle,
        "phone": normalise_phone(form.phone, city.city_by_id(city_id).phone_region) if form.phone.strip() else "",
        "capacity": form.capacity,
        "base_lat": form.base_lat,
        "base_lon": form.base_lon,
        "is_active": form.is_active,
    }


def _keep_skills(crew: Crew, topic_ids: Collection[int]) -> list[str]:
    before = set(CrewSkill.objects.filter(crew=crew).values_list("topic_id", flat=True))
    after = set(topic_ids)
    if before == after:
        return []
    CrewSkill.objects.filter(crew=crew, topic_id__in=before - after).delete()
    CrewSkill.objects.bulk_create([CrewSkill(crew=crew, topic_id=topic_id) for topic_id in sorted(after - before)])
    return ["topics"]


def _keep_hours(crew: Crew, hours: Mapping[int, tuple[time | None, time | None]]) -> list[str]:
    rows = CrewShift.objects.filter(crew=crew)
    before = {row.weekday: (row.begins, row.ends) for row in rows}
    after = {day: (begins, ends) for day, (begins, ends) in hours.items() if begins is not None and ends is not None}
    if before == after:
        return []
    rows.delete()
    CrewShift.objects.bulk_create(
        [CrewShift(crew=crew, weekday=day, begins=begins, ends=ends) for day, (begins, ends) in sorted(after.items())]
    )
    return ["hours"]


def _locked(crew_id: int, by: Actor) -> Crew:
    crew = Crew.objects.select_for_update(no_key=True).filter(pk=crew_id).first()
    if crew is None or not may_plan_orders(by, crew.unit_id):
        raise NoSuchCrew()
    return crew


@transaction.atomic
def add_member(crew_id: int, staff_id: int, *, from_on: date, by: Actor) -> None:
    """Let a person of the crew's unit belong to it from a day on.

    Raises NoSuchCrew, MemberIsNotOfTheUnit, MemberIsInCrew.
    """
    crew, staff = _locked(crew_id, by), staff_by_id(staff_id)
    if staff is None or not staff.is_active or staff.unit_id != crew.unit_id:
        raise MemberIsNotOfTheUnit()
    times = CrewMember.objects.filter(crew=crew, staff_id=staff_id)
    if times.filter(to_on=None).exists() or times.filter(to_on__gt=from_on).exists():
        raise MemberIsInCrew()
    CrewMember(crew=crew, staff_id=staff_id, from_on=from_on).save(force_insert=True)
    record(crew, CrewJoined(staff=staff_id, from_=from_on.isoformat()), by=str(by), at=clock.now())


@transaction.atomic
def end_member(crew_id: int, staff_id: int, *, to_on: date, by: Actor) -> None:
    """Let a person no longer belong to a crew from a day on. Raises NoSuchCrew, NoSuchMember."""
    crew = _locked(crew_id, by)
    row = CrewMember.objects.filter(crew=crew, staff_id=staff_id, to_on=None).first()
    if row is None:
        raise NoSuchMember()
    row.to_on = max(to_on, row.from_on)
    row.save(update_fields=["to_on"])
    record(crew, CrewLeft(staff=staff_id, from_=row.to_on.isoformat()), by=str(by), at=clock.now())
