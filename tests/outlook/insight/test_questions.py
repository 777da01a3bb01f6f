"""The grammar of questions: what is asked can be written and read back, in one text; the rest is refused."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peygir.outlook.insight.asking import expression_of
from peygir.outlook.insight.dimensions import DIMENSIONS, dimensions_of
from peygir.outlook.insight.lake.columns import BY_NAME
from peygir.outlook.insight.metric import Metric
from peygir.outlook.insight.metric_catalogue import METRICS
from peygir.outlook.insight.questions import Filter, LakeQuestion, QuestionIsNotRight, question_from, text_of
from tests import make

WORDS = st.text("aZ09-_.~%'\\ چ\u200c😀/é", min_size=1, max_size=12)
DAYS = st.none() | st.integers(1380, 1420).map(lambda year: year * 10000 + 725)


@st.composite
def questions(draw: st.DrawFn) -> LakeQuestion:
    """Any question that may be asked."""
    metric: Metric = draw(st.sampled_from(list(METRICS.values())))
    known = [one.code for one in dimensions_of(metric.grain)]
    by = draw(st.lists(st.sampled_from(known), max_size=3, unique=True))
    filters = []
    for code in draw(st.lists(st.sampled_from(known), max_size=4, unique=True)):
        is_number = DIMENSIONS[code].is_number_in(metric.grain)
        values = st.integers(-10, 10**12).map(str) if is_number else WORDS
        found = draw(st.lists(st.none() | values, min_size=1, max_size=4))
        filters.append(Filter(code, tuple(found), draw(st.booleans())))
    since, until = draw(DAYS), draw(DAYS)
    if since is not None and until is not None:
        since, until = min(since, until), max(since, until)
    return LakeQuestion(metric.code, tuple(by), tuple(filters), since, until)


@given(questions())
def test_a_question_comes_back_from_its_text(question: LakeQuestion) -> None:
    text = text_of(question)
    assert re.fullmatch(r"[A-Za-z0-9._~-]+", text), "safe in a URL as it is"
    again = question_from(text)
    assert text_of(again) == text
    assert {one.dimension: set(one.values) for one in again.filters} == {
        one.dimension: set(one.values) for one in question.filters
    }
    assert (again.metric, again.by, again.since, again.until) == (
        question.metric,
        question.by,
        question.since,
        question.until,
    )


@given(
    st.text(max_size=60) | st.from_regex(r"cases_opened(~[a-z]{0,4}(\.[a-zA-Z0-9_]{0,6}){0,3}){0,3}", fullmatch=True)
)
def test_any_text_is_a_question_or_refused(text: str) -> None:
    try:
        question = question_from(text)
    except QuestionIsNotRight:
        return
    assert question_from(text_of(question)) == question


@pytest.mark.django_db  # `refused` looks whether anything was written
@pytest.mark.parametrize(
    "text",
    [
        "",
        "nothing",
        "cases_opened~",
        "cases_opened~by",
        "cases_opened~by.crew",
        "cases_opened~by.case_id",
        "cases_opened~by.day.month.year.season",
        "cases_opened~in.district",
        "cases_opened~in.month.x",
        "cases_opened~in.district.1~in.district.2",
        "cases_opened~in.district.a'b",
        "cases_opened~in.district._GG",
        "cases_opened~in.district._FF",
        "cases_opened~in.district._00",
        "cases_opened~from.14051301",
        "cases_opened~from.14050132",
        "cases_opened~from.20260101",
        "cases_opened~from.14050101~from.14050102",
        "cases_opened~select.1",
        "cases_opened" + "~in.district.1" * 300,
    ],
)
def test_what_is_no_question_is_refused(text: str) -> None:
    with make.refused(QuestionIsNotRight):
        question_from(text)


def test_every_metric_can_be_asked_by_all_that_its_rows_have() -> None:
    assert len(METRICS) >= 12
    for code, metric in METRICS.items():
        assert code == metric.code
        assert metric.grain in BY_NAME
        known = {one.code for one in dimensions_of(metric.grain)}
        assert set(metric.always) <= known
        assert {"month", "day"} <= known
        columns = expression_of(LakeQuestion(code, by=("month",))).columns
        assert tuple(columns) == (*(f"key_{place}" for place in range(1 + len(metric.always))), "n", "amount")
