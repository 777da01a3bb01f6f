"""Commands of the JSON API and of the pages that are sent twice: done once, with the same answer."""

import json
import uuid

import pytest
from django.urls import reverse

from peygir.api.endpoint import api
from peygir.api.idempotency import REPLAYED
from peygir.cases.models import Note, Report
from tests import make
from tests.api.caller import Caller, is_refusal, report_body, token_for
from tests.markup import packed
from tests.pages.test_works import signed_in
from tests.town import Town

pytestmark = pytest.mark.usefixtures("town_clock")


def notes(code: str) -> list[str]:
    return [note.text for note in Note.objects.filter(case__code=code).order_by("pk")]


def test_a_move_that_is_sent_again_gets_the_same_answer(clerk: Caller, town: Town) -> None:
    code = make.referred()
    version = make.case(code).version
    body = {"verb": "note", "version": version, "note": "بازدید فردا"}
    first = clerk.post(f"/cases/{code}/moves", body, Idempotency_Key="n-1")
    assert first == (200, {"code": code, "version": version})
    make.command(code, "accept", town.clerk)  # the case goes on; the answer of the first time stays
    assert clerk.post(f"/cases/{code}/moves", body, Idempotency_Key="n-1") == first
    assert notes(code) == ["بازدید فردا"]
    assert clerk.post(f"/cases/{code}/moves", {**body, "version": version + 1})[0] == 200  # no key: done anew


def test_the_answer_says_that_it_is_a_repeated_one(clerk: Caller) -> None:
    code = make.referred()
    body = json.dumps({"verb": "accept", "version": make.case(code).version})
    headers = {**clerk.headers, "Idempotency-Key": "x"}
    answers = [
        clerk.client.post(f"/api/v1/cases/{code}/moves", body, content_type="application/json", headers=headers)
        for _ in range(2)
    ]
    assert [answer.headers.get(REPLAYED) for answer in answers] == [None, "true"]
    assert answers[0].content == answers[1].content


def test_a_refused_move_stays_refused_under_its_key(clerk: Caller, town: Town) -> None:
    code = make.referred()
    old = {"verb": "accept", "version": 99}
    first = clerk.post(f"/cases/{code}/moves", old, Idempotency_Key="1")
    assert is_refusal(*first, 409, "CaseHasChanged")
    assert clerk.post(f"/cases/{code}/moves", old, Idempotency_Key="1") == first
    assert clerk.move(code, "accept")[0] == 200


def test_another_command_under_the_key_is_refused_and_keys_belong_to_one_system(clerk: Caller, town: Town) -> None:
    code = make.referred()
    body = {"verb": "note", "version": make.case(code).version, "note": "یک"}
    assert clerk.post(f"/cases/{code}/moves", body, Idempotency_Key="1")[0] == 200
    for other in ({**body, "note": "دو"}, {**body, "verb": "accept"}):
        refusal = clerk.post(f"/cases/{code}/moves", other, Idempotency_Key="1")
        assert is_refusal(*refusal, 422, "KeyIsOfAnotherCommand")
    assert Caller(token_for("clerk_b")).post(f"/cases/{code}/moves", body, Idempotency_Key="1")[0] == 200
    assert notes(code) == ["یک", "یک"]


def test_the_document_tells_of_the_key() -> None:
    document = api.get_openapi_schema()
    for path, method in (("/api/v1/reports", "post"), ("/api/v1/cases/{code}/moves", "post")):
        names = {parameter["name"] for parameter in document["paths"][path][method]["parameters"]}
        assert "Idempotency-Key" in names


def test_a_form_of_a_case_is_carried_out_once(town: Town) -> None:
    code = make.referred()
    client, address = signed_in("clerk"), reverse("case_note", args=[code])
    page = packed(client.get(reverse("case", args=[code])).content.decode())
    key = page.split('name="key" value="')[1].split('"')[0]
    assert page.count(f'name="key" value="{key}"') > 1
    for _ in range(2):
        assert client.post(address, {"note": "یک بار", "key": key}).status_code == 302
    assert notes(code) == ["یک بار"]
    # Back in the browser, another text, sent again: it is not lost, and the page has a new key for it.
    answer = client.post(address, {"note": "متنی دیگر", "key": key})
    assert answer.status_code == 422
    page = packed(answer.content.decode())
    assert "متنی دیگر" in page
    again = page.split('name="key" value="')[1].split('"')[0]
    assert again != key
    assert client.post(address, {"note": "متنی دیگر", "key": again}).status_code == 302
    assert notes(code) == ["یک بار", "متنی دیگر"]


def test_a_photo_is_part_of_what_a_form_says(town: Town) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    code, key = make.in_hand(), uuid.uuid4().hex
    client, address = signed_in("clerk"), reverse("case_visit", args=[code])

    def send(picture: bytes) -> int:
        values = {"version": make.case(code).version, "note": "", "key": key}
        return client.post(address, {**values, "photo": SimpleUploadedFile("a.jpg", picture)}).status_code

    version = make.case(code).version
    photos = make.photo(), make.photo(colour="red")
    assert photos[0] != photos[1]
    assert send(photos[0]) == 302
    assert make.case(code).version == version + 1
    assert send(photos[1]) == 422


def test_a_citizens_form_that_is_sent_again_gets_the_same_code(town: Town) -> None:
    from django.test import Client

    client, key = Client(), uuid.uuid4().hex
    values = {"text": make.POTHOLE, "address": "زند", "heard": "1", "key": key}
    first, again = (client.post("/report/", values) for _ in range(2))
    assert first.status_code == again.status_code == 302
    assert first["Location"] == again["Location"]
    # The same form with something else in it is another report, once it is sent again.
    changed = {**values, "text": "چیزی دیگر"}
    refused = client.post("/report/", changed)
    assert refused.status_code == 422
    page = packed(refused.content.decode())
    fresh = page.split('name="key" value="')[1].split('"')[0]
    assert fresh != key
    assert client.post("/report/", {**changed, "key": fresh}).status_code == 302
    htmx = client.post("/report/", changed, headers={"HX-Request": "true"}).content.decode()
    assert 'hx-swap-oob="true"' in htmx
    assert key not in htmx
    assert Report.objects.count() == 2


def test_a_report_by_json_is_compared_too(app: Caller) -> None:
    first = app.post("/reports", report_body(), Idempotency_Key="1")
    assert first[0] == 201
    assert is_refusal(
        *app.post("/reports", report_body(text="دیگر"), Idempotency_Key="1"), 422, "KeyIsOfAnotherCommand"
    )
    assert is_refusal(*app.post("/reports", report_body(topic="NO"), Idempotency_Key="2"), 404, "NoSuchTopic")
    assert app.post("/reports", report_body(), Idempotency_Key="2")[0] == 201  # refused: the key was not used
