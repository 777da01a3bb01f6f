"""The city in which a month is closed for a measurement: units with clerks and managers, a scheme, months before it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from lab.bench import homes
from peygir.outlook.scoring.months import ScoreMonth, month_before

EARLIER: Final = 12
"""So many closed months stand before the measured one: its comparison is made from as many."""
DECIDED_AT: Final = datetime(2025, 5, 1, 6, 0, tzinfo=UTC)
"""Before the first of them."""


def months_before(month: ScoreMonth) -> list[ScoreMonth]:
    """The earlier months, the latest one first."""
    months = [month_before(month)]
    while len(months) < EARLIER:
        months.append(month_before(months[-1]))
    return months


def add_units(city_code: str, count: int) -> None:
    """Add organisations until the city has so many units in force; call it before anything reads the city."""
    from peygir.city.models import City, Unit

    city = City.objects.get(code=city_code)
    has = Unit.objects.filter(city=city, valid_to=None)
    mayor, first_on = has.get(kind="mayor"), has.order_by("valid_from").values_list("valid_from", flat=True)[0]
    for number in range(has.count() + 1, count + 1):
        code, name = f"B-{number}", f"سازمان {number}"
        Unit.objects.create(
            city=city,
            code=code,
            name_fa=name,
            name_en=f"Organisation {number}",
            kind="organisation",
            parent=mayor,
            valid_from=first_on,
        )


def add_people(unit_codes: dict[int, str]) -> tuple[dict[int, int], dict[int, int]]:
    """Make a clerk of each unit, and a manager where there is none; returns their ids by those of the units."""
    from peygir.people.actions import add_staff
    from peygir.people.models import Staff
    from peygir.people.rules import SYSTEM

    def add(role: str, code: str) -> int:
        name = f"score-{role}-{code.lower()}"
        return add_staff(
            name, encoded_password=homes.NO_PASSWORD, role=role, unit_code=code, must_change=False, by=SYSTEM
        )

    clerks = {unit_id: add("clerk", code) for unit_id, code in unit_codes.items()}
    known = dict(Staff.objects.filter(role="manager").values_list("unit_id", "pk"))
    return clerks, {unit_id: known.get(unit_id) or add("manager", code) for unit_id, code in unit_codes.items()}


def decide_scheme(city_id: int, month: ScoreMonth) -> None:
    """Decide the first scheme from a month on, by two accounts of the measured city."""
    from peygir.outlook.scoring import actions
    from peygir.outlook.scoring.rules import first_content
    from peygir.people.acting import actor_of
    from peygir.people.actions import add_staff
    from peygir.people.models import Staff
    from peygir.people.rules import SYSTEM

    keys = [
        add_staff(name, encoded_password=homes.NO_PASSWORD, role="admin", unit_code="", must_change=False, by=SYSTEM)
        for name in ("score-admin", "score-second")
    ]
    first, second = (actor_of(Staff.objects.get(pk=key)) for key in keys)
    content = replace(first_content(), publication_days=0)  # the measured page is that for everybody
    scheme = actions.propose_scheme(city_id, month, content.as_json(), by=first)
    actions.decide_scheme(scheme.pk, is_agreed=True, by=second)


def repeat_month(city_id: int, month: ScoreMonth, months: list[ScoreMonth]) -> None:
    """Give these months, as far as a later one reads them, what was computed for a closed month.

    So the models of the measured month are made from as many months as in a city that has scored for a year.
    """
    from peygir.outlook.scoring.models import MonthMix, ScoredMonth, ScoreSnapshot

    closed = ScoredMonth.objects.select_related("snapshot", "mix").get(city_id=city_id, first_on=month.first_on)
    for earlier in months:
        closed_at = closed.closed_at - (timedelta(days=1) * (month.first_on - earlier.first_on).days)
        snapshot = ScoreSnapshot.objects.create(
            city_id=city_id,
            first_on=earlier.first_on,
            as_of=closed_at,
            digest=closed.snapshot.digest,
            size=0,
            content=b"",
        )
        row = ScoredMonth.objects.create(
            city_id=city_id,
            first_on=earlier.first_on,
            last_on=earlier.last_on,
            scheme=closed.scheme,
            snapshot=snapshot,
            closed_at=closed_at,
            published_at=closed_at,
        )
        MonthMix.objects.create(month=row, digest=closed.mix.digest, content=closed.mix.content)
