"""The choices of a case's owner with their reasons in words; and cases without an owner."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q, QuerySet

from peygir.cases.models import Case
from peygir.cases.states import OPEN, CaseState
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.translation import Names, Text
from peygir.desks.routing.models import Choice
from peygir.desks.routing.queries.telling import told_rule
from peygir.desks.routing.rules import REASONS
from peygir.storage.prepared import prepared

GRACE: Final = timedelta(minutes=10)
_SHOWN: Final = 10
_NOTHING: Final = Names.of("—")


@dataclass(frozen=True, slots=True)
class Explained:
    """One choice of owner with its reason in the given language; `rule_id` where a rule decided."""

    at: datetime
    how: str
    words: Text
    is_applied: bool
    rule_id: int | None = None


@dataclass(frozen=True, slots=True)
class Unowned:
    """Open cases without an owner: how many, since when the oldest, and the codes of the first."""

    count: int
    oldest_at: datetime | None
    codes: tuple[str, ...]


def choices_of(case_id: int, *, topic: Names, district: Names) -> list[Explained]:
    """All choices of a case, oldest first, each with the topic and the district at the time.

    `topic` and `district` are the case's present names, shown where the choice's code no longer exists.
    """
    explained = []
    for row in _choices(case_id):
        target = row.agency or row.unit
        city_id = row.unit.city_id if row.unit else None
        rule = told_rule(row.rule) if row.rule is not None else (_NOTHING, _NOTHING)
        sentence = REASONS.get(row.why, REASONS["person"]).filled(
            {
                "topic": _topic(city_id, row.topic_code) or topic,
                "district": _district(city_id, row, district),
                "season": _season(city_id, row.season_code),
                "rule": rule[0],
                "because": rule[1],
                "unit": city.names_of(target) if target else "—",
            }
        )
        explained.append(Explained(row.chosen_at, row.how, sentence, row.is_applied, row.rule_id))
    return explained


@prepared
def _choices(case_id: int) -> QuerySet[Choice]:
    rows = Choice.objects.select_related("unit", "agency", "rule", "rule__unit", "rule__person")
    return rows.filter(case_id=case_id).order_by("number", "pk")


def _topic(city_id: int | None, code: str) -> Names | None:
    found = city.topic_by_code(city_id, code) if city_id is not None and code else None
    return city.names_of(found) if found is not None else None


def _district(city_id: int | None, row: Choice, given: Names) -> Names:
    if city_id is None or not row.district_code:
        return given
    on = city.day_of(city_id, row.chosen_at)
    found = next((one for one in city.districts(city_id, on=on) if one.code == row.district_code), None)
    return city.names_of(found) if found is not None else given


def _season(city_id: int | None, code: str) -> Names:
    if city_id is None or not code:
        return _NOTHING
    found = next((one for one in city.seasons(city_id) if one.code == code), None)
    return city.names_of(found) if found is not None else Names.of(code)


def unowned(city_id: int, *, grace: timedelta = GRACE) -> Unowned:
    """Open cases without an owner, except new ones within `grace`; one statement.

    Normally there are none: the worker routes within seconds, and from then on a case always has a unit.
    """
    is_fresh = Q(state=CaseState.NEW, opened_at__gt=clock.now() - grace)
    rows = Case.objects.filter(city_id=city_id, state__in=sorted(OPEN), unit_id__isnull=True).exclude(is_fresh)
    found = list(rows.order_by("opened_at", "pk").values_list("code", "opened_at"))
    return Unowned(len(found), found[0][1] if found else None, tuple(code for code, _ in found[:_SHOWN]))


def ruled_unit(case_id: int) -> int | None:
    """The unit that the rules would have chosen for an imported case, if recorded; one statement."""
    rows = Choice.objects.filter(case_id=case_id, is_applied=False, unit__isnull=False).order_by("-number", "-pk")
    return rows.values_list("unit_id", flat=True).first()


def recorded_units(city_id: int) -> dict[int, int | None]:
    """The units that records of an earlier system named, by case; one statement."""
    rows = Choice.objects.filter(how="import", why="import", case__city_id=city_id).values_list("case_id", "unit_id")
    return dict(rows.iterator(chunk_size=5000))


def agreement(city_id: int) -> Counter[bool]:
    """For imported cases: how often the ownership rule would have chosen the recorded unit (True) or not (False)."""
    recorded = Choice.objects.filter(how="import", case__city_id=city_id).values_list("case_id", "unit_id")
    ruled = dict(Choice.objects.filter(is_applied=False, case__city_id=city_id).values_list("case_id", "unit_id"))
    return Counter(ruled.get(case_id) == unit_id for case_id, unit_id in recorded.iterator())
