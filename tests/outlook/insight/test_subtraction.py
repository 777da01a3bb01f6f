"""Filters by which small groups could be told from two answers are refused to whom small groups are hidden."""

from collections import Counter
from itertools import combinations, product
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peygir.outlook.insight.asking import AnswerRow
from peygir.outlook.insight.exploring.subtraction import FiltersTellSmallGroups, check_guards, guards_of
from peygir.outlook.insight.questions import Filter, LakeQuestion, question_from
from tests import make

FEWEST: Final = 5
TOPICS: Final = ("A", "B", "C")
CHANNELS: Final = ("x", "y")
Counts = Counter[tuple[str, ...]]


def counted(question: LakeQuestion, counts: Counts) -> list[AnswerRow]:
    """The answer to a question about made-up cases by topic and channel."""
    names = ("topic", "channel")
    groups: Counter[tuple[str, ...]] = Counter()
    for keys, n in counts.items():
        own = dict(zip(names, keys, strict=True))
        if all((own[one.dimension] in one.values) != one.is_not for one in question.filters):
            groups[tuple(own[code] for code in question.by)] += n
    return [AnswerRow(keys, n, n) for keys, n in groups.items()]


def may_be_asked(question: LakeQuestion, counts: Counts) -> bool:
    """Whether the answer is shown to whom small groups are hidden."""
    try:
        check_guards([counted(one, counts) for one in guards_of(question, fewest=FEWEST)], fewest=FEWEST)
    except FiltersTellSmallGroups:
        return False
    return True


def every_filter() -> list[tuple[Filter, ...]]:
    """Every choice of filters of the two dimensions."""
    one = {
        name: [
            Filter(name, chosen, is_not)
            for size in range(1, len(values) + 1)
            for chosen in combinations(values, size)
            for is_not in (False, True)
        ]
        for name, values in (("topic", TOPICS), ("channel", CHANNELS))
    }
    pairs = [(first, second) for first, second in product(one["topic"], one["channel"])]
    return [(), *((own,) for filters in one.values() for own in filters), *pairs]


CHOICES: Final = every_filter()


@given(st.lists(st.integers(0, 12), min_size=6, max_size=6))
def test_the_difference_of_two_answers_is_none_or_large(sizes: list[int]) -> None:
    counts = Counter(dict(zip(product(TOPICS, CHANNELS), sizes, strict=True)))
    if sum(sizes) < FEWEST:
        return
    sets = []
    for filters in CHOICES:
        question = LakeQuestion("cases_opened", filters=filters)
        if may_be_asked(question, counts):
            sets.append(
                frozenset(
                    keys
                    for keys in counts
                    if all((keys[one.dimension == "channel"] in one.values) != one.is_not for one in filters)
                )
            )
    whole = frozenset(counts)
    for one in set(sets):
        difference = sum(counts[keys] for keys in whole - one)
        assert difference == 0 or difference >= FEWEST, "all less what a filter lets through"
    for one, other in combinations(set(sets), 2):
        if other < one and len(one - other) == 1:
            (keys,) = one - other
            assert counts[keys] == 0 or counts[keys] >= FEWEST, "two filters that differ by one group"


def test_filters_that_cannot_be_looked_at_together_are_refused() -> None:
    for text in (
        "cases_opened~in.topic.A~not.topic.B",
        "cases_opened~in.topic.A~in.channel.x~in.urgency.N~in.district.1",
    ):
        with make.refused(FiltersTellSmallGroups):
            guards_of(question_from(text), fewest=FEWEST)
    assert guards_of(question_from("cases_opened~by.topic"), fewest=FEWEST) == []


@pytest.mark.parametrize(
    ("text", "is_shown"),
    [
        ("cases_opened~in.topic.A", True),
        ("cases_opened~in.topic.A.B", False),
        ("cases_opened~not.topic.B", False),
        ("cases_opened~in.topic.A.C", False),
        ("cases_opened~in.channel.x", True),
    ],
)
def test_a_rare_value_is_neither_taken_in_nor_left_out(text: str, is_shown: bool) -> None:
    counts = Counter({("A", "x"): 40, ("A", "y"): 20, ("B", "x"): 3, ("C", "x"): 30})
    assert may_be_asked(question_from(text), counts) is (is_shown and text != "cases_opened~in.topic.A.B")
