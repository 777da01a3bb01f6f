"""Which template or earlier wording is proposed as a draft, and what became of a proposal."""

import pytest

from peygir.desks.answers.draft_rules import (
    DraftOutcome,
    TemplateCandidate,
    best_wording,
    fitting_template,
    outcome_of,
    reusable,
    variables_of,
)

KNOWN = frozenset({"topic", "unit", "place"})


def candidate(key: int, far: int, body: str = "کار {topic} انجام شد.") -> TemplateCandidate:
    return TemplateCandidate(key, far, body)


def test_the_closest_template_is_proposed() -> None:
    assert fitting_template([candidate(1, 3), candidate(2, 1), candidate(3, 2)], known=KNOWN) == candidate(2, 1)


def test_of_two_that_are_equally_close_none_is_proposed() -> None:
    assert fitting_template([candidate(1, 1), candidate(2, 1), candidate(3, 2)], known=KNOWN) is None
    assert fitting_template([], known=KNOWN) is None


def test_a_template_with_a_variable_that_the_case_has_no_value_for_does_not_fit() -> None:
    near = candidate(1, 0, "تا {due} انجام می‌شود.")
    assert variables_of(near.body) == {"due"}
    assert fitting_template([near, candidate(2, 3)], known=KNOWN) == candidate(2, 3)


@pytest.mark.parametrize(
    "sentence",
    [
        "شمارهٔ همکار ما ۰۹۱۷۱۲۳۴۵۶۷ است.",
        "آقای رضا احمدی به محل رفت.",
        "روز ۱۲ آذر آسفالت ریخته شد.",
        "Our team came at 10 o'clock.",
    ],
)
def test_what_holds_for_one_case_alone_is_left_out(sentence: str) -> None:
    assert reusable(f"{sentence} چالهٔ خیابان پر و آسفالت شد.") == "چالهٔ خیابان پر و آسفالت شد."


def test_a_text_of_which_too_little_remains_is_not_used() -> None:
    assert reusable("با آقای رضا احمدی هماهنگ شد. تمام.") == ""


def test_the_most_frequent_wording_is_proposed_else_the_newest() -> None:
    often, newest = "چاله پر شد و آسفالت ریخته شد.", "مسیر ترمیم و آماده عبور شد."
    assert best_wording([newest, often, "چاله پر شد  و آسفالت ریخته شد."], language="fa") == often
    assert best_wording([newest, often], language="fa") == newest
    assert best_wording([newest, "The hole in the street was filled."], language="en").startswith("The hole")
    assert best_wording([newest], language="en") == ""


@pytest.mark.parametrize(
    ("sent", "outcome"),
    [
        ("چاله پر شد و  آسفالت\nریخته شد", DraftOutcome.UNCHANGED),
        ("امروز چاله پر شد و آسفالت ریخته شد", DraftOutcome.CHANGED),
        ("چاله پر شد و تمام", DraftOutcome.CHANGED),
        ("در محل چیزی دیده نشد", DraftOutcome.DISCARDED),
        ("", DraftOutcome.DISCARDED),
    ],
)
def test_what_became_of_a_proposal(sent: str, outcome: DraftOutcome) -> None:
    assert outcome_of("چاله پر شد و آسفالت ریخته شد", sent) is outcome
