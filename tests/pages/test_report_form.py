"""The report's form: faults lead to their fields, the number is the consent, words are read while they are typed."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from peygir.cases.models import Report
from tests import make
from tests.town import Town

pytestmark = pytest.mark.usefixtures("town_clock")

TOLD = {"topic": "CIV-01", "text": make.POTHOLE, "address": "خیابان زند", "area": "01-01", "heard": "1"}


@pytest.fixture
def client(town: Town) -> Client:
    return Client(headers={"Accept-Language": "fa"})


def form_page(client: Client) -> str:
    return str(client.get(reverse("report")).content.decode())


@pytest.mark.parametrize(("changed", "field"), [({"text": "", "topic": ""}, "id_text"), ({"phone": "12"}, "id_phone")])
def test_each_fault_of_the_summary_leads_to_its_field(client: Client, changed: dict[str, str], field: str) -> None:
    answer = client.post(reverse("report"), {**TOLD, "key": "f" * 32, **changed})
    page = answer.content.decode()
    assert answer.status_code == 422
    summary = page.partition('id="form-faults"')[2].partition("</ul>")[0]
    assert re.findall(r'href="#([^"]+)"', summary) == [field]
    assert re.search(rf'<(?:input|textarea|select)[^>]*\sid="{field}"', page)


def test_the_fault_of_the_place_stands_under_the_address(client: Client) -> None:
    step = form_page(client).partition('data-step="where"')[2]
    assert 'id="error-place"' in step.partition("data-map-said")[0], "not below the map, where nobody sees it"


def test_a_number_is_kept_without_a_box_to_tick(client: Client) -> None:
    page = form_page(client)
    step = page.partition('data-step="you"')[2]
    assert "با نوشتن شماره می‌پذیرید" in step
    assert set(re.findall(r'type="checkbox"[^>]*name="(\w+)"', step)) == {"may_publish"}
    assert client.post(reverse("report"), {**TOLD, "key": "n" * 32, "phone": "09171234567"}).status_code == 302
    citizen = Report.objects.get().citizen
    assert citizen is not None
    assert citizen.phone == "+989171234567"


def test_words_are_read_while_they_are_typed_or_dictated(client: Client) -> None:
    step = form_page(client).partition('data-step="what"')[2].partition('id="hint"')[0]
    assert re.search(r'hx-trigger="input changed delay:\d+ms from:#id_text', step)
    assert "keyup" not in step


def test_the_form_has_a_low_foot_and_other_pages_have_their_links(client: Client) -> None:
    for name, has_links in (("report", False), ("track", True)):
        foot = client.get(reverse(name)).content.decode().split("<footer", 1)[1]
        assert (f'href="{reverse("rights")}"' in foot) is has_links, name


def test_a_landline_is_refused_where_a_code_is_to_come(client: Client) -> None:
    answer = client.post(reverse("me"), {"phone": "02112345678"})
    assert answer.status_code == 422
    assert "این شمارهٔ تلفن ثابت است و پیامک به آن نمی‌رسد" in answer.content.decode()
    asked = client.post(reverse("me"), {"phone": "09171234567"}).content.decode()
    assert "data-wait=" in asked, "another code can be asked for after a countdown"
