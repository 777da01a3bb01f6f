"""The words of appeals go by the retention clock, also where an appeal belongs to no case, and figures stay."""

from datetime import timedelta

import pytest

from peygir.core import clock
from peygir.history.queries import verify
from peygir.journey.retention.due import STEPS
from peygir.journey.retention.erasing import erase_in_case
from peygir.journey.retention.holding import HeldData, held_data
from peygir.outlook.scoring import actions
from peygir.outlook.scoring.models import MarkAppeal, ScoredMonth
from peygir.people.retention_kinds import RetentionKind
from peygir.people.rules import CLOCK
from tests import make
from tests.committee import decide_appeal
from tests.drain import drain
from tests.scores import KHORDAD, LivedMonth
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
REASON = "کارگاه تعطیل بود"


def words_left(row: MarkAppeal) -> tuple[str, str, str]:
    """What an appeal still says."""
    kept = MarkAppeal.objects.get(pk=row.pk)
    return kept.reason, kept.answer, kept.salt


def run(held: HeldData | None = None) -> int:
    """One batch of the night for words of all that ended before now; returns how many rows went."""
    now = clock.now()
    return STEPS["appeals"].step(now, 0, held_data(now) if held is None else held).erased


def test_words_of_an_appeal_by_rule_go_some_time_after_its_decision(
    town: Town, month: ScoredMonth, town_clock: TownClock
) -> None:
    row = actions.appeal(
        month.pk, town.units["D-01"], "finished_in_time", why="overdue", reason=REASON, by=town.manager
    )
    other = actions.appeal(month.pk, town.units["D-01"], "reopened", why="reopened", reason=REASON, by=town.manager)
    town_clock.forward(days=1)
    assert (run(), words_left(row)[0], words_left(other)[0]) == (0, REASON, REASON), "neither is decided"
    decide_appeal(town, row.pk, is_upheld=True, answer="درست است")
    drain()
    assert run() == 0, "it was decided at this moment"
    town_clock.forward(days=1)
    assert STEPS["appeals"].count(clock.now()) == 1
    assert (run(), run()) == (1, 0)
    assert words_left(row) == ("", "", "")
    assert words_left(other)[0] == REASON
    assert MarkAppeal.objects.get(pk=row.pk).outcome == "upheld"
    assert actions.verify_month(town.city_id, KHORDAD).differences == ()
    assert verify().breaks == []


def test_words_about_a_case_stay_while_it_goes_on_or_is_held_and_a_late_answer_goes_too(
    town: Town, lived: LivedMonth, month: ScoredMonth, town_clock: TownClock
) -> None:
    closed, going_on = make.case(lived.late), make.case(lived.never)
    rows = [
        actions.appeal(month.pk, town.units["D-01"], "finished_in_time", case_id=one.pk, reason=REASON, by=town.manager)
        for one in (closed, going_on)
    ]
    erase_in_case(closed.pk, RetentionKind.WORDS, before=clock.now() + timedelta(days=1), by=CLOCK)
    assert words_left(rows[0]) == ("", "", "")
    for row in rows:
        decide_appeal(town, row.pk, is_upheld=False, answer="دیر شد")
    assert words_left(rows[0])[1] == "دیر شد"
    assert len(words_left(rows[0])[2]) == 32, "an answer is never recorded without a salt"
    town_clock.forward(days=1)
    now = clock.now()
    held = held_data(now)
    assert run(HeldData(cases=held.cases | {closed.pk}, citizens=held.citizens, phones=held.phones)) == 0
    assert run() == 1
    assert words_left(rows[0]) == ("", "", "")
    assert words_left(rows[1])[:2] == (REASON, "دیر شد")
    assert verify().breaks == []
