"""The administrator's pages as tests read and submit them."""

import re
from typing import Any

from django.test import Client
from django.urls import reverse

from peygir.history.queries import timeline
from tests.markup import packed
from tests.town import ROLES as CAST
from tests.town import Town


def text_of(client: Client, address: str, status: int = 200, **query: Any) -> str:
    answer = client.get(address, query)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def latin(page: str) -> list[str]:
    """The words of a page's main part in Latin letters; user names have a line of their own."""
    main = page.split("<main", 1)[1].partition(">")[2].split("</main>", 1)[0]
    main = re.sub(r'<(p|span)[^>]*class="[^"]*\bltr\b[^"]*">.*?</\1>', " ", main, flags=re.DOTALL)
    names = {part for name in CAST for part in name.split("_")}  # the cast's Persian names hold their user names
    return [word for word in re.findall(r"[A-Za-z]{4,}", re.sub(r"<[^>]+>", " ", main)) if word not in names]


def post(client: Client, address: str, values: dict[str, Any], step: str, status: int) -> str:
    answer = client.post(address, values | {"step": step})
    assert answer.status_code == status, re.sub(r"\s+", " ", answer.content.decode())[-3000:]
    return answer.content.decode()


def decide(client: Client, address: str, values: dict[str, Any]) -> str:
    """Look first, then do it; the preview's own form is what is sent. Gives the preview."""
    preview = post(client, address, values, "preview", 200)
    assert 'id="preview"' in preview
    sent: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', packed(preview)):
        if name != "csrfmiddlewaretoken":
            sent.setdefault(name, []).append(value)
    again = post(client, address, sent, "again", 200)
    assert 'id="preview"' not in again
    assert client.post(address, sent | {"step": "do"}).status_code == 302
    return preview


def undo(client: Client, town: Town, back: str) -> None:
    number = timeline("city", town.city_id)[-1].number
    answer = client.post(reverse("admin_decision_undo", args=[number]), {"back": back})
    assert answer.headers["Location"] == reverse(f"admin_{back}")
