"""A change from a day on: the versions of a thing never overlap, and from that day there is one."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from peygir.city.desk_rules import VersionDays, turn_from

DAY = date(2026, 5, 3)


def day(offset: int) -> date:
    return DAY + timedelta(days=offset)


def test_what_holds_ends_and_what_was_planned_is_taken_back() -> None:
    versions = [VersionDays(1, day(-30), day(-9)), VersionDays(2, day(-9), day(10)), VersionDays(3, day(10), None)]
    turn = turn_from(versions, day(5))
    assert turn.before == 2
    assert turn.close == ((2, day(5)), (3, day(10)))
    assert turn_from(versions, day(10)).close == ((3, day(10)),)
    assert turn_from(versions, day(20)).close == ((3, day(20)),)
    assert turn_from([], day(0)).before is None


@given(st.lists(st.integers(0, 60), min_size=1, max_size=8))
def test_changes_in_any_order_leave_one_version_for_each_day(offsets: list[int]) -> None:
    versions: dict[int, VersionDays] = {0: VersionDays(0, day(-10), None)}
    for number, offset in enumerate(offsets, start=1):
        for pk, last in turn_from(versions.values(), day(offset)).close:
            versions[pk] = VersionDays(pk, versions[pk].first, last)
        versions[number] = VersionDays(number, day(offset), None)
        for one in versions.values():
            assert one.last is None or one.last >= one.first
        assert [one.id for one in versions.values() if one.last is None] == [number]
        for probe in range(-10, 70):
            holding = [
                one.id
                for one in versions.values()
                if one.first <= day(probe) and (one.last is None or day(probe) < one.last)
            ]
            assert len(holding) == 1, (probe, versions)
