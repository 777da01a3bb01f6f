"""The way of an inspector: every stop once, what is due soon first, and no longer than by the nearest next one."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from peygir.desks.inspection.visit_order import SOON, VisitStop, in_visiting_order, walk_metres

TODAY = date(2026, 6, 23)
PLACES = st.tuples(st.integers(0, 400), st.integers(0, 400)).map(lambda at: (29.5 + at[0] / 4000, 52.5 + at[1] / 4000))
ROWS = st.lists(st.tuples(st.one_of(st.none(), PLACES), st.integers(0, 7)), max_size=14)


def stops_of(rows: list[tuple[tuple[float, float] | None, int]]) -> list[VisitStop]:
    return [
        VisitStop(key, TODAY + timedelta(days=days), *(place or (None, None))) for key, (place, days) in enumerate(rows)
    ]


def nearest_next(stops: list[VisitStop], start: tuple[float, float]) -> list[VisitStop]:
    """The walk that goes to the nearest stop each time, written down once more."""
    left, walk, place = list(stops), list[VisitStop](), start
    while left:
        nearest = min(left, key=lambda stop: (walk_metres([stop], start=place), stop.key))
        left.remove(nearest)
        walk.append(nearest)
        place = (nearest.lat or 0.0, nearest.lon or 0.0)
    return walk


@given(ROWS, st.one_of(st.none(), PLACES), st.integers(0, 20))
def test_every_stop_comes_once_and_what_is_due_soon_first(
    rows: list[tuple[tuple[float, float] | None, int]], start: tuple[float, float] | None, most: int
) -> None:
    stops = stops_of(rows)
    ordered = in_visiting_order(stops, today=TODAY, start=start)
    assert sorted(stop.key for stop in ordered) == sorted(stop.key for stop in stops)
    are_late = [stop.due_on > TODAY + SOON for stop in ordered]
    assert are_late == sorted(are_late)
    few = in_visiting_order(stops, today=TODAY, start=start, most=most)
    assert len(few) == min(most, len(stops))
    assert [stop.due_on > TODAY + SOON for stop in few] == are_late[: len(few)]


@given(st.lists(PLACES, min_size=2, max_size=14), PLACES)
def test_the_walk_is_never_longer_than_by_the_nearest_next_one(
    places: list[tuple[float, float]], start: tuple[float, float]
) -> None:
    stops = stops_of([(place, 0) for place in places])
    ordered = in_visiting_order(stops, today=TODAY, start=start)
    assert walk_metres(ordered, start=start) <= walk_metres(nearest_next(stops, start), start=start) + 0.5


def test_a_crossing_is_taken_out() -> None:
    # From the south the nearest next one goes 1, 2, 0 and back past all of them to 3; along the line it is shorter.
    line = [(29.600, 52.500), (29.603, 52.500), (29.601, 52.504), (29.590, 52.500)]
    stops = stops_of([(place, 0) for place in line])
    start = (29.604, 52.500)
    ordered = in_visiting_order(stops, today=TODAY, start=start)
    assert walk_metres(ordered, start=start) < walk_metres(nearest_next(stops, start), start=start)


def test_without_a_start_it_begins_where_a_visit_is_due_first() -> None:
    stops = [
        VisitStop(1, TODAY + timedelta(days=1), 29.60, 52.50),
        VisitStop(2, TODAY, 29.66, 52.50),
        VisitStop(3, TODAY + timedelta(days=1), 29.65, 52.50),
    ]
    assert [stop.key for stop in in_visiting_order(stops, today=TODAY)] == [2, 3, 1]
