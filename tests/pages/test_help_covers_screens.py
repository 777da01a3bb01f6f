"""Help covers the screens: each has a guide, which stands in the manual of somebody who may open it."""

from typing import Final

import pytest
from django.urls import resolve

from peygir.people.first_roles import FIRST_ROLES
from peygir.web.help.catalogue import Guide, guide_of, guides, guides_by_screen, guides_for
from tests.doors import Endpoint, pages
from tests.pages.test_walk import WORDS
from tests.permission_signs import sign_of
from tests.staff_screens import methods, package_of, screens
from tests.stories.walk import EVERY

# Packages of `peygir.web` whose guides are not written yet.
NOT_YET: Final = frozenset(
    {
        "budget",
        "clerk",
        "explore",
        "honours_office",
        "jury",
        "leaders",
        "manager",
        "planner",
        "plans",
        "secretariat",
    }
)
RULES: Final = {page.name: page.rule for page in pages()}


def may_open(screen: str, role: str) -> bool:
    """Whether a role of the first rows opens a screen."""
    return sign_of(RULES[screen], FIRST_ROLES[role]) == "."


@pytest.mark.parametrize("screen", screens(), ids=lambda screen: screen.name)
def test_a_screen_has_a_guide_in_the_manual_of_somebody_who_opens_it(screen: Endpoint) -> None:
    if package_of(screen) in NOT_YET:
        pytest.skip("its guide is not written yet")
    name = guides_by_screen().get(screen.name)
    assert name is not None, f"{screen.name} has no guide: peygir/web/help/guides/index.toml"
    assert any(may_open(screen.name, role) for role in guide_of(name).roles), f"{name} is for nobody who opens it"


@pytest.mark.parametrize("guide", guides(), ids=lambda guide: guide.name)
def test_a_guide_is_for_those_who_open_its_screens(guide: Guide) -> None:
    assert [role for role in guide.roles if not any(may_open(screen, role) for screen in guide.screens)] == []


def test_every_page_of_staff_says_its_methods() -> None:
    assert [page.name for page in pages() if page.rule.kind == "staff" and not methods(page.view)] == []


def test_every_role_has_a_manual() -> None:
    assert [role for role in FIRST_ROLES if not guides_for(role)] == []


def test_what_the_stories_walk_through_is_a_screen() -> None:
    walked = {resolve(path.format(**WORDS).split("?")[0]).url_name for path in EVERY.values()}
    screen_names = {screen.name for screen in screens()}
    assert {name for name in walked if name is not None and RULES[name].kind == "staff"} - screen_names == set()


def test_parts_data_files_and_commands_are_no_screens() -> None:
    screen_names = {screen.name for screen in screens()}
    others = {"case_news", "console_line", "crew_today", "export", "help_manual", "city_report_file", "help_of", "desk"}
    commands = {"admin_key_withdraw", "case_phone", "call_again"}
    assert (others | commands) & screen_names == set()
    assert not any("GET" in methods(page.view) for page in pages() if page.name in commands)
    assert others | commands <= set(RULES)
