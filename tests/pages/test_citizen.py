"""A citizen's own pages: reports with their promises, taking one back, silence, and the verdict with a photo."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from peygir.desks.answers import links
from peygir.desks.answers.actions import follow
from peygir.desks.intake.models import Photo
from peygir.people.models import Citizen
from tests import make
from tests.browsers import proven
from tests.drain import drain
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")


@pytest.fixture
def client(town: Town) -> Client:
    return Client(headers={"Accept-Language": "fa"})


# ── my reports ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_my_reports_show_state_and_promise(client: Client) -> None:
    make.referred()
    page = proven(client, PHONES[0]).get(reverse("me_reports")).content.decode()
    assert "ارجاع شد" in page
    assert "قول ما: تا" in page
    assert "انصراف از این گزارش" in page


def test_taking_back_asks_first_and_says_what_it_does(live_town: Town, town_clock: TownClock) -> None:
    client = Client(headers={"Accept-Language": "fa"})
    code = make.in_hand()
    path = reverse("me_withdraw", args=[code])
    assert client.get(path).status_code == 302, "first a code to the phone"
    mine = proven(client, PHONES[0])
    assert "تنها شما این را گزارش کرده‌اید" in mine.get(path).content.decode()
    make.report(phone=PHONES[1], join_code=code)
    assert "۱ نفر دیگر هم" in mine.get(path).content.decode()
    assert make.case(code).state == "in_hand"
    answer = mine.post(path, {"reason": "درست شد"}, follow=True)
    assert "انصراف داده‌اید" in answer.content.decode()
    assert make.kinds(code)[-1] == "report_left"
    again = mine.post(path)
    assert again.status_code == 409
    assert "دیگر نمی‌توان پس گرفت" in again.content.decode()


def test_nobody_takes_back_what_is_not_theirs(client: Client) -> None:
    code, anonymous = make.in_hand(), make.report(phone=None).code
    other = proven(client, PHONES[1])
    for wrong in (code, anonymous, "0", "0512345678"):
        assert other.post(reverse("me_withdraw", args=[wrong])).status_code == 404
    assert make.case(code).state == "in_hand"


def test_done_work_is_not_taken_back(live_town: Town, town_clock: TownClock) -> None:
    client = Client(headers={"Accept-Language": "fa"})
    code = make.done()
    mine = proven(client, PHONES[0])
    assert "انصراف از این گزارش" not in mine.get(reverse("me_reports")).content.decode()
    assert mine.post(reverse("me_withdraw", args=[code])).status_code == 409


def test_silence_and_back(client: Client) -> None:
    make.referred()
    mine = proven(client, PHONES[0])
    page = mine.post(reverse("me_silence"), {"silent": "yes"}, follow=True).content.decode()
    assert "خواسته‌اید پیامی نیاید" in page
    assert Citizen.objects.get().is_silent
    mine.post(reverse("me_silence"), {"silent": "no"})
    assert not Citizen.objects.get().is_silent
    assert client.get(reverse("me_silence")).status_code == 405


# ── the verdict ─────────────────────────────────────────────────────────────────────────────────────────────────────


def verdict_path(code: str) -> str:
    """The page behind the link of the message."""
    return reverse("verdict", args=[links.token_of(make.report_row(code).pk)])


def test_no_with_a_reason_and_a_photo(client: Client) -> None:
    code = make.done()
    photo = SimpleUploadedFile("now.jpg", make.photo(), "image/jpeg")
    answer = client.post(verdict_path(code), {"answer": "no", "reason": "هنوز گود است", "photos": [photo]}, follow=True)
    assert "با نوشتهٔ شما دوباره به واحد رسید" in answer.content.decode()
    drain()
    assert make.case(code).state == "reopened"
    assert Photo.objects.get().state == "ready"


@pytest.mark.parametrize(
    ("verb", "question_text"), [("finish", "چه چیزی هنوز درست نشده است؟"), ("decline", "چرا باید دوباره بررسی شود؟")]
)
def test_a_no_is_asked_for_its_own_reason(verb: str, question_text: str, client: Client, town: Town) -> None:
    code = make.in_hand()
    make.command(code, verb, town.clerk, note="بررسی شد.", **({"form": "آسفالت"} if verb == "finish" else {}))
    drain()
    assert question_text in client.get(verdict_path(code)).content.decode()
    empty = client.post(verdict_path(code), {"answer": "no", "reason": " "})
    assert empty.status_code == 422
    assert "تا واحد بداند چه باید بکند" in empty.content.decode()


def test_a_photo_that_is_none_is_told_and_the_words_stay(client: Client) -> None:
    code = make.done()
    wrong = SimpleUploadedFile("now.jpg", b"nothing", "image/jpeg")
    answer = client.post(verdict_path(code), {"answer": "no", "reason": "هنوز گود است", "photos": [wrong]})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "نتوانستیم به عنوان عکس باز کنیم" in page
    assert "هنوز گود است" in page
    assert '<details class="disclose" open>' in page
    assert make.case(code).state == "done"


def test_the_second_reporter_is_asked_as_well(client: Client, town: Town) -> None:
    first = make.in_hand()
    second = make.report(phone=PHONES[1], join_code=first).code
    drain()
    make.command(first, "finish", town.clerk, note="پر شد", form="آسفالت")
    drain()
    client.post(verdict_path(first), {"answer": "yes"})
    drain()
    page = client.get(verdict_path(second)).content.decode()
    assert "نظر شما هم مهم است" in page
    client.post(verdict_path(second), {"answer": "no", "reason": "نه، گود است"})
    drain()
    assert make.case(first).state == "reopened"
    story = client.get(reverse("public_case", args=[first])).content.decode()
    assert "یکی دیگر از گزارش‌دهندگان می‌گوید مشکل برطرف نشده است" in story


# ── following ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", ["fa", "en"])
def test_every_page_in_both_languages(client: Client, town: Town, language: str) -> None:
    code = make.in_hand()
    following = follow(town.city_id, area_code="01-01", phone=PHONES[0])
    mine = proven(Client(headers={"Accept-Language": language}), PHONES[0])
    paths: list[Any] = [
        reverse("report"),
        reverse("report_waiting"),
        reverse("me_reports"),
        reverse("me_withdraw", args=[code]),
        reverse("follow_area"),
        reverse("follow_sent"),
        reverse("follow_case", args=[code]),
        reverse("following", args=[links.following_token(following)]),
        verdict_path(code),
    ]
    for path in paths:
        page = mine.get(path)
        assert page.status_code == 200, path
        assert f'lang="{language}"' in page.content.decode()
