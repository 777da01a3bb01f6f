"""Posts: what is valid on a day, what excludes what, and which takes effect."""

from datetime import date

import pytest

from peygir.people.post_rules import PostChange, PostFault, PostKind, PostSpan, fault_in, post_to_act_in, roles_held

FIRST, LAST = date(2026, 5, 1), date(2026, 5, 31)


def span(pk: int = 1, staff: int = 1, unit: int | None = 4, role: str = "manager", **more: object) -> PostSpan:
    given = {"kind": PostKind.HOLDER, "from_on": FIRST, "to_on": LAST, **more}
    return PostSpan(pk, staff, unit, role, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("day", "is_valid"),
    [(date(2026, 4, 30), False), (FIRST, True), (LAST, True), (date(2026, 6, 1), False)],
)
def test_both_days_belong_to_the_post(day: date, is_valid: bool) -> None:
    assert span().is_valid(day) is is_valid
    assert span(to_on=None).is_valid(date(2040, 1, 1))


@pytest.mark.parametrize(
    ("other", "fault"),
    [
        ({}, "held"),
        ({"from_on": LAST}, "held"),
        ({"to_on": None, "from_on": date(2020, 1, 1)}, "held"),
        ({"to_on": FIRST, "from_on": date(2020, 1, 1)}, "held"),
        ({"from_on": date(2026, 6, 1), "to_on": None}, ""),
        ({"to_on": date(2026, 4, 30), "from_on": date(2020, 1, 1)}, ""),
        ({"kind": PostKind.ACTING}, ""),
        ({"kind": PostKind.SUBSTITUTE}, ""),
        ({"unit": 5}, ""),
        ({"role": "deputy"}, ""),
        ({"staff": 1}, "own"),
        ({"staff": 1, "kind": PostKind.ACTING}, "own"),
        ({"staff": 1, "role": "clerk"}, ""),
        ({"pk": 1}, ""),
    ],
)
def test_which_posts_exclude_each_other(other: dict[str, object], fault: PostFault) -> None:
    assert fault_in(span(), [span(**{"pk": 2, "staff": 2, **other})])[0] == fault  # type: ignore[arg-type]
    assert fault_in(span(kind=PostKind.ACTING), [span(pk=2, staff=2)])[0] == ""


def test_several_may_be_supervisors_or_clerks() -> None:
    for role in ("supervisor", "clerk", "mayor", "inspectorate"):
        assert fault_in(span(role=role), [span(pk=2, staff=2, role=role)]) == ("", None)


def test_a_post_does_not_end_before_it_begins() -> None:
    assert fault_in(span(to_on=date(2026, 4, 30)), [])[0] == "days"
    assert fault_in(span(to_on=date(2126, 5, 1)), [])[0] == "days"
    assert fault_in(span(to_on=FIRST), [])[0] == ""


def test_the_chosen_post_stays_until_it_is_over() -> None:
    clerk, manager = span(1, role="clerk"), span(2, from_on=date(2026, 5, 10), to_on=None)
    acting = span(3, kind=PostKind.ACTING, from_on=date(2026, 5, 20), to_on=None)
    posts = [clerk, manager, acting]
    assert post_to_act_in(posts, on=date(2026, 5, 20), chosen_id=1) == clerk
    assert post_to_act_in(posts, on=date(2026, 5, 20), chosen_id=3) == acting
    assert post_to_act_in(posts, on=date(2026, 6, 1), chosen_id=1) == manager
    assert post_to_act_in([acting], on=date(2026, 6, 1), chosen_id=None) == acting
    assert post_to_act_in(posts, on=date(2026, 4, 1), chosen_id=1) is None


def test_roles_to_come_are_held_too() -> None:
    posts = [span(1, role="clerk"), span(2, role="mayor", from_on=date(2027, 1, 1), to_on=None)]
    assert roles_held("manager", posts, on=FIRST) == {"manager", "clerk", "mayor"}
    assert roles_held("", posts, on=date(2026, 6, 1)) == {"mayor"}


def test_a_proposal_keeps_a_change_whole() -> None:
    change = PostChange("record", 0, 4, "manager", PostKind.ACTING, FIRST, None, "why")
    assert PostChange.of_json(change.as_json()) == change
