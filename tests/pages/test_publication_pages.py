"""The pages of a provisional month: what its leaders read, and how two people publish it."""

from typing import Final

import pytest
from django.urls import reverse

from peygir.outlook.scoring.models import ScoredMonth
from tests.drain import drain
from tests.mark_pages import body, signed_in
from tests.pages.test_unit_report import mails, post_of, text_in
from tests.scores import LivedMonth, decide_scheme, live_khordad
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
PROVISIONAL: Final = "Provisional: everybody reads these marks from 18 July 2026 on."
MONTHS: Final = reverse("admin_months")


@pytest.fixture
def lived(town: Town, town_clock: TownClock) -> LivedMonth:
    """The cases of Khordad, whose marks are published eleven days after the closing."""
    decide_scheme(town, publication_days=11)
    return live_khordad(town, town_clock)


def step(deed: str) -> str:
    """The address of a step of the publication of Khordad."""
    return reverse("admin_month_publish", args=["1405-03", deed])


def test_leaders_read_their_own_marks_and_that_they_are_provisional(town: Town, month: ScoredMonth) -> None:
    own_page, part = reverse("my_mark"), reverse("my_mark_part", args=["1405-03", "D-01", "solved"])
    report = reverse("my_mark_report", args=["1405-03", "D-01"])
    for username in ("manager", "deputy", "mayor"):
        client = signed_in(username)
        assert PROVISIONAL in body(client.get(f"{own_page}?unit=D-01")), username
        assert PROVISIONAL in body(client.get(part)), username
        answer = client.get(report)
        assert answer.status_code == 200, username
        assert "everybody reads these marks from 18 July 2026 on" in text_in(answer.content), username
    assert signed_in("manager").get(f"{own_page}?unit=D-02").status_code == 404
    visitor = signed_in("manager")
    assert visitor.get("/marks/1405-03/").status_code == 404, (
        "the public page has what everybody sees, for whoever asks"
    )


def test_the_mail_of_the_closing_says_from_when_on_everybody_reads(town: Town, month: ScoredMonth) -> None:
    post_of(town, "manager", "D-01")
    drain(twice=True)
    (mail,) = mails()
    assert "همه از ۲۷ تیر ۱۴۰۵ این نمره‌ها را می‌بینند" in mail.body


def test_two_people_publish_it_on_the_page(town: Town, month: ScoredMonth) -> None:
    admin, mayor = signed_in("admin"), signed_in("mayor")
    page = body(admin.get(MONTHS))
    assert "provisional" in page
    assert step("propose") in page
    assert reverse("marks_month", args=["1405-03"]) not in page
    for deed in ("agree", "withdraw", "refuse"):
        assert "decided or proposed meanwhile" in body(admin.post(step(deed), follow=True)), deed
    assert "A second person agrees, or its day comes first." in body(admin.post(step("propose"), follow=True))
    own, other = body(admin.get(MONTHS)), body(mayor.get(MONTHS))
    assert (step("withdraw") in own, step("agree") in own) == (True, False)
    assert (step("withdraw") in other, step("agree") in other, step("refuse") in other) == (False, True, True)
    assert "proposes to publish it now" in other
    assert "not the one who proposed it" in body(admin.post(step("agree"), follow=True))
    assert "on its day" in body(mayor.post(step("refuse"), follow=True))
    admin.post(step("propose"))
    assert "The month is published." in body(mayor.post(step("agree"), follow=True))
    assert "is published already" in body(admin.post(step("propose"), follow=True))
    shown = body(mayor.get(MONTHS))
    assert reverse("marks_month", args=["1405-03"]) in shown
    assert step("propose") not in shown
    assert signed_in("manager").get("/marks/1405-03/").status_code == 200
    assert PROVISIONAL not in body(signed_in("manager").get(reverse("my_mark")))
    assert admin.post(step("burn")).status_code == 404
    for wrong in ("1405-04", "1405-13", "x"):
        assert admin.post(reverse("admin_month_publish", args=[wrong, "propose"]), follow=True).status_code in (
            200,
            404,
        )
    assert signed_in("manager").post(step("propose")).status_code == 403
