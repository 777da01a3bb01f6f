"""A reporter without a number answers from the browser that reported, or with the answer code."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from peygir.core.persian import fa_digits
from peygir.desks.answers.answer_codes import answer_code_of, is_answer_code
from tests import make
from tests.drain import drain
from tests.markup import packed
from tests.town import PHONES, Town, point_in

pytestmark = pytest.mark.usefixtures("town_clock")


def finished(phone: str | None = None, **given: Any) -> str:
    """The tracking code of a report whose work is done; its reporters were asked, if they could be."""
    code = make.done(phone=phone, **given)
    drain(twice=True)
    return code


def english() -> Client:
    return Client(headers={"Accept-Language": "en"})


def page(client: Client, name: str, code: str) -> str:
    return packed(client.get(reverse(name, args=[code])).content.decode())


def sent_from(client: Client) -> str:
    """A report without a number, sent by the form from this browser."""
    lat, lon = point_in("1")
    answer = client.post(reverse("report"), {"text": "چالهٔ بزرگ در خیابان", "lat": lat, "lon": lon, "heard": "1"})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return answer.headers["Location"].rstrip("/").rpartition("/")[2].partition("?")[0]


def test_the_public_page_says_who_was_asked(town: Town) -> None:
    told, nobody, system = finished(PHONES[0]), finished(), finished(channel="api")
    assert "we have asked by SMS" in page(english(), "public_case", told)
    assert "Answer with the answer code" not in page(english(), "public_case", told)
    anonymous = page(english(), "public_case", nobody)
    assert "we could not ask anybody" in anonymous
    assert "SMS" not in anonymous.partition("What has happened")[0].partition("Facts")[0]
    assert "The reporter left no way to be asked" in page(english(), "public_case", system)


def test_with_the_answer_code_the_reporter_has_the_last_word(town: Town) -> None:
    code, client = finished(), english()
    report_id = make.report_row(code).pk
    address = reverse("answer_by_code", args=[code])
    wrong = client.post(address, {"answer_code": f"{(int(answer_code_of(report_id)) + 1) % 10**6:06d}"})
    assert wrong.status_code == 422
    assert "not the answer code of this report" in wrong.content.decode()
    typed = answer_code_of(report_id)
    led = client.post(address, {"answer_code": fa_digits(f"{typed[:3]}-{typed[3:]}")})
    assert led.status_code == 302
    assert "Is it fixed?" in packed(client.get(led.headers["Location"]).content.decode())
    client.post(led.headers["Location"], {"answer": "no", "reason": "هنوز چاله هست"})
    assert make.case(code).state == "reopened"


def test_six_digits_cannot_be_found_by_trying(town: Town) -> None:
    code, client = finished(), english()
    address, right = reverse("answer_by_code", args=[code]), answer_code_of(make.report_row(code).pk)
    answers = [client.post(address, {"answer_code": f"{number:06d}"}).status_code for number in range(6)]
    assert answers == [422] * 5 + [429]
    assert client.post(address, {"answer_code": right}).status_code == 429, "a right one is refused as well"


def test_the_browser_that_reported_needs_no_code(town: Town) -> None:
    client = english()
    code = sent_from(client)
    drain()
    done = page(client, "report_done", code)
    typed = answer_code_of(make.report_row(code).pk)
    assert f"{typed[:3]} {typed[3:]}" in done
    assert "You left no number" in done
    stranger = page(english(), "report_done", code)
    assert f"{typed[:3]} {typed[3:]}" not in stranger
    assert typed not in stranger
    assert "If you left a number" in stranger
    make.command(code, "accept", town.clerk)
    make.command(code, "finish", town.clerk, note="چاله پر شد.", form="آسفالت")
    drain(twice=True)
    assert "Give my answer" in page(client, "public_case", code)
    led = client.get(reverse("answer_by_code", args=[code]))
    client.post(led.headers["Location"], {"answer": "yes"})
    assert make.case(code).state == "confirmed"


def test_a_report_with_a_number_has_no_answer_code(town: Town) -> None:
    code = finished(PHONES[1])
    right = answer_code_of(make.report_row(code).pk)
    answer = english().post(reverse("answer_by_code", args=[code]), {"answer_code": right})
    assert answer.headers["Location"] == reverse("public_case", args=[code])
    assert english().get(reverse("answer_by_code", args=["0000000000"])).status_code == 404


def test_a_former_signing_key_still_opens(settings: Any) -> None:
    code = answer_code_of(17)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another-key"
    assert answer_code_of(17) != code
    assert is_answer_code(17, code)
    assert not is_answer_code(18, code)
    assert not is_answer_code(17, "")


def test_a_changed_cookie_is_nobodys(town: Town) -> None:
    client = english()
    code = sent_from(client)
    for name in list(client.cookies):
        if "own" in name:
            client.cookies[name] = "x" + client.cookies[name].value
    assert "If you left a number" in page(client, "report_done", code)
