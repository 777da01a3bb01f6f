"""Each reporter of a case has a word of their own: what one settled, another may unsettle while the days last."""

from typing import Any

import pytest

from peygir.cases.actions import SomethingIsMissing
from peygir.core import clock
from peygir.desks.answers import queries
from peygir.desks.answers.actions import AnsweredAlready, NothingIsAsked, close_silent, give_verdict
from peygir.desks.answers.models import Verdict
from peygir.desks.intake.models import Photo
from peygir.desks.intake.queries import pictures_of
from peygir.history.queries import timeline
from peygir.journey.commands import answer_question
from peygir.media.photos import PhotoIsNotReadable
from peygir.people.rules import Actor
from tests import make
from tests.drain import deliver_again, drain
from tests.town import PHONES, Town, TownClock
from tests.town import town as the_town

pytestmark = pytest.mark.usefixtures("town_clock")


def answer_verdict(code: str, *, is_fixed: bool, reason: str = "هنوز گود است") -> None:
    """The reporter of a code answers."""
    row = make.report_row(code)
    by = Actor("citizen", row.citizen_id or 0)
    give_verdict(row.pk, is_fixed=is_fixed, reason="" if is_fixed else reason, channel="web", by=by)


def two_on_one(verb: str = "finish") -> tuple[str, str]:
    """The codes of two reporters of one case that is done (or declined), and both asked."""
    first = make.in_hand()
    second = make.report(phone=PHONES[1], join_code=first).code
    drain()
    given: dict[str, Any] = {"note": "پاسخ واحد"} | ({"form": "آسفالت"} if verb == "finish" else {})
    make.command(first, verb, the_town().clerk, **given)
    drain()
    return first, second


def test_a_later_no_opens_the_confirmed_case_again(town: Town, town_clock: TownClock) -> None:
    first, second = two_on_one()
    answer_verdict(first, is_fixed=True)
    drain(twice=True)
    assert make.case(first).close_kind == "confirmed"
    town_clock.forward(days=6)
    answer_verdict(second, is_fixed=False)
    jobs = drain(twice=True)
    row = make.case(first)
    assert (row.state, row.close_kind, row.closed_at, row.unit_id) == ("reopened", "", None, town.units["D-01"])
    reopened = next(event for event in timeline("case", row.pk) if event.kind == "case_reopened")
    mine = make.report_row(second)
    assert reopened.by == f"citizen:{mine.citizen_id}"
    assert reopened.data["why"] == "not_fixed_after"
    assert reopened.data["said_in"] == mine.pk
    assert [(one.report_id, one.is_fixed) for one in queries.verdicts_of(row.pk)] == [
        (make.report_row(first).pk, True),
        (mine.pk, False),
    ]
    deliver_again(jobs)


def test_a_no_before_the_closing_is_worked_off_opens_it_too(town: Town) -> None:
    first, second = two_on_one()
    answer_verdict(first, is_fixed=True)  # the worker has not closed it yet
    answer_verdict(second, is_fixed=False)
    drain(twice=True)
    assert make.case(first).state == "reopened"
    assert "case_closed" not in make.kinds(first)


def test_a_later_yes_is_kept_and_changes_nothing(town: Town) -> None:
    first, second = two_on_one()
    answer_verdict(first, is_fixed=True)
    drain()
    before = make.kinds(first)
    answer_verdict(second, is_fixed=True)
    assert make.kinds(first) == before
    assert Verdict.objects.filter(is_fixed=True).count() == 2
    for code in (first, second):
        with make.refused(AnsweredAlready):
            answer_verdict(code, is_fixed=False)


def test_after_the_days_it_is_too_late(town: Town, town_clock: TownClock) -> None:
    first, second = two_on_one()
    answer_verdict(first, is_fixed=True)
    drain()
    town_clock.forward(days=7)
    with make.refused(NothingIsAsked):
        answer_verdict(second, is_fixed=False)
    assert make.case(first).state == "closed"
    assert queries.question_to(make.case(first), report_id=make.report_row(second).pk) is None


def test_what_silence_closed_stays_closed(town: Town, town_clock: TownClock) -> None:
    first, second = two_on_one()
    town_clock.forward(days=8)
    close_silent(clock.now())
    drain()
    with make.refused(NothingIsAsked):
        answer_verdict(second, is_fixed=False)
    assert make.case(first).close_kind == "silence"


def test_a_later_objection_to_no_action_needed(town: Town) -> None:
    first, second = two_on_one("decline")
    answer_verdict(first, is_fixed=True)
    drain()
    assert make.case(first).close_kind == "no_action"
    answer_verdict(second, is_fixed=False, reason="معبر عمومی است")
    drain(twice=True)
    assert make.case(first).state == "reopened"


def test_after_a_no_the_others_wait_for_the_next_question(town: Town) -> None:
    first, second = two_on_one()
    answer_verdict(first, is_fixed=False)
    with make.refused(NothingIsAsked):
        answer_verdict(second, is_fixed=False)


# ── with a photo ────────────────────────────────────────────────────────────────────────────────────────────────────


def pressed(code: str, *photos: bytes, reason: str = "هنوز گود است") -> None:
    """The reporter's press with photos."""
    row = make.report_row(code)
    answer_question(
        row.pk,
        is_fixed=False,
        reason=reason,
        photos_raw=photos,
        channel="web",
        by=Actor("citizen", row.citizen_id or 0),
    )


def test_a_photo_of_the_no_becomes_a_photo_of_the_case(town: Town, settings: Any) -> None:
    code = make.done(photos_raw=[make.photo()])
    pressed(code, make.photo(colour="navy"), make.photo(colour="olive"))
    drain(twice=True)
    pictures = pictures_of(make.case(code).pk)
    assert [one.state for one in pictures] == ["ready"] * 3
    assert [row.position for row in Photo.objects.order_by("pk")] == [0, 1, 2]
    assert all(not row.raw for row in Photo.objects.all())
    kinds = make.kinds(code)
    assert kinds.count("photos_received") == 2
    assert kinds.index("case_reopened") < len(kinds) - 1 - kinds[::-1].index("photos_received")


def test_a_file_that_is_no_photo_takes_the_verdict_with_it(town: Town, settings: Any) -> None:
    code = make.done()
    with make.refused(PhotoIsNotReadable):
        pressed(code, b"no picture")
    assert make.case(code).state == "done"
    assert not Verdict.objects.exists()
    with make.refused(SomethingIsMissing):
        pressed(code, make.photo(), reason=" ")
    assert not Photo.objects.exists()
    assert not [path for path in settings.UPLOADS.rglob("*") if path.is_file()], "no file is left behind"
