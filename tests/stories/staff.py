"""Members of the sample city's staff: how a story signs one in."""

from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page

PASSWORD = "nemune-137-shiraz"  # the sample's own

_signed_in: dict[str, tuple[str, list[Any]]] = {}
"""By user name: the page that signing in led to, and the cookies of the session."""


def sign_in(page: Page, username: str) -> None:
    """Sign in and open the page that this leads to; the form is filled in once, later pages share its session."""
    if username in _signed_in:
        landing, cookies = _signed_in[username]
        page.context.add_cookies(cookies)
        page.goto(landing)
        assert urlsplit(page.url).path == landing, f"the session of {username} ended: {page.url}"
        return
    page.goto("/staff/login/")
    page.locator("#id_username").fill(username)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/desk/**")
    cookies = [cookie for cookie in page.context.cookies() if cookie["name"] != "django_language"]
    _signed_in[username] = urlsplit(page.url).path, cookies
