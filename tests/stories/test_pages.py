"""Every page a person may open, on a phone and on a desk, in Persian and in English."""

import pytest

from tests.stories.conftest import OpenPage, shot
from tests.stories.test_whole_life import sign_in

PUBLIC = {"home": "/", "report": "/report/", "track": "/track/", "me": "/me/", "login": "/staff/login/",
          "health": "/health", "ui": "/ui", "missing": "/t/0500000000/"}  # fmt: skip
DESK = {"inbox": "/desk/", "inbox-empty": "/desk/?state=withdrawn&text=zzzz", "account": "/staff/account/",
        "climbed": "/desk/climbed/"}  # fmt: skip

CENTRE = {"agencies": "/desk/routing/agencies/", "rules": "/desk/routing/rules/", "lessons": "/desk/routing/lessons/",
          "rule-new": "/desk/routing/rules/new/", "returns": "/desk/routing/returns/",
          "more-time": "/desk/more-time/", "reading": "/desk/reading/", "works": "/desk/works/"}  # fmt: skip


@pytest.mark.parametrize("language", ["fa", "en"])
@pytest.mark.parametrize("size", ["phone", "desk"])
def test_pages(open_page: OpenPage, size: str, language: str) -> None:
    """Each page opens without a console error or a foreign request, and does not scroll sideways."""
    visitor, clerk, chief = (open_page(size, language) for _ in range(3))
    sign_in(clerk, "clerk-d01")
    sign_in(chief, "supervisor")
    for page, pages in ((visitor, PUBLIC), (clerk, DESK), (chief, CENTRE)):
        for name, address in pages.items():
            answer = page.goto(address)
            assert answer is not None
            assert answer.status in ((404,) if name == "missing" else (200,)), (name, answer.status)
            width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert width <= 0, f"{name} scrolls sideways by {width} px"
            shot(page, f"{name}-{size}-{language}")
    clerk.goto("/desk/")
    clerk.locator('main a[href^="/desk/case/"]').first.click()
    clerk.wait_for_load_state("networkidle")
    shot(clerk, f"case-{size}-{language}")
