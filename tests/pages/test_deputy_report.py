"""What a deputy gets of a month: the report of the units below, by mail and on the page."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import override

from peygir.core import clock
from peygir.outlook.scoring import actions, queries
from peygir.outlook.scoring.models import MarkMailChoice, ScoredMonth
from peygir.outlook.scoring.people_queries import marks_of_person
from peygir.people.models import Post, Staff
from peygir.people.post_rules import PostKind
from peygir.web.kit import mark_words
from tests.drain import drain
from tests.mark_pages import body, mark_text, signed_in
from tests.pages.test_unit_report import ACCOUNT, MAIL, SWITCH, mails, post_of, report_of, text_in
from tests.post_office import Postman, post_office
from tests.scores import LivedMonth, close
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")


def deputy_of(town: Town, from_on: date = date(2026, 3, 21)) -> None:
    """The deputy for city services holds the post, and has a mail address."""
    Staff.objects.filter(username="deputy").update(email="deputy@golgasht.example")
    Post.objects.create(
        staff_id=town.staff["deputy"],
        unit_id=town.units["V-city"],
        role="deputy",
        kind=PostKind.HOLDER,
        from_on=from_on,
        recorded_at=clock.now(),
        recorded_by="test",
    )


def test_a_deputy_gets_what_stands_under_them(
    town: Town, town_clock: TownClock, lived: LivedMonth, settings: Any
) -> None:
    deputy_of(town)
    month = close(town)
    post_of(town, "manager", "D-01")
    postman = Postman()
    with post_office(postman) as port:
        settings.EMAIL_URL = f"smtp://127.0.0.1:{port}?from=137@golgasht.example"
        drain(twice=True)
    letters = {letter["To"]: letter for letter in postman.taken}
    assert set(letters) == {"deputy@golgasht.example", MAIL}
    (file,) = letters["deputy@golgasht.example"].iter_attachments()
    assert file.get_filename() == "marks-1405-03-V-city.pdf"
    client = signed_in("deputy")
    answer = client.get(report_of("V-city"))
    assert answer.status_code == 200
    text = text_in(answer.content)
    first, second = (queries.mark_of_unit(month.pk, town.units[code]) for code in ("D-01", "D-02"))
    assert first is not None
    assert second is not None
    (carried,) = marks_of_person(town.staff["deputy"])
    assert f"{mark_text(carried.mark)} out of 20" in text
    assert "the mean of 2 units, each weighted by its cases" in text
    assert mark_text(first.mark) in text
    assert mark_text(second.mark) in text
    raising = queries.raising(queries.parts_of(first.id), town.deputy)
    with override("en"):
        assert mark_words.indicator_name(raising.parts[0].indicator) in text
    assert lived.never not in text.replace(" ", ""), "no case"
    assert report_of("V-city") in body(client.get(reverse("my_mark")))
    assert 'name="is_wanted"' in body(client.get(ACCOUNT))
    assert client.post(SWITCH, {}).status_code == 302
    assert not MarkMailChoice.objects.get(staff_id=town.staff["deputy"]).is_wanted
    refused = body(signed_in("mayor").post(SWITCH, {}, follow=True))
    assert "The monthly mail of marks is for those who lead a unit." in refused
    assert MarkMailChoice.objects.count() == 1


def test_a_deputy_who_came_later_reads_the_mean(town: Town, month: ScoredMonth) -> None:
    deputy_of(town, from_on=date(2026, 7, 1))
    actions.mail_marks(month.pk, 1)
    (mail,) = mails()
    assert mail.address == "deputy@golgasht.example"
    first, second = (queries.mark_of_unit(month.pk, town.units[code]) for code in ("D-01", "D-02"))
    assert first is not None
    assert first.mark is not None
    assert second is not None
    assert second.mark is not None
    mean = (first.mark * first.cases + second.mark * second.cases) / (first.cases + second.cases)
    with override("en"):
        assert mark_words.number_text(mean, 2) in text_in(signed_in("deputy").get(report_of("V-city")).content)
    assert signed_in("manager").get(report_of("V-city")).status_code == 404
