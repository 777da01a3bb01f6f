"""Kaplan and Meier's estimate: equal to lifelines on 20 seeded sets, and what is known without it."""

import math
import random

import pytest

from peygir.core.intervals import wilson
from peygir.outlook.scoring.methods.survival import SurvivalCurve

DAYS = (3, 7, 14)
# lifelines 0.30.3 (MIT), KaplanMeierFitter and restricted_mean_survival_time, on `seeded(0)` to `seeded(19)`: the share
# finished by 3, 7 and 14 days with its interval (log-log, 95 %), and the mean restricted to 14 days. The library brings
# pandas and matplotlib, so its values are typed here and it is no dependency.
# In set 3 all are finished by 14 days; lifelines then gives the interval 1 to 1.
LIFELINES = (
    (
        (0.312811791383, 0.176442299238, 0.515668234145),
        (0.529818594104, 0.361307510760, 0.719227669998),
        (0.806553935860, 0.607784708218, 0.944052606037),
        6.613952395930,
    ),
    (
        (0.443103448276, 0.298137236236, 0.620132256888),
        (0.698347701149, 0.538591826467, 0.843863083683),
        (0.909504310345, 0.702111329425, 0.991485530089),
        5.376195721584,
    ),
    (
        (0.230443768997, 0.134676077795, 0.377701316338),
        (0.588852980374, 0.441221316726, 0.742655140231),
        (0.893406328245, 0.737444260111, 0.976430715309),
        6.399866711745,
    ),
    (
        (0.346416666667, 0.232898380558, 0.494480618933),
        (0.623556905864, 0.481370572993, 0.766316236494),
        (1.000000000000, 1.000000000000, 1.000000000000),
        6.162787388711,
    ),
    (
        (0.437872187972, 0.327551111018, 0.566621213388),
        (0.633091697978, 0.508823382811, 0.756834143207),
        (0.846774089780, 0.691310422564, 0.949895328023),
        5.911547130525,
    ),
    (
        (0.521199087651, 0.413944568345, 0.637619703766),
        (0.756738246145, 0.649394926180, 0.851417563719),
        (0.870260397944, 0.776115176588, 0.938377647074),
        4.612777178654,
    ),
    (
        (0.395544516256, 0.299322970119, 0.509579087731),
        (0.653083699159, 0.543990860313, 0.760046921491),
        (0.844369492817, 0.727693650627, 0.930073578517),
        5.722980728454,
    ),
    (
        (0.537724031008, 0.439929382958, 0.641927833658),
        (0.742905343448, 0.642486841296, 0.833662766056),
        (0.959727830023, 0.880688266632, 0.992195065511),
        4.432760711758,
    ),
    (
        (0.452121407517, 0.361939134777, 0.553251133173),
        (0.669272777795, 0.572450058599, 0.763270553453),
        (0.852746884383, 0.756407887524, 0.925603035628),
        5.368034765583,
    ),
    (
        (0.552380952381, 0.460283490205, 0.649248817312),
        (0.860569791827, 0.771377573912, 0.927951109689),
        (0.900406994162, 0.812790351703, 0.958228343149),
        4.097302940431,
    ),
    (
        (0.336790675286, 0.260080331826, 0.428726037493),
        (0.683395357996, 0.594093145809, 0.769393902504),
        (0.931923487470, 0.857307043454, 0.975485200343),
        5.421081672572,
    ),
    (
        (0.489020950846, 0.407131120758, 0.577825306367),
        (0.708684310423, 0.624440588469, 0.788438337359),
        (0.862647999148, 0.774418767306, 0.929111316732),
        5.279737396793,
    ),
    (
        (0.462096704817, 0.384160361144, 0.547583098862),
        (0.704917626992, 0.625444379953, 0.780609842442),
        (0.909240159375, 0.835567899732, 0.958805608238),
        5.166643700140,
    ),
    (
        (0.528305419789, 0.450873880299, 0.610137700977),
        (0.757493021801, 0.679430228385, 0.828684884093),
        (0.935331472480, 0.864705919440, 0.976460308954),
        4.637853951186,
    ),
    (
        (0.456458437457, 0.382489464496, 0.537453959463),
        (0.724421627860, 0.646940578169, 0.797215250603),
        (0.861060637643, 0.762514916022, 0.933441379076),
        5.326969400761,
    ),
    (
        (0.405284231897, 0.334696974695, 0.484542307794),
        (0.654426647330, 0.574676710977, 0.733032660926),
        (0.938490960532, 0.871266750368, 0.977476810690),
        5.769254328029,
    ),
    (
        (0.447099603110, 0.377293126704, 0.523515446089),
        (0.702433156533, 0.628731752199, 0.773004025135),
        (0.877392773371, 0.804445998856, 0.932738954872),
        5.230272647642,
    ),
    (
        (0.480860822501, 0.411351759065, 0.555602535441),
        (0.699686683916, 0.626995616114, 0.769461767227),
        (0.894617014894, 0.816255945641, 0.949638334538),
        5.194193456944,
    ),
    (
        (0.375020867363, 0.311242773059, 0.447073768330),
        (0.623799576857, 0.551194711156, 0.696680772208),
        (0.901336125350, 0.833842725968, 0.949642787627),
        5.809052443908,
    ),
    (
        (0.499180696758, 0.432294837769, 0.570280708772),
        (0.757294355767, 0.689767575282, 0.819650869912),
        (0.900355453981, 0.827393612586, 0.951557199400),
        4.846798810394,
    ),
)


def seeded(seed: int) -> SurvivalCurve:
    """30 to 220 cases, a third of them censored; whole days, and so ties, in every second set."""
    rng = random.Random(seed)
    days, is_finished = [], []
    for _ in range(30 + 10 * seed):
        finishes, leaves = rng.expovariate(1 / 6), rng.uniform(0, 20)
        value = min(finishes, leaves)
        days.append(float(int(value)) if seed % 2 else value)
        is_finished.append(finishes <= leaves)
    return SurvivalCurve(days, is_finished)


@pytest.mark.parametrize("seed", range(20))
def test_it_equals_lifelines(seed: int) -> None:
    curve, (*shares, mean) = seeded(seed), LIFELINES[seed]
    for day, (share, low, high) in zip(DAYS, shares, strict=True):
        ours = curve.finished_by(day)
        assert ours.share == pytest.approx(share, abs=1e-9)
        if (low, high) != (1.0, 1.0):
            assert (ours.low, ours.high) == pytest.approx((low, high), abs=1e-9)
    assert curve.restricted_mean(14).days == pytest.approx(mean, abs=1e-9)


def test_freireichs_children() -> None:
    # E. J. Freireich et al., Blood 21 (1963) 699–716, weeks of remission under 6-mercaptopurine; the estimates are in
    # every textbook, such as D. Collett, Modelling Survival Data in Medical Research: S(6) = .857, S(10) = .753,
    # S(13) = .690, S(16) = .627, S(22) = .538, S(23) = .448; standard error of S(6) .076; median 23.
    relapsed = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    censored = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    curve = SurvivalCurve([*relapsed, *censored], [True] * 9 + [False] * 12)
    known = {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448, 30: 0.448}
    for week, still_open in known.items():
        assert 1 - curve.finished_by(week).share == pytest.approx(still_open, abs=5e-4)
    plain = curve.finished_by(6, transform="greenwood")
    assert (plain.high - plain.low) / 2 / 1.959964 == pytest.approx(0.0764, abs=5e-5)
    # R's survfit gives .720 to 1 for S(6) by the logarithm.
    by_log = curve.finished_by(6, transform="log")
    assert (1 - by_log.high, 1 - by_log.low) == pytest.approx((0.720, 1.0), abs=5e-4)
    assert curve.days_until() == 23
    assert curve.days_until(0.9) is None
    assert not curve.finished_by(36).is_followed
    assert curve.finished_by(35).is_followed


def test_without_censoring_it_is_the_plain_share_and_mean() -> None:
    days = [1.0, 2, 2, 3, 5, 8, 8, 13]
    curve = SurvivalCurve(days, [True] * 8)
    assert curve.finished_by(5).share == pytest.approx(5 / 8)
    assert curve.finished_by(4.99).share == pytest.approx(4 / 8)
    capped = [min(day, 8) for day in days]
    mean = sum(capped) / 8
    assert curve.restricted_mean(8).days == pytest.approx(mean)
    spread = sum((day - mean) ** 2 for day in capped) / 8
    assert curve.restricted_mean(8).error == pytest.approx(math.sqrt(spread / 8))


def test_where_nothing_or_everything_is_finished_the_interval_is_wilsons() -> None:
    curve = SurvivalCurve([4.0, 5, 9, 9], [True, True, False, False])
    early = curve.finished_by(3)
    assert (early.share, early.at_risk) == (0.0, 4)
    assert (early.low, early.high) == pytest.approx(wilson(0, 4))
    whole = SurvivalCurve([1.0, 1, 2, 2], [True] * 4).finished_by(7)
    assert (whole.share, whole.is_followed) == (1.0, True)
    assert (whole.low, whole.high) == pytest.approx(wilson(4, 4))
    nothing = SurvivalCurve([1.0, 1, 2], [False] * 3).finished_by(7)
    assert (nothing.share, nothing.low, nothing.high, nothing.is_followed) == (0.0, 0.0, 1.0, False)


def test_what_is_finished_at_once_counts() -> None:
    curve = SurvivalCurve([0.0, 0, 4, 4], [True, False, True, False])
    assert curve.finished_by(0).share == pytest.approx(1 / 4)
    assert curve.restricted_mean(4).days == pytest.approx(3.0)
    assert curve.finished_by(4).share == pytest.approx(1 - 3 / 4 * 1 / 2)


def test_open_cases_that_are_left_out_flatter() -> None:
    rng = random.Random(7)
    ends = [rng.expovariate(1 / 10) for _ in range(2000)]
    followed = [rng.uniform(0, 20) for _ in range(2000)]
    is_finished = [end <= until for end, until in zip(ends, followed, strict=True)]
    days = [min(pair) for pair in zip(ends, followed, strict=True)]
    naive = sum(day <= 7 for day, done in zip(days, is_finished, strict=True) if done) / sum(is_finished)
    truth, ours = 1 - math.exp(-0.7), SurvivalCurve(days, is_finished).finished_by(7)
    assert ours.low < truth < ours.high
    assert naive > truth + 0.15
