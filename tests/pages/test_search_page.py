"""The search page: one box in the header, phones by a press of their own, and words when there is nothing."""

import pytest
from django.urls import reverse

from peygir.people.actions import count_use
from tests import make
from tests.pages.test_works import signed_in
from tests.town import PHONES, Town

pytestmark = pytest.mark.usefixtures("town_clock")
SEARCH = "/desk/search/"


def test_the_box_stands_in_the_header_of_staff_alone(town: Town) -> None:
    page = signed_in("clerk").get("/desk/inbox/").content.decode()
    assert 'id="head-q"' in page
    assert 'id="head-q"' not in signed_in("clerk").get("/staff/logout/").content.decode()


def test_words_lead_to_lines_and_what_was_typed_stays(town: Town) -> None:
    code = make.referred(text="لکه‌گیری جلوی نانوایی")
    answer = signed_in("clerk").get(SEARCH, {"q": "لکه گیری"})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert f"/desk/case/{code}/" in page
    assert 'value="لکه گیری"' in page
    assert "Cases found: 1" in page
    assert "no-store" in answer["Cache-Control"]
    page = signed_in("clerk").get(SEARCH, {"q": "زرافه"}).content.decode()
    assert "Nothing was found" in page
    assert "One box for everything" in signed_in("clerk").get(SEARCH).content.decode()


def test_a_phone_is_looked_for_by_a_press_alone(town: Town) -> None:
    code = make.referred(phone=PHONES[3])
    client = signed_in("clerk")
    page = client.get(SEARCH, {"q": "09170000003"}).content.decode()
    assert "This looks like a phone number" in page
    assert code not in page
    assert "phone_looked_at" not in make.kinds(code)
    page = client.post(SEARCH, {"q": "۰۹۱۷ ۰۰۰ ۰۰۰۳"}).content.decode()
    assert code in page
    assert "This access is recorded" in page
    assert make.kinds(code).count("phone_looked_at") == 1
    assert "No case of this number" in client.post(SEARCH, {"q": PHONES[9]}).content.decode()
    assert "does not search by phone" in signed_in("council").get(SEARCH, {"q": PHONES[3]}).content.decode()
    assert signed_in("council").post(SEARCH, {"q": PHONES[3]}).status_code == 403


def test_a_code_of_another_unit_leads_to_the_public_page(town: Town) -> None:
    code = make.referred(district="2")
    page = signed_in("clerk").get(SEARCH, {"q": code}).content.decode()
    assert "not in the hands of your unit" in page
    assert f'href="/t/{code}/"' in page
    assert f"/desk/case/{code}/" not in page
    secret = make.referred("CNF-01")
    page = signed_in("clerk").get(SEARCH, {"q": secret}).content.decode()
    assert "Nothing was found" in page, "of a confidential report nothing is said"


def test_a_case_that_has_ended_is_not_said_to_have_no_promise(town: Town) -> None:
    code = make.done()
    make.command(code, "confirm", town.operator)
    page = signed_in("clerk").get(SEARCH, {"q": code}).content.decode()
    assert f"/desk/case/{code}/" in page
    assert "No promise" not in page


def test_words_that_come_by_post_are_an_address_again(town: Town) -> None:
    answer = signed_in("clerk").post(SEARCH, {"q": "نانوایی"})
    assert answer.status_code == 302
    assert answer["Location"].startswith(f"{SEARCH}?q=")


def test_too_many_phones_are_refused_in_words(town: Town) -> None:
    for _ in range(60):
        count_use("phone_search", str(town.clerk), 60, 3600)
    answer = signed_in("clerk").post(SEARCH, {"q": PHONES[3]})
    assert answer.status_code == 429
    assert "Too many requests" in answer.content.decode()


@pytest.mark.parametrize("text", ["x" * 5000, "\u200c", "<script>alert(1)</script>", "'; DROP TABLE", "%" * 50])
def test_bad_words_are_only_words(town: Town, text: str) -> None:
    answer = signed_in("supervisor").get(reverse("search"), {"q": text})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()
