"""The second person of a change by two people, in a browser of their own."""

from playwright.sync_api import expect

from tests.stories.conftest import OpenPage
from tests.stories.staff import sign_in


def confirmed_by_another(open_page: OpenPage, address: str) -> None:
    """The inspectorate opens a proposal and confirms exactly what it shows."""
    other = open_page("desk", "fa")
    sign_in(other, "inspectorate")
    other.goto(address)
    other.locator("form:has(input[value=confirm]) button").click()
    expect(other.locator("form:has(input[value=confirm])")).to_have_count(0)
