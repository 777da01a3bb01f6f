"""What a first visit weighs, and what is compressed on its way: the limits of every public page."""

import gzip
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse

from lab.bench import weight
from peygir.people.models import Staff
from peygir.web.kit import built, citizen_session
from tests import make
from tests.drain import drain
from tests.town import Town

pytestmark = pytest.mark.usefixtures("town_clock")
TAKES = {"Accept-Encoding": "gzip, deflate, br"}


def body(client: Client, address: str, **headers: str) -> bytes:
    """What is sent; a built file comes in pieces."""
    answer: Any = client.get(address, headers=headers)
    assert answer.status_code == 200, address
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.fixture
def client(town: Town) -> Client:
    return Client()


def test_every_page_stays_within_its_limit(client: Client) -> None:
    if built.entry("kit/main") is None:
        pytest.skip("nothing is built: ./run test builds it")
    code = make.report(topic="CIV-01").code
    drain()
    case = reverse("public_case", args=[code])

    def size(address: str) -> int:
        return len(body(client, address, **TAKES))

    def text(address: str) -> str:
        return body(client, address).decode()

    rows = [row for page in (*weight.PAGES, case) for row in weight.weigh(page, size, text)]
    assert {row.page for row in rows if row.limit == weight.WITH_MAP} == {
        f"{page} + map" for page in ("/report/", "/map/", case)
    }
    for row in rows:
        assert row.is_good, (row.page, row.total, row.files)
        assert min(row.files.values()) > 0
    # A count that leaves things out would be light too.
    heaviest = max(rows, key=lambda row: row.total).files
    assert any("worker" in file for file in heaviest), "the map's worker"
    assert any(file.endswith(".woff2") for file in heaviest), "the typeface"
    assert {reverse("areas")} <= set(heaviest)


def test_what_is_too_heavy_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    weight.show([weight.Weight("/a/", 1024, {"/a/": 1000}), weight.Weight("/b/", 1024, {"/b/": 1000, "/c.js": 900})])
    light, heavy, *files = capsys.readouterr().out.splitlines()
    assert "✓" in light
    assert "1.9 KB of   1  ✗  /b/" in heavy
    assert len(files) == 2
    with pytest.raises(weight.NobodyAnswers):
        weight.weighed("http://127.0.0.1:9")


@pytest.mark.parametrize("name", ["home", "report", "areas", "manifest"])
def test_words_go_compressed(client: Client, name: str) -> None:
    answer = client.get(reverse(name), headers=TAKES)
    assert answer["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer["Vary"]
    plain = client.get(reverse(name)).content
    assert gzip.decompress(answer.content).partition(b"csrf")[0] == plain.partition(b"csrf")[0]
    assert len(answer.content) < len(plain)


def test_a_page_has_no_length_of_its_own(client: Client) -> None:
    """The same page comes in many lengths, so that no length tells what is in it."""
    assert len({len(client.get(reverse("areas"), headers=TAKES).content) for _ in range(12)}) > 1


@pytest.mark.parametrize("cookie", [django_settings.SESSION_COOKIE_NAME, citizen_session.COOKIE])
def test_who_is_signed_in_gets_plain_pages(client: Client, cookie: str) -> None:
    """ADR 11: a length would tell what is in a page that others may not see."""
    client.cookies[cookie] = "whatever it says"
    assert "Content-Encoding" not in client.get(reverse("home"), headers=TAKES).headers
    client.force_login(Staff.objects.get(username="supervisor"))
    answer = client.get(reverse("inbox"), headers=TAKES)
    assert answer.status_code == 200
    assert "Content-Encoding" not in answer.headers
