"""What tests of marks pages share: a browser of somebody, the page as text, marks as an English page has them."""

from decimal import Decimal
from typing import Any

from django.test import Client
from django.utils.translation import override

from peygir.people.models import Staff
from peygir.web.kit import mark_words
from tests.markup import packed


def signed_in(username: str, language: str = "en") -> Client:
    """A browser in which somebody is signed in."""
    client = Client(headers={"Accept-Language": language})
    client.force_login(Staff.objects.get(username=username))
    return client


def body(answer: Any) -> str:
    """The page, without blanks between tags."""
    assert answer.status_code in (200, 409, 422), answer.status_code
    return packed(answer.content.decode())


def mark_text(value: Decimal | None) -> str:
    """A mark as an English page has it."""
    with override("en"):
        return mark_words.mark_text(value)
