"""The panel's petitions, sessions and yearly report, on their pages and as documents."""

import io

import pypdfium2
import pytest
from django.test import Client

from peygir.outlook.panel import actions, sample_queries
from peygir.outlook.panel.models import PanelTerm, Petition
from tests.mark_pages import body
from tests.panel_browsers import holder, office, page, text_of
from tests.panelled import adopted, at_work, judged_month, members
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")


def test_petition_minutes_and_the_years_report(town: Town, town_clock: TownClock) -> None:
    term_id = at_work(town, town_clock)
    adopted(term_id, town)
    author, desk = holder(PHONES[60]), office()
    text = "پارک محله شب‌ها تاریک است و بچه‌ها نمی‌توانند بازی کنند."
    assert author.post("/panel/petitions/new/", {"title": "روشنایی پارک", "text": text}).status_code == 302
    row = Petition.objects.get()
    assert "روشنایی پارک" not in page("/panel/petitions/")
    assert "روشنایی پارک" in body(desk.get("/desk/panel/petitions/"))
    desk.post(f"/desk/panel/petitions/{row.pk}/open/", {"unit": town.units["D-01"]})
    assert "روشنایی پارک" in page("/panel/petitions/")
    for number in (61, 62):
        signer = holder(PHONES[number])
        assert "امضا می‌کنم" in body(signer.get(f"/panel/petitions/{row.pk}/sign/"))
        signer.post(f"/panel/petitions/{row.pk}/sign/", {"deed": "sign"})
        assert "پس گرفتن امضا" in body(signer.get(f"/panel/petitions/{row.pk}/sign/"))
    assert "به حد نصاب رسید" in page(f"/panel/petitions/{row.pk}/")
    answer = desk.post("/desk/panel/sessions/", {"held_on": "1405/02/25", "begins_at": "17:00", "place": "سرای محله"})
    assert answer.status_code == 302, body(answer)
    at = str(answer["Location"])
    desk.post(at, {"deed": "add", "title": "برنامهٔ ماه", "finding": ""})
    for number in (1, 2):
        desk.post(at, {"deed": "decide", "number": number, "decision": f"تصمیم شمارهٔ {number}"})
    answer = desk.post(at, {"deed": "hold", "present": ["1", "3"], "minutes": "دربارهٔ پارک گفت‌وگو شد."})
    assert answer.status_code == 302, body(answer)
    public = at.replace("/desk/panel", "/panel")
    assert "دربارهٔ پارک گفت‌وگو شد." in page(public)
    minutes = Client(headers={"Accept-Language": "fa"}).get(f"{public}minutes.pdf")
    assert minutes["Content-Type"] == "application/pdf"
    assert len(pypdfium2.PdfDocument(io.BytesIO(minutes.getvalue()))) >= 1
    english = Client(headers={"Accept-Language": "en"}).get(f"{public}minutes.pdf")
    assert "2 members" in text_of(english.getvalue())
    year = Client(headers={"Accept-Language": "en"}).get(f"/panel/{term_id}/1405.pdf")
    assert "Petitions" in text_of(year.getvalue())
    assert Client().get(f"/panel/{term_id}/1200.pdf").status_code == 404
    home = page("/panel/")
    assert "چاله‌ها دوباره باز می‌شوند" in home


def test_the_years_report_tells_no_share_while_members_judge(town: Town, town_clock: TownClock) -> None:
    term_id = at_work(town, town_clock)
    PanelTerm.objects.filter(pk=term_id).update(sample_size=20)  # all eight cases: with chances fewer may be drawn
    sample_id, _first_on = judged_month(town, town_clock, term_id)
    for row in sample_queries.sampled(sample_id):
        for own in members(term_id)[:3]:
            actions.judge_case(term_id, row.id, solved="no", answer="clear", note="", own=own)

    def share() -> str:
        year = Client(headers={"Accept-Language": "en"}).get(f"/panel/{term_id}/1405.pdf")
        return text_of(year.getvalue()).partition("with its interval")[2].partition("Findings")[0]

    assert "%" not in share(), "whoever judges later would judge after the others"
    assert "after " in share()
    town_clock.forward(days=20)
    assert "%" in share()
