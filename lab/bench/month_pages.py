"""Times of the way from a mark to its cases: the pages of a unit's manager, by all of Django but the network."""

from statistics import quantiles
from time import perf_counter
from typing import Any, Final

PAGES: Final = 400


def pages(city_id: int, code: str, managers: dict[int, int]) -> dict[str, float]:
    """The 95th percentiles in milliseconds: the mark, the first and a later page of cases of its parts.

    One client after another asks, each signed in as the manager of a unit; and nobody in particular reads the public
    page, made anew and kept.
    """
    from django.conf import settings
    from django.test import Client

    from peygir.city import queries as city
    from peygir.outlook.scoring import queries
    from peygir.outlook.scoring.months import month_named
    from peygir.people.models import Staff
    from peygir.people.rules import SYSTEM
    from peygir.web.public.kept_pages import PAGES as KEPT

    settings.SECOND_STEP_ROLES = frozenset()
    month = queries.scored_month(city_id, month_named(code).first_on)
    assert month is not None
    marks = queries.marks_of_month(month.id)
    times: dict[str, list[float]] = {name: [] for name in ("mark", "part", "later", "public", "kept")}
    browsers: dict[int, Any] = {}
    stranger = Client(SERVER_NAME="localhost")
    for number in range(PAGES):
        unit_mark = marks[number % len(marks)]
        unit = city.unit(unit_mark.unit_id)
        assert unit is not None
        if unit.id not in browsers:
            browsers[unit.id] = Client(SERVER_NAME="localhost")
            browsers[unit.id].force_login(Staff.objects.get(pk=managers[unit.id]))
        parts = queries.parts_of(unit_mark.id)
        part = parts[number % len(parts)]
        browser, address = browsers[unit.id], f"/desk/marks/{code}/{unit.code}/{part.indicator}/"
        _read(browser, "/desk/marks/", times["mark"])
        _read(browser, address, times["part"])
        cases = queries.effects_of(part.id, SYSTEM)
        if len(cases) == queries.PAGE:
            _read(browser, f"{address}?after={cases[-1].id}", times["later"])
        KEPT.forget()
        _read(stranger, f"/marks/{code}/{unit.code}/", times["public"])
        _read(stranger, f"/marks/{code}/{unit.code}/", times["kept"])
    found = {f"{name}_p95_ms": round(quantiles(own, n=20)[-1], 1) for name, own in times.items() if len(own) > 1}
    return {"marks": float(len(marks)), **found}


def _read(browser: Any, address: str, times: list[float]) -> None:
    began = perf_counter()
    answer = browser.get(address)
    times.append((perf_counter() - began) * 1000)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} was answered with {answer.status_code}")
