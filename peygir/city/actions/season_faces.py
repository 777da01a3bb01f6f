"""An administrator's decisions about seasons from a day on: name, reach, unit, hours and texts; and new seasons."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.db.models import Q

from peygir.city import queries
from peygir.city.actions.decisions import LONGEST_HOURS, HoursAreWrong
from peygir.city.actions.seasons import NoSuchSeason
from peygir.city.actions.turning import NothingDiffers, VersionTable, locked, refuse_the_past, turn
from peygir.city.desk_rules import DESK, next_code
from peygir.city.local_knowledge_rows import ANY_TOPIC
from peygir.city.models import City, Season, SeasonFace, Topic, Unit
from peygir.city.urgencies import CLOCKS
from peygir.core import clock
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain, says_something
from peygir.history.actions import record
from peygir.history.kinds.city import SeasonChanged

_HOURS: Final = ("ack_hours", "visit_hours", "due_hours")
_LENGTHS: Final = {"name_fa": 200, "name_en": 200, "text_fa": 2000, "text_en": 2000, "menu_key": 2}
_SAYS: Final = (
    "name_fa",
    "name_en",
    "topics",
    "district_codes",
    "unit_id",
    *_HOURS,
    "clock",
    "text_fa",
    "text_en",
    "menu_key",
)
SEASONS: Final = VersionTable(SeasonFace, ("season_id",), (*_SAYS, "source"), has_city=False)


class SeasonHasNoName(Invalid):
    """The season has no name."""

    message = _("Write the Persian name of the season.")


class SeasonHasNoTopics(Invalid):
    """The season names no topics; it needs some, or all."""

    message = _("Choose at least one topic or group, or all of them.")


class SeasonPlaceIsUnknown(Invalid):
    """The unit or district is not in force."""

    message = _("Choose a unit and districts that are in force.")


class SeasonWordsAreTooLong(Invalid):
    """A name or text is too long for a message."""

    message = _("A name has up to {name} characters, a text up to {text}.")


def set_season(city_id: int, code: str, *, says: Mapping[str, Any], since: date, by: str) -> tuple[str, int]:
    """Set the values that `says` names from `since` on (names, `topics`, `district_codes`, `unit` by code, hours,
    `clock`, texts); an empty code makes a new season. Cases that were opened under it keep what they have.

    Returns its code and the event's number. Raises DayIsPast, NoSuchSeason, SeasonHasNoName, SeasonHasNoTopics,
    SeasonPlaceIsUnknown, SeasonWordsAreTooLong, HoursAreWrong, NothingDiffers.
    """
    with transaction.atomic():
        city, today = locked(city_id)
        refuse_the_past(since, today)
        season_values = _clean(city, says, since)
        season = Season.objects.filter(city=city, code=code, valid_to=None).first() if code else None
        if season is None:
            if code:
                raise NoSuchSeason()
            taken = Season.objects.filter(city=city).values_list("code", flat=True)
            season = Season(city=city, code=next_code("season", taken), valid_from=since, source=DESK, **season_values)
            season.save(force_insert=True)
        elif not SeasonFace.objects.filter(season=season).exists() and _filed(season) == season_values:
            raise NothingDiffers()
        there = SeasonFace.objects.filter(season=season)
        turned = turn(SEASONS, city, there, {(season.pk,): {**season_values, "source": DESK}}, since)
        if not turned:
            raise NothingDiffers()
        event = SeasonChanged(from_=since.isoformat(), season=season.code, versions=turned, is_new=not code)
        record(city, event, by=by, at=clock.now())
    queries.forget()
    return str(season.code), city.event_count


def _filed(season: Season) -> dict[str, Any]:
    return {name: getattr(season, name) for name in _SAYS}


def _clean(city: City, says: Mapping[str, Any], since: date) -> dict[str, Any]:
    """The requested values as columns; raises if one is invalid."""
    texts = {name: plain(str(says.get(name, ""))) for name in _LENGTHS}
    if not says_something(texts["name_fa"]):
        raise SeasonHasNoName()
    if any(len(texts[name]) > most for name, most in _LENGTHS.items()):
        raise SeasonWordsAreTooLong(name=_LENGTHS["name_fa"], text=_LENGTHS["text_fa"])
    topics = list(dict.fromkeys(says.get("topics", ())))
    known = Topic.objects.filter(Q(code__in=topics) | Q(group_code__in=topics), city=city, valid_to=None)
    named = {ANY_TOPIC} | {name for row in known for name in (row.code, row.group_code)}
    if not topics or not set(topics) <= named:
        raise SeasonHasNoTopics()
    unit = says.get("unit", "")
    row = Unit.objects.filter(city=city, code=unit, valid_to=None).first() if unit else None
    districts = sorted(set(says.get("district_codes", ())))
    if (unit and row is None) or not set(districts) <= {one.code for one in queries.districts(city.pk, on=since)}:
        raise SeasonPlaceIsUnknown()
    hours: dict[str, Decimal | None] = {name: says.get(name) for name in _HOURS}
    if any(value is not None and not 0 < value <= LONGEST_HOURS for value in hours.values()) or (
        says.get("clock", "") not in ("", *CLOCKS)
    ):
        raise HoursAreWrong(most=LONGEST_HOURS)
    unit_id = row.pk if row is not None else None
    return {
        **texts,
        "topics": topics,
        "district_codes": districts,
        "unit_id": unit_id,
        **hours,
        "clock": says.get("clock", ""),
    }
