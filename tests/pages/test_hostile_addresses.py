"""Every page with every value that no page of ours sends: an answer in words, never a fault of ours."""

from typing import Any, Final

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from peygir.people.models import Staff
from peygir.web.clerk.acting import version_of
from peygir.web.kit.numbers import row_id, whole
from tests import test_doors
from tests.town import Town

ASKED: Final = (
    "after",
    "area",
    "case",
    "clerk",
    "code",
    "colour",
    "days",
    "due",
    "east",
    "finished",
    "from",
    "from_day",
    "group",
    "kind",
    "lat",
    "lon",
    "month",
    "next",
    "north",
    "on",
    "opened",
    "page",
    "q",
    "role",
    "silence",
    "since",
    "sort",
    "south",
    "state",
    "text",
    "to",
    "to_day",
    "topic",
    "unit",
    "until",
    "version",
    "view",
    "week",
    "west",
    "why",
    "year",
    "zoom",
)
VALUES: Final = ("%00", "9" * 30, "0000-00-00", "0001-01-01", "9999-12-31", "%ff%fe", "%C2%B2")

address, paths = test_doors.address, test_doors.paths


@pytest.mark.parametrize("value", VALUES)
def test_every_page_answers(value: str, address: Any) -> None:
    query = "&".join(f"{name}={value}" for name in ASKED)
    client = Client()
    client.force_login(Staff.objects.get(username="supervisor"))
    for name in test_doors.NAMES:
        answer = test_doors.knock(client, "get", f"{address(name)}?{query}")
        assert answer.status_code < 500, name
        if value == "%00":
            assert answer.status_code in (302, 400), name


def test_a_form_with_a_nul_is_refused(town: Town, town_clock: Any) -> None:
    answer = Client().post(reverse("report"), {"text": "a\x00b", "heard": "1"})
    assert answer.status_code == 400
    assert "could not be read" in Client(headers={"Accept-Language": "en"}).get("/track/?code=%00").content.decode()


@pytest.mark.parametrize("number", ["9" * 30, "9" * 5000, "²", "-1", ""])
def test_numbers_that_no_column_holds(number: str, town: Town, town_clock: Any, rf: Any) -> None:
    assert whole(number) is None
    assert row_id(number) is None
    assert version_of(rf.post("/", {"version": number})) == 0
    client = Client()
    client.force_login(Staff.objects.get(username="supervisor"))
    with transaction.atomic():  # what a refusal would undo, this savepoint does
        shared = client.post(reverse("unit_share"), {"taker": [number], "step": "preview", "from": "0"})
    assert shared.status_code in {200, 302, 403, 404, 409, 422}
    assert client.get(reverse("unit_load"), {"silence": number}).status_code == 200


def test_a_number_is_a_number() -> None:
    assert (whole("0"), whole("7"), whole("999999999")) == (0, 7, 999_999_999)
