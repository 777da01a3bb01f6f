"""Before a city is loaded, every page says so in both languages, and programs learn it by name."""

from typing import Any

import pytest
from django.test import Client

from tests.town import Town

PAGES = ("/", "/report/", "/map/", "/track/", "/answers/", "/help/", "/staff/login/")


@pytest.fixture
def no_city(town: Town, settings: Any) -> None:
    """An installation whose city is not in the database."""
    settings.CITY = "atlantis"


@pytest.mark.parametrize("path", PAGES)
def test_pages_say_that_the_system_is_not_set_up(no_city: None, client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 503
    assert response["Retry-After"] == "30"
    page = response.content.decode()
    assert "هنوز راه‌اندازی نشده" in page
    assert "not set up yet" in page


def test_an_unknown_address_says_so_too(no_city: None, client: Client) -> None:
    client.raise_request_exception = False  # the page of a 404 is the one that cannot be made
    response = client.get("/nowhere/")
    assert response.status_code == 503
    assert "not set up yet" in response.content.decode()


def test_programs_get_the_sentence_in_their_format(no_city: None, client: Client) -> None:
    response = client.get("/api/open311/v2/services.json")
    assert response.status_code == 503
    assert "راه‌اندازی نشده" in response.json()[0]["description"]
