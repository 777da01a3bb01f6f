"""The periods of the city's reports in the Iranian calendar: ten days, months, seasons and years."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from peygir.core.jalali import to_gregorian, to_jalali
from peygir.outlook.insight.report_words import ReportKind

DAY: Final = timedelta(days=1)
MONTHS: Final = 12
A_SEASON: Final = 3
THIRD_TEN: Final = 21
SECOND_TEN: Final = 11


@dataclass(frozen=True, slots=True, order=True)
class ReportPeriod:
    """A period with its first and last day, both included."""

    first_on: date
    last_on: date

    @property
    def since(self) -> int:
        """The first day as 14050901."""
        return number_of(self.first_on)

    @property
    def until(self) -> int:
        """The last day as 14050930."""
        return number_of(self.last_on)


def number_of(day: date) -> int:
    """A day as a number of the Iranian calendar: 14050903."""
    found = to_jalali(day)
    return found.year * 10_000 + found.month * 100 + found.day


def period_of(kind: str, day: date) -> ReportPeriod:
    """The period of a kind in which a day lies. Raises KeyError for an unknown kind."""
    found = to_jalali(day)
    return _PERIODS[kind](found.year, found.month, found.day)


def period_before(kind: str, period: ReportPeriod) -> ReportPeriod:
    """The period of the same kind just before another."""
    return period_of(kind, period.first_on - DAY)


def year_before(kind: str, period: ReportPeriod) -> ReportPeriod:
    """The same period of the year before."""
    found = to_jalali(period.first_on)
    return period_of(kind, to_gregorian(found.year - 1, found.month, found.day))


def periods_over(kind: str, today: date, most: int) -> list[ReportPeriod]:
    """The last periods of a kind that are over, the latest first."""
    periods = [period_before(kind, period_of(kind, today))]
    while len(periods) < most:
        periods.append(period_before(kind, periods[-1]))
    return periods


def period_code(kind: str, first_on: date) -> str:
    """A period as file names and addresses have it: "1405-08-11", "1405-08", "1405-s3", "1405"."""
    year, month, day = to_jalali(first_on)
    codes = {
        ReportKind.TENDAY: f"{year}-{month:02d}-{day:02d}",
        ReportKind.MONTH: f"{year}-{month:02d}",
        ReportKind.SEASON: f"{year}-s{(month + 2) // A_SEASON}",
        ReportKind.YEAR: f"{year}",
    }
    return codes[ReportKind.of(kind)]


def _months(year: int, month: int, count: int) -> ReportPeriod:
    after = month + count
    end = to_gregorian(year + (after - 1) // MONTHS, (after - 1) % MONTHS + 1, 1) - DAY
    return ReportPeriod(to_gregorian(year, month, 1), end)


def _tenday(year: int, month: int, day: int) -> ReportPeriod:
    whole = _months(year, month, 1)
    if day >= THIRD_TEN:
        return ReportPeriod(to_gregorian(year, month, THIRD_TEN), whole.last_on)
    first = SECOND_TEN if day >= SECOND_TEN else 1
    begin = to_gregorian(year, month, first)
    return ReportPeriod(begin, begin + 9 * DAY)


def _month(year: int, month: int, _day: int) -> ReportPeriod:
    return _months(year, month, 1)


def _season(year: int, month: int, _day: int) -> ReportPeriod:
    return _months(year, (month - 1) // A_SEASON * A_SEASON + 1, A_SEASON)


def _year(year: int, _month: int, _day: int) -> ReportPeriod:
    return _months(year, 1, MONTHS)


_PERIODS: Final[Mapping[str, Callable[[int, int, int], ReportPeriod]]] = {
    ReportKind.TENDAY: _tenday,
    ReportKind.MONTH: _month,
    ReportKind.SEASON: _season,
    ReportKind.YEAR: _year,
}
