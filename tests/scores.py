"""The month of Khordad 1405 lived in the town, with a scheme decided before: what tests of marks begin with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from peygir.city.queries import city_by_id
from peygir.core import clock
from peygir.desks.answers.actions import give_verdict
from peygir.journey.clock import tick
from peygir.outlook.scoring import actions
from peygir.outlook.scoring.actions.freezing import take_text
from peygir.outlook.scoring.actions.reading import loaded, rows_by_unit
from peygir.outlook.scoring.catalogue import INDICATORS
from peygir.outlook.scoring.models import MarkScheme, ScoredMonth
from peygir.outlook.scoring.months import ScoreMonth, month_of
from peygir.outlook.scoring.snapshot_tables import LEFT_OUT, PROMISE
from peygir.outlook.scoring.snapshot_text import rows_of, sections
from peygir.people.rules import ANONYMOUS
from tests import make
from tests.drain import drain
from tests.outlook.scoring.whole_marks import content
from tests.town import PHONES, Town, TownClock

KHORDAD: Final = month_of(date(2026, 5, 22))
TIR: Final = month_of(date(2026, 6, 22))
HOUR: Final = 3_600_000_000
"""Microseconds."""
CLOSING: Final = "2026-07-07T06:00:00+00:00"


@dataclass(frozen=True)
class LivedMonth:
    """The codes of the cases of Khordad, by what happened to them."""

    in_time: str  # of district 1: done in time, and confirmed
    late: str  # done a week late, and confirmed
    never: str  # taken in hand and never done
    reopened: str  # done in time; the citizen said no
    silent: str  # of district 2: done in time; the citizen never answered
    declined: str  # no action needed
    returned: str  # given back by district 1 after five hours, taken by district 2


def at(town_clock: TownClock, text: str) -> None:
    """Move the town's clock to a moment."""
    town_clock.forward(seconds=(make.moment(text) - clock.now()).total_seconds())


def decide_scheme(town: Town, month: ScoreMonth = KHORDAD, **changes: Any) -> MarkScheme:
    """A scheme from a month on, proposed by the administrator and decided by the mayor."""
    scheme = actions.propose_scheme(town.city_id, month, content(**changes), by=town.admin)
    return actions.decide_scheme(scheme.pk, is_agreed=True, by=town.mayor)


def say(code: str, is_fixed: bool) -> None:
    """The citizen answers."""
    reason = "" if is_fixed else "چاله هنوز همان‌جاست"
    give_verdict(make.report_row(code).pk, is_fixed=is_fixed, reason=reason, channel="web", by=ANONYMOUS)
    drain()


def finish(town: Town, code: str, *, two: bool = False) -> None:
    """The clerk calls it done."""
    make.command(code, "finish", town.clerk_two if two else town.clerk, note="چاله پر شد.", form="آسفالت ریخته شد")
    drain()


def live_khordad(town: Town, town_clock: TownClock, order: Sequence[int] = range(7)) -> LivedMonth:
    """Seven cases of Khordad; the clock stands on the closing day then.

    All are reported on Saturday 23 May at 9:30 and due on Tuesday 26 May at 14:30 (three working days). `order`: which
    of them is stored first.
    """
    at(town_clock, "2026-05-23T06:00:00+00:00")
    codes = {number: _reported(town, number) for number in order}
    first, second, back = [codes[number] for number in range(4)], [codes[4], codes[5]], codes[6]
    town_clock.forward(hours=5)
    make.command(back, "return", town.clerk, reason="wrong_unit", note="مربوط به ما نیست")
    drain()
    at(town_clock, "2026-05-24T06:00:00+00:00")
    for code in (first[0], first[3]):
        finish(town, code)
    finish(town, second[0], two=True)
    make.command(second[1], "decline", town.clerk_two, note="سنگفرش است و چاله نیست")
    drain()
    at(town_clock, "2026-05-25T06:00:00+00:00")
    say(first[0], True)
    say(first[3], False)
    at(town_clock, "2026-06-02T06:00:00+00:00")
    tick(clock.now())
    finish(town, first[1])
    say(first[1], True)
    at(town_clock, "2026-06-20T06:00:00+00:00")
    while tick(clock.now()):
        drain()
    at(town_clock, CLOSING)
    return LivedMonth(first[0], first[1], first[2], first[3], second[0], second[1], back)


def _reported(town: Town, number: int) -> str:
    """One of the seven: four and two that the clerks of the districts take in hand, and one that is referred."""
    phone = PHONES[number]
    if number == 6:
        return make.referred(phone=phone)
    return make.in_hand(phone=phone) if number < 4 else make.in_hand(town.clerk_two, district="2", phone=phone)


def close(town: Town) -> ScoredMonth:
    """Close Khordad as the clock does."""
    assert actions.close_due_months(town.city_id, clock.now()) == 1
    return ScoredMonth.objects.get(first_on=KHORDAD.first_on)


def of_case(town: Town, code: str) -> tuple[dict[str, int | str | None] | None, dict[str, int | str | None]]:
    """The promise to finish of a case (None: left out), and what is not counted of it by rule (microseconds)."""
    case_id = make.case(code).pk
    bodies = sections(taken(town))
    rows = [row for row in rows_of(PROMISE, bodies["promise"]) if row["case"] == case_id and row["kind"] == "finish"]
    out = {str(row["rule"]): row["micros"] for row in rows_of(LEFT_OUT, bodies["left_out"]) if row["case"] == case_id}
    return (rows[0] if rows else None), out


def taken(town: Town, month: ScoreMonth = KHORDAD) -> bytes:
    """The snapshot of a month as the tables stand now."""
    return take_text(city_by_id(town.city_id), month, as_of=clock.now())


def whys_of(town: Town, indicator: str, code: str, month: ScoreMonth = KHORDAD) -> list[tuple[int, str]]:
    """(unit, why) of each row of a case in an indicator, as the tables stand now."""
    case_id = make.case(code).pk
    with loaded(taken(town, month)):
        rows = rows_by_unit(INDICATORS[indicator])
    return [(unit_id, row.why) for unit_id in sorted(rows) for row in rows[unit_id] if row.case_id == case_id]


def clock_of(town: Town, code: str) -> tuple[float, float, str]:
    """(hours used, hours promised, why) of the promise to finish of a case, as the tables stand now."""
    case_id = make.case(code).pk
    with loaded(taken(town)):
        rows = rows_by_unit(INDICATORS["finished_in_time"])
    (row,) = (one for unit_rows in rows.values() for one in unit_rows if one.case_id == case_id)
    elapsed, allotted, _is_event = (int(value) for value in row.signature)
    return elapsed / HOUR, allotted / HOUR, row.why
