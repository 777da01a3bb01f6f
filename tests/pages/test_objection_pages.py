"""The pages of objections and of the charter: who opens them, by which proof, and what strangers see."""

from django.test import Client

from peygir.desks.answers.answer_codes import answer_code_of
from peygir.desks.answers.links import token_of
from peygir.desks.objections.models import CitizenObjection
from peygir.people.actions.citizen_sessions import open_citizen_session
from peygir.people.models import Staff
from peygir.web.kit.citizen_session import COOKIE
from tests import make
from tests.objected import REASON, WORDS, objected
from tests.town import PHONES, Town


def test_the_page_opens_to_the_reporter_alone(town: Town, client: Client) -> None:
    code = make.done(phone=PHONES[7])
    stranger = client.get(f"/t/{code}/objection/").content.decode()
    assert "این گزارش شماست؟" in stranger
    assert 'name="ground"' not in stranger
    assert client.post(f"/t/{code}/objection/", {"ground": "not_fixed"}).status_code == 403
    # By the phone that was proven in this browser: one press.
    client.cookies[COOKIE] = open_citizen_session(PHONES[7])
    page = client.post(f"/t/{code}/objection/", {"ground": "not_fixed", "text": WORDS}, follow=True)
    assert WORDS in page.content.decode()
    assert "واحد مسئول" in page.content.decode()
    # Anybody with the code sees where it stands, and no words.
    shown = Client().get(f"/t/{code}/objection/").content.decode()
    assert "واحد مسئول" in shown
    assert WORDS not in shown
    assert "اعتراض: واحد مسئول" in Client().get(f"/t/{code}/").content.decode()
    # By another phone: nothing.
    other = Client()
    other.cookies[COOKIE] = open_citizen_session(PHONES[8])
    assert WORDS not in other.get(f"/t/{code}/objection/").content.decode()


def test_the_links_of_the_message_and_the_answer_code_open_it_too(town: Town, client: Client) -> None:
    code = make.done(phone=None)
    report = make.report_row(code)
    wrong = client.post(f"/t/{code}/objection/", {"answer_code": "000000"})
    assert wrong.status_code == 422
    right = client.post(f"/t/{code}/objection/", {"answer_code": answer_code_of(report.pk)})
    assert right.status_code == 302
    assert 'name="ground"' in client.get(right["Location"]).content.decode()
    token = token_of(report.pk)
    assert client.post(f"/v/{token}/objection/", {"ground": "answer"}).status_code == 302
    assert CitizenObjection.objects.get().ground == "answer"
    assert client.get("/v/x/objection/").status_code == 404


def test_the_charter_shows_each_right_and_the_statement_is_a_pdf(town: Town, client: Client) -> None:
    objected(make.done())
    page = client.get("/rights/").content.decode()
    assert page.count('id="right-') == 12
    assert "هر مرجع چگونه پاسخ داد" in page
    year = page.split("/rights/14")[1][:2]
    statement = client.get(f"/rights/14{year}.pdf")
    assert (statement.status_code, statement.content[:5]) == (200, b"%PDF-")
    assert client.get("/rights/1300.pdf").status_code == 404


def test_staff_answer_on_their_page(town: Town, client: Client) -> None:
    number = objected(make.done())
    client.force_login(Staff.objects.get(username="manager"))
    page = client.get("/desk/citizen-objections/").content.decode()
    assert WORDS in page
    refused = client.post(f"/desk/citizen-objections/{number}/", {f"{number}-text": ""})
    assert refused.status_code == 422
    given = {f"{number}-text": REASON, f"{number}-outcome": "rejected"}
    assert client.post(f"/desk/citizen-objections/{number}/", given).status_code == 302
    assert "اعتراضی در انتظار شما نیست" in client.get("/desk/citizen-objections/").content.decode()
