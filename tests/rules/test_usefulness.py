"""Usefulness: confirmed deeds alone give points, volume gives none, and nobody else reads them."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.bench.sybil import measured
from peygir.outlook.honours.states import FlagKind
from peygir.outlook.honours.usefulness import (
    LIMITS,
    RULE_LABELS,
    Deed,
    DeedKind,
    UsefulnessRules,
    ranked,
    rules_from,
    rules_kept,
    trust_of,
    usefulness,
)
from peygir.outlook.honours.vetting_rules import VettedPerson, flags_of
from tests.tree import read_tree

RULES = UsefulnessRules()
FIRST, JOINED, FOLLOW_UP, VERDICT = DeedKind.FIRST, DeedKind.JOINED, DeedKind.FOLLOW_UP, DeedKind.VERDICT


def first(incident: int, *, topic: int = 0, month: int = 0, days_ago: float = 0.0, **more: object) -> Deed:
    """A confirmed first report; each of its own topic unless said."""
    deed = Deed(FIRST, incident, topic or incident, month, days_ago, True)
    return replace(deed, **more)  # type: ignore[arg-type]


DEEDS = st.builds(
    Deed,
    kind=st.sampled_from(list(DeedKind)),
    incident=st.integers(1, 30),
    topic=st.integers(1, 5),
    month=st.integers(0, 11),
    days_ago=st.floats(0, 400),
    outcome=st.sampled_from([True, False, None]),
    checker=st.integers(0, 4),
    is_quiet=st.booleans(),
)


@pytest.mark.parametrize(("confirmed", "checked", "share"), [(0, 0, 0.8), (1, 1, 5 / 6), (0, 5, 0.4), (96, 95, 1.0)])
def test_the_share_is_shrunk_towards_four_fifths(confirmed: int, checked: int, share: float) -> None:
    assert trust_of(confirmed, checked) == pytest.approx(share)


def test_one_known_score() -> None:
    deeds = [
        first(1, days_ago=180, is_quiet=True),  # 1.5 points, halved
        first(2, topic=9, month=3),  # 1
        first(3, topic=9, month=3),  # 0.7 of 1
        Deed(FOLLOW_UP, 2, 8, 3, 0.0, True),  # 0.6
        Deed(FIRST, 4, 7, 1, 0.0, False),  # nothing, and lowers the share
        Deed(FIRST, 5, 7, 1, 0.0, None),  # nothing
    ]
    result = usefulness(deeds, RULES)
    assert (result.confirmed, result.checked, result.incidents, result.quiet) == (4, 5, 3, 1)
    assert result.trust == 0.8
    assert result.score == pytest.approx(0.8**3 * (0.75 + 1 + 0.7 + 0.6), abs=1e-4)
    assert result.points == {"first": 2.45, "follow_up": 0.6}


def test_what_nobody_confirmed_gives_nothing_however_much_it_is() -> None:
    unchecked = [Deed(FIRST, number, number, number % 12, 1.0, None) for number in range(1000)]
    assert usefulness(unchecked, RULES).score == 0
    untrue = [replace(deed, outcome=False) for deed in unchecked]
    assert usefulness([*untrue, first(5000)], RULES).score < usefulness([first(5000)], RULES).score / 50


def test_the_points_of_a_topic_and_month_and_of_one_checker_are_bounded() -> None:
    same_topic = [first(number, topic=3, month=2) for number in range(1, 500)]
    assert sum(usefulness(same_topic, RULES).points.values()) < 1 / (1 - RULES.same_topic) + 1e-3
    same_checker = [first(number, month=number % 12, checker=7) for number in range(1, 500)]
    result = usefulness(same_checker, RULES)
    assert sum(result.points.values()) < 1 / (1 - RULES.same_checker) + 1e-3
    assert (result.checker, result.one_checker) == (7, 499)


def test_the_same_incident_counts_once() -> None:
    once = usefulness([first(1)], RULES)
    assert usefulness([first(1), first(1, days_ago=-1.0), Deed(JOINED, 1, 1, 0, -2.0, True)], RULES) == once


@given(st.lists(DEEDS, max_size=30), DEEDS)
def test_an_untrue_deed_never_raises_a_score(deeds: list[Deed], extra: Deed) -> None:
    untrue = replace(extra, outcome=False, incident=999)
    assert usefulness([*deeds, untrue], RULES).score <= usefulness(deeds, RULES).score


@given(st.lists(DEEDS, max_size=30), DEEDS)
def test_an_unchecked_deed_changes_no_score(deeds: list[Deed], extra: Deed) -> None:
    unchecked = replace(extra, outcome=None, incident=999)
    assert usefulness([*deeds, unchecked], RULES).score == usefulness(deeds, RULES).score


@given(st.lists(DEEDS, max_size=30), st.randoms(use_true_random=False))
def test_the_order_of_deeds_changes_nothing(deeds: list[Deed], random: object) -> None:
    distinct = list({(deed.kind, deed.incident): deed for deed in deeds}.values())
    shuffled = list(distinct)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert usefulness(shuffled, RULES) == usefulness(distinct, RULES)


def test_below_the_minimum_nobody_is_ranked_and_ties_have_an_order() -> None:
    some = usefulness([first(1), first(2), first(3), first(4)], RULES)
    low = usefulness([first(1)], RULES)
    assert [key for key, _one in ranked({3: some, 2: low, 1: some}, RULES)] == [1, 3]


@pytest.mark.parametrize("name", sorted(LIMITS))
def test_rules_are_read_within_their_limits(name: str) -> None:
    stored = RULES.as_json()
    assert rules_from(stored) == RULES
    assert name in RULE_LABELS
    for wrong in (LIMITS[name][0] - 1, LIMITS[name][1] + 1, "7", True, None):
        with pytest.raises(ValueError, match=name):
            rules_from({**stored, name: wrong})
    with pytest.raises(ValueError, match="unknown"):
        rules_from({key: value for key, value in stored.items() if key != name})


@pytest.mark.parametrize("name", sorted(LIMITS))
def test_an_edition_keeps_its_rules_when_the_software_has_others(name: str) -> None:
    changed = UsefulnessRules(half_life_days=90, first=2.0)
    stored = changed.as_json()
    assert rules_kept({**stored, "given_up": 3.0}) == changed
    older = {key: value for key, value in stored.items() if key != name}
    assert rules_kept(older).as_json() == {**stored, name: RULES.as_json()[name]}
    with pytest.raises(ValueError, match=name):
        rules_kept({**stored, name: "7"})


# ── flags ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def person(key: int, **given_values: object) -> VettedPerson:
    """Somebody against whom nothing speaks."""
    values = {
        "name": f"نام خانوادگی{key}",
        "phone": f"+98917{key:07d}",
        "addresses": frozenset(),
        "incidents": frozenset({key * 10}),
        "confirmed": 10,
        "untrue": 1,
        "one_checker": 2,
    }
    return VettedPerson(key, **{**values, **given_values})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("flag", "values"),
    [
        (FlagKind.STAFF_PHONE, {"phone": "+989170000000"}),
        (FlagKind.STAFF_NAME, {"name": "زهرا  كاظمي"}),
        (FlagKind.RELATIVE, {"name": "بابک کاظمی", "checker_name": "زهرا کاظمی", "one_checker": 4}),
        (FlagKind.ONE_CHECKER, {"one_checker": 7}),
        (FlagKind.BUSINESS, {"name": "شرکت گلگشت"}),
        (FlagKind.PRANKS, {"untrue": 5}),
        (FlagKind.PRANKS, {"is_marked": True}),
    ],
)
def test_each_flag_is_found_and_no_other(flag: FlagKind, values: dict[str, object]) -> None:
    found = flags_of([person(1, **values), person(2)], staff_phones={"+989170000000"}, staff_names={"زهرا کاظمی", ""})
    assert found == {1: [flag]}


@pytest.mark.parametrize(
    ("flag", "values"),
    [
        (FlagKind.SAME_PHONE, {"phone": "+989170000077"}),
        (FlagKind.SAME_ADDRESS, {"addresses": frozenset({"کوچه یک پلاک هفت"})}),
        (FlagKind.TOGETHER, {"incidents": frozenset({1, 2, 3})}),
    ],
)
def test_two_of_one_household_are_flagged_both(flag: FlagKind, values: dict[str, object]) -> None:
    found = flags_of([person(1, **values), person(2, **values), person(3)], staff_phones=(), staff_names=())
    assert found == {1: [flag], 2: [flag]}


# ── attacks, and who may read points ─────────────────────────────────────────────────────────────────────────────────


def test_attackers_stay_outside_and_would_not_by_careless_rules() -> None:
    figures = measured(4)
    assert figures.auc_usefulness >= 0.95 > figures.auc_volume
    assert (figures.clean_usefulness, figures.clean_volume) == (1.0, 0.0)
    careless = replace(RULES, joined=1.0, same_checker=0.95, same_topic=0.95)
    assert measured(2, careless).clean_usefulness == 0.0


PACKAGE = Path(__file__).resolve().parents[2] / "peygir"
READERS = (
    "outlook/honours/",
    "outlook/panel/actions/seats.py",  # honoured citizens may be offered a seat
    "web/honours_office/",
    "web/public/honours.py",
    "web/citizen/me_honours.py",
    "web/kit/honour_documents.py",
    "web/kit/honour_words.py",
    "journey/retention/",
    "journey/night.py",
)


def test_no_queue_reads_the_honours() -> None:
    """Points are never service priority: outside the honours' own pages nothing imports or selects them."""
    readers = [
        module.path
        for module in read_tree(PACKAGE)
        if "outlook.honours" in module.text or "honours_honour" in module.text
    ]
    assert any(path.startswith("web/honours_office/") for path in readers)
    strangers = [path for path in readers if not path.startswith(READERS) and path != "settings.py"]
    assert strangers == []
