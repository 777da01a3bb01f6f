"""The pages of the drop box: no cookie, no address, no script needed, honest about what is lost; and its receivers'."""

import json
import logging
from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from django.test import Client

from peygir.core import clock
from peygir.core.addresses import caller_key
from peygir.desks.dropbox.models import DropBox
from peygir.desks.dropbox.passes import READING_SECONDS
from peygir.people.models import RateLimitUse, Staff
from peygir.web.drop.box import GUESSES, MOST_GUESSES
from peygir.web.drop.pages import MOST_POSTS
from peygir.web.kit import blinded
from tests.dropped import Writer, coded, held_key, texts_of
from tests.town import Town, TownClock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("town_clock")]
ADDRESS = "203.0.113.77"
TEXT = "در آن کارگاه سیمان را دو بار حساب کرده‌اند."


@pytest.fixture
def writer(town: Town) -> Writer:
    return Writer(Client(REMOTE_ADDR=ADDRESS, headers={"accept-language": "fa"}))


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    with caplog.at_level(logging.DEBUG):
        yield caplog


def test_before_there_is_a_key_the_box_says_so(writer: Writer) -> None:
    assert "صندوق هنوز باز نشده است" in writer.client.get("/drop/").content.decode()
    assert writer.client.post("/drop/words/", {"receiver": "inspectorate"}).status_code == 503


def test_a_report_is_written_answered_and_read_without_scripts_and_cookies(town: Town, writer: Writer) -> None:
    key = held_key(town)
    answers = [writer.client.get("/drop/"), writer.begin()]
    assert len(writer.words.split()) == 7
    form = writer.client.post("/drop/write/", {"pass": writer.carried})
    done = writer.send(TEXT)
    assert "گزارش شما در صندوق است" in done.content.decode()
    opened = writer.open()
    assert "هنوز پاسخی نیست" in opened.content.decode()
    assert TEXT not in opened.content.decode(), "one's own words are not shown again"
    more = writer.write("و یک چیز دیگر")
    receipt = writer.client.post("/drop/receipt/", {"pass": writer.carried})
    assert texts_of(key, DropBox.objects.get()) == [TEXT, "و یک چیز دیگر"]
    for answer in (*answers, form, done, opened, more, receipt):
        assert answer.status_code == 200
        assert not answer.cookies
        assert answer["Cache-Control"] == "no-store"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert "Cookie" not in answer.get("Vary", "")
    words = writer.words
    assert all(words not in answer.content.decode() for answer in (form, done, opened, more))


def test_words_are_typed_back_before_anything_is_taken(town: Town, writer: Writer) -> None:
    held_key(town)
    writer.begin()
    wrong = writer.send(TEXT, words=" ".join(reversed(writer.words.split())))
    assert wrong.status_code == 422
    assert TEXT in wrong.content.decode(), "what was typed stays"
    assert DropBox.objects.count() == 0
    carried = writer.carried
    assert writer.send(TEXT, words=writer.words.replace(" ", "\u200c").replace("ی", "ي")).status_code == 200
    writer.carried = carried
    assert writer.send(TEXT).status_code == 409, "sent twice"
    assert DropBox.objects.count() == 1


def test_words_of_ones_own_choice_open_no_box(town: Town, writer: Writer) -> None:
    held_key(town)
    assert writer.client.post("/drop/write/", {"send": "1", "text": TEXT, "words": "آب " * 7}).status_code == 422
    assert writer.client.post("/drop/write/", {"send": "1", "pass": "x" * 80}).status_code == 422
    assert DropBox.objects.count() == 0


def test_a_lost_code_is_told_honestly(town: Town, writer: Writer) -> None:
    held_key(town)
    writer.begin()
    answer = writer.open()
    assert answer.status_code == 404
    assert "هیچ‌کس نمی‌تواند صندوق را برایتان باز کند" in answer.content.decode()
    assert writer.open("یک دو سه").status_code == 422


def test_a_pass_ends(town: Town, writer: Writer, town_clock: TownClock) -> None:
    held_key(town)
    writer.begin()
    writer.send(TEXT)
    town_clock.forward(seconds=READING_SECONDS + 1)
    assert writer.write("دیر").status_code == 404


def test_guessing_is_bounded_and_nobody_learns_the_address(
    town: Town, writer: Writer, logged: pytest.LogCaptureFixture
) -> None:
    held_key(town)
    writer.begin()
    writer.open()
    row = RateLimitUse.objects.get(limit_name=GUESSES)
    assert row.count == 1
    row.count = MOST_GUESSES
    row.save()
    refused = writer.open()
    assert refused.status_code == 429
    assert not refused.cookies
    other = Writer(Client(REMOTE_ADDR="203.0.113.78"), words=writer.words)
    assert other.open().status_code == 404
    RateLimitUse.objects.filter(limit_name="drop_box").update(count=MOST_POSTS)
    assert writer.open().status_code == 429
    assert "drop-bar" in writer.open().content.decode()
    stored = {(one.limit_name, one.key) for one in RateLimitUse.objects.all()}
    assert all(caller_key(ADDRESS) not in key for _, key in stored)
    assert ADDRESS not in logged.text
    assert "203.0.113" not in logged.text


def test_the_hash_of_an_address_is_another_one_tomorrow(town: Town, town_clock: TownClock) -> None:
    request = Client(REMOTE_ADDR=ADDRESS).get("/drop/").wsgi_request
    first = blinded.blinded_address(request)
    assert first == blinded.blinded_address(request)
    assert ADDRESS not in first
    town_clock.forward(days=1)
    assert blinded.blinded_address(request) != first
    town_clock.forward(days=-1)
    assert blinded.blinded_address(request) != first, "yesterday's key is lost"


def test_the_onion_address_is_told(writer: Writer, settings: LazySettings) -> None:
    assert "Onion-Location" not in writer.client.get("/drop/")
    settings.ONION_URL = "http://abc.onion"
    assert writer.client.get("/drop/")["Onion-Location"] == "http://abc.onion/drop/"


def test_a_browser_with_cookies_is_warned(writer: Writer) -> None:
    assert "این مرورگر اینجا شناخته است" not in writer.client.get("/drop/").content.decode()
    writer.client.cookies["sessionid"] = "x"
    assert "این مرورگر اینجا شناخته است" in writer.client.get("/drop/").content.decode()
    lead = writer.client.post("/drop/open/", {"words": "یک دو سه"}).content.decode().partition("page-lead")[2]
    assert "هفت واژه" in lead.partition("</p>")[0], "the warning does not take the place of what went wrong"


def test_a_failure_says_nothing_of_what_was_typed(
    town: Town, writer: Writer, settings: LazySettings, logged: pytest.LogCaptureFixture
) -> None:
    held_key(town)
    writer.begin()
    writer.send(TEXT)
    settings.HOME = "/proc/none"  # the record's keys cannot be there
    answer = writer.client.post("/drop/receipt/", {"pass": writer.carried})
    assert answer.status_code in (500, 503)
    assert TEXT not in logged.text
    assert writer.carried not in logged.text


def test_receivers_see_their_own_boxes_encrypted(town: Town, writer: Writer) -> None:
    key = held_key(town)
    writer.begin()
    writer.send(TEXT)
    box = DropBox.objects.get()
    inspector, mayor = Client(), Client()
    inspector.force_login(Staff.objects.get(username="inspectorate"))
    mayor.force_login(Staff.objects.get(username="mayor"))
    assert f"/desk/drop/{box.pk}/" in inspector.get("/desk/drop/").content.decode()
    page = inspector.get(f"/desk/drop/{box.pk}/").content.decode()
    assert TEXT not in page
    assert coded(bytes(box.public)).replace("+", "&#x2B;") in page or coded(bytes(box.public)) in page
    assert mayor.get(f"/desk/drop/{box.pk}/").status_code == 404
    refused = inspector.post(
        f"/desk/drop/{box.pk}/answer/", {"number": "2", "seals": json.dumps({str(key.id): "eA=="})}
    )
    assert refused.status_code == 409
    assert refused.json()["faults"]
    for seals in ("", "[]", "{", '{"x": "y"}', '{"1": 3}', '{"words": "###"}'):
        answer = inspector.post(f"/desk/drop/{box.pk}/seals/", {"key": str(key.id), "seals": seals})
        assert answer.status_code == 409
    inspector.post(f"/desk/drop/{box.pk}/end/", {"deed": "close"})
    box.refresh_from_db()
    assert box.closed_on == clock.now().date()
