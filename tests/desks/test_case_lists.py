"""Who finds which case: the page, the lists and their filters, the public map, and a code without an owner."""

from datetime import datetime, timedelta
from itertools import product
from typing import Any

import pytest

from peygir.cases import actions as cases
from peygir.cases import queries
from peygir.cases.models import Case
from peygir.cases.public import MapBounds, open_in_box
from peygir.cases.rules import visibility_of
from peygir.core.codes import make_code
from peygir.people.rules import ANONYMOUS, CLOCK, IMPORT, SYSTEM, Actor, may_see
from tests import make
from tests.drain import drain
from tests.town import MORNING, PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")


# ── who may see what ────────────────────────────────────────────────────────────────────────────────────────────────


def cast_of(town: Town) -> list[Actor]:
    """Everybody, and some whom the database would not let exist."""
    odd = [
        Actor("staff", 900, "clerk", None),
        Actor("staff", 901, "deputy", town.units["V-city"]),
        Actor("staff", 902, "", town.units["D-01"]),
        Actor("staff", 903, "wizard", town.units["D-01"]),
        Actor("staff", 904, "admin", town.units["D-01"]),
        Actor("staff", 905, "inspectorate", None),
    ]
    return [*town.actors.values(), *odd, ANONYMOUS, CLOCK, IMPORT, SYSTEM, Actor("citizen", 1)]


def test_the_list_shows_exactly_what_the_page_would_show(town: Town) -> None:
    owners = [None, *(town.units[code] for code in ("C", "D-01", "D-02", "V-insp", "O-waste", "D-03"))]
    accused = [None, *(town.units[code] for code in ("D-01", "C", "V-insp", "V-city"))]
    people = [None, *(town.staff[name] for name in ("clerk", "operator", "inspectorate", "deputy"))]
    rows = [
        Case(
            id=number,
            code=make_code(1405, number),
            city_id=town.city_id,
            state_at=MORNING,
            opened_at=MORNING,
            unit_id=unit,
            is_confidential=secret,
            about_unit_id=about,
            about_staff_id=person,
        )
        for number, (unit, secret, about, person) in enumerate(product(owners, (False, True), accused, people))
    ]
    Case.objects.bulk_create(rows)
    for actor in cast_of(town):
        shown = set(Case.objects.filter(queries.visible(actor)).values_list("pk", flat=True))
        assert shown == {row.pk for row in rows if may_see(actor, visibility_of(row))}, actor
        assert all(queries.may_open(actor, row) == (row.pk in shown) for row in rows)


def test_a_row_that_one_may_not_see_is_not_there(town: Town) -> None:
    code = make.referred()
    for stranger in (town.clerk_two, town.clerk_waste, ANONYMOUS):
        with make.refused(cases.NoSuchCase):
            make.command(code, "note", stranger, note="ببینم")


@pytest.mark.parametrize("code", ["", "1", "0" * 10, "abcdefghij", "\x00", "9" * 10_000, "🙂", "۰۵"])
def test_no_such_case(town: Town, code: str) -> None:
    with make.refused(cases.NoSuchCase), cases.open_file(code=code):
        pass
    assert queries.case_of(code) is None
    assert queries.public_case(code) is None


# ── lists ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def listed(actor: Actor, town: Town, **filters: Any) -> list[str]:
    """The codes of a page of an inbox."""
    return [row.code for row in queries.inbox(actor, town.city_id, queries.Filters(**filters)).cases]


def test_filters(town: Town, town_clock: TownClock) -> None:
    urgent = make.referred("CIV-09")
    pothole = make.referred("CIV-01", phone=PHONES[1], text="چالهٔ کوچهٔ بهار", address="کوچهٔ بهار")
    other = make.referred("CLN-01", district="2", phone=PHONES[2])
    assert listed(town.clerk, town) == [urgent, pothole]
    assert listed(town.supervisor, town, states=("in_hand",)) == []
    assert listed(town.supervisor, town, states=("nowhere", "")) == []
    assert sorted(listed(town.supervisor, town, states=("referred", "nowhere"))) == sorted([urgent, pothole, other])
    assert listed(town.supervisor, town, topic_code="CLN-01") == [other]
    assert listed(town.supervisor, town, topic_code="\x00") == []
    assert listed(town.supervisor, town, district_code="2") == [other]
    assert listed(town.supervisor, town, unit_id=town.units["D-01"]) == [urgent, pothole]
    assert listed(town.supervisor, town, text="بهار") == [pothole]
    assert listed(town.supervisor, town, text=f" {pothole[:5]} {pothole[5:]} ") == [pothole]
    assert listed(town.supervisor, town, text="\x00%_") == []
    assert listed(town.supervisor, town, page=10**30) == []
    assert listed(town.supervisor, town, page=-5, order="x") == [urgent, *sorted([pothole, other], key=_due)]
    make.command(urgent, "accept", town.clerk)
    assert listed(town.clerk, town, assignee_id=town.clerk.id) == [urgent]


def _due(code: str) -> datetime:
    due = make.case(code).due_at
    assert due is not None
    return due


def test_pages_of_fifty_and_one_statement(town: Town, django_assert_num_queries: Any) -> None:
    rows = [
        Case(
            id=n,
            code=make_code(1405, n),
            city_id=town.city_id,
            unit_id=town.units["D-01"],
            state_at=MORNING,
            opened_at=MORNING,
            state="referred",
            due_at=MORNING + timedelta(minutes=n),
            district_id=town.districts["1"],
        )
        for n in range(60)
    ]
    Case.objects.bulk_create(rows)
    with django_assert_num_queries(1):
        page = queries.inbox(town.clerk, town.city_id, queries.Filters())
    assert [row.pk for row in page.cases] == list(range(50))
    assert page.has_more
    assert not queries.inbox(town.clerk, town.city_id, queries.Filters(page=2)).has_more
    with django_assert_num_queries(0):
        assert {row.district.name_fa for row in page.cases if row.district} == {"منطقه یک"}
    counts = queries.counts(town.clerk, town.city_id, day_ends_at=MORNING + timedelta(minutes=30))
    assert (counts.total, counts.late, counts.due_today) == (60, 0, 30)


def test_the_map_shows_open_cases_that_are_no_secret(town: Town) -> None:
    code = make.referred()
    make.report("CNF-01", phone=PHONES[1])
    withdrawn = make.referred(phone=PHONES[2])
    make.command(withdrawn, "withdraw", town.operator, note="پس گرفت")
    drain()
    everywhere, nowhere = MapBounds(52.0, 29.0, 53.0, 30.0), MapBounds(0.0, 30.0, 1.0, 29.0)
    assert [line.code for line in open_in_box(town.city_id, everywhere, now=MORNING)] == [code]
    assert open_in_box(town.city_id, nowhere, now=MORNING) == []


def test_nothing_personal_behind_a_code(town: Town) -> None:
    text = "همسایهٔ من خانم احمدی ۰۹۱۷۰۰۰۰۰۰۰ می‌داند"
    code = make.done(name="زهرا محمدی", text=text, address="زند، پلاک ۵")
    told_case = queries.public_case(code)
    assert told_case is not None
    shown = str(told_case)
    for number in (code, told_case.case_id, told_case.report_id):  # their digits are random
        shown = shown.replace(str(number), "")
    for secret in ("زهرا", "احمدی", "پلاک", "0917", PHONES[0], "staff:"):
        assert secret not in shown.replace("by='staff", "").replace("<Event", ""), secret
