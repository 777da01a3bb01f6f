"""Every metric gives the same on both engines, row by row; and what it gives is what happened."""

from pathlib import Path
from typing import Any, Final

import pytest

from peygir.cases.models import Case, Report
from peygir.core import clock
from peygir.outlook.insight.asking import MOST_GROUPS, AnswerRow, TooManyGroups, answer_from, expression_of
from peygir.outlook.insight.dimensions import dimensions_of
from peygir.outlook.insight.engines.embedded import LakeReader, QuestionIsTooLarge, lake_reader
from peygir.outlook.insight.engines.fresh import fresh_rows
from peygir.outlook.insight.engines.tables import lake_tables
from peygir.outlook.insight.marks import indicator_rows, measured_by_unit
from peygir.outlook.insight.metric_catalogue import METRICS
from peygir.outlook.insight.queries import answer_out_of_lake, fresh_answer
from peygir.outlook.insight.questions import Filter, LakeQuestion, question_from
from peygir.outlook.scoring import actions
from peygir.outlook.scoring.actions.reading import loaded, rows_by_unit
from peygir.outlook.scoring.catalogue import INDICATORS
from peygir.outlook.scoring.models import ScoredMonth
from peygir.outlook.scoring.snapshot_text import unpacked
from peygir.people.rules import CLOCK
from tests import make
from tests.lake_town import city_of, fill, written
from tests.scores import KHORDAD, LivedMonth, decide_scheme, live_khordad
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
HOSTILE: Final = ("'; DROP TABLE cases_case; --", "\\", "%s", "%(city)s", 'a"b', "ش\u200cب", "{}")


@pytest.fixture
def lived(town: Town, town_clock: TownClock) -> LivedMonth:
    """Something in every table."""
    return fill(town, town_clock)


def on_both(town: Town, opened_lake: LakeReader, question: LakeQuestion) -> list[AnswerRow]:
    """The answer, which both engines give alike."""
    expression = expression_of(question)
    lake = answer_from(question, opened_lake.rows(expression))
    fresh = answer_from(question, fresh_rows(city_of(town), expression, now=clock.now()))
    assert sorted(lake, key=repr) == sorted(fresh, key=repr), question
    return lake


def test_each_metric_by_each_dimension_is_the_same_on_both_engines(
    town: Town, lived: LivedMonth, tmp_path: Path
) -> None:
    written(tmp_path, town)
    with lake_reader(tmp_path) as opened_lake:
        for metric in METRICS.values():
            (whole,) = on_both(town, opened_lake, LakeQuestion(metric.code)) if not metric.always else (None,)
            codes = [one.code for one in dimensions_of(metric.grain)]
            for first, second in zip(codes, codes[1:] + codes[:1], strict=True):
                rows = on_both(town, opened_lake, LakeQuestion(metric.code, by=(first, second)))
                assert rows or (whole is not None and not whole.n), (metric.code, first)
                assert whole is None or sum(row.n for row in rows) == whole.n


def test_values_are_what_happened(town: Town, lived: LivedMonth, tmp_path: Path) -> None:
    written(tmp_path, town)

    def ask(opened_lake: LakeReader, text: str) -> dict[Any, Any]:
        return {row.keys: row.value for row in on_both(town, opened_lake, question_from(text))}

    with lake_reader(tmp_path) as opened_lake:
        opened = ask(opened_lake, "cases_opened~by.month.district")
        assert opened[(140503, "1")] == 5
        assert opened[(140503, "2")] == 2
        assert sum(opened.values()) == Case.objects.count()
        assert sum(ask(opened_lake, "reports_received~by.channel").values()) == Report.objects.count()
        assert ask(opened_lake, "cases_opened~from.14050302~to.14050302") == {(): 7}
        assert ask(opened_lake, "cases_opened~by.hour_of_week~to.14050331") == {(9,): 7}, "Saturday at 9:30"
        assert ask(opened_lake, "contacts~by.outcome") == {("",): 1, ("abandoned",): 1}
        assert ask(opened_lake, "work_cost~by.day") == {(14050414, "IRR"): 1_200_000, (14050415, "IRR"): 630_000}
        assert ask(opened_lake, "promises_kept") == {(): None}, "too few"


def test_filters_count_rows_that_are_not_known(town: Town, lived: LivedMonth, tmp_path: Path) -> None:
    Case.objects.filter(code=lived.silent).update(district=None)
    written(tmp_path, town)
    with lake_reader(tmp_path) as opened_lake:

        def n(*values: str | None, is_not: bool = False) -> int:
            question = LakeQuestion("cases_opened", filters=(Filter("district", values, is_not),))
            return on_both(town, opened_lake, question)[0].n

        every = Case.objects.count()
        assert n(None) == 1
        assert n("1") + n("1", is_not=True) == every
        assert n("1", None) == n("1") + 1
        assert n(None, is_not=True) == every - 1
        for value in HOSTILE:
            assert n(value) == 0
            assert n(value, is_not=True) == every
    assert Case.objects.count() == every


def test_an_answer_names_the_data_it_came_from(town: Town, lived: LivedMonth, tmp_path: Path) -> None:
    manifest = written(tmp_path, town).manifest
    text = "work_cost~by.month"
    answer = answer_out_of_lake(tmp_path, text)
    assert (answer.last_event, answer.root, answer.as_of) == (manifest.last_event, manifest.root, manifest.as_of)
    assert answer.dimensions == ("month", "currency"), "amounts of two currencies are never added"
    fresh = fresh_answer(city_of(town), text, now=clock.now())
    assert (fresh.rows, fresh.dimensions, fresh.last_event) == (answer.rows, answer.dimensions, None)
    assert [row.value for row in fresh.rows] == [1_830_000]


def test_what_takes_too_long_or_has_too_many_groups_is_refused(town: Town, lived: LivedMonth, tmp_path: Path) -> None:
    written(tmp_path, town)
    days = lake_tables().day
    pairs = days.cross_join(days.view(), rname="second_{name}").cross_join(days.view(), rname="third_{name}")
    with lake_reader(tmp_path, patience=0.2) as opened_lake:
        with make.refused(QuestionIsTooLarge):
            opened_lake.rows(pairs.aggregate(n=(pairs.jalali_day * pairs.third_jalali_day).sum()))
        assert on_both(town, opened_lake, LakeQuestion("cases_opened"))[0].n == Case.objects.count(), "it goes on"
    question = LakeQuestion("cases_opened", by=("day",))
    assert len(answer_from(question, [(day, 1, 1) for day in range(MOST_GROUPS)])) == MOST_GROUPS
    with make.refused(TooManyGroups):
        answer_from(question, [(day, 1, 1) for day in range(MOST_GROUPS + 1)])


def test_an_indicator_is_the_same_on_both_engines(town: Town, town_clock: TownClock, tmp_path: Path) -> None:
    decide_scheme(town)
    live_khordad(town, town_clock)
    actions.close_month(town.city_id, KHORDAD, by=CLOCK, now=clock.now())
    written(tmp_path, town)
    month = ScoredMonth.objects.select_related("snapshot").get()
    seen = 0
    with lake_reader(tmp_path, marks_of=KHORDAD.name) as opened_lake, loaded(unpacked(bytes(month.snapshot.content))):
        for indicator in INDICATORS.values():
            lake = opened_lake.rows(indicator_rows(indicator))
            fresh = [
                (unit, row.case_id, row.key, row.why, *row.signature)
                for unit, rows in rows_by_unit(indicator).items()
                for row in rows
            ]
            assert sorted(lake) == sorted(fresh), indicator.code
            assert measured_by_unit(indicator, lake) == measured_by_unit(indicator, fresh)
            seen += len(lake)
    assert seen > len(INDICATORS)
