"""What counts as solved: what a reporter said, or what was planned and delivered; and why the rest does not."""

import pytest

from peygir.core import clock
from peygir.desks.answers.actions import keep_unclear
from peygir.journey.clock import tick
from peygir.people.rules import ANONYMOUS
from tests import make
from tests.drain import drain
from tests.scores import CLOSING, at, finish, say, whys_of
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")


def close_as(town: Town, code: str, kind: str) -> None:
    """The centre closes a case."""
    make.command(code, "close", town.operator, kind=kind, note="بسته شد")
    drain()


def test_only_what_a_reporter_said_or_was_planned_and_delivered_is_solved(town: Town, town_clock: TownClock) -> None:
    at(town_clock, "2026-05-23T06:00:00+00:00")
    confirmed, unclear, centre, unplanned, planned = (make.in_hand(phone=PHONES[number]) for number in range(5))
    for code in (confirmed, unclear, centre, unplanned):
        finish(town, code)
    say(confirmed, True)
    keep_unclear(make.report_row(unclear).pk, text="دستتان درد نکند", channel="sms", by=ANONYMOUS)
    for code in (unclear, centre):
        make.command(code, "confirm", town.operator)
    make.command(planned, "schedule", town.clerk, note="در برنامهٔ آسفالت است")
    drain()
    close_as(town, unplanned, "delivered")
    close_as(town, planned, "delivered")
    at(town_clock, CLOSING)
    assert make.case(unclear).close_kind == make.case(centre).close_kind == "confirmed"
    reasons = {code: whys_of(town, "solved", code) for code in (confirmed, unclear, centre, unplanned, planned)}
    own = town.units["D-01"]
    assert reasons[confirmed] == reasons[unclear] == reasons[planned] == [(own, "solved")]
    assert reasons[centre] == [(own, "not_said")]
    assert reasons[unplanned] == [(own, "not_planned")]


def test_an_answer_about_earlier_work_says_nothing_of_later_work(town: Town, town_clock: TownClock) -> None:
    at(town_clock, "2026-05-23T06:00:00+00:00")
    code = make.in_hand(phone=PHONES[0])
    finish(town, code)
    say(code, True)
    make.command(code, "reopen", town.operator, note="بازرس گفت درست نشده")
    make.command(code, "accept", town.clerk)
    finish(town, code)
    make.command(code, "confirm", town.operator)
    drain()
    at(town_clock, CLOSING)
    assert whys_of(town, "solved", code) == [(town.units["D-01"], "not_said")]


def test_a_case_that_was_merged_or_withdrawn_late_says_so(town: Town, town_clock: TownClock) -> None:
    at(town_clock, "2026-05-23T06:00:00+00:00")
    into, merged, withdrawn = (make.in_hand(phone=PHONES[number]) for number in range(3))
    at(town_clock, "2026-06-01T06:00:00+00:00")
    tick(clock.now())
    make.command(merged, "merge", town.clerk, into=into, note="همان چاله")
    make.command(withdrawn, "withdraw", town.operator, note="پس گرفت")
    drain()
    at(town_clock, CLOSING)
    own = town.units["D-01"]
    assert whys_of(town, "solved", merged) == [(own, "merged")]
    assert whys_of(town, "solved", withdrawn) == [(own, "withdrawn")]
    assert whys_of(town, "solved", into) == [(own, "not_closed")]
