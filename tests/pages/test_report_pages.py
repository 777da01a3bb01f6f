"""The pages of the city's reports: ordered and approved at the desk, composed of blocks, and for everybody."""

import hashlib
import json

import pytest
from django.test import Client
from django.urls import reverse

from peygir.core.jalali import to_gregorian
from peygir.journey.lake import lake_folder
from peygir.outlook.insight import actions
from peygir.outlook.insight import report_queries as reports
from peygir.outlook.insight.models import CityReport, ReportTemplate
from peygir.people.models import Staff
from tests import make
from tests.drain import drain
from tests.lake_town import written
from tests.markup import packed
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
REPORTS, PUBLISHED = reverse("city_reports"), reverse("published_reports")
MONTH = to_gregorian(1405, 2, 1)
CHOSEN = f"month:{MONTH.isoformat()}"


def browser_of(username: str, language: str = "en") -> Client:
    """A browser in a language, in which somebody is signed in."""
    client = Client(headers={"Accept-Language": language})
    client.force_login(Staff.objects.get(username=username))
    return client


def read(client: Client, path: str, status: int = 200) -> str:
    """A page's markup."""
    answer = client.get(path)
    assert answer.status_code == status, path
    return packed(answer.content.decode())


def lived(town: Town, town_clock: TownClock) -> None:
    """A month with some cases that is over and in the lake."""
    for number in range(7):
        make.report(topic="CIV-01", district="1", phone=PHONES[number])
    drain()
    town_clock.forward(days=40)
    written(lake_folder(), town)


def test_before_the_first_report_the_pages_say_so(town: Town) -> None:
    assert "No report yet" in read(browser_of("supervisor"), REPORTS)
    assert "No report is published yet" in read(Client(headers={"Accept-Language": "en"}), PUBLISHED)
    assert "هنوز گزارشی منتشر نشده است" in read(Client(headers={"Accept-Language": "fa"}), PUBLISHED)
    assert 'name="period"' not in read(browser_of("inspectorate"), REPORTS), "it reads, and orders none"
    assert browser_of("manager").get(REPORTS).status_code == 403


def test_a_report_goes_from_its_order_to_everybody(town: Town, town_clock: TownClock) -> None:
    lived(town, town_clock)
    supervisor, mayor, anybody = (
        browser_of("supervisor"),
        browser_of("mayor"),
        Client(headers={"Accept-Language": "en"}),
    )
    assert f'value="{CHOSEN}"' in read(supervisor, REPORTS)
    for wrong, sentence in (
        ("", "period that is over"),
        ("week:2026-01-01", "choose of what period"),
        ("month:x", "over"),
    ):
        refused = supervisor.post(REPORTS, {"period": wrong})
        assert refused.status_code == 422
        assert sentence in packed(refused.content.decode())
    answer = supervisor.post(REPORTS, {"period": CHOSEN})
    row = CityReport.objects.get()
    page = reverse("city_report", args=[row.pk])
    assert answer.headers["Location"] == page
    assert "It is being composed" in read(supervisor, page)
    drain()
    assert supervisor.post(REPORTS, {"period": CHOSEN}).status_code == 409
    opened = read(supervisor, page)
    assert "somebody else reads and approves it" in opened
    assert anybody.get(reverse("published_report", args=[row.pk])).status_code == 404
    assert anybody.get(reverse("published_report_file", args=[row.pk, "report-fa.pdf"])).status_code == 404
    draft = supervisor.get(reverse("city_report_file", args=[row.pk, "report-fa.pdf"]))
    assert draft.content[:5] == b"%PDF-"
    assert draft.headers["Cache-Control"] == "private, no-store"
    approve = reverse("city_report_press", args=[row.pk, "approve"])
    assert supervisor.post(approve).status_code == 403
    assert browser_of("inspectorate").post(approve).status_code == 403
    assert mayor.post(reverse("city_report_press", args=[row.pk, "explode"])).status_code == 404
    assert mayor.post(approve).headers["Location"] == page
    assert "Its page for everybody" in read(supervisor, page)
    assert "Ordibehesht 1405" in read(anybody, PUBLISHED)
    shown = read(anybody, reverse("published_report", args=[row.pk]))
    facts = reports.published_report(row.pk, town.city_id)
    for name, digest in facts.files.items():
        assert digest in shown
        file = anybody.get(reverse("published_report_file", args=[row.pk, name]))
        assert hashlib.sha256(file.content).hexdigest() == digest
        again = anybody.get(
            reverse("published_report_file", args=[row.pk, name]), headers={"If-None-Match": file.headers["ETag"]}
        )
        assert again.status_code == 304
    manifest = anybody.get(reverse("published_report_file", args=[row.pk, "manifest.json"]))
    assert json.loads(manifest.content)["files"] == dict(facts.files)
    for name in ("report-xx.pdf", "../settings.py", "report-fa.exe"):
        assert anybody.get(f"/reports/{row.pk}/{name}").status_code == 404
    assert "گزارش ماهانه" in read(Client(headers={"Accept-Language": "fa"}), reverse("published_report", args=[row.pk]))


def test_a_draft_is_refused_with_a_reason(town: Town, town_clock: TownClock) -> None:
    lived(town, town_clock)
    row = actions.order_report(town.city_id, "month", MONTH, by=town.supervisor)
    drain()
    mayor, refuse = browser_of("mayor"), reverse("city_report_press", args=[row.pk, "refuse"])
    assert mayor.post(refuse, {"reason": ""}).status_code == 422
    mayor.post(refuse, {"reason": "A district is missing."})
    shown = read(mayor, reverse("city_report", args=[row.pk]))
    assert "A district is missing." in shown
    assert mayor.get(reverse("city_report_file", args=[row.pk, "report-fa.pdf"])).status_code == 404


def test_what_a_report_is_composed_of_is_changed(town: Town) -> None:
    supervisor, page = browser_of("supervisor"), reverse("report_template", args=["month"])
    opened = read(supervisor, page)
    assert opened.count('name="place"') == len(reports.blocks_in_force(town.city_id, "month"))
    block = {
        "deed": "add",
        "kind": "chart",
        "chart": "bar",
        "q": "cases_opened~by.unit",
        "title-fa": "واحدها",
        "title-en": "Units",
    }
    assert supervisor.post(page, block).status_code == 302
    assert reports.blocks_in_force(town.city_id, "month")[-1].title("en") == "Units"
    last = len(reports.blocks_in_force(town.city_id, "month"))
    supervisor.post(page, {"deed": "up", "place": last})
    assert reports.blocks_in_force(town.city_id, "month")[-2].title("en") == "Units"
    supervisor.post(page, {"deed": "down", "place": last - 1})
    supervisor.post(page, {"deed": "take", "place": last})
    assert len(reports.blocks_in_force(town.city_id, "month")) == last - 1
    for wrong in ({"q": "nothing"}, {"title-fa": ""}, {"kind": "poem"}, {"chart": "table"}):
        refused = supervisor.post(page, {**block, **wrong})
        assert refused.status_code == 422, wrong
        assert f"Block {last} cannot be used" in packed(refused.content.decode())
    supervisor.post(page, {"deed": "shipped"})
    assert not ReportTemplate.objects.filter(valid_to__isnull=True).exists()
    assert supervisor.get(reverse("report_template", args=["week"])).status_code == 404
    assert browser_of("inspectorate").post(page, block).status_code == 403
    assert 'name="deed"' not in read(browser_of("inspectorate"), page)
