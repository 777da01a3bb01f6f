"""Who may open what: each page is tried by each role and by none, and answers as the roles' rows say; and what a person
may not see (another unit's case, a confidential one, a phone number) stands on no page they open.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Final

import pytest

from peygir.people.first_roles import FIRST_ROLES
from peygir.people.role_cache import read_catalogue
from peygir.people.roles import Role
from tests.doors import pages
from tests.looks import Looks, sessions, told_cases
from tests.permission_signs import FURTHER, sign_of
from tests.permissions import ANYBODY, CITIZEN, TABLE, WHO
from tests.town import Town

# Which of them may know of a case: one of the first district, of the second, a confidential one, and a complaint about
# the first district itself (which the centre works).
SEERS: Final[dict[str, frozenset[str]]] = {
    "own": frozenset(
        {
            "operator",
            "clerk",
            "manager",
            "inspector",
            "supervisor",
            "council",
            "admin",
            "deputy",
            "mayor",
            "inspectorate",
            "honours",
            "budget",
        }
    ),
    "other": frozenset(
        {
            "operator",
            "inspector",
            "supervisor",
            "council",
            "admin",
            "deputy",
            "mayor",
            "inspectorate",
            "honours",
            "budget",
        }
    ),
    "secret": frozenset({"inspectorate"}),
    "about": frozenset({"operator", "inspector", "supervisor", "council", "admin", "mayor", "inspectorate"}),
}


# Open to everybody with the scraper's token, or between a password and a code: their views ask for it.
ASK_THEMSELVES: Final = ("metrics", "report_proof", "staff_second_step")


@pytest.fixture(scope="module")
def all_looks(shared_town: Callable[[], AbstractContextManager[Town]]) -> Looks:
    """The four cases, and a session of each role."""
    with shared_town():
        return Looks(told_cases(), sessions())


@pytest.fixture
def looks(all_looks: Looks, town: Town, town_clock: object) -> Looks:
    """What every page shows to everybody."""
    return all_looks


def test_the_table_names_every_page() -> None:
    assert set(TABLE) == {one.name for one in pages()}
    assert {len(row) for row in TABLE.values()} == {len(WHO)}


def test_the_table_says_what_the_pages_declare() -> None:
    assert set(WHO[1:]) == set(Role)
    rows = {"public": ANYBODY, "citizen": CITIZEN}
    for page in pages():
        if page.name in ASK_THEMSELVES:
            continue
        staff = "s" + "".join("." if who in page.rule.roles else "x" for who in WHO[1:])
        assert TABLE[page.name] == rows.get(page.rule.kind, staff), page.name


@pytest.mark.parametrize("name", sorted(TABLE))
def test_a_door_opens_to_whom_the_table_says(name: str, looks: Looks) -> None:
    assert "".join(looks.of(name, who).sign for who in WHO) == TABLE[name]


@pytest.mark.parametrize("name", sorted(set(TABLE) - set(ASK_THEMSELVES)))
def test_a_door_opens_to_the_further_roles_as_their_rows_say(name: str, looks: Looks) -> None:
    rule = next(one.rule for one in pages() if one.name == name)
    rows = read_catalogue()
    assert rows is not None
    for code in FURTHER:
        assert looks.of(name, code).sign == sign_of(rule, rows.roles[code]), code


def test_the_table_by_hand_is_what_the_rows_say() -> None:
    for page in pages():
        if page.name not in ASK_THEMSELVES:
            worked_out = "".join(sign_of(page.rule, FIRST_ROLES[who]) for who in WHO[1:])
            assert TABLE[page.name][1:] == worked_out, page.name


@pytest.mark.parametrize("name", sorted(TABLE))
def test_every_page_has_the_headers(name: str, looks: Looks) -> None:
    rule = next(one.rule for one in pages() if one.name == name)
    for who in WHO:
        look = looks.of(name, who)
        assert look.header_faults == [], who
        if rule.kind != "public" and look.status == 200 and name != "case_photo":
            assert "no-store" in look.cache_control, who


@pytest.mark.parametrize("who", WHO)
def test_no_page_carries_a_script_or_a_style_of_its_own(who: str, looks: Looks) -> None:
    """What the policy forbids does not stand in the pages either."""
    for name in TABLE:
        assert looks.of(name, who).inline == [], name


@pytest.mark.parametrize("who", [*WHO, *FURTHER])
def test_no_page_gives_away_what_one_may_not_see(who: str, looks: Looks) -> None:
    hidden = {name for name in looks.told if who not in SEERS[name]}
    for page in pages():
        is_of_a_case = ":code>" in page.pattern or "report_id" in page.pattern
        for case in looks.told if is_of_a_case else ("own",):
            if page.name == "verdict":  # its signed link is the reporter's own key
                continue
            look = looks.of(page.name, who, case)
            assert not look.traces & hidden, f"{who} reads of a case at {look.path}"
            assert not look.phones, f"{who} reads a phone number at {look.path}"


def test_those_who_may_see_a_case_do(looks: Looks) -> None:
    """Otherwise the test above could not fail."""
    for name in looks.told:
        for who in (*WHO[1:], *FURTHER):
            look = looks.of("case", who, name)
            assert look.status == (200 if who in SEERS[name] else 404), (name, who)
            assert (name in look.traces) == (who in SEERS[name])
