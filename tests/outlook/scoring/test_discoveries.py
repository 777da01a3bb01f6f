"""The procedure of Benjamini and Hochberg: its published example, and what holds for any p-values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peygir.outlook.scoring.methods.discoveries import adjusted_p_values, discoveries

# Y. Benjamini and Y. Hochberg, J. Royal Statistical Society B 57 (1995) 289–300, section 4.1: at 5 % the first four of
# these fifteen are findings, while Bonferroni's correction leaves three.
TEXT = "0.0001 0.0004 0.0019 0.0095 0.0201 0.0278 0.0298 0.0344 0.0459 0.3240 0.4262 0.5719 0.6528 0.7590 1.0000"
THROMBOLYSIS = [float(p_value) for p_value in TEXT.split()]


def test_the_published_example() -> None:
    assert discoveries(THROMBOLYSIS) == [True] * 4 + [False] * 11
    assert discoveries(THROMBOLYSIS[::-1]) == [False] * 11 + [True] * 4
    # R: p.adjust(p, "BH").
    assert adjusted_p_values(THROMBOLYSIS)[:6] == pytest.approx(
        [0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.06385714], abs=1e-6
    )


@given(st.lists(st.floats(0, 1), max_size=40), st.floats(0.01, 0.5))
def test_it_is_the_step_up_rule(p_values: list[float], rate: float) -> None:
    ordered = sorted(p_values)
    largest = max((p for place, p in enumerate(ordered, start=1) if p * len(ordered) / place <= rate), default=-1.0)
    assert discoveries(p_values, rate=rate) == [p <= largest for p in p_values]


def test_nothing_is_nothing() -> None:
    assert adjusted_p_values([]) == discoveries([]) == []
