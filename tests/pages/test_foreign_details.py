"""What another system told beside a report, and of a reporter without a phone, is for the desk's eyes alone."""

import pytest
from django.test import Client

from peygir.cases.new_report import AnsweredQuestion, Details, NewReport, Reporter
from peygir.desks.answers import actions as answers
from peygir.journey.receiving import receive_told
from peygir.people.models import Staff
from peygir.people.rules import ANONYMOUS, SYSTEM
from tests import make
from tests.drain import drain
from tests.town import CODE, Town, point_in

pytestmark = pytest.mark.usefixtures("town_clock")


def test_answers_and_origin_are_on_the_desk_and_nowhere_else(town: Town) -> None:
    answer: AnsweredQuestion = {
        "code": "size",
        "fa": "اندازه؟",
        "en": "How large?",
        "datatype": "singlevaluelist",
        "values": [{"key": "l", "fa": "غول‌آسا", "en": "large"}],
    }
    details = Details(answers=(answer,), came_from="شهر همسایه", remote_id="REMOTE-1")
    code = make.referred(channel="api", details=details, may_publish=True)
    desk = Client()
    desk.force_login(Staff.objects.get(username="clerk"))
    page = desk.get(f"/desk/case/{code}/").content.decode()
    for words in ("اندازه؟", "غول‌آسا", "شهر همسایه", "REMOTE-1"):
        assert words in page
        assert words not in Client().get(f"/t/{code}/").content.decode()


def test_a_reporter_without_a_phone_has_a_name_and_is_told_by_mail(town: Town) -> None:
    lat, lon = point_in("1")
    new_report = NewReport(
        channel="api",
        text=make.POTHOLE,
        topic_code="CIV-01",
        lat=lat,
        lon=lon,
        reporter=Reporter(name="زهرا موسوی", email="zahra@example.com"),
    )
    code = receive_told(CODE, new_report, by=ANONYMOUS).receipt.code
    drain()
    make.command(code, "accept", town.clerk)
    desk = Client()
    desk.force_login(Staff.objects.get(username="clerk"))
    page = desk.get(f"/desk/case/{code}/").content.decode()
    assert "زهرا موسوی" in page
    assert "با ایمیل خبردار می‌شود" in page
    assert "zahra@example.com" not in page
    assert "زهرا موسوی" not in Client().get(f"/t/{code}/").content.decode()
    seen = desk.post(f"/desk/case/{code}/preview/finish/", {"note": "پر شد."}, headers={"hx-request": "true"})
    assert "با ایمیل" in seen.content.decode()
    assert "پر شد." in seen.content.decode()
    answers.block_own("mail", "zahra@example.com", by=SYSTEM)
    seen = desk.post(f"/desk/case/{code}/preview/finish/", {"note": "پر شد."}, headers={"hx-request": "true"})
    assert "راهی برای خبر دادن" in seen.content.decode()
    assert "با ایمیل خبردار می‌شود" not in desk.get(f"/desk/case/{code}/").content.decode()
