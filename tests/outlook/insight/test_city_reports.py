"""Reports of the city: ordered, composed once, approved by another person, published, and never changed."""

import hashlib
import io
import json
from datetime import date, timedelta
from typing import Any
from zipfile import ZipFile

import pypdfium2
import pytest
from django.db import IntegrityError, transaction

from peygir.core import clock
from peygir.core.jalali import to_gregorian
from peygir.history.queries import timeline, verify
from peygir.journey.lake import lake_folder
from peygir.outlook.insight import actions
from peygir.outlook.insight import report_queries as reports
from peygir.outlook.insight.actions import reporting
from peygir.outlook.insight.models import CityReport, CityReportFile
from peygir.outlook.insight.report_rules import (
    PeriodIsNotOver,
    ReportIsDecided,
    ReportIsInTheMaking,
    ReportKindIsUnknown,
    ReportNeedsAnother,
    ReportReasonIsMissing,
    ReportsNotYours,
)
from peygir.people.models import Staff
from peygir.people.queries import actor_of
from peygir.people.rules import Actor
from tests import make
from tests.drain import deliver_again, drain
from tests.lake_town import written
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
FILES = {"report-fa.pdf", "report-en.pdf", "report-fa.xlsx", "report-en.xlsx"}
MONTH = to_gregorian(1405, 2, 1)  # Ordibehesht, in which the town's clock begins


def person(username: str) -> Actor:
    """A member of staff as an actor."""
    return actor_of(Staff.objects.get(username=username))


def lived(town: Town, town_clock: TownClock) -> None:
    """Twelve cases of the first district and three of the second in a month; then it is over and in the lake."""
    for number in range(15):
        make.report(topic="CIV-01", district="1" if number < 12 else "2", phone=PHONES[number])
    drain()
    town_clock.forward(days=40)
    written(lake_folder(), town)


def ordered(town: Town, **more: Any) -> CityReport:
    """The report of the month, as the supervisor ordered it and a job composed it."""
    row = actions.order_report(town.city_id, "month", MONTH, by=town.supervisor, **more)
    drain()
    row.refresh_from_db()
    return row


def words_of(pdf: bytes) -> str:
    """The text of a document."""
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def test_a_report_is_composed_approved_and_frozen(town: Town, town_clock: TownClock) -> None:
    lived(town, town_clock)
    row = actions.order_report(town.city_id, "month", MONTH, by=town.supervisor)
    assert (row.state, row.number) == ("ordered", 1)
    jobs = drain()
    row.refresh_from_db()
    assert row.state == "draft", row.reason
    facts = reports.city_report(row.pk, town.city_id)
    assert set(facts.files) == FILES
    for name, digest in facts.files.items():
        content = reports.report_content(facts, name)
        assert hashlib.sha256(content).hexdigest() == digest
        assert content[:4] in (b"%PDF", b"PK\x03\x04")
    drafted = timeline("cityreport", row.pk)[-1]
    assert (drafted.kind, drafted.data["files"]) == ("city_report_drafted", dict(facts.files))
    deliver_again([job for job in jobs if job.file_id == row.pk])
    with pytest.raises(reports.NoSuchReport):
        reports.published_report(row.pk, town.city_id)
    with pytest.raises(ReportNeedsAnother):
        actions.approve_report(row.pk, by=town.supervisor)
    actions.approve_report(row.pk, by=person("mayor"))
    published = timeline("cityreport", row.pk)[-1]
    assert published.kind == "city_report_published"
    assert published.data["files"] == dict(facts.files)
    canonical = json.dumps(facts.manifest, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert published.data["manifest"] == hashlib.sha256(canonical.encode()).hexdigest()
    assert [one.id for one in reports.published_reports(town.city_id)] == [row.pk]
    with pytest.raises(ReportIsDecided):
        actions.approve_report(row.pk, by=person("mayor"))
    with pytest.raises(ReportIsDecided):
        actions.refuse_report(row.pk, "late", by=person("mayor"))
    CityReportFile.objects.filter(report=row, form="pdf", language="fa").update(content=b"%PDF-other")
    with pytest.raises(reports.ReportFileIsBroken):
        reports.report_content(facts, "report-fa.pdf")
    assert verify().breaks == []


def test_the_documents_say_what_the_lake_says(town: Town, town_clock: TownClock) -> None:
    lived(town, town_clock)
    row = ordered(town)
    facts = reports.city_report(row.pk, town.city_id)
    text_of_pdf = words_of(reports.report_content(facts, "report-en.pdf"))
    too_small = "The groups are too small for figures to be shown"
    for text in ("Monthly report: Ordibehesht 1405", "In figures", "Cases opened", "15", too_small):
        assert text in text_of_pdf, text
    assert "District 1" not in text_of_pdf, "a group without a figure is in the workbook alone"
    assert f"/reports/{row.pk}/" in text_of_pdf
    assert facts.manifest["lake"]["last_event"] > 0
    assert "case" in facts.manifest["lake"]["files"]
    with ZipFile(io.BytesIO(reports.report_content(facts, "report-en.xlsx"))) as book:
        texts = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
    assert "District 1" in texts
    assert "<v>15</v>" in texts, "numbers are numbers"
    assert "<v>3</v>" not in texts, "a group of three is hidden"
    assert "<v>12</v>" not in texts, "and so is the other one, from which it could be told"


def test_the_same_report_gives_the_same_documents(town: Town, town_clock: TownClock) -> None:
    lived(town, town_clock)
    row = ordered(town)
    (compose,) = reporting.report_composers
    again = compose(reports.city_report(row.pk, town.city_id))
    for file in again.files:
        if file.form == "pdf":
            name = f"report-{file.language}.pdf"
            assert hashlib.sha256(file.content).hexdigest() == row.manifest["files"][name]


def test_who_may_do_what(town: Town, town_clock: TownClock) -> None:
    lived(town, town_clock)
    for name in ("manager", "clerk", "council", "deputy", "inspectorate"):
        with pytest.raises(ReportsNotYours):
            actions.order_report(town.city_id, "month", MONTH, by=person(name))
        with pytest.raises(ReportsNotYours):
            actions.save_report_template(town.city_id, "month", [], by=person(name))
    row = ordered(town)
    for name in ("manager", "inspectorate"):
        with pytest.raises(ReportsNotYours):
            actions.approve_report(row.pk, by=person(name))
    for day, kind, refusal in (
        (MONTH + timedelta(days=1), "month", PeriodIsNotOver),
        (to_gregorian(1405, 4, 1), "month", PeriodIsNotOver),
        (date(1950, 3, 21), "year", PeriodIsNotOver),
        (MONTH, "week", ReportKindIsUnknown),
    ):
        with pytest.raises(refusal):
            actions.order_report(town.city_id, kind, day, by=town.supervisor)
    with pytest.raises(ReportIsInTheMaking):
        actions.order_report(town.city_id, "month", MONTH, by=town.supervisor)
    with pytest.raises(reports.NoSuchReport):
        actions.approve_report(0, by=town.supervisor)
    with pytest.raises(IntegrityError), transaction.atomic():
        CityReport.objects.filter(pk=row.pk).update(state="published", decided_by_id=row.made_by_id)


def test_a_refused_report_leaves_room_for_another(town: Town, town_clock: TownClock) -> None:
    lived(town, town_clock)
    row = ordered(town)
    for reason in ("", " \u200c", "x" * 501):
        with pytest.raises(ReportReasonIsMissing):
            actions.refuse_report(row.pk, reason, by=person("mayor"))
    actions.refuse_report(row.pk, "The second district is missing.", by=person("mayor"))
    assert not CityReportFile.objects.exists()
    again = ordered(town)
    assert (again.number, again.state) == (2, "draft")
    actions.approve_report(again.pk, by=person("admin"))
    third = ordered(town)
    actions.approve_report(third.pk, by=person("admin"))
    published = reports.published_reports(town.city_id)
    assert [one.number for one in published] == [3], "the latest stands for the period"
    assert reports.published_report(again.pk, town.city_id).number == 2, "those before stay"


def test_without_the_data_it_says_why(town: Town, town_clock: TownClock) -> None:
    town_clock.forward(days=40)
    row = ordered(town)
    assert row.state == "failed"
    assert timeline("cityreport", row.pk)[-1].data == {"why": "NoLakeYet"}
    town_clock.forward(days=-40)
    written(lake_folder(), town)
    town_clock.forward(days=40)
    row = ordered(town)
    assert timeline("cityreport", row.pk)[-1].data == {"why": "LakeEndsTooEarly"}
    assert "به‌روز می‌شوند" in row.reason


def test_a_killed_job_composes_it_again(town: Town, town_clock: TownClock, monkeypatch: pytest.MonkeyPatch) -> None:
    lived(town, town_clock)
    (compose,) = reporting.report_composers

    def killed(_report: Any) -> Any:
        raise KeyboardInterrupt

    row = actions.order_report(town.city_id, "month", MONTH, by=town.supervisor)
    monkeypatch.setattr(reporting, "report_composers", [killed])
    with pytest.raises(KeyboardInterrupt):
        actions.compose_report(row.pk, 1)
    assert not CityReportFile.objects.exists()
    monkeypatch.setattr(reporting, "report_composers", [compose])
    drain()
    row.refresh_from_db()
    assert row.state == "draft"
    assert CityReportFile.objects.count() == len(FILES)


def test_a_city_composes_its_reports_otherwise(town: Town, town_clock: TownClock) -> None:
    lived(town, town_clock)
    title = {"fa": "تنها این", "en": "This alone"}
    blocks = [{"kind": "table", "titles": title, "questions": ["cases_opened~by.district~from.14050101"]}]
    before = reports.blocks_in_force(town.city_id, "month")
    actions.save_report_template(town.city_id, "month", blocks, by=town.supervisor)
    actions.save_report_template(town.city_id, "month", blocks, by=town.supervisor)
    row = ordered(town)
    words = words_of(reports.report_content(reports.city_report(row.pk, town.city_id), "report-en.pdf"))
    assert "This alone" in words
    assert "In figures" not in words
    actions.drop_report_template(town.city_id, "month", by=town.supervisor)
    assert reports.blocks_in_force(town.city_id, "month") == before
    assert reports.city_report(row.pk, town.city_id).blocks[0].title("en") == "This alone", "what is made stays"
    assert clock.now() >= row.made_at
