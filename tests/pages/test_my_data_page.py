"""“My data”: what is asked for, the fresh code, the download, calling off; in words that say what happens."""

import io
import zipfile
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from peygir.people.actions import make_one_time_code
from peygir.people.models import Citizen, PrivacyRequest
from tests import make
from tests.drain import drain
from tests.markup import packed
from tests.retained import marked_case, night
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")
PHONE = PHONES[1]


def browser(phone: str = PHONE, *, language: str = "en") -> Client:
    """A browser that proved the phone."""
    client = Client(headers={"Accept-Language": language})
    client.post(reverse("me_code"), {"phone": phone, "code": make_one_time_code(phone)})
    return client


def wish(kind: str, **more: Any) -> dict[str, Any]:
    """What the form sends for all names of the phone."""
    names = [str(number) for number in Citizen.objects.filter(phone=PHONE).values_list("pk", flat=True)]
    return {"wish": kind, "names": names, "open_cases": "wait", **more}


def confirmed(client: Client, kind: str, **more: Any) -> Any:
    """The answer after a right code."""
    return client.post(reverse("me_data_do"), wish(kind, code=make_one_time_code(PHONE), **more), follow=True)


def text_of(answer: Any) -> str:
    return packed(answer.content.decode())


def test_a_copy_from_the_wish_to_the_download(town: Town) -> None:
    marked_case(town, PHONE, "زنبق")
    client = browser()
    assert reverse("me_data") in client.get(reverse("me_reports")).content.decode()
    assert "Copy or erasure" not in text_of(client.get(reverse("me_data")))
    page = text_of(confirmed(client, "export"))
    assert "Your copy is being made" in page
    request = PrivacyRequest.objects.get()
    assert client.get(reverse("me_data_copy", args=[request.pk])).status_code == 404
    drain()
    assert "Your copy is ready until" in text_of(client.get(reverse("me_data")))
    answer = client.get(reverse("me_data_copy", args=[request.pk]))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer.headers["Cache-Control"] or "no-cache" in answer.headers["Cache-Control"]
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as archive:
        assert "data.json" in archive.namelist()


def test_another_browser_of_the_same_phone_does_not_get_it(town: Town) -> None:
    marked_case(town, PHONE, "زنبق")
    confirmed(browser(), "export")
    drain()
    other = browser()
    assert "only in the browser that asked for it" in text_of(other.get(reverse("me_data")))
    assert other.get(reverse("me_data_copy", args=[PrivacyRequest.objects.get().pk])).status_code == 404


def test_without_a_fresh_code_nothing_is_kept(town: Town) -> None:
    marked_case(town, PHONE, "زنبق")
    client = browser()
    for code in ("", "000000", "abc"):
        answer = client.post(reverse("me_data_do"), wish("erasure", code=code))
        assert answer.status_code == 422
        assert "Erase my data?" in text_of(answer), "the choice is kept"
    assert not PrivacyRequest.objects.exists()


def test_the_code_page_says_what_happens(town: Town) -> None:
    marked_case(town, PHONE, "زنبق")
    page = text_of(browser().post(reverse("me_data_ask"), wish("erasure")))
    for sentence in (
        "What stays is the case itself",
        "is erased when the case has ended",
        "first night after 24 hours",
    ):
        assert sentence in page
    assert "زنبقنام" in page
    now = text_of(browser().post(reverse("me_data_ask"), wish("erasure", open_cases="now")))
    assert "leave open cases in the same night" in now
    copy = text_of(browser(language="fa").post(reverse("me_data_ask"), wish("export")))
    assert "تنها با همین مرورگر و تا ۲۴ ساعت" in copy


def test_no_name_or_a_strange_wish_is_said_beside_its_box(town: Town) -> None:
    marked_case(town, PHONE, "زنبق")
    client = browser()
    answer = client.post(reverse("me_data_ask"), wish("erasure", names=[]))
    assert answer.status_code == 422
    assert "Please choose at least one name." in text_of(answer)
    stranger = str(make.report_row(make.report(phone=PHONES[2]).code).citizen_id)
    assert client.post(reverse("me_data_ask"), wish("erasure", names=[stranger])).status_code == 422
    assert client.post(reverse("me_data_ask"), wish("wings")).status_code == 422


def test_erasure_is_called_off_on_the_page(town: Town) -> None:
    marked_case(town, PHONE, "زنبق")
    client = browser()
    assert "Until tomorrow you can cancel it on this page" in text_of(confirmed(client, "erasure"))
    request = PrivacyRequest.objects.get()
    path = reverse("me_data_cancel", args=[request.pk])
    marked_case(town, PHONES[2], "نسترن")
    assert browser(PHONES[2]).post(path).status_code == 404
    assert "It is cancelled" in text_of(client.post(path, follow=True))
    assert client.post(path).status_code == 404
    assert "Cancel the request" not in text_of(client.get(reverse("me_data")))


def test_a_second_wish_is_refused_with_a_sentence(town: Town) -> None:
    marked_case(town, PHONE, "زنبق")
    client = browser()
    confirmed(client, "erasure")
    answer = client.post(reverse("me_data_do"), wish("erasure", code=make_one_time_code(PHONE)))
    assert answer.status_code == 409
    assert "You have asked for this already" in text_of(answer)


def test_while_it_waits_the_page_says_for_what(town: Town, town_clock: TownClock) -> None:
    marked_case(town, PHONE, "زنبق")
    marked_case(town, PHONE, "نسترن", is_ended=False)
    confirmed(browser(), "erasure")
    night(town_clock, days=2)
    page = text_of(browser().get(reverse("me_data")))
    assert "1 case is still open" in page
    assert "Erased so far" in page


def test_nothing_is_kept_under_a_new_number(town: Town) -> None:
    page = text_of(browser(PHONES[9]).get(reverse("me_data")))
    assert "No report was made with this number" in page


def test_who_has_the_number_now_sees_nothing_of_who_had_it(town: Town, town_clock: TownClock) -> None:
    old = marked_case(town, PHONES[1], "زنبق")
    town_clock.forward(days=200)
    client = browser()
    page = packed(client.get("/me/reports/").content.decode())
    assert old.code not in page
    assert "may have a new holder" in page
    page = packed(client.get("/me/data/").content.decode())
    assert old.words[1] not in page
    form = {"wish": "export", "open_cases": "wait", "names": str(old.citizen.pk)}
    assert client.post("/me/data/ask/", form).status_code == 422, "the name is not offered"
    wrong = client.post("/me/data/ask/", {"wish": "export", "open_cases": "wait", "older": "1234567890"})
    assert wrong.status_code == 404
    assert "No older report with this number" in packed(wrong.content.decode())
    asked = client.post("/me/data/ask/", {"wish": "export", "open_cases": "wait", "older": old.code})
    assert asked.status_code == 200, "whoever has the tracking code was the reporter"
    assert client.get(reverse("me_withdraw", args=[old.code])).status_code == 404


def test_a_row_without_a_name_is_shown_from_the_last_silence_on(town: Town, town_clock: TownClock) -> None:
    old = make.report(phone=PHONE, proof="message", text="زنبق").code
    drain()
    type(make.case(old)).objects.filter(code=old).update(state="withdrawn")
    town_clock.forward(days=400)
    new = make.report(phone=PHONE, proof="message", text="نسترن").code
    client = browser()
    listed = text_of(client.get(reverse("me_reports")))
    assert (new in listed, old in listed) == (True, False)
    assert "may have a new holder" in listed
    page = text_of(client.post(reverse("me_data_ask"), wish("export")))
    assert "It is about what came to us from 7 June 2027 on" in page
    page = text_of(client.post(reverse("me_data_ask"), wish("export", older=old)))
    assert "It is about what came to us from 3 May 2026 on" in page
    confirmed(browser(), "export", older=old)
    request = PrivacyRequest.objects.get()
    assert request.since == make.report_row(old).received_at
