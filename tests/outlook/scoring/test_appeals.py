"""Appeals: by the unit's manager, decided by the inspectorate's committee, restated beside the version before."""

from datetime import timedelta
from decimal import Decimal

import pytest

from peygir.core import clock
from peygir.history.queries import timeline, verify
from peygir.outlook.scoring import actions, queries
from peygir.outlook.scoring.facts import MarkPartFacts
from peygir.outlook.scoring.models import MarkAppeal, MarkVersion, ScoredMonth
from peygir.outlook.scoring.people_queries import appeal_totals, appeals_of_unit, open_appeals
from tests import make
from tests.committee import decide_appeal
from tests.drain import drain
from tests.scores import KHORDAD, LivedMonth
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
REASON = "پرونده در تعطیلی کارگاه بود"


def mark_in(month: ScoredMonth, unit_id: int, *, version: int | None = None) -> Decimal:
    """The mark of a unit in a version."""
    unit_mark = queries.mark_of_unit(month.pk, unit_id, version=version)
    assert unit_mark is not None
    assert unit_mark.mark is not None
    return unit_mark.mark


def test_an_upheld_appeal_restates_the_mark_and_keeps_the_old_one(
    town: Town, lived: LivedMonth, month: ScoredMonth
) -> None:
    first_unit, two = town.units["D-01"], town.units["D-02"]
    before, other = mark_in(month, first_unit), mark_in(month, two)
    never = make.case(lived.never).pk
    row = actions.appeal(month.pk, first_unit, "solved", case_id=never, reason=REASON, by=town.manager)
    assert [facts.id for facts in open_appeals(town.city_id)] == [row.pk]
    decide_appeal(town, row.pk, is_upheld=True, answer="درست است")
    drain()
    after = mark_in(month, first_unit)
    assert after > before
    assert mark_in(month, first_unit, version=1) == before
    assert mark_in(month, two) == other
    (facts,) = appeals_of_unit(first_unit)
    assert (facts.outcome, facts.version, facts.before, facts.after) == ("upheld", 2, before, after)
    assert [(version.number, version.appeal_id) for version in queries.versions_of(month.pk)] == [
        (1, None),
        (2, row.pk),
    ]
    restated, compared = timeline("scmonth", month.pk)[-2:]
    assert compared.kind == "score_month_compared"
    assert restated.kind == "score_month_restated"
    assert Decimal(restated.data["before"]) == before
    assert Decimal(restated.data["after"]) == after
    assert _part(month, first_unit, "solved").value == Decimal("0.666666666667"), "two of the three others"
    totals = appeal_totals(town.city_id, first_on=KHORDAD.first_on)
    assert (totals.made, totals.open, totals.upheld) == (1, 0, 1)
    assert actions.verify_month(town.city_id, KHORDAD).differences == ()
    assert verify().breaks == []
    for event in timeline("scappeal", row.pk):
        assert REASON not in event.body


def _part(month: ScoredMonth, unit_id: int, indicator: str) -> MarkPartFacts:
    unit_mark = queries.mark_of_unit(month.pk, unit_id)
    assert unit_mark is not None
    return next(part for part in queries.parts_of(unit_mark.id) if part.indicator == indicator)


def test_an_appeal_by_rule_takes_out_every_case_with_that_reason(
    town: Town, lived: LivedMonth, month: ScoredMonth
) -> None:
    first_unit = town.units["D-01"]
    row = actions.appeal(month.pk, first_unit, "finished_in_time", why="overdue", reason=REASON, by=town.manager)
    decide_appeal(town, row.pk, is_upheld=True, answer="درست است")
    drain()
    assert _part(month, first_unit, "finished_in_time").counts == {"in_time": 1, "late": 1}
    again = actions.appeal(
        month.pk, first_unit, "solved", case_id=make.case(lived.never).pk, reason=REASON, by=town.manager
    )
    decide_appeal(town, again.pk, is_upheld=True, answer="درست است")
    drain()
    assert [version.number for version in MarkVersion.objects.filter(month=month).order_by("number")] == [1, 2, 3]
    assert actions.verify_month(town.city_id, KHORDAD).differences == ()


def test_a_rejected_or_withdrawn_appeal_changes_no_mark(town: Town, lived: LivedMonth, month: ScoredMonth) -> None:
    first_unit, never = town.units["D-01"], make.case(lived.never).pk
    row = actions.appeal(month.pk, first_unit, "solved", case_id=never, reason=REASON, by=town.manager)
    decide_appeal(town, row.pk, is_upheld=False, answer="پرونده باز است")
    with make.refused(actions.AppealIsDecided):
        decide_appeal(town, row.pk, is_upheld=True, answer="درست است")
    with make.refused(actions.AppealedBefore):
        actions.appeal(month.pk, first_unit, "solved", case_id=never, reason=REASON, by=town.manager)
    other = actions.appeal(month.pk, first_unit, "reopened", why="reopened", reason=REASON, by=town.manager)
    actions.withdraw_appeal(other.pk, by=town.manager)
    actions.appeal(month.pk, first_unit, "reopened", why="reopened", reason=REASON, by=town.manager)
    assert ScoredMonth.objects.get().version == 1
    totals = appeal_totals(town.city_id)
    assert (totals.made, totals.open, totals.rejected, totals.withdrawn) == (3, 1, 1, 1)


def test_who_appeals_about_what_and_until_when(
    town: Town, lived: LivedMonth, month: ScoredMonth, town_clock: TownClock
) -> None:
    first_unit, never = town.units["D-01"], make.case(lived.never).pk
    for who in (town.clerk, town.clerk_two, town.inspectorate, town.admin, town.deputy):
        with make.refused(actions.AppealNotYours):
            actions.appeal(month.pk, first_unit, "solved", case_id=never, reason=REASON, by=who)
    elsewhere = make.case(lived.silent).pk
    for indicator, case_id, why in (
        ("speed", never, ""),
        ("solved", elsewhere, ""),
        ("solved", None, "late"),
        ("solved", never, "not_closed"),
        ("solved", None, ""),
        ("answered", never, ""),
    ):
        with make.refused(actions.NothingToAppeal):
            actions.appeal(month.pk, first_unit, indicator, case_id=case_id, why=why, reason=REASON, by=town.manager)
    for reason in ("", " \n ", "\u200c", "x" * 2001):
        with make.refused(actions.AppealHasNoReason):
            actions.appeal(month.pk, first_unit, "solved", case_id=never, reason=reason, by=town.manager)
    row = actions.appeal(month.pk, first_unit, "solved", case_id=never, reason=REASON, by=town.manager)
    for who in (town.manager, town.mayor, town.admin, town.supervisor):
        with make.refused(actions.AppealNotYours):
            actions.propose_decision(row.pk, is_upheld=True, answer="درست است", by=who)
    town_clock.forward(days=11)
    with make.refused(actions.AppealIsLate):
        actions.appeal(month.pk, first_unit, "reopened", why="reopened", reason=REASON, by=town.manager)
    decide_appeal(town, row.pk, is_upheld=True, answer="درست است")
    drain()


def test_the_words_go_with_the_words_of_the_case_and_the_mark_still_verifies(
    town: Town, lived: LivedMonth, month: ScoredMonth, town_clock: TownClock
) -> None:
    first_unit, closed = town.units["D-01"], make.case(lived.late)
    row = actions.appeal(month.pk, first_unit, "finished_in_time", case_id=closed.pk, reason=REASON, by=town.manager)
    decide_appeal(town, row.pk, is_upheld=True, answer="درست است")
    drain()
    from peygir.journey.retention.erasing import erase_in_case
    from peygir.people.retention_kinds import RetentionKind
    from peygir.people.rules import CLOCK

    erase_in_case(closed.pk, RetentionKind.WORDS, before=clock.now() + timedelta(days=1), by=CLOCK)
    kept = MarkAppeal.objects.get(pk=row.pk)
    assert (kept.reason, kept.answer, kept.salt, kept.outcome) == ("", "", "", "upheld")
    assert actions.verify_month(town.city_id, KHORDAD).differences == ()
    assert verify().breaks == []
