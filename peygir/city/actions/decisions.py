"""An administrator's decisions from a day on: who owns a topic in which district, and its terms."""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db import models, transaction

from peygir.city import queries
from peygir.city.actions.turning import NothingDiffers, VersionTable, locked, refuse_the_past, turn
from peygir.city.desk_rules import DESK
from peygir.city.models import Agency, City, Ownership, Topic, TopicPolicy, Unit
from peygir.city.urgencies import CLOCKS, URGENCIES, ClockKind, Urgency
from peygir.core import clock
from peygir.core.refusals import Invalid, Missing
from peygir.core.translation import gettext_lazy as _
from peygir.core.translation import pgettext_lazy
from peygir.history.actions import record
from peygir.history.kinds.city import OwnersChanged, PromiseHoursChanged

LONGEST_HOURS: Final = 26_280
_REASON: Final = pgettext_lazy("why a unit owns a topic", "by the administrator's decision")
_OWNER_SAYS: Final = ("unit_id", "agency_id", "branch", "source", "reason_fa", "reason_en")
_TERMS_SAY: Final = ("urgency", "ack_hours", "visit_hours", "due_hours", "clock", "source")

Cell = tuple[str, str]  # a topic's code, and a district's (empty: any other, or none)


class OwnerIsUnknown(Invalid):
    """The owner is neither a unit nor an agency in force."""

    message = _("Choose a unit or an agency that is in force.")


class TopicOrDistrictIsUnknown(Missing):
    """No topic in force, or no district, has this code."""

    published_as = "TopicIsUnknown"
    message = _("There is no such topic or district in force.")


class HoursAreWrong(Invalid):
    """The hours are negative or longer than three years, or the clock is unknown."""

    message = _("Hours must be numbers from zero to {most}.")


class TopicHasNoHours(Invalid):
    """The topic promises no hours, so no unit may own it: a unit that acts must have hours to keep."""

    message = _("Topic {topic} has no hours; write them before a unit is given it.")


OWNERS: Final = VersionTable(Ownership, ("topic_id", "district_code"), _OWNER_SAYS)
TERMS: Final = VersionTable(TopicPolicy, ("topic_id",), _TERMS_SAY, has_city=False)


def set_owners(city_id: int, cells: Collection[Cell], *, unit: str = "", agency: str = "", since: date, by: str) -> int:
    """Set this unit or agency as owner of these topics in these districts from `since` on; returns the event's number.

    Raises DayIsPast, OwnerIsUnknown, TopicOrDistrictIsUnknown, TopicHasNoHours, NothingDiffers.
    """
    with transaction.atomic():
        city, today = locked(city_id)
        refuse_the_past(since, today)
        owner = owner_says(city, unit, agency)
        topics = _topics(city, {topic for topic, _district in cells})
        districts = {row.code for row in queries.districts(city_id, on=max(since, today))} | {""}
        if not cells or not {district for _topic, district in cells} <= districts:
            raise TopicOrDistrictIsUnknown()
        refuse_without_hours(topics, owner, since)
        wanted_owners = {
            (topics[topic].pk, district): owner
            for topic, district in cells
            if not _is_inherited(city_id, topics[topic].pk, district, owner, since)
        }
        there = Ownership.objects.filter(city=city, topic__in=topics.values())
        turned = turn(OWNERS, city, there, branched(there, wanted_owners, since), since)
        if not turned:
            raise NothingDiffers()
        event = OwnersChanged(from_=since.isoformat(), owners=turned, unit=owner["unit_id"], agency=owner["agency_id"])
        record(city, event, by=by, at=clock.now())
    queries.forget()
    return city.event_count


def set_terms(city_id: int, topics: Collection[str], *, terms: Mapping[str, Any], since: date, by: str) -> int:
    """Set terms (`ack_hours`, `visit_hours`, `due_hours`, `clock`) of these topics from `since` on; fields not
    named stay. Open cases keep what they were promised. Returns the event's number.

    Two people decide it (`journey.two_person`).
    Raises DayIsPast, TopicOrDistrictIsUnknown, HoursAreWrong, NothingDiffers.
    """
    with transaction.atomic():
        city, today = locked(city_id)
        turned = _turned_terms(city, topics, terms, since, today)
        record(city, PromiseHoursChanged(from_=since.isoformat(), terms=turned), by=by, at=clock.now())
    queries.forget()
    return city.event_count


def check_terms(city_id: int, topics: Collection[str], *, terms: Mapping[str, Any], since: date) -> None:
    """Raise what `set_terms` would raise today; nothing changes."""
    with transaction.atomic():
        city, today = locked(city_id)
        _turned_terms(city, topics, terms, since, today)
        transaction.set_rollback(True)


def _turned_terms(
    city: City, topics: Collection[str], terms: Mapping[str, Any], since: date, today: date
) -> list[list[Any]]:
    """Turn the versions of terms; see `set_terms` for what it raises."""
    refuse_the_past(since, today)
    rows = _topics(city, set(topics))
    refuse_bad_terms(terms)
    wanted_hours = {}
    for row in rows.values():
        now = queries.terms_of(row.pk, on=since)
        if now is None:
            raise TopicOrDistrictIsUnknown()
        if any(
            not value and getattr(now, name)
            for name, value in terms.items()
            if name.endswith("_hours") and name != "visit_hours"
        ):
            raise HoursAreWrong(most=LONGEST_HOURS)
        wanted_hours[row.pk,] = {name: getattr(now, name) for name in _TERMS_SAY} | dict(terms) | {"source": DESK}
    turned = turn(TERMS, city, TopicPolicy.objects.filter(topic__in=rows.values()), wanted_hours, since)
    if not turned:
        raise NothingDiffers()
    return turned


def _is_inherited(city_id: int, topic_id: int, district: str, owner: Mapping[str, Any], since: date) -> bool:
    """Whether the row for any district already gives this owner, and the district has no open row of its own."""
    row = queries.owner_of(topic_id, district, on=since)
    own = [one for one in queries.owner_versions(city_id, topic_id, district) if one.valid_to is None]
    is_same = row is not None and (row.unit_id, row.agency_id) == (owner["unit_id"], owner["agency_id"])
    return bool(district) and not own and is_same and row is not None and row.district_code == ""


def branched(
    there: models.QuerySet[Any], wanted_owners: Mapping[tuple[int, str], Mapping[str, Any]], since: date
) -> dict[tuple[Any, ...], Mapping[str, Any] | None]:
    """Keep each owner's branch (`civil`): it belongs to the topic's work, and holds in another district's unit too."""
    holding = there.filter(models.Q(valid_to=None) | models.Q(valid_to__gt=since), valid_from__lte=since)
    branches = {(row.topic_id, row.district_code): row.branch for row in holding}
    branched_values: dict[tuple[Any, ...], Mapping[str, Any] | None] = {}
    for key, says in wanted_owners.items():
        unit = queries.unit(says["unit_id"]) if says["unit_id"] is not None else None
        is_district = unit is not None and unit.kind == Unit.UnitKind.DISTRICT
        branched_values[key] = {**says, "branch": branches.get(key, "") if is_district else ""}
    return branched_values


def owner_says(city: City, unit: str, agency: str) -> dict[str, Any]:
    found_unit = Unit.objects.filter(city=city, code=unit, valid_to=None).first() if unit else None
    found_agency = Agency.objects.filter(city=city, code=agency, valid_to=None).first() if agency else None
    if (found_unit is None) == (found_agency is None):
        raise OwnerIsUnknown()
    return {
        "unit_id": found_unit.pk if found_unit is not None else None,
        "agency_id": found_agency.pk if found_agency is not None else None,
        "branch": "",
        "source": DESK,
        "reason_fa": _REASON.in_language("fa"),
        "reason_en": _REASON.in_language("en"),
    }


def _topics(city: City, codes: set[str]) -> dict[str, Topic]:
    rows = {row.code: row for row in Topic.objects.filter(city=city, code__in=codes, valid_to=None)}
    if not codes or codes != set(rows):
        raise TopicOrDistrictIsUnknown()
    return rows


def refuse_without_hours(topics: Mapping[str, Topic], owner: Mapping[str, Any], since: date) -> None:
    """Raises TopicHasNoHours for a unit, as a load would; the centre and topics answered on the spot need no hours."""
    unit = queries.unit(owner["unit_id"]) if owner["unit_id"] is not None else None
    if unit is None or unit.kind == Unit.UnitKind.CENTRE:
        return
    for code, topic in topics.items():
        terms = queries.terms_of(topic.pk, on=since)
        if terms is not None and terms.urgency != Urgency.ON_THE_SPOT and not (terms.ack_hours and terms.due_hours):
            raise TopicHasNoHours(topic=code)


def refuse_bad_terms(terms: Mapping[str, Any]) -> None:
    hours = [value for name, value in terms.items() if name.endswith("_hours") and value is not None]
    is_right = all(isinstance(one, Decimal) and 0 <= one <= LONGEST_HOURS for one in hours)
    has_none = any(terms.get(name, 0) is None for name in ("ack_hours", "due_hours"))
    if (
        not is_right
        or has_none
        or terms.get("clock", ClockKind.BUSINESS) not in CLOCKS
        or terms.get("urgency", Urgency.NORMAL) not in URGENCIES
    ):
        raise HoursAreWrong(most=LONGEST_HOURS)
