"""What anybody may see of many cases, and the month's figures."""

import math
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from peygir.cases import public as shown
from peygir.cases.public import MapBounds, PublicCaseFilter
from peygir.cases.queries import public_case
from peygir.cases.rules import approximate, whole_fields
from peygir.core import clock
from peygir.desks.promises.month import FEWEST, PromiseMonth, month
from tests import make
from tests.drain import drain
from tests.town import MORNING, PHONES, SIDE, SOUTH, WEST, Town, TownClock, point_in

TOWN = MapBounds(WEST, SOUTH, WEST + 3 * SIDE, SOUTH + SIDE)


def codes(town: Town, **wanted: object) -> list[str]:
    """The codes of the public list."""
    found, _ = shown.lines(town.city_id, PublicCaseFilter(**wanted), now=clock.now())  # type: ignore[arg-type]
    return [line.code for line in found]


def test_secrets_and_complaints_are_never_among_them(town: Town, town_clock: TownClock) -> None:
    plain = make.referred()
    lat, lon = point_in("1")
    hidden = [
        make.referred("CNF-01", lat=lat, lon=lon),
        make.referred("CND-01", lat=lat, lon=lon),
        make.referred(about_unit_code="D-02", phone=PHONES[2]),
        make.referred("INF-01", lat=lat, lon=lon),
    ]
    unread = make.report(topic="", phone=PHONES[3], text="؟؟").code
    for state in ("open", "late", "finished"):
        assert not set(codes(town, state=state)) & {*hidden, unread}
    assert codes(town) == [plain]
    assert [
        line.code
        for spot in shown.spots(town.city_id, PublicCaseFilter(box=TOWN), now=clock.now())
        for line in spot.lines
    ] == [plain]
    assert [line.code for line in shown.open_in_box(town.city_id, TOWN, now=clock.now())] == [plain]
    for code in hidden:
        case_shown = public_case(code)
        assert case_shown is not None
        assert not case_shown.is_shown
        assert case_shown.point is None


def test_open_late_and_finished(town: Town, town_clock: TownClock) -> None:
    waiting, done = make.in_hand(), make.done(phone=PHONES[1])
    assert (codes(town), codes(town, state="late"), codes(town, state="finished")) == ([waiting], [], [done])
    town_clock.forward(days=30)
    assert codes(town, state="late") == [waiting]
    assert codes(town, since=clock.now() - timedelta(days=7)) == []
    assert codes(town, state="finished", since=clock.now() - timedelta(days=7)) == []
    declined = make.in_hand(phone=PHONES[2])
    make.command(declined, "decline", town.clerk, note="نیاز نیست")
    assert declined not in codes(town, state="finished")


def test_by_topic_and_place(town: Town, town_clock: TownClock) -> None:
    one_code, two = make.referred(), make.referred("CLN-01", district="2")
    assert codes(town, group_code="CLN") == [two]
    assert codes(town, group_code="CIV") == [one_code]
    assert codes(town, neighbourhood_id=town.neighbourhoods["01-01"]) == [one_code]
    assert codes(town, district_id=town.districts["2"]) == [two]
    assert codes(town, district_id=town.districts["3"]) == []


def test_points_are_rounded_and_the_edges_of_a_box_tell_no_more(town: Town, town_clock: TownClock) -> None:
    lat, lon = 29.604321, 52.506789
    code = make.referred(lat=lat, lon=lon)
    (spot,) = shown.spots(town.city_id, PublicCaseFilter(box=TOWN), now=clock.now())
    assert (spot.lat, spot.lon) == (29.604, 52.507)
    # A tiny box somewhere else in the same field finds it; one over the very door in no other way.
    near = MapBounds(52.5066, 29.6036, 52.50661, 29.60361)
    assert [one.count for one in shown.spots(town.city_id, PublicCaseFilter(box=near), now=clock.now())] == [1]
    (line,) = shown.open_in_box(town.city_id, near, now=clock.now())
    assert (line.code, line.lat, line.lon) == (code, 29.604, 52.507)
    found = public_case(code)
    assert found is not None
    assert found.point == (29.604, 52.507)


@given(st.floats(-80, 80), st.floats(0, 0.02), st.floats(-80, 80))
def test_a_box_takes_a_point_in_by_where_it_is_drawn(low: float, width: float, at: float) -> None:
    start, end = whole_fields(low, low + width)
    assert start <= low
    assert end >= low + width
    drawn = approximate(at, 0.0)[0]
    if not math.isclose(abs(at * 1000 % 1), 0.5, abs_tol=1e-6):
        assert (start <= at <= end) == (start <= drawn <= end)


def test_where_there_are_too_many_they_are_counted(town: Town, town_clock: TownClock) -> None:
    for number in range(4):
        make.referred(phone=PHONES[number], lat=SOUTH + 0.001 + number / 1000, lon=WEST + 0.001)
    with CaptureQueriesContext(connection) as queries:
        found = shown.spots(town.city_id, PublicCaseFilter(box=TOWN), now=clock.now(), most=2)
    assert sum(spot.count for spot in found) == 4
    assert all(not spot.lines for spot in found)
    assert len(queries) == 3


def test_a_list_has_pages(town: Town, town_clock: TownClock) -> None:
    made = []
    for number in range(3):
        town_clock.forward(days=1)
        made.append(make.referred(phone=PHONES[number], lat=SOUTH + 0.001, lon=WEST + 0.001 + number / 200))
    first, has_more = shown.lines(town.city_id, PublicCaseFilter(), now=clock.now(), size=2)
    rest, has_none = shown.lines(town.city_id, PublicCaseFilter(), now=clock.now(), page=2, size=2)
    assert [line.code for line in first + rest] == made[::-1]
    assert (has_more, has_none) == (True, False)


@pytest.mark.parametrize("size", [1, 2, 3, 5])
def test_within_a_day_the_pages_of_a_list_are_by_code(town: Town, town_clock: TownClock, size: int) -> None:
    """Neither the order of a page nor which page a case is on tells which of a day's cases came first."""
    days: list[list[str]] = []
    for day in range(2):
        town_clock.forward(days=1)
        days.append([])
        for number in range(4):
            town_clock.forward(minutes=20)
            days[-1].append(make.referred(phone=PHONES[4 * day + number], lat=SOUTH + 0.001, lon=WEST + 0.001))
    listed: list[str] = []
    for page in range(1, 9):
        found, has_more = shown.lines(town.city_id, PublicCaseFilter(), now=clock.now(), page=page, size=size)
        listed += [line.code for line in found]
        if not has_more:
            break
    assert listed == [*sorted(days[1]), *sorted(days[0])]


# ── the month ───────────────────────────────────────────────────────────────────────────────────────────────────────


def counted(town: Town) -> PromiseMonth:
    """The figures since the town's morning, the present moment included."""
    return month(town.city_id, since=MORNING - timedelta(hours=1), until=clock.now() + timedelta(seconds=1))


def test_kept_are_promises_that_fell_due_and_were_finished_by_then(town: Town, town_clock: TownClock) -> None:
    kept, late, running = (make.in_hand(phone=PHONES[n]) for n in range(3))
    make.command(kept, "finish", town.clerk, note="چاله پر شد.", form="آسفالت")
    drain()
    assert (counted(town).judged, counted(town).kept) == (0, 0), "nothing has fallen due"
    town_clock.forward(days=20)
    make.command(late, "finish", town.clerk, note="چاله پر شد.", form="آسفالت")
    drain()
    month_counts = counted(town)
    assert (month_counts.opened, month_counts.judged, month_counts.kept, month_counts.finished) == (3, 3, 1, 2)
    assert month_counts.median == timedelta(days=10), "between a day of no length and one of twenty"
    assert month_counts.percent_kept is None, "three are too few for a share"
    assert make.case(running).state == "in_hand"


def test_no_action_is_neither_kept_nor_broken_nor_finished(town: Town, town_clock: TownClock) -> None:
    code = make.in_hand()
    make.command(code, "decline", town.clerk, note="نیاز به اقدام نیست، پیاده‌رو سالم است.")
    drain()
    town_clock.forward(days=20)
    found = counted(town)
    assert (found.judged, found.kept, found.finished) == (0, 0, 0)


def test_a_clock_that_stands_is_not_judged(town: Town, town_clock: TownClock) -> None:
    code = make.in_hand()
    make.command(code, "wait", town.clerk, reason="weather", until=clock.now() + timedelta(days=90), note="باران")
    drain()
    town_clock.forward(days=20)
    assert counted(town).judged == 0


def test_confirmed_and_silent_are_counted_apart(town: Town, town_clock: TownClock) -> None:
    said_yes, silent = make.done(), make.done(phone=PHONES[1])
    make.command(said_yes, "confirm", town.operator)
    drain()
    make.command(silent, "close", town.operator, kind="silence")
    drain()
    found = counted(town)
    assert (found.confirmed, found.silent) == (1, 1)


def test_small_samples_show_no_share_and_large_ones_round_down() -> None:
    def of(judged: int, kept: int) -> PromiseMonth:
        return PromiseMonth(MORNING, MORNING, 0, judged, kept, judged, timedelta(days=2, hours=12), 0, 0)

    assert of(FEWEST - 1, 3).percent_kept is None
    assert of(FEWEST - 1, 3).median_days is None
    assert of(1000, 999).percent_kept == 99
    assert of(FEWEST, FEWEST).percent_kept == 100
    assert of(FEWEST, 0).percent_kept == 0
    assert of(FEWEST, 0).median_days == 2.5


def test_the_figures_take_four_statements(town: Town, town_clock: TownClock) -> None:
    with CaptureQueriesContext(connection) as asked:
        counted(town)
    assert len(asked) == 4
