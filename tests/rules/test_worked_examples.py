"""Every row of the table in docs/promises.md is counted again."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import pytest

from peygir.core.jalali import local, parse_jalali, weekday_name
from peygir.core.office import OfficeWeek
from peygir.desks.promises.calendar import due_for_ack, due_for_work
from peygir.desks.promises.days import due_after_pauses
from peygir.desks.promises.escalation_rules import step_due
from peygir.desks.promises.rules import PromisedHours, moved_by_pause, promises_due, proposed_due

PAGE: Final = Path(__file__).parent.parent.parent / "docs" / "promises.md"
TEHRAN: Final = "Asia/Tehran"
SHUT: Final = ("1405/01/01", "1405/01/02", "1405/01/03", "1405/01/04", "1405/01/12", "1405/01/13", "1405/10/07")


def _week(opens: time, closes: time, days_off: set[int], shut: tuple[str, ...] = (), open_: str = "") -> OfficeWeek:
    opened = frozenset({parse_jalali(open_)}) if open_ else frozenset()
    return OfficeWeek(opens, closes, frozenset(days_off), frozenset(map(parse_jalali, shut)), opened, TEHRAN)


CALENDARS: Final = {
    "O": _week(time(7, 30), time(14, 30), {3, 4}, SHUT, "1405/10/10"),
    "E": _week(time(12), time(0), {4}),
    "N": _week(time(0), time(0), set()),
}
PROMISES: Final[dict[str, Callable[[datetime, float, OfficeWeek], datetime]]] = {
    "A": due_for_ack,
    "W": due_for_work,
    "C": lambda start, hours, week: _by_clock_c(start, hours, week),
}


def _by_clock_c(start: datetime, hours: float, week: OfficeWeek) -> datetime:
    """The finish promise of a topic with these hours."""
    (due,) = promises_due(PromisedHours(Decimal(0), Decimal(hours), "C"), start=start, week=week)
    return due.due_at


def _moment(iso_text: str) -> datetime:
    """ "Wednesday 1405/09/04 22:00", and the name of the day must be right."""
    weekday, jalali, clock = iso_text.split()
    day = parse_jalali(jalali)
    assert weekday_name(day, "en") == weekday, iso_text
    hour, minute, second = map(int, [*clock.split(":"), "0"][:3])
    return datetime.combine(day, time(0), tzinfo=ZoneInfo(TEHRAN)) + timedelta(
        hours=hour, minutes=minute, seconds=second
    )


ROWS: Final = [
    [cell.strip() for cell in line.strip("|\n").split("|")]
    for line in PAGE.read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and line[2].isdigit()
]


def test_the_table_is_there() -> None:
    assert [int(row[0]) for row in ROWS] == list(range(1, len(ROWS) + 1))
    assert len(ROWS) >= 40


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_worked_example(row: list[str]) -> None:
    _number, start, calendar, promise, hours, due, _why = row
    counted = PROMISES[promise](_moment(start), float(hours), CALENDARS[calendar])
    assert local(counted, TEHRAN) == _moment(due)


CHANGED: Final = [
    [cell.strip() for cell in line.strip("|\n").split("|")]
    for line in PAGE.read_text(encoding="utf-8").splitlines()
    if line.startswith("| P") and line[3].isdigit()
]


@pytest.mark.parametrize("row", CHANGED, ids=lambda row: row[0])
def test_a_pause_a_step_and_a_new_date(row: list[str]) -> None:
    _number, said, calendar, promise, hours, what, due, _why = row
    start, week = _moment(said), CALENDARS[calendar]
    first, clock = PROMISES[promise](start, float(hours), week), "C" if promise == "C" else "B"
    assert local(_changed(what, start, first, clock, week, Decimal(hours)), TEHRAN) == _moment(due)


def _changed(what: str, start: datetime, due: datetime, clock: str, week: OfficeWeek, hours: Decimal) -> datetime:
    """What the sixth column says, done to a promise."""
    if what == "late":
        return proposed_due(start=start, due=due, now=due, clock=clock, week=week)
    if what.startswith("stands "):
        spans = [
            (_moment(since), _moment(until))
            for since, until in (span.split(" to ") for span in what.removeprefix("stands ").split(" and "))
        ]
        if clock == "C" and hours >= 24:
            return due_after_pauses(due, start=start, hours=hours, clock=clock, pauses=spans, week=week)
        for since, until in spans:
            due = moved_by_pause(due, first=since, last=until, clock=clock, week=week)
        return due
    percent = int(what.split(" ")[0])
    return step_due(percent, start=start, due=due, clock=clock, week=week, is_urgent=what.endswith("urgent"))


def test_the_second_table_is_there_too() -> None:
    assert [row[0] for row in CHANGED] == [f"P{number}" for number in range(1, len(CHANGED) + 1)]
    assert len(CHANGED) >= 20
