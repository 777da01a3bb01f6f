"""Offices with their hours and days off, and moments to begin at, for tests of the working calendar."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from peygir.core.jalali import parse_jalali
from peygir.desks.promises.calendar import OfficeWeek

TEHRAN = ZoneInfo("Asia/Tehran")
THURSDAY, FRIDAY = 3, 4


def office(
    opens: time = time(7, 30),
    closes: time = time(14, 30),
    days_off: tuple[int, ...] = (THURSDAY, FRIDAY),
    closed: tuple[str, ...] = (),
    open_anyway: tuple[str, ...] = (),
    zone: str = "Asia/Tehran",
) -> OfficeWeek:
    """An office of Shiraz; dates in the Jalali calendar."""
    return OfficeWeek(
        opens,
        closes,
        frozenset(days_off),
        frozenset(map(parse_jalali, closed)),
        frozenset(map(parse_jalali, open_anyway)),
        zone,
    )


SHIRAZ = office()
NOWRUZ = office(closed=("1405/01/01", "1405/01/02", "1405/01/03", "1405/01/04", "1405/01/12", "1405/01/13"))
DAY_AND_NIGHT = office(time(0), time(0), days_off=())
WEEKS = [
    SHIRAZ,
    NOWRUZ,
    DAY_AND_NIGHT,
    office(time(12), time(0), days_off=(FRIDAY,)),
    office(time(8), time(17), days_off=(5, 6), zone="America/New_York"),
    office(days_off=(0, 1, 2, 3, 4, 6), open_anyway=("1399/06/31", "1400/01/02")),
]


def at(text: str, zone: ZoneInfo = TEHRAN) -> datetime:
    """The moment of "1405/09/04 22:00" on the wall clock of Tehran; 24:00 is the next midnight."""
    day, clock = text.split(" ")
    hour, minute, second = map(int, [*clock.split(":"), "0"][:3])
    midnight = datetime.combine(parse_jalali(day), time(0), tzinfo=zone)
    return (midnight + timedelta(hours=hour, minutes=minute, seconds=second)).astimezone(UTC)


starts = st.datetimes(datetime(2019, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
# Starts near the two nights of 1400 on which the clock was changed.
changes = st.sampled_from([datetime(2021, 3, 21, 18, tzinfo=UTC), datetime(2021, 9, 21, 12, tzinfo=UTC)])
near_changes = st.builds(lambda start, minutes: start + timedelta(minutes=minutes), changes, st.integers(0, 1440))
any_start = st.one_of(starts, near_changes)
some_hours = st.one_of(st.floats(0.01, 400), st.sampled_from([4, 7, 8, 24, 48, 72, 168]))
some_weeks = st.sampled_from(WEEKS[:-1])
later = st.timedeltas(timedelta(0), timedelta(days=12))
