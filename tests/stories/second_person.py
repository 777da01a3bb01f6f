"""The second person of a change by two people, in a browser of their own."""

from playwright.sync_api import Page, expect

from tests.stories.conftest import OpenPage
from tests.stories.staff import sign_in


def confirmed_by_another(open_page: OpenPage, proposed: Page) -> None:
    """The inspectorate opens the proposal to which a page leads, and confirms exactly what it shows."""
    proposed.wait_for_url("**/desk/admin/changes/*/")
    other = open_page("desk", "fa")
    sign_in(other, "inspectorate")
    other.goto(proposed.url)
    other.locator("form:has(input[value=confirm]) button").click()
    expect(other.locator("form:has(input[value=confirm])")).to_have_count(0)
