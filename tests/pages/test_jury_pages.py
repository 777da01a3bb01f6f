"""The pages of a ranking: the jury's steps from the terms to the published result, and what everybody reads."""

import io
from typing import Any

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse

from peygir.outlook.scoring import ranking_queries as queries
from peygir.outlook.scoring.models import RankingCertificate, RankingSeason
from peygir.outlook.scoring.ranking.terms import FIRST_CATEGORIES, categories_as_text
from peygir.people.models import Staff
from tests.drain import drain
from tests.juries import NAMES, REASON, agreed_season, judge, lived_season, order_seen, published, seen, uphold
from tests.markup import packed
from tests.scores import at, close, decide_scheme, live_khordad
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
VALUES = {
    **NAMES,
    "first_month": "۱۴۰۵-۰۳",
    "last_month": "1405-03",
    "fewest_months": "۱",
    "categories": categories_as_text(FIRST_CATEGORIES),
}


def browser(name: str = "judge_one") -> Client:
    """A browser in Persian in which a member of the jury is signed in."""
    judge(name)
    client = Client(headers={"Accept-Language": "fa"})
    client.force_login(Staff.objects.get(username=name))
    return client


def anybody() -> Client:
    """A browser in Persian of nobody in particular."""
    return Client(headers={"Accept-Language": "fa"})


def body(answer: Any) -> str:
    """The page, without blanks between tags."""
    return packed(answer.content.decode())


def pdf_text(answer: Any) -> str:
    """The letters of a document."""
    assert answer.headers["Content-Type"] == "application/pdf"
    return str(pypdfium2.PdfDocument(io.BytesIO(answer.content))[0].get_textpage().get_text_range())


@pytest.fixture
def season_id(town: Town, town_clock: TownClock) -> int:
    """The season of Khordad, whose order is counted."""
    lived_id = lived_season(town, town_clock)
    close(town)
    drain()
    return lived_id


def test_terms_are_proposed_on_one_page_and_agreed_to_on_another(town: Town) -> None:
    proposer, second_member = browser(), browser("judge_two")
    assert proposer.get(reverse("jury_home")).status_code == 200
    new = reverse("jury_season_new")
    assert "برترین حوزه" in body(proposer.get(new))
    wrong = ({"categories": "x"}, {"first_month": "1405"}, {"fewest_months": "2"}, {"name_fa": ""})
    for change in wrong:
        answer = proposer.post(new, {**VALUES, **change})
        assert answer.status_code == 422, change
        assert "Ranking of spring 1405" in body(answer), "what was typed is kept"
    assert proposer.post(new, VALUES).status_code == 302
    season = RankingSeason.objects.get()
    page = reverse("jury_season", args=[season.pk])
    assert "تأیید و قطعی‌کردن قواعد" not in body(proposer.get(page)), "not by the one who proposed them"
    assert anybody().get(reverse("ranking_season", args=[season.pk])).status_code == 404
    assert "تأیید و قطعی‌کردن قواعد" in body(second_member.get(page))
    second_member.post(reverse("jury_season_press", args=[season.pk, "agree"]))
    season.refresh_from_db()
    assert season.state == "agreed"
    public = body(anybody().get(reverse("ranking_season", args=[season.pk])))
    assert "داوران هنوز تصمیم نگرفته‌اند" in public
    assert "برترین منطقه" in public
    assert second_member.post(reverse("jury_season_press", args=[season.pk, "nonsense"])).status_code == 404
    assert proposer.get(reverse("jury_decide", args=[season.pk])).status_code == 409, "no month is closed yet"
    assert proposer.get(reverse("jury_season", args=[season.pk + 1])).status_code == 404


def test_the_jury_decides_beside_the_figures(town: Town, season_id: int) -> None:
    proposer, second_member = browser(), browser("judge_two")
    page, decide = reverse("jury_season", args=[season_id]), reverse("jury_decide", args=[season_id])
    shown = body(proposer.get(page))
    assert "۱ تا ۲" in shown, "the two districts could hold either place"
    first, second = town.units["D-01"], town.units["D-02"]
    given = {"order": "1", "unit-district-1": str(first), "unit-district-2": str(second)}
    answer = proposer.post(decide, given)
    assert answer.status_code == 422
    assert "دلیل هر رتبه‌ای" in body(answer)
    assert proposer.post(decide, {**given, "unit-district-1": "0"}).status_code == 422
    reasons = {"reason-district-1": REASON, "reason-district-2": "در سیل خوب کار کرد"}
    assert proposer.post(decide, {**given, **reasons, "order": "7"}).status_code == 409
    assert proposer.post(decide, {**given, **reasons}).status_code == 302
    assert anybody().get(reverse("ranking_poster", args=[season_id])).status_code == 404, "nothing is published yet"
    assert REASON not in body(anybody().get(reverse("ranking_season", args=[season_id])))
    assert "تأیید و انتشار" not in body(proposer.get(page))
    assert "تأیید و انتشار" in body(second_member.get(page))
    second_member.post(reverse("jury_decision_press", args=[season_id, 1, "agree"]))
    public = body(anybody().get(reverse("ranking_season", args=[season_id])))
    assert REASON in public
    assert "رتبهٔ نخست" in public
    assert "داوران تصمیم گرفتند" in public
    assert body(anybody().get(reverse("ranking"))).count("نتیجه منتشر شده است") == 1
    assert second_member.post(reverse("jury_decision_press", args=[season_id, 1, "agree"])).status_code == 404
    assert second_member.post(reverse("jury_decision_press", args=[season_id, 1, "nonsense"])).status_code == 404


def test_notes_are_for_the_jury_alone(town: Town, season_id: int) -> None:
    member, note = browser(), reverse("jury_note", args=[season_id])
    given = {"unit": str(town.units["D-01"]), "text": "در سیل خرداد خوب کار کرد"}
    member.post(note, given)
    assert "در سیل خرداد" in body(browser("judge_two").get(reverse("jury_season", args=[season_id])))
    assert member.post(note, {**given, "unit": "x"}).status_code == 404
    assert "حداکثر ۲٬۰۰۰" in body(member.post(note, {**given, "text": " "}, follow=True))
    assert "در سیل خرداد" not in body(anybody().get(reverse("ranking_season", args=[season_id])))


def test_a_certificate_verifies_and_the_poster_shows_the_places(town: Town, season_id: int) -> None:
    published(town, season_id, town.units["D-02"], town.units["D-01"])
    code = RankingCertificate.objects.order_by("pk")[0].code
    document = browser().get(reverse("jury_certificate", args=[code]))
    assert code in pdf_text(document)
    public = body(anybody().get(reverse("ranking_certificate", args=[code])))
    assert "این لوح اصیل است" in public
    assert "رتبهٔ نخست" in public
    poster = anybody().get(reverse("ranking_poster", args=[season_id]))
    assert f"/ranking/{season_id}/" in pdf_text(poster)
    assert anybody().get(reverse("ranking_poster", args=[season_id])).content == poster.content
    published(town, season_id, town.units["D-01"], town.units["D-02"])
    assert "دیگر معتبر نیست" in body(anybody().get(reverse("ranking_certificate", args=[code])))
    assert browser().get(reverse("jury_certificate", args=[code])).status_code == 404
    assert anybody().get(reverse("ranking_poster", args=[season_id])).content != poster.content


def test_guessing_certificates_is_counted(town: Town) -> None:
    client = Client()
    answers = {client.get(f"/ranking/c/{number:0>12}/").status_code for number in range(2, 43)}
    assert answers == {404, 429}


def test_everybody_reads_that_an_order_was_told_anew(town: Town, town_clock: TownClock) -> None:
    decide_scheme(town)
    season_id = agreed_season(town)
    lived = live_khordad(town, town_clock)
    close(town)
    drain()
    published(town, season_id, town.units["D-02"], town.units["D-01"])
    page = reverse("jury_season", args=[season_id])
    uphold(town, lived.never)
    for shown in (browser().get(page), anybody().get(reverse("ranking_season", args=[season_id]))):
        assert "از نو حساب می‌شود" in body(shown)
    at(town_clock, "2026-07-08T06:00:00+00:00")
    drain()
    assert order_seen(town, season_id).number == 2
    assert "تصمیم منتشرشده بر پایهٔ ترتیب پیشین است" in body(browser().get(page))
    public = body(anybody().get(reverse("ranking_season", args=[season_id])))
    assert "ترتیب فرمول در" in public
    assert queries.season_order(seen(town, season_id), number=1) is not None
