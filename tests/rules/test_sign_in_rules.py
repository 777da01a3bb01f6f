"""The lines that say what groups of a directory give, and when a directory is not believed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peygir.people.sign_in_rules import (
    GroupIsTwice,
    GroupLineIsWrong,
    GroupNeedsUnit,
    GroupPost,
    GroupRoleIsGuarded,
    GroupRoleIsUnknown,
    group_lines,
    is_too_many,
    post_of_groups,
    read_group_lines,
)
from tests.make import refused

pytestmark = pytest.mark.django_db  # a refusal is tried in a transaction
UNITS = ("D-01", "D-06")


def test_a_line_is_group_role_and_unit() -> None:
    lines = "CN=a,OU=x,DC=y ; clerk ; D-06\n\n  wall;operator  \nگروه ؛ admin"
    posts = read_group_lines(lines, units=UNITS)
    assert posts == [
        GroupPost("CN=a,OU=x,DC=y", "clerk", "D-06"),
        GroupPost("wall", "operator"),
        GroupPost("گروه", "admin"),
    ]
    assert read_group_lines(group_lines(posts), units=UNITS) == posts
    assert read_group_lines("", units=UNITS) == []


@pytest.mark.parametrize(
    ("line", "refusal"),
    [
        ("clerks", GroupLineIsWrong),
        ("; clerk ; D-01", GroupLineIsWrong),
        ("clerks ;", GroupLineIsWrong),
        ("x" * 256 + "; operator", GroupLineIsWrong),
        ("clerks ; boss", GroupRoleIsUnknown),
        ("clerks ; clerk", GroupNeedsUnit),
        ("clerks ; clerk ; D-99", GroupNeedsUnit),
        ("wall ; operator ; D-99", GroupNeedsUnit),
        ("all ; inspectorate ; D-01", GroupRoleIsGuarded),
        ("all ; mayor ; D-01", GroupRoleIsGuarded),
        ("a ; operator\nA ; admin", GroupIsTwice),
    ],
)
def test_what_is_wrong_is_refused(line: str, refusal: type) -> None:
    with refused(refusal):
        read_group_lines(line, units=UNITS)


def test_the_first_line_of_which_somebody_is_a_member_counts() -> None:
    mapping = read_group_lines("b ; operator\na ; clerk ; D-01", units=UNITS)
    assert post_of_groups(["A", "B"], mapping) == mapping[0]
    assert post_of_groups(["a"], mapping) == mapping[1]
    assert post_of_groups([], mapping) is None
    assert post_of_groups(["a b", "", "aa"], mapping) is None


def test_a_row_that_is_guarded_by_now_gives_nothing() -> None:
    assert post_of_groups(["a"], [GroupPost("a", "inspectorate", "D-01")]) is None
    assert post_of_groups(["a"], [GroupPost("a", "gone", "")]) is None


@given(st.integers(0, 2000), st.integers(0, 2000))
def test_a_directory_that_forgets_most_is_not_believed(leavers: int, staying: int) -> None:
    assert is_too_many(leavers, leavers + staying) == (leavers >= 5 and leavers > staying)
