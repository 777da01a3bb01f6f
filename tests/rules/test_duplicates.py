"""Two reports of one thing: nearer, sooner and in the same words is likelier; what belongs together is data."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from peygir.city.reading import SHIPPED, read_city
from peygir.desks.understanding.duplicates import AT_LEAST, ComparedReport, likely, metres_between, score, words_alike
from peygir.desks.understanding.families import Reach, family_of, reach_of, usual
from peygir.desks.understanding.incidents.rules import is_burst

NOW = datetime(2026, 5, 3, 6, tzinfo=UTC)
LAT, LON = 29.61, 52.53
METRE = 1 / 111_195
REACH = 150

spots = st.builds(
    lambda north, east: (LAT + north * METRE, LON + east * METRE), st.floats(-400, 400), st.floats(-400, 400)
)
texts = st.sampled_from(["", "چاله وسط کوچه", "چاله بزرگ وسط کوچه افتاده", "مخزن زباله پر است"])


def compared(key: int = 1, *, north: float = 0, days: float = 0, **given: object) -> ComparedReport:
    usually = {"topic": "ASP-01", "at": NOW - timedelta(days=days), "lat": LAT + north * METRE, "lon": LON}
    return ComparedReport(key=key, **{**usually, **given})  # type: ignore[arg-type]


ASKS = compared(0, text="چاله وسط کوچه")


@given(
    st.lists(
        st.builds(
            lambda key, spot, days, text, is_open: compared(
                key, days=days, lat=spot[0], lon=spot[1], text=text, is_open=is_open
            ),
            st.integers(1, 50),
            spots,
            st.floats(0, 60),
            texts,
            st.booleans(),
        ),
        unique_by=lambda one: one.key,
    )
)
def test_the_found_are_near_and_like_enough_and_in_order(there: list[ComparedReport]) -> None:
    rated = likely(ASKS, there, reach=REACH, limit=None)
    assert all(one.metres <= REACH and AT_LEAST <= one.score <= 1 for one in rated)
    assert [one.score for one in rated] == sorted((one.score for one in rated), reverse=True)
    assert list(likely(ASKS, there[::-1], reach=REACH, limit=None)) == list(rated)
    assert list(likely(ASKS, there, reach=REACH, limit=2)) == list(rated[:2])


@given(st.floats(0, 140), st.floats(1, 10), st.floats(0, 25), st.floats(0.5, 5))
def test_nearer_and_sooner_is_likelier(metres: float, further: float, days: float, later: float) -> None:
    def of(north: float, ago: float) -> float:
        return score(ASKS, compared(north=north, days=ago), north, reach=REACH)

    assert of(metres, days) > of(metres + further, days)
    assert of(metres, days) > of(metres, days + later)


def test_words_address_topic_and_state_tell_them_apart() -> None:
    asks = compared(0, text="چاله وسط کوچه", address="خیابان ارم کوچه 5")
    same = compared(1, text="چاله افتاده وسط کوچه", address="خیابان ارم، کوچه 5")
    others = [
        compared(2, text="مخزن زباله پر است", address=same.address),
        compared(3, text=same.text, address="بلوار چمران"),
        compared(4, text=same.text, address=same.address, topic="SUR-08"),
        compared(5, text=same.text, address=same.address, is_open=False),
    ]
    assert likely(asks, [*others, same], reach=REACH)[0].key == same.key
    # What one of both does not say counts neither for nor against.
    assert words_alike("", "چاله") is None
    assert score(asks, compared(6), 0, reach=REACH) == 1.0


def test_a_callers_own_report_is_a_follow_up() -> None:
    [found] = likely(ASKS, [compared(1, is_by_caller=True)], reach=REACH)
    assert found.is_follow_up


def test_of_equals_the_latest_comes_first() -> None:
    found = likely(ASKS, [compared(key) for key in (3, 9, 5)], reach=REACH)
    assert [one.key for one in found] == [9, 5, 3]


@given(spots, spots)
def test_distance_is_the_same_both_ways_and_none_to_itself(
    point: tuple[float, float], other: tuple[float, float]
) -> None:
    assert metres_between(*point, *point) == 0
    assert abs(metres_between(*point, *other) - metres_between(*other, *point)) < 0.05


def test_what_may_be_the_same_thing_is_data() -> None:
    rows, _ = read_city(SHIPPED / "shiraz")
    topics = [(row.code, row.group_code) for row in rows.topics or ()]
    groups = dict(topics)
    for code, group in topics:
        mine = family_of(code, group, topics)
        assert {other for other, home in topics if home == group} <= mine
        assert all(code in family_of(other, groups[other], topics) for other in mine), code
        reach = reach_of(code, group)
        assert 50 <= reach.reach <= 300 <= reach.burst_reach * 2
        assert reach.burst_reports >= 2
        assert reach.burst_minutes > 0
    assert {"SUR-08", "ASP-07", "EXT-01"} <= family_of("ASP-01", "ASP", topics)
    assert "WST-02" not in family_of("ASP-01", "ASP", topics)
    assert family_of("X-1", "X", [("X-1", "X"), ("X-2", "X"), ("Y-1", "Y")]) == {"X-1", "X-2"}


def test_every_topic_that_the_data_names_is_one_of_shiraz() -> None:
    import tomllib

    from peygir.desks.understanding.families import FILE

    rows, _ = read_city(SHIPPED / "shiraz")
    known = {row.code for row in rows.topics or ()} | {row.group_code for row in rows.topics or ()}
    table = tomllib.loads(FILE.read_text())
    named = {code for circle in table["circles"].values() for code in circle} | set(table["of"])
    assert named <= known
    assert all(set(line) <= set(Reach.__slots__) for line in table["of"].values())


def test_five_reports_are_a_burst() -> None:
    assert usual().burst_reports == 5
    assert is_burst([1, 1, 3], usual())
    assert not is_burst([1, 1, 2], usual())
