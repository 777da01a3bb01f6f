"""What a citizen is asked when work is done, and what a yes, a no, an objection and silence do."""

from datetime import timedelta

import pytest

from peygir.cases.actions import SomethingIsMissing
from peygir.core import clock
from peygir.desks.answers import queries
from peygir.desks.answers.actions import (
    AnsweredAlready,
    NothingIsAsked,
    close_silent,
    give_verdict,
)
from peygir.desks.answers.models import Question, Verdict
from peygir.history.queries import timeline
from peygir.people.rules import ANONYMOUS, Actor
from tests import make
from tests.drain import deliver_again, drain
from tests.fakes import FakeMailbox
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")


def answer(code: str, *, is_fixed: bool, reason: str = "", channel: str = "web", by: Actor = ANONYMOUS) -> None:
    """The reporter of a code answers."""
    give_verdict(make.report_row(code).pk, is_fixed=is_fixed, reason=reason, channel=channel, by=by)


def test_yes_confirms_and_closes(town: Town, box: FakeMailbox) -> None:
    code = make.done()
    answer(code, is_fixed=True)
    jobs = drain(twice=True)
    row = make.case(code)
    assert (row.state, row.close_kind) == ("closed", "confirmed")
    assert make.kinds(code)[-2:] == ["case_confirmed", "case_closed"]
    assert "بسته شد" in box.short(PHONES[0])[-1].text
    deliver_again(jobs)


def test_no_needs_a_reason_and_reopens(town: Town, box: FakeMailbox) -> None:
    code = make.done()
    with make.refused(SomethingIsMissing):
        answer(code, is_fixed=False, reason=" \x00 ")
    assert Verdict.objects.count() == 0
    answer(code, is_fixed=False, reason="هنوز چاله هست، پلاک ۵")
    drain(twice=True)
    row = make.case(code)
    assert (row.state, row.unit_id) == ("reopened", town.units["D-01"])
    (verdict,) = queries.verdicts_of(row.pk)
    assert (verdict.is_fixed, verdict.reason, verdict.channel) == (False, "هنوز چاله هست، پلاک ۵", "web")
    assert not any("پلاک" in event.body for event in timeline("case", row.pk))
    assert "دوباره باز شد" in box.short(PHONES[0])[-1].text


def test_answered_once_is_answered(town: Town) -> None:
    code = make.done()
    answer(code, is_fixed=True)
    for is_fixed in (True, False):
        with make.refused(AnsweredAlready):
            answer(code, is_fixed=is_fixed, reason="نه")
    assert Verdict.objects.count() == 1


def test_nothing_is_asked(town: Town) -> None:
    for code in (make.referred(), make.in_hand(phone=PHONES[1])):
        with make.refused(NothingIsAsked):
            answer(code, is_fixed=True)
    with make.refused(NothingIsAsked):
        give_verdict(10**18, is_fixed=True, reason="", channel="web", by=ANONYMOUS)


def test_the_question_of_before_is_not_answered_after_a_reopening(town: Town, town_clock: TownClock) -> None:
    code = make.done()
    town_clock.forward(days=5)
    make.command(code, "reopen", town.operator, note="تلفنی گفت درست نشده")
    make.command(code, "accept", town.clerk)
    make.command(code, "finish", town.clerk, note="این بار", form="بازدید")
    drain()
    town_clock.forward(days=3)
    assert close_silent(clock.now()) == 1, "the old question ends"
    assert make.case(code).state == "done", "and closes nothing: seven days since the second time are not over"
    answer(code, is_fixed=True)
    drain()
    assert make.case(code).close_kind == "confirmed"


def test_silence_closes_and_is_counted_apart(town: Town, town_clock: TownClock, box: FakeMailbox) -> None:
    code = make.done()
    done_at = make.case(code).state_at
    question = queries.open_question(make.case(code).pk)
    assert question is not None
    assert question.closes_at == done_at + timedelta(days=7) == queries.next_close_at()
    town_clock.moment = question.closes_at - timedelta(seconds=1)
    assert close_silent(clock.now()) == 0
    town_clock.forward(seconds=1)
    assert close_silent(clock.now()) == 1
    assert close_silent(clock.now()) == 0
    row = make.case(code)
    assert (row.state, row.close_kind, row.closed_at) == ("closed", "silence", clock.now())
    drain(twice=True)
    assert queries.open_question(row.pk) is None
    with make.refused(NothingIsAsked):
        answer(code, is_fixed=False, reason="دیر دیدم")


def test_an_objection_to_no_action_needed(town: Town, town_clock: TownClock, box: FakeMailbox) -> None:
    declined = [make.referred(phone=phone) for phone in PHONES[:3]]
    for code in declined:
        make.command(code, "decline", town.clerk, note="ملک خصوصی است")
    drain()
    assert "ملک خصوصی است" in box.short(PHONES[0])[-1].text
    answer(declined[0], is_fixed=False, reason="نه، معبر عمومی است")
    answer(declined[1], is_fixed=True)
    town_clock.forward(days=8)
    close_silent(clock.now())
    drain(twice=True)
    rows = [make.case(code) for code in declined]
    assert [(row.state, row.close_kind) for row in rows] == [
        ("reopened", ""),
        ("closed", "no_action"),
        ("closed", "no_action"),
    ]
    assert timeline("case", rows[0].pk)[-1].data["why"] == "objection"


def test_a_case_that_staff_closed_is_not_closed_again(town: Town, town_clock: TownClock) -> None:
    code = make.done()
    make.command(code, "close", town.operator, kind="delivered")
    drain()
    town_clock.forward(days=8)
    assert close_silent(clock.now()) == 1
    assert make.kinds(code).count("case_closed") == 1
    assert Question.objects.get().ended_at is not None
