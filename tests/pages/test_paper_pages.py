"""Forms from paper: entered whole and once, with times of their own, a case that is followed up or an agency."""

from django.urls import reverse

from peygir.cases.models import Report
from peygir.centre.contacts.models import Contact
from peygir.city import queries as city
from tests import make
from tests.browsers import signed_in
from tests.calls import NUMBER
from tests.drain import drain
from tests.town import Town, TownClock


def test_a_paper_form_is_entered_whole(seat: Town, town_clock: TownClock) -> None:
    client, path = signed_in("operator"), reverse("paper_enter")
    assert client.get(reverse("paper")).status_code == 200
    given = {
        "key": "sheet-1",
        "channel": "phone",
        "phone": NUMBER,
        "day": "1405/02/13",
        "from_time": "۰۲:۱۰",
        "to_time": "02:15",
        "operator": str(seat.staff["supervisor"]),
        "outcome": "reported",
        "text": "چالهٔ بزرگ",
        "topic": "CIV-01",
        "address": "ارم",
        "name": "رضا نمونه",
    }
    for _ in range(2):  # pressed twice
        assert client.post(path, given).status_code == 302
    row, report = Contact.objects.get(), Report.objects.get()
    assert (row.operator_id, row.seconds, row.outcome) == (seat.staff["supervisor"], 300, "reported")
    assert row.entered_at == town_clock()
    assert report.received_at == row.began_at
    wrong = client.post(path, {**given, "key": "sheet-2", "from_time": "23:10", "to_time": ""})
    assert wrong.status_code == 422
    assert "چالهٔ بزرگ" in wrong.content.decode()
    empty = client.post(path, {**given, "key": "sheet-3", "text": "", "topic": ""})
    assert empty.status_code == 422
    assert Contact.objects.count() == 1, "a refused form leaves nothing behind"


SHEET = {
    "channel": "phone",
    "phone": NUMBER,
    "day": "1405/02/13",
    "from_time": "۰۲:۱۰",
    "to_time": "02:15",
    "name": "",
}


def test_a_follow_up_and_an_agency_stand_on_paper_too(seat: Town, town_clock: TownClock) -> None:
    code = make.report(topic="CIV-01", text="چاله").code
    drain()
    client, path = signed_in("operator"), reverse("paper_enter")
    other = {**SHEET, "operator": str(seat.staff["supervisor"])}
    page = client.get(path).content.decode()
    assert 'name="case_code"' in page
    assert 'name="agency"' in page
    assert "کد رهگیری" in client.post(path, {**other, "key": "a", "outcome": "follow_up"}).content.decode()
    assert (
        client.post(path, {**other, "key": "a", "outcome": "follow_up", "case_code": "0512345678"}).status_code == 422
    )
    spoken = f"{code[:4]} {code[4:7]}-{code[7:]}"
    assert client.post(path, {**other, "key": "a", "outcome": "follow_up", "case_code": spoken}).status_code == 302
    agency = city.agencies(seat.city_id)[0]
    assert client.post(path, {**other, "key": "b", "outcome": "agency"}).status_code == 422
    assert client.post(path, {**other, "key": "b", "outcome": "agency", "agency": str(agency.id)}).status_code == 302
    followed, sent_on = Contact.objects.order_by("pk")
    assert followed.case is not None
    assert (followed.outcome, followed.case.code, sent_on.outcome, sent_on.agency_id) == (
        "follow_up",
        code,
        "agency",
        agency.id,
    )
    for row in (followed, sent_on):
        assert (row.operator_id, row.seconds) == (seat.staff["supervisor"], 300)
        assert row.began_at.isoformat() == "2026-05-02T22:40:00+00:00"


def test_another_sheet_from_a_page_that_was_gone_back_to_is_not_lost(seat: Town, town_clock: TownClock) -> None:
    client, path = signed_in("operator"), reverse("paper_enter")
    first = {**SHEET, "key": "page", "operator": str(seat.operator.id), "outcome": "thanks", "notes": "یک"}
    assert client.post(path, first).status_code == 302
    assert client.post(path, first).status_code == 302
    assert Contact.objects.count() == 1
    second = client.post(path, {**first, "notes": "دو"})
    assert second.status_code == 409
    form = second.context["form"]
    assert "یک بار دیگر ثبت کنید" in second.content.decode()
    assert Contact.objects.count() == 1
    assert client.post(path, {**first, "notes": "دو", "key": form["key"].value()}).status_code == 302
    assert list(Contact.objects.order_by("pk").values_list("notes", flat=True)) == ["یک", "دو"]


def test_a_talk_over_midnight_has_its_length(seat: Town, town_clock: TownClock) -> None:
    client, path = signed_in("operator"), reverse("paper_enter")
    given = {**SHEET, "key": "n", "operator": str(seat.operator.id), "outcome": "thanks", "day": "1405/02/12"}
    assert client.post(path, {**given, "from_time": "23:50", "to_time": "00:10"}).status_code == 302
    assert Contact.objects.get().seconds == 20 * 60
    assert client.post(path, {**given, "key": "m", "from_time": "10:30", "to_time": "10:20"}).status_code == 422
