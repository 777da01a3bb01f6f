"""Looks that are not at numbers: recordings, whole words, agencies; and the time in which objections are answered."""

from datetime import timedelta

import pytest
from django.urls import reverse

from peygir.cases.looks import looks_at, looks_of_month
from peygir.cases.queries import reports_of_citizens
from peygir.centre.contacts.models import Contact, ContactReport
from peygir.core import clock
from peygir.desks.answers.models import Message
from peygir.desks.partners.actions.agency_requests import AGENCY
from peygir.history.actions import record
from peygir.history.kinds.agencies import AgencySawReporter
from peygir.history.kinds.contacts import RecordingOpened
from peygir.history.queries import timeline, verify
from peygir.people.actions.looks import answer_objection
from peygir.people.look_queries import count_open_objections, objections_to, open_objections
from peygir.people.look_rules import LookSign, LooksOfPerson, signs_of
from peygir.people.rules import Actor
from tests import make
from tests.api.test_export import bytes_of
from tests.desks.test_looks import look, objected
from tests.drain import drain
from tests.pages.test_honours_pages import citizen_browser
from tests.pages.test_works import signed_in
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")


def taken(username: str, **query: str) -> str:
    """The inbox of somebody as a file."""
    answer = signed_in(username, "en").get("/desk/export/csv/", query)
    assert answer.status_code == 200
    return bytes_of(answer).decode()


def opened_recording(town: Town, code: str, by: Actor) -> None:
    """A call from which the report came, whose recording somebody opens."""
    contact = Contact.objects.create(city_id=town.city_id, channel="phone", began_at=clock.now())
    ContactReport.objects.create(contact=contact, report=make.report_row(code))
    record(contact, RecordingOpened(), by=str(by), at=clock.now())


def test_the_citizen_sees_who_took_the_words_and_opened_the_recording(town: Town) -> None:
    code = make.referred(phone=PHONES[3], proof="code", text="شمارهٔ من 09170000003 است، چاله باز است")
    assert "09170000003" not in taken("clerk")
    assert "words_taken_out" not in make.kinds(code)
    assert "09170000003" in taken("clerk", words="whole")
    assert make.kinds(code).count("words_taken_out") == 1
    opened_recording(town, code, town.operator)
    client = citizen_browser(PHONES[3])
    page = client.get("/me/looks/").content.decode()
    assert "متن گزارشتان را با نام‌ها و شماره‌های آن" in page
    assert "صدای ضبط‌شدهٔ تماس شما را باز کرد." in page
    [event] = [one.pk for one in timeline("case", make.case(code).pk) if one.kind == "words_taken_out"]
    assert client.post(f"/me/looks/{event}/object/", {"words": "چرا؟"}).status_code == 302
    [waiting] = open_objections(town.city_id)
    assert (waiting.staff_id, waiting.event) == (town.clerk.id, event)
    assert citizen_browser(PHONES[5]).get("/me/looks/").content.decode().count("<article") == 0
    assert verify().breaks == []


def test_whole_words_of_a_case_that_is_not_near_are_not_taken(town: Town) -> None:
    own, other = make.referred(text="چاله"), make.referred(district="2", phone=PHONES[4], text="نشست آسفالت")
    taken("clerk", words="whole")
    assert "words_taken_out" in make.kinds(own)
    assert "words_taken_out" not in make.kinds(other)


def test_an_agency_s_look_is_shown_and_was_allowed(town: Town) -> None:
    code = make.referred(phone=PHONES[3], proof="code")
    case, report = make.case(code), make.report_row(code)
    agency_id = next(iter(town.agencies.values()))
    seen = AgencySawReporter(agency=agency_id, request=1, report=report.pk)
    record(case, seen, by=str(Actor(AGENCY, agency_id)), at=clock.now())
    citizen_id = report.citizen_id
    assert citizen_id is not None
    [look] = looks_at(reports_of_citizens([citizen_id]))
    assert (look.how, look.staff_id, look.agency_id) == ("agency", 0, agency_id)
    client = citizen_browser(PHONES[3])
    page = client.get("/me/looks/").content.decode()
    assert "نام و شمارهٔ شما را دید؛ خودتان اجازه داده بودید." in page
    assert reverse("me_look_object", args=[look.event]) not in page
    assert client.post(f"/me/looks/{look.event}/object/", {"words": "چرا؟"}).status_code == 404


def test_recordings_and_files_are_in_the_list_of_the_month(town: Town) -> None:
    start = clock.now()
    code = make.referred(phone=PHONES[3])
    taken("clerk", words="whole")
    taken("clerk", words="whole")
    taken("manager")
    opened_recording(town, code, town.supervisor)
    people = {one.staff_id: one for one in looks_of_month(town.city_id, start=start, end=start + timedelta(days=1))}
    assert set(people) == {town.clerk.id, town.supervisor.id}
    assert (people[town.clerk.id].words, people[town.clerk.id].looks) == (2, 0)
    assert people[town.supervisor.id].recordings == 1
    assert signs_of(people[town.clerk.id]) == [LookSign.WORDS]
    assert signs_of(people[town.supervisor.id]) == []
    look(code, town.clerk)
    [own] = [one for one in looks_of_month(town.city_id, start=start, end=start + timedelta(days=1)) if one.looks]
    assert (own.looks, own.idle) == (1, 1), "to take words out is no other work in the case"


@pytest.mark.parametrize(("recordings", "peers", "is_listed"), [(9, 3.0, False), (10, 3.0, True), (4, 1.0, False)])
def test_many_recordings(recordings: int, peers: float, is_listed: bool) -> None:
    one = LooksOfPerson(1, "operator", 0, 0, 0, 0, 0, None, recordings, 0, peers)
    assert (LookSign.RECORDINGS in signs_of(one)) == is_listed


def test_an_objection_is_due_in_five_working_days_and_the_citizen_is_told(town: Town, town_clock: TownClock) -> None:
    code = make.referred(phone=PHONES[3], proof="code")
    event = look(code, town.operator)
    number = objected(town, code, event)
    due = objections_to([event])[event].due_at
    assert due is not None
    # Sunday morning; without Thursday and Friday the fifth working day is the next Sunday, to half past two.
    assert due == make.moment("2026-05-10T11:00:00Z")
    desk, client = signed_in("inspectorate", "en"), citizen_browser(PHONES[3])
    assert "answer is late" not in desk.get("/desk/confidential/").content.decode()
    assert "تا" in client.get("/me/looks/").content.decode()
    town_clock.forward(days=8)
    assert count_open_objections(town.city_id, clock.now()) == (1, 1)
    assert (
        "Objections whose answer is late: 1"
        in signed_in("inspectorate", "en").get("/desk/confidential/").content.decode()
    )
    assert "باید تا" in citizen_browser(PHONES[3]).get("/me/looks/").content.decode()
    answer_objection(number, finding="not_needed", answer="با او گفت‌وگو شد", by=town.inspectorate)
    drain(twice=True)
    assert count_open_objections(town.city_id, clock.now()) == (0, 0)
    message = Message.objects.get(kind="look_answered")
    assert message.address == PHONES[3]
    assert "/me/looks/" in message.body
    assert "گفت‌وگو" not in message.body, "the answer stands on the page alone"
