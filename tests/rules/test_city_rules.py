"""Who owns a topic, what a load closes and opens, which days are off: decisions about a city, without any database."""

from datetime import date, time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peygir.city.cells import read_clock, read_day
from peygir.city.offdays import CityDay, days_off, national_days
from peygir.city.reading import read_city
from peygir.city.rows import OwnershipRow
from peygir.city.rules import DesiredVersion, OpenVersion, cycles, owners, plan_versions, unit_of_district
from tests.small_city import SmallCity


@pytest.mark.parametrize(
    ("code", "unit"), [("1", "D-01"), ("11", "D-11"), ("north", "D-north"), ("D-01", "D-01"), ("9", None)]
)
def test_a_district_finds_its_unit_by_code(code: str, unit: str | None) -> None:
    assert unit_of_district(code, {"D-01", "D-11", "D-north"}) == unit


def test_a_district_that_names_its_unit_gets_that_one() -> None:
    assert unit_of_district("1", {"D-01", "U-9"}, "U-9") == "U-9"
    assert unit_of_district("1", {"D-01"}, "U-9") is None


def test_ownership_follows_the_unit_type_and_the_citys_own_rows_lie_over_it(tmp_path: Path) -> None:
    rows, _ = read_city(SmallCity().write(tmp_path))
    own = [OwnershipRow("CLN-01", "2", unit="D-02", branch="green"), OwnershipRow("GRN-01", "", unit="O-waste")]
    table = {
        (owner.topic, owner.district): owner
        for owner in owners(
            rows.topics or (),
            {"1": "D-01", "2": "D-02"},
            rows.agencies or (),
            "C",
            frozenset(unit.code for unit in rows.units or ()),
            own,
        )
    }
    assert (table["CLN-01", ""].unit, table["CLN-01", "2"].unit, table["CLN-01", "2"].branch) == (
        "O-waste",
        "D-02",
        "green",
    )
    assert (table["ASP-01", "2"].unit, table["ASP-01", "2"].branch) == ("D-02", "civil")
    assert ("GRN-01", "1") not in table  # "any district" gives the whole topic away
    assert (table["GRN-01", ""].unit, table["GRN-01", ""].source) == ("O-waste", "csv")
    assert (table["EXT-01", ""].agency, table["EXT-01", ""].unit) == ("A-gas", "")
    assert (table["EXT-02", ""].agency, table["EXT-02", ""].unit) == ("", "C")
    assert "several agencies take this topic (Fire, Ambulance)" in table["EXT-02", ""].reason_en
    assert table["ADM-09", ""].unit == "C"


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh"), max_size=8))
def test_each_ring_of_parents_is_found_once(parents: dict[str, str]) -> None:
    rings = cycles(parents)
    for ring in rings:
        assert all(parents[one] == other for one, other in zip(ring, [*ring[1:], ring[0]], strict=True))
    members = [one for ring in rings for one in ring]
    assert len(members) == len(set(members))
    for start in parents:  # whoever walks for ever walks into a ring that was told
        node: str | None = start
        for _ in range(20):
            node = parents.get(node) if node is not None else None
        assert node is None or node in members


DAYS = st.dates(date(2024, 1, 1), date(2024, 12, 31))


@given(loads=st.lists(st.tuples(DAYS, st.dictionaries(st.sampled_from("abc"), st.integers(0, 2))), max_size=8))
def test_versions_of_a_thing_never_overlap_and_only_one_stands_open(
    loads: list[tuple[date, dict[str, int]]],
) -> None:
    book: list[dict[str, object]] = []  # key, says, from, to
    for on, wanted_keys in loads:
        open_rows = {str(row["key"]): (at, row) for at, row in enumerate(book) if row["to"] is None}
        ended: dict[str, date] = {}
        for row in book:
            if isinstance(row["to"], date):
                ended[str(row["key"])] = max(row["to"], ended.get(str(row["key"]), row["to"]))
        standing = {
            key: OpenVersion(at, row["from"], {"n": row["n"]})  # type: ignore[arg-type]
            for key, (at, row) in open_rows.items()
        }
        plan = plan_versions(
            standing, ended, {key: DesiredVersion({"n": n}) for key, n in wanted_keys.items()}, on=on, first=on
        )
        for _, at, day in plan.close:
            book[at]["to"] = day
        book += [{"key": key, "n": wanted_keys[key], "from": day, "to": None} for key, day in plan.open]
        now_open = {row["key"]: row["n"] for row in book if row["to"] is None}
        assert now_open == wanted_keys
        again = plan_versions(
            {str(row["key"]): OpenVersion(0, on, {"n": row["n"]}) for row in book if row["to"] is None},
            ended,
            {key: DesiredVersion({"n": n}) for key, n in wanted_keys.items()},
            on=on,
            first=on,
        )
        assert (again.close, again.open) == ([], [])
    for key in "abc":
        rows = sorted((row["from"], row["to"] or date.max) for row in book if row["key"] == key)
        for (begins, ends), (later, _) in pairwise(rows):
            assert begins <= ends <= later  # type: ignore[operator]


def test_a_date_that_the_data_names_begins_the_version_and_an_old_one_does_not_rewrite_history() -> None:
    stands = {"a": OpenVersion(1, date(2020, 1, 1), {"n": 1})}
    later = plan_versions(
        stands, {}, {"a": DesiredVersion({"n": 2}, date(2027, 3, 21))}, on=date(2026, 1, 1), first=date(2026, 1, 1)
    )
    assert later.close == [("a", 1, date(2027, 3, 21))]
    assert later.open == [("a", date(2027, 3, 21))]
    old = plan_versions(
        stands, {}, {"a": DesiredVersion({"n": 2}, date(2019, 1, 1))}, on=date(2026, 1, 1), first=date(2026, 1, 1)
    )
    assert old.open == [("a", date(2026, 1, 1))]
    same = plan_versions(
        stands, {}, {"a": DesiredVersion({"n": 1}, date(2020, 1, 1))}, on=date(2026, 1, 1), first=date(2026, 1, 1)
    )
    assert same.same == ["a"]


def test_the_citys_decision_lies_over_the_nation_and_the_week() -> None:
    nowruz, thursday = date(2026, 3, 22), date(2026, 3, 26)
    decided = {
        nowruz: CityDay(nowruz, False, "", ""),
        date(2026, 3, 28): CityDay(date(2026, 3, 28), True, "آلودگی هوا", "air"),
    }
    closed = days_off(
        start=date(2026, 3, 20), end=date(2026, 3, 30), week_off=lambda day: (3, 4), country="IR", decided=decided
    )
    assert nowruz not in closed
    assert closed[date(2026, 3, 23)].source == "national"
    assert closed[thursday].source == "week"
    assert closed[date(2026, 3, 28)].name_fa == "آلودگی هوا"
    assert date(2026, 3, 29) not in closed
    assert national_days("", 2026) == {}
    assert "نوروز" in national_days("IR", 2026)[date(2026, 3, 21)].name_fa


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-24", date(2026, 11, 24)),
        ("1405/09/03", date(2026, 11, 24)),
        ("۱۴۰۵/۰۹/۰۳", date(2026, 11, 24)),
        ("1405-09-03", date(2026, 11, 24)),
        ("2026-13-01", None),
        ("1405/12/31", None),
        ("soon", None),
    ],
)
def test_days_are_read_in_both_calendars(text: str, day: date | None) -> None:
    assert read_day(text) == day


def test_times_of_day_are_read_strictly() -> None:
    assert read_clock("7:30") == time(7, 30)
    assert read_clock("۰۷:۳۰") == time(7, 30)
    assert [read_clock(text) for text in ("24:00", "7", "7:3", "a:b", "-1:00", "")] == [None] * 6
