"""Following a case or an area: by a proven phone or a confirmed email address, within limits, and ended by a link."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from peygir.cases.models import Case
from peygir.desks.answers import links
from peygir.desks.answers.actions import follow
from peygir.desks.answers.models import Following
from tests import make
from tests.browsers import proven
from tests.drain import drain
from tests.fakes import FakeMailbox
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")


@pytest.fixture
def client(town: Town) -> Client:
    return Client(headers={"Accept-Language": "fa"})


def test_following_a_case_by_a_proven_phone(client: Client, town: Town) -> None:
    code = make.in_hand()
    path = reverse("follow_case", args=[code])
    asked = client.post(path, {"by": "sms"})
    assert asked.status_code == 302
    assert asked["Location"].startswith(reverse("me")), "first a code to the phone"
    mine = proven(client, PHONES[5])
    page = mine.post(path, {"by": "sms"}, follow=True).content.decode()
    assert "این را دنبال می‌کنید" in page
    assert Following.objects.get().address == PHONES[5]
    assert "آنچه دنبال می‌کنید" in mine.get(reverse("me_reports")).content.decode()


def test_following_an_area_by_mail(client: Client, tmp_path: Path) -> None:
    path = reverse("follow_area")
    assert "لطفاً یک محله انتخاب کنید" in client.post(path, {"by": "mail", "email": "a@example.ir"}).content.decode()
    wrong = client.post(path, {"by": "mail", "email": "چیزی", "area": "01-01"})
    assert wrong.status_code == 422
    assert "چیزی" in wrong.content.decode()
    sent = client.post(path, {"by": "mail", "email": "a@example.ir", "area": "01-01"}, follow=True)
    assert "a@example.ir" in sent.content.decode()
    drain()
    (letter,) = FakeMailbox(tmp_path).letters("a@example.ir")
    match = re.search(r"/f/\S+/", letter.text)
    assert match
    page = client.get(match[0]).content.decode()
    assert "می‌خواهید این را دنبال کنید؟" in page
    assert Following.objects.get().proven_at is None, "looking at a link confirms nothing"
    make.referred(text="متنی که نباید دیده شود")
    page = client.post(match[0], {"wish": "yes"}, follow=True).content.decode()
    assert "چاله خیابان" in page
    assert "متنی که نباید دیده شود" not in page
    assert Following.objects.get().proven_at is not None
    page = client.post(match[0], {"wish": "stop"}, follow=True).content.decode()
    assert "دیگر این را دنبال نمی‌کنید" in page
    assert Following.objects.get().ended_at is not None


def test_letters_to_one_address_have_a_limit(client: Client, town_clock: TownClock) -> None:
    form = {"by": "mail", "email": "a@example.ir", "area": "01-01"}
    for _ in range(5):
        assert client.post(reverse("follow_area"), form).status_code == 302
    refused = client.post(reverse("follow_area"), form)
    assert refused.status_code == 422
    assert "تعداد درخواست‌ها زیاد است" in refused.content.decode()


def test_one_box_is_one_address_however_it_is_spelled(client: Client, town_clock: TownClock) -> None:
    spelled = ("a.b@gmail.com", "ab+1@gmail.com", "AB@GMail.com", "a.b+x@googlemail.com", "a.b+y@gmail.com")
    answers = [
        client.post(reverse("follow_area"), {"by": "mail", "email": email, "area": "01-01"}).status_code
        for email in (*spelled, "ab+2@gmail.com", "other@gmail.com")
    ]
    assert answers == [302] * 5 + [422, 302]


def test_one_network_address_names_so_many_letter_boxes(client: Client, settings: Any) -> None:
    settings.NUMBERS_PER_ADDRESS = 3
    answers = [
        client.post(reverse("follow_area"), {"by": "mail", "email": f"a{n}@example.ir", "area": "01-01"}).status_code
        for n in range(5)
    ]
    assert answers == [302, 302, 302, 422, 422]


def test_a_secret_case_is_not_followed_nor_named(client: Client, town: Town) -> None:
    secret = make.report("CNF-01", text="رشوه").code
    assert client.get(reverse("follow_case", args=[secret])).status_code == 404
    assert client.get(reverse("follow_case", args=["0512345678"])).status_code == 404
    code = make.in_hand()
    following = follow(town.city_id, code=code, phone=PHONES[5])
    Case.objects.filter(code=code).update(is_confidential=True)
    page = client.get(reverse("following", args=[links.following_token(following)])).content.decode()
    assert "چاله خیابان" not in page
