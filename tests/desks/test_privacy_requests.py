"""A citizen's own data: the copy, erasure with open and held cases, shared phones, and what stays."""

import io
import json
import zipfile
from typing import Any

import pypdfium2
import pytest

from peygir.cases.models import Report
from peygir.desks.answers.models import Message
from peygir.history.queries import timeline, verify
from peygir.journey.retention.holding import hold_case, lift
from peygir.journey.retention.own_erasure import carry_out
from peygir.journey.retention.requests import ask_for_data, delete_copy, make_copy
from peygir.media import files
from peygir.people.actions import AskedTooOften
from peygir.people.actions.retention_requests import (
    NoNameChosen,
    NoSuchPrivacyRequest,
    RequestIsOpen,
    cancel_request,
    take_copy,
)
from peygir.people.models import Citizen, PrivacyRequest
from peygir.people.privacy_rules import COPY_HOURS, Wish
from tests import make
from tests.drain import drain
from tests.retained import end, marked_case, night
from tests.tokens import places_of
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")
PHONE = PHONES[1]


def ask(town: Town, wish: Wish = Wish.ERASURE, *, phone: str = PHONE, **more: Any) -> PrivacyRequest:
    """The request of a phone for all its names, or for those of `ids`."""
    ids = more.pop("ids", None) or list(Citizen.objects.filter(phone=phone).values_list("pk", flat=True))
    given: dict[str, Any] = {"session": "s1", "language": "fa", **more}
    number = ask_for_data(town.city_id, wish, phone=phone, citizen_ids=ids, **given)
    return PrivacyRequest.objects.get(pk=number)


def contents(request: PrivacyRequest) -> tuple[dict[str, Any], list[str], str]:
    """The JSON, the names of the files, and the text of the PDF of a finished copy."""
    with zipfile.ZipFile(io.BytesIO(files.read(take_copy(request.pk, session="s1")))) as archive:
        with pypdfium2.PdfDocument(archive.read("data.pdf")) as pdf:
            text = "\n".join(page.get_textpage().get_text_bounded() for page in pdf)
        return json.loads(archive.read("data.json")), archive.namelist(), text


def test_the_copy_holds_all_of_theirs_and_nothing_of_others(town: Town) -> None:
    own = marked_case(town, PHONE, "زنبق", photos=2)
    other = marked_case(town, PHONES[2], "نسترن")
    request = ask(town, Wish.EXPORT)
    drain()
    data, names, page = contents(request)
    assert [row["code"] for row in data["reports"]] == [own.code]
    assert data["reports"][0]["text"].startswith("چالهٔ زنبق")
    assert names == ["data.json", "data.pdf", f"photos/{own.code}-1.jpg", f"photos/{own.code}-2.jpg"]
    assert data["messages"]
    assert "زنبق" in page
    assert "گزارش" in page
    whole = json.dumps(data, ensure_ascii=False) + page
    assert not any(word in whole for word in (*other.words, "نام clerk", "نام supervisor"))


def test_a_copy_is_for_its_session_and_its_hours(town: Town, town_clock: TownClock) -> None:
    marked_case(town, PHONE, "زنبق")
    request = ask(town, Wish.EXPORT)
    with make.refused(NoSuchPrivacyRequest):
        take_copy(request.pk, session="s1")
    drain()
    with make.refused(NoSuchPrivacyRequest):
        take_copy(request.pk, session="another")
    name = take_copy(request.pk, session="s1")
    town_clock.forward(hours=COPY_HOURS)
    with make.refused(NoSuchPrivacyRequest):
        take_copy(request.pk, session="s1")
    night(town_clock)
    with pytest.raises(files.FileIsMissing):
        files.read(name)
    request.refresh_from_db()
    assert (request.state, request.phone, request.session) == ("expired", "", "")
    make_copy(request.pk)  # a job that comes again
    delete_copy(request.pk)
    assert [event.kind for event in timeline("privacy", request.pk)] == [
        "privacy_asked",
        "privacy_done",
        "privacy_copy_taken",
        "privacy_copy_deleted",
    ]


def test_erasure_waits_a_day_and_can_be_called_off(town: Town, town_clock: TownClock) -> None:
    own = marked_case(town, PHONE, "زنبق")
    request = ask(town)
    carry_out(request.pk)
    assert make.report_row(own.code).text, "not before its time"
    with make.refused(NoSuchPrivacyRequest):
        cancel_request(request.pk, phone=PHONES[2])
    cancel_request(request.pk, phone=PHONE)
    night(town_clock, days=3)
    assert make.report_row(own.code).text
    with make.refused(NoSuchPrivacyRequest):
        cancel_request(request.pk, phone=PHONE)


def test_erasure_follows_every_copy(town: Town, town_clock: TownClock) -> None:
    own = marked_case(town, PHONE, "زنبق", photos=2)
    other = marked_case(town, PHONES[2], "نسترن")
    ask(town, Wish.EXPORT)
    drain()
    request = ask(town)
    night(town_clock, days=2)
    night(town_clock, days=31)
    assert places_of([*own.words, PHONE[-10:]]) == []
    assert make.report_row(other.code).text.startswith("چالهٔ نسترن")
    request.refresh_from_db()
    assert (request.state, request.phone) == ("done", "")
    assert request.counts["words"] == 2, "the report, and the note that quotes it"
    assert verify().breaks == []
    assert own.case.state == "closed"
    assert make.kinds(own.code).count("data_erased") == 1


def test_an_open_case_waits_until_it_ends(town: Town, town_clock: TownClock) -> None:
    ended = marked_case(town, PHONE, "زنبق")
    still_open = marked_case(town, PHONE, "نسترن", is_ended=False)
    request = ask(town)
    night(town_clock, days=2)
    request.refresh_from_db()
    assert (request.state, request.counts["open_cases"]) == ("waiting", 1)
    assert make.report_row(ended.code).text == ""
    assert make.report_row(still_open.code).text
    assert Citizen.objects.filter(phone=PHONE).exists(), "whoever waits for an answer is still reached"
    end(still_open.code, town)
    night(town_clock)
    night(town_clock, days=31)
    assert places_of([*ended.words, *still_open.words, PHONE[-10:]]) == []
    request.refresh_from_db()
    assert request.state == "done"


def test_name_and_number_leave_an_open_case_at_once(town: Town, town_clock: TownClock) -> None:
    still_open = marked_case(town, PHONE, "زنبق", is_ended=False)
    request = ask(town, with_open=True)
    night(town_clock, days=2)
    report = make.report_row(still_open.code)
    assert (report.citizen, report.text.startswith("چالهٔ زنبق")) == (None, True)
    assert not Citizen.objects.filter(phone=PHONE).exists()
    sent = Message.objects.count()
    end(still_open.code, town)
    assert not Message.objects.filter(address=PHONE).exists()
    assert Message.objects.count() == sent, "nobody hears of its end"
    night(town_clock)
    assert make.report_row(still_open.code).text == "", "its words go when it has ended"
    request.refresh_from_db()
    assert request.state == "done"


def test_a_hold_stops_a_request_too(town: Town, town_clock: TownClock) -> None:
    own = marked_case(town, PHONE, "زنبق")
    hold = hold_case(own.code, reason="دادگاه", until=None, by=town.admin)
    request = ask(town)
    night(town_clock, days=2)
    request.refresh_from_db()
    assert (request.state, request.counts["held"]) == ("waiting", 1)
    assert make.report_row(own.code).text
    lift(hold, by=town.admin)
    night(town_clock)
    assert make.report_row(own.code).text == ""


def test_others_on_the_same_phone_keep_what_is_theirs(town: Town, town_clock: TownClock) -> None:
    own = marked_case(town, PHONE, "زنبق")
    mother = marked_case(town, PHONE, "نسترن")
    assert own.citizen.pk != mother.citizen.pk
    ask(town, ids=[own.citizen.pk])
    night(town_clock, days=2)
    night(town_clock, days=31)
    assert places_of(own.words) == []
    assert make.report_row(mother.code).text.startswith("چالهٔ نسترن")
    assert Citizen.objects.filter(phone=PHONE).count() == 1


def test_others_in_the_same_case_keep_their_words(town: Town, town_clock: TownClock) -> None:
    own = marked_case(town, PHONE, "زنبق", is_ended=False)
    other = make.report(phone=PHONES[2], text="گودالی نسترن همان‌جاست", proof="message")
    drain()
    Report.objects.filter(code=other.code).update(case=own.case)
    end(own.code, town)
    ask(town)
    night(town_clock, days=2)
    night(town_clock, days=31)
    assert places_of([*own.words, PHONE[-10:]]) == []
    assert make.report_row(other.code).text == "گودالی نسترن همان‌جاست"


def test_what_is_refused(town: Town) -> None:
    own = marked_case(town, PHONE, "زنبق", photos=0)
    with make.refused(NoNameChosen):
        ask(town, phone=PHONES[2], ids=[own.citizen.pk])
    ask(town)
    with make.refused(RequestIsOpen):
        ask(town)
    for _ in range(3):
        ask(town, Wish.EXPORT)
        drain()
    with make.refused(AskedTooOften):
        ask(town, Wish.EXPORT)


def test_a_carried_out_request_is_not_carried_out_again(town: Town, town_clock: TownClock) -> None:
    own = marked_case(town, PHONE, "زنبق")
    request = ask(town)
    town_clock.forward(days=2)
    carry_out(request.pk)
    before = make.kinds(own.code)
    carry_out(request.pk)
    town_clock.forward(days=2)
    carry_out(request.pk)
    assert make.kinds(own.code) == before
    assert [event.kind for event in timeline("privacy", request.pk)] == ["privacy_asked", "privacy_done"]


def test_a_copy_that_was_taken_goes_with_the_erasure(town: Town, town_clock: TownClock) -> None:
    marked_case(town, PHONE, "زنبق")
    erasure = ask(town)
    town_clock.forward(hours=25)
    copy, late = ask(town, Wish.EXPORT), None
    drain()
    name = take_copy(copy.pk, session="s1")
    late = ask(town, Wish.EXPORT)
    carry_out(erasure.pk)
    drain()
    with pytest.raises(files.FileIsMissing):
        files.read(name)
    copy.refresh_from_db()
    late.refresh_from_db()
    assert (copy.state, late.state, copy.phone, late.phone) == ("expired", "cancelled", "", "")
