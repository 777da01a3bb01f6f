"""The lists behind figures: hidden parts stay out of all, and what is left over tells no more than the figures."""

from collections import Counter
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from peygir.outlook.insight.publishing.case_lists import kept_lists, list_rows, read_lists, written_lists
from peygir.outlook.insight.publishing.catalogue import FIGURES
from peygir.outlook.insight.publishing.population import CountedCase
from peygir.outlook.insight.publishing.protecting import LeafCount, protected_figure
from peygir.outlook.insight.publishing.rows import FigureRow

FIGURE = FIGURES["promises_kept"]
FEWEST = 5
LEAVES = [(district, group, f"{group}-{number}") for district in "123" for group in ("CIV", "WST") for number in (1, 2)]
COUNTS = st.lists(st.integers(0, 9), min_size=len(LEAVES), max_size=len(LEAVES))


def counted(counts: list[int]) -> list[CountedCase]:
    leaves = [leaf for leaf, count in zip(LEAVES, counts, strict=True) for _case in range(count)]
    return [CountedCase(number, leaf, number % 2) for number, leaf in enumerate(leaves, start=1)]


def figure_rows(counts: list[int]) -> list[FigureRow]:
    good = Counter(case.leaf for case in counted(counts) if case.good)
    leaves = [LeafCount(*leaf, n=count, good=good[leaf]) for leaf, count in zip(LEAVES, counts, strict=True)]
    shown = protected_figure(FIGURE, leaves, fewest=FEWEST)
    return [
        FigureRow.hidden(FIGURE.code, place[0], place[1:])
        if place in shown.hidden
        else FigureRow(FIGURE.code, place[0], place[1:], n, good)
        for place, (n, good) in shown.counts.items()
    ]


def codes_of(cases: list[CountedCase]) -> dict[int, tuple[str, date]]:
    return {case.case_id: (f"C{case.case_id:04d}", date(2026, 5, 1) + timedelta(case.case_id % 3)) for case in cases}


@given(COUNTS)
def test_no_case_of_a_hidden_part_is_listed_anywhere(counts: list[int]) -> None:
    cases, rows = counted(counts), figure_rows(counts)
    own = list_rows(FIGURE.code, cases, rows, codes_of(cases))
    assert len(own) == sum(counts)
    for row in rows:
        counted_here = [one for one in own if one.lies_in(row.place[0], row.keys)]
        listed = [one for one in counted_here if one.is_listed]
        if row.is_hidden:
            assert not listed, row.place
        else:
            assert len(counted_here) == row.n
            assert sum(one.good or 0 for one in counted_here) == row.good


@given(COUNTS)
def test_it_stands_by_day_and_code_and_reads_back(counts: list[int]) -> None:
    cases = counted(counts)
    days = codes_of(cases)
    own = list_rows(FIGURE.code, cases, figure_rows(counts), days)
    order = [(-days[one.case_id][1].toordinal(), one.code) for one in own]
    assert order == sorted(order)
    assert read_lists(written_lists([own])) == own
    assert read_lists(written_lists([own]), "cases_opened") == []


def test_a_case_without_a_public_code_is_kept_and_not_listed() -> None:
    cases = counted([9] * len(LEAVES))
    own = list_rows(FIGURE.code, cases, figure_rows([9] * len(LEAVES)), codes_of(cases[1:]))
    assert [one.case_id for one in own if not one.is_listed] == [1]
    assert len(own) == len(cases)


def test_a_figure_that_stayed_keeps_its_list() -> None:
    counts = [9] * len(LEAVES)
    cases, rows = counted(counts), figure_rows(counts)
    before = list_rows(FIGURE.code, cases, rows, codes_of(cases))
    others = [CountedCase(case.case_id + 1000, case.leaf, case.good) for case in cases]
    fresh = {FIGURE.code: list_rows(FIGURE.code, others, rows, codes_of(others))}
    assert kept_lists(before, rows, rows, fresh) == {FIGURE.code: before}
    assert kept_lists((), rows, rows, fresh) == {}, "the version before had none, and its figures stay"
    assert kept_lists((), (), rows, fresh) == fresh
    assert kept_lists(before, rows, figure_rows([8] * len(LEAVES)), fresh) == fresh
