"""When a routing rule holds: every condition by itself, all together, and no bad one that gets in."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import box

from peygir.core.translation import Names
from peygir.desks.routing.condition_reading import KINDS, CodesInForce, ConditionsAreNotValid, read_conditions
from peygir.desks.routing.conditions import CODE_LISTS, Facts, described, holds, in_hours, label, words_of

KNOWN: Final = CodesInForce(
    topics=frozenset({"CIV-01", "CLN-01"}),
    groups=frozenset({"CIV", "CLN"}),
    districts=frozenset({"1", "2"}),
    neighbourhoods=frozenset({"01-01"}),
    channels=frozenset({"web", "phone"}),
    seasons=frozenset({"nowruz"}),
)
SQUARE: Final[dict[str, Any]] = {
    "type": "Polygon",
    "coordinates": [[[52.5, 29.6], [52.6, 29.6], [52.6, 29.7], [52.5, 29.7], [52.5, 29.6]]],
}
# Sunday 3 May 2026, 22:30 on the city's clock.
NIGHT: Final = datetime(2026, 5, 3, 22, 30, tzinfo=UTC)
FACTS: Final = Facts(
    at=NIGHT,
    lat=29.65,
    lon=52.55,
    district="1",
    neighbourhood="01-01",
    topic="CIV-01",
    group="CIV",
    urgency="N",
    channel="phone",
    season="nowruz",
    campaigns=frozenset({"nowruz"}),
    words=words_of("تاكسي‌هاي شب پارک می‌کنند!"),
)


@pytest.mark.parametrize(
    ("raw", "is_so"),
    [
        ({"topics": ["CIV-01", "CLN-01"]}, True),
        ({"topics": ["CLN-01"]}, False),
        ({"groups": ["CIV"]}, True),
        ({"districts": ["2"]}, False),
        ({"neighbourhoods": ["01-01"]}, True),
        ({"urgencies": ["U", "N"]}, True),
        ({"urgencies": ["U"]}, False),
        ({"channels": ["web"]}, False),
        ({"seasons": ["nowruz"]}, True),
        ({"campaigns": ["nowruz"]}, True),
        ({"weekdays": [6]}, True),
        ({"weekdays": [0, 1]}, False),
        ({"hours": {"from": "22:00", "to": "06:00"}}, True),
        ({"hours": {"from": "07:30", "to": "14:30"}}, False),
        ({"dates": {"from": "2026-05-03", "to": "2026-05-03"}}, True),
        ({"dates": {"from": "2026-05-04"}}, False),
        ({"dates": {"to": "2026-05-02"}}, False),
        ({"words": ["تاکسی"]}, True),
        ({"words": ["تاکسی های شب"]}, True),
        ({"words": ["تاک"]}, False),  # a word, not a part of one
        ({"words": ["اتوبوس", "پارک"]}, True),
        ({"area": SQUARE}, True),
        ({"area": {**SQUARE, "coordinates": [[[x + 1, y] for x, y in SQUARE["coordinates"][0]]]}}, False),
        (
            {
                "topics": ["CIV-01"],
                "districts": ["1"],
                "words": ["تاکسی"],
                "hours": {"from": "20:00", "to": "23:30"},
                "area": SQUARE,
            },
            True,
        ),
        ({"topics": ["CIV-01"], "districts": ["2"]}, False),
    ],
)
def test_each_condition(raw: dict[str, Any], is_so: bool) -> None:
    assert holds(read_conditions(raw, KNOWN), FACTS) is is_so


@pytest.mark.parametrize("kind", sorted(CODE_LISTS))
def test_what_is_not_known_fits_nothing_that_asks_for_it(kind: str) -> None:
    code = "N" if kind == "urgencies" else "x"
    assert not holds(read_conditions({kind: [code]}), Facts(at=NIGHT))


def test_no_point_lies_in_no_area() -> None:
    assert not holds(read_conditions({"area": SQUARE}), Facts(at=NIGHT))


BAD: Final[list[Any]] = [
    None,
    [],
    "x",
    5,
    {},
    {"topics": []},
    {"topics": ["NO-99"]},
    {"topics": "CIV-01"},
    {"topics": [5]},
    {"topics": [" "]},
    {"moon": ["full"]},
    {"districts": ["77"]},
    {"urgencies": ["Z"]},
    {"channels": ["pigeon"]},
    {"seasons": ["winter"]},
    {"campaigns": ["x"]},
    {"words": ["!"]},
    {"words": ["الف"] * 61},
    {"words": ["ب" * 61]},
    {"weekdays": [7]},
    {"weekdays": [True]},
    {"weekdays": "0"},
    {"weekdays": [0, 1, 2, 3, 4, 5, 6]},
    {"hours": {"from": "20:00"}},
    {"hours": {"from": "20:00", "to": "20:00"}},
    {"hours": {"from": "25:00", "to": "1"}},
    {"hours": {"from": "20:00+03:30", "to": "21:00"}},
    {"hours": ["20:00"]},
    {"hours": {"at": "20:00"}},
    {"dates": {}},
    {"dates": {"from": "1405/01/01"}},
    {"dates": {"from": "2026-05-02", "to": "2026-05-01"}},
    {"dates": {"from": 5}},
    {"area": {"type": "Point", "coordinates": [52.5, 29.6]}},
    {"area": "52,29"},
    {"area": {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}},
]


@pytest.mark.parametrize("raw", BAD, ids=repr)
def test_bad_conditions_are_refused_with_a_sentence(raw: Any) -> None:
    with pytest.raises(ConditionsAreNotValid) as refused:
        read_conditions(raw, KNOWN)
    fa, en = refused.value.words("fa"), refused.value.words("en")
    assert fa.startswith("شرط‌های قاعده درست نیست: ")
    assert fa.endswith(".")
    assert en.endswith(".")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(raw=JSON | st.dictionaries(st.sampled_from(sorted(KINDS)), JSON, max_size=3))
def test_whatever_is_written_is_read_or_refused(raw: Any) -> None:
    try:
        conditions = read_conditions(raw, KNOWN)
    except ConditionsAreNotValid:
        return
    assert holds(conditions, FACTS) in (True, False)


CODES = st.lists(st.sampled_from(["CIV-01", "CLN-01"]), min_size=1, unique=True)
RAW = st.fixed_dictionaries(
    {},
    optional={
        "topics": CODES,
        "districts": st.lists(st.sampled_from(["1", "2"]), min_size=1, unique=True),
        "weekdays": st.lists(st.integers(0, 6), min_size=1, max_size=6, unique=True),
        "words": st.lists(st.sampled_from(["تاکسی", "پارک", "چاله"]), min_size=1),
        "area": st.just(SQUARE),
        "urgencies": st.lists(st.sampled_from("UNPI"), min_size=1),
    },
).filter(bool)
SOME_FACTS = st.builds(
    Facts,
    at=st.datetimes(datetime(2025, 1, 1), datetime(2027, 1, 1)),  # noqa: DTZ001 - on the city's own clock
    lat=st.floats(29.5, 29.8),
    lon=st.floats(52.4, 52.7),
    district=st.sampled_from(["", "1", "2"]),
    topic=st.sampled_from(["", "CIV-01", "CLN-01"]),
    urgency=st.sampled_from("UNPI"),
    words=st.sampled_from(["", "تاکسی", "چالهٔ بزرگ", "پارک تاکسی"]).map(words_of),
)


@given(raw=RAW, facts=SOME_FACTS)
def test_all_conditions_together_are_each_by_itself(raw: dict[str, Any], facts: Facts) -> None:
    each = [holds(read_conditions({kind: value}), facts) for kind, value in raw.items()]
    assert holds(read_conditions(raw), facts) is all(each)


@given(lat=st.floats(29.0, 30.2), lon=st.floats(52.0, 53.0))
def test_an_area_is_its_polygon(lat: float, lon: float) -> None:
    is_inside = box(52.5, 29.6, 52.6, 29.7).covers(box(lon, lat, lon, lat).centroid)
    assert holds(read_conditions({"area": SQUARE}), Facts(at=NIGHT, lat=lat, lon=lon)) is is_inside


@given(start=st.times(), end=st.times(), now=st.times())
def test_hours_and_the_other_hours_make_a_day(start: time, end: time, now: time) -> None:
    if start != end:
        assert in_hours(now, start, end) is not in_hours(now, end, start)


@given(day=st.dates(date(2025, 1, 1), date(2027, 1, 1)), first=st.integers(-40, 40), length=st.integers(0, 40))
def test_dates_hold_from_the_first_to_the_last_day(day: date, first: int, length: int) -> None:
    start = day + timedelta(days=first)
    end = start + timedelta(days=length)
    raw = {"dates": {"from": start.isoformat(), "to": end.isoformat()}}
    facts = Facts(at=datetime.combine(day, time(12), tzinfo=UTC))
    assert holds(read_conditions(raw), facts) is (start <= day <= end)


@given(st.text(max_size=60))
def test_words_as_compared_stay_as_they_are(text: str) -> None:
    once = words_of(text)
    assert words_of(once) == once


def test_conditions_are_told_in_both_languages() -> None:
    raw = {
        "topics": ["CIV-01"],
        "hours": {"from": "20:00", "to": "06:00"},
        "words": ["تاکسی"],
        "weekdays": [4],
        "area": SQUARE,
        "dates": {"to": "2026-05-03"},
    }
    lines = described(raw, lambda kind, code: Names.of(f"«{code}»", code))
    assert [name for name, _ in lines] == [label(k) for k in ("topics", "words", "weekdays", "hours", "dates", "area")]
    assert ("از «20:00» تا «06:00»", "from 20:00 to 06:00") in [
        (value.in_language("fa"), value.in_language("en")) for _, value in lines
    ]
    assert all(part.in_language("fa") and part.in_language("en") for line in lines for part in line)
