"""Confidence sets of ranks: the published example of PISA 2018, and what must hold for any estimates."""

import numpy as np
import pytest

from peygir.outlook.scoring.methods.rank_sets import RankSets, rank_sets

# OECD, PISA 2018: mean score in mathematics and its standard error, OECD countries.
PISA = {
    "Australia": (491.36, 1.94),
    "Austria": (498.94, 2.97),
    "Belgium": (508.07, 2.26),
    "Canada": (512.02, 2.36),
    "Chile": (417.41, 2.42),
    "Colombia": (390.93, 2.99),
    "Czech Republic": (499.47, 2.46),
    "Denmark": (509.40, 1.74),
    "Estonia": (523.41, 1.74),
    "Finland": (507.30, 1.97),
    "France": (495.41, 2.32),
    "Germany": (500.04, 2.65),
    "Greece": (451.37, 3.09),
    "Hungary": (481.08, 2.32),
    "Iceland": (495.19, 1.95),
    "Ireland": (499.63, 2.20),
    "Israel": (463.03, 3.50),
    "Italy": (486.59, 2.78),
    "Japan": (526.97, 2.47),
    "Korea": (525.93, 3.12),
    "Latvia": (496.13, 1.96),
    "Lithuania": (481.19, 1.95),
    "Luxembourg": (483.42, 1.10),
    "Mexico": (408.80, 2.49),
    "Netherlands": (519.23, 2.63),
    "New Zealand": (494.49, 1.71),
    "Norway": (500.96, 2.22),
    "Poland": (515.65, 2.60),
    "Portugal": (492.49, 2.68),
    "Slovak Republic": (486.16, 2.56),
    "Slovenia": (508.90, 1.36),
    "Spain": (481.39, 1.46),
    "Sweden": (502.39, 2.65),
    "Switzerland": (515.31, 2.91),
    "Turkey": (453.51, 2.26),
    "United Kingdom": (501.77, 2.56),
    "United States": (478.24, 3.24),
}
FIRST_TWELVE = {"Japan", "Korea", "Estonia", "Netherlands"} | {"Poland", "Switzerland", "Canada", "Denmark"}
FIRST_TWELVE |= {"Slovenia", "Belgium", "Finland", "Sweden"}


def of_pisa(level: float) -> RankSets:
    return rank_sets([row[0] for row in PISA.values()], [row[1] for row in PISA.values()], level=level, top=5)


def may_be_among_five(sets: RankSets) -> set[str]:
    return {name for name, may in zip(PISA, sets.may_be_best, strict=True) if may}


def test_the_published_example() -> None:
    # Vignette "Inference for Ranks" of the R package csranks 1.2: twelve countries may be among the first five at 95 %,
    # Sweden not at 90 %; the United Kingdom's estimated rank is 13, its marginal set 7 to 23; Chile, Mexico and
    # Colombia overlap with no other country.
    sets = of_pisa(0.95)
    assert may_be_among_five(sets) == FIRST_TWELVE
    assert may_be_among_five(of_pisa(0.90)) == FIRST_TWELVE - {"Sweden"}
    names = list(PISA)
    kingdom = names.index("United Kingdom")
    assert (sets.ranks[kingdom], sets.marginal[kingdom]) == (13, (7, 23))
    assert sets.simultaneous[names.index("Colombia")] == (37, 37)
    assert {sets.simultaneous[names.index(name)] for name in ("Chile", "Mexico")} == {(35, 36)}
    assert all(high <= 34 for name, (_low, high) in zip(names, sets.simultaneous, strict=True) if PISA[name][0] > 420)


def test_the_same_input_gives_the_same_sets() -> None:
    assert of_pisa(0.9) == of_pisa(0.9)


def test_sets_hold_the_estimated_rank_and_grow_with_the_level() -> None:
    narrow, wide = of_pisa(0.8), of_pisa(0.99)
    for few, many, rank in zip(narrow.simultaneous, wide.simultaneous, narrow.ranks, strict=True):
        assert many[0] <= few[0] <= rank <= few[1] <= many[1]
    for own, together in zip(wide.marginal, wide.simultaneous, strict=True):
        assert together[0] <= own[0]
        assert own[1] <= together[1]


def test_what_is_far_apart_has_one_rank_and_what_is_equal_has_all() -> None:
    apart = rank_sets([3, 2, 1], [0.01] * 3)
    assert apart.marginal == apart.simultaneous == ((1, 1), (2, 2), (3, 3))
    assert apart.may_be_best == (True, False, False)
    assert apart.may_be_worst == (False, False, True)
    equal = rank_sets([1, 1, 1], [0.5] * 3, top=2)
    assert equal.ranks == (1, 1, 1)
    assert equal.simultaneous == ((1, 3),) * 3
    assert equal.may_be_best == (True,) * 3


def test_one_unit_has_the_first_rank() -> None:
    alone = rank_sets([5], [1])
    assert (alone.ranks, alone.marginal, alone.simultaneous) == ((1,), ((1, 1),), ((1, 1),))
    assert (alone.may_be_best, alone.may_be_worst) == ((True,), (True,))


def test_for_two_units_the_critical_value_is_the_normal_one() -> None:
    # The largest of a difference and its negative is beyond 1.96 in 5 % of the draws.
    for gap, is_apart in ((1.85, False), (2.1, True)):
        sets = rank_sets([gap * 2**0.5, 0], [1, 1], draws=200_000)
        assert (sets.simultaneous[0] == (1, 1)) is is_apart


def test_steps_find_more_than_one_step_does() -> None:
    # Of eight equal units the largest difference over the standard error is below 4.29 / √2 in 95 % of the draws. Once
    # two groups of four are told apart, fewer pairs are left, and it falls to 4.16 / √2 (both by 100,000 draws).
    gap = 4.23
    sets = rank_sets([20, 20, 20, 20, 0, 0, 0, gap], [1] * 8, draws=100_000)
    noise = np.random.default_rng(5).standard_normal((100_000, 8))
    one_step = float(np.quantile(noise.max(axis=1) - noise.min(axis=1), 0.95))
    assert gap < one_step < 20 - gap
    assert sets.simultaneous[7] == (5, 5)


def test_true_ranks_are_covered() -> None:
    rng = np.random.default_rng(19)
    covered, together = 0, 0
    for _ in range(100):
        truth, errors = rng.normal(0, 1, 8), rng.uniform(0.1, 0.8, 8)
        sets = rank_sets((truth + errors * rng.normal(size=8)).tolist(), errors.tolist(), level=0.9, draws=1000)
        ranks = 1 + (truth[None, :] > truth[:, None]).sum(axis=1)
        covered += sum(low <= rank <= high for rank, (low, high) in zip(ranks, sets.marginal, strict=True))
        together += all(low <= rank <= high for rank, (low, high) in zip(ranks, sets.simultaneous, strict=True))
    assert covered >= 0.9 * 800
    assert together >= 90


@pytest.mark.slow
def test_a_thousand_units_take_seconds() -> None:
    rng = np.random.default_rng(1)
    errors = rng.uniform(0.2, 0.6, 1000)
    sets = rank_sets((rng.normal(0, 1, 1000) + errors * rng.normal(size=1000)).tolist(), errors.tolist(), top=10)
    assert 10 <= sum(sets.may_be_best) < 700
