"""Filters by which small groups could be told from several answers are refused to whom small groups are hidden."""

from collections.abc import Mapping, Sequence
from itertools import combinations, product
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peygir.outlook.insight.asking import AnswerRow
from peygir.outlook.insight.exploring.subtraction import FiltersTellSmallGroups, check_filters, guard_of
from peygir.outlook.insight.exploring.suppression import hidden_places
from peygir.outlook.insight.questions import Filter, LakeQuestion, question_from

FEWEST: Final = 4
MOST: Final = 7
Counts = Mapping[tuple[str, ...], int]
TOPICS: Final = ("A", "B", "C", "D")
FILTERS: Final = [
    Filter("topic", chosen, is_not)
    for size in range(1, len(TOPICS) + 1)
    for chosen in combinations(TOPICS, size)
    for is_not in (False, True)
]
"""Every filter by topic."""


def may_be_asked(question: LakeQuestion, counts: Counts, fewest: int = FEWEST) -> bool:
    """Whether the answer is shown to whom small groups are hidden."""
    try:
        check_filters(question, [AnswerRow(keys, n, n) for keys, n in counts.items() if n], fewest=fewest)
    except FiltersTellSmallGroups:
        return False
    return True


def taken_in(chosen: Filter) -> list[int]:
    """The places of the topics that a filter lets through."""
    return [place for place, topic in enumerate(TOPICS) if (topic in chosen.values) is not chosen.is_not]


@given(st.lists(st.integers(0, MOST), min_size=len(TOPICS), max_size=len(TOPICS)))
def test_no_small_group_follows_from_all_answers_together(sizes: Sequence[int]) -> None:
    """Whatever is asked by topic: other numbers give the same answers, and in those a small group is another."""
    counts: Counts = {(topic,): n for topic, n in zip(TOPICS, sizes, strict=True)}
    hidden = hidden_places({keys: n for keys, n in counts.items() if n}, fewest=FEWEST)
    shown = [[place for place, topic in enumerate(TOPICS) if (topic,) == keys] for keys in counts if keys not in hidden]
    allowed = [taken_in(one) for one in FILTERS if may_be_asked(LakeQuestion("cases_opened", (), (one,)), counts)]
    if not any(place for place in hidden if len(place) and place not in counts):
        shown.append(list(range(len(TOPICS))))  # the total
    small = [place for place, n in enumerate(sizes) if 0 < n < FEWEST]
    others: list[set[int]] = [set() for _topic in TOPICS]
    ranges = [range(1, 2 * MOST) if n else range(1) for n in sizes]
    for numbers in product(*ranges):
        if all(
            sum(numbers[one] for one in places) == sum(sizes[one] for one in places) for places in (*shown, *allowed)
        ):
            for place, n in enumerate(numbers):
                others[place].add(n)
        if all(len(others[place]) > 1 for place in small):
            return
    raise AssertionError(f"one of {small} follows from the answers")


@pytest.mark.parametrize(
    ("text", "is_shown"),
    [
        ("cases_opened~in.topic.A", True),
        ("cases_opened~in.topic.D.A", True),
        ("cases_opened~in.topic.C", False),
        ("cases_opened~in.topic.A.B", False),
        ("cases_opened~not.topic.B", False),
        ("cases_opened~not.topic.A", True),
        ("cases_opened~in.topic.B", False),
        ("cases_opened~in.topic.B.C", True),
        ("cases_opened~by.month~in.topic.X", True),
    ],
)
def test_a_rare_value_and_what_hides_it_are_not_asked_for_alone(text: str, is_shown: bool) -> None:
    counts: Counts = {("A",): 40, ("B",): 6, ("C",): 2, ("D",): 30}
    assert may_be_asked(question_from(text), counts) is is_shown


def test_two_filters_are_looked_at_together() -> None:
    counts: Counts = {("sms", "A"): 40, ("app", "A"): 2, ("sms", "B"): 30, ("app", "B"): 20}  # by channel, then topic
    assert not may_be_asked(question_from("cases_opened~in.topic.A~in.channel.app"), counts)
    assert not may_be_asked(question_from("cases_opened~in.topic.B~in.channel.app"), counts), "it hides the other"
    both = question_from("cases_opened~by.month~in.topic.A~not.channel.sms~from.14050101")
    guard = guard_of(both, fewest=FEWEST)
    assert guard is not None
    assert (set(guard.by), guard.filters, guard.since) == ({"topic", "channel"}, (), 14050101)


def test_more_filters_than_a_table_has_dimensions_are_refused() -> None:
    many = question_from("cases_opened~in.topic.A~in.channel.sms~in.urgency.N~in.district.1")
    with pytest.raises(FiltersTellSmallGroups):
        guard_of(many, fewest=FEWEST)
    assert guard_of(question_from("cases_opened~by.topic"), fewest=FEWEST) is None
