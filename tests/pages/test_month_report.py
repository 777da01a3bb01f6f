"""The report of a month's marks as PDF and workbook, and the comparison as open data: what they say, and to whom."""

import csv
import io
import json
import re
from decimal import Decimal
from typing import Any
from zipfile import ZipFile

import pypdfium2
import pytest
from django.test import Client
from django.utils.translation import override
from python_calamine import CalamineWorkbook

from peygir.core.persian import fa_digits
from peygir.outlook.scoring import actions, comparison_queries, queries
from peygir.outlook.scoring.models import ScoredMonth
from peygir.web.kit import mark_words
from peygir.web.public import month_report_files
from peygir.web.public.comparisons_files import COLUMNS
from tests import make
from tests.committee import decide_appeal
from tests.drain import drain
from tests.mark_pages import mark_text
from tests.scores import LivedMonth, close, decide_scheme, live_khordad
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
REPORT = "/marks/1405-03/report"
STANDINGS = "/comparisons/1405-03/standings"


@pytest.fixture
def lived(town: Town, town_clock: TownClock) -> LivedMonth:
    """The cases of Khordad, for which a scheme was decided."""
    decide_scheme(town)
    month_report_files._made.clear()
    return live_khordad(town, town_clock)


def read(path: str, language: str = "en", status: int = 200, **headers: str) -> Any:
    """What a stranger is answered."""
    answer = Client(headers={"Accept-Language": language, **headers}).get(path)
    assert answer.status_code == status, path
    return answer


def text_of(path: str, language: str = "en") -> str:
    """The text of a PDF, with single blanks and without half-spaces."""
    answer = read(path, language)
    assert answer["Content-Type"] == "application/pdf"
    document = pypdfium2.PdfDocument(answer.content)
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    return re.sub(r"\s+", " ", text).replace("\u200c", "")


def sheets_of(path: str, language: str = "en") -> dict[str, list[list[Any]]]:
    """The sheets of a workbook by name, each as rows of cells."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(read(path, language).content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def restate(town: Town, month: ScoredMonth, lived: LivedMonth) -> None:
    """The unit of district 1 appeals about the case that was never done, and is right."""
    never = make.case(lived.never).pk
    row = actions.appeal(month.pk, town.units["D-01"], "solved", case_id=never, reason="تعطیل بود", by=town.manager)
    decide_appeal(town, row.pk)
    drain()


def test_there_is_no_report_of_an_open_month(town: Town, lived: LivedMonth) -> None:
    for path in (f"{REPORT}.pdf", f"{REPORT}.xlsx", f"{STANDINGS}.csv"):
        read(path, status=404)
    close(town)
    for path in (f"{REPORT}.pdf", f"{REPORT}.xlsx", f"{STANDINGS}.csv"):
        read(path)
    for path in (f"{REPORT}.csv", f"{REPORT}.pdf?version=2", f"{STANDINGS}.xml", "/comparisons/x/standings.csv"):
        read(path, status=404)


def test_the_document_tells_each_unit_with_its_parts(town: Town, lived: LivedMonth, month: ScoredMonth) -> None:
    text = text_of(f"{REPORT}.pdf")
    unit_mark = queries.mark_of_unit(month.pk, town.units["D-01"])
    assert unit_mark is not None
    with override("en"):
        interval = mark_words.interval_text(unit_mark.low, unit_mark.high)
        names = [mark_words.indicator_name(part.indicator) for part in queries.parts_of(unit_mark.id)]
    units = text[text.find("The units one by one") :]
    assert f"District 1: {mark_text(unit_mark.mark)} out of 20 · {interval}" in units[:400]
    assert [name for name in names if name not in text] == []
    assert "As expected" in text
    assert "between 1 and 2 of 2" in text
    assert "No mark of this month was restated." in text
    assert "1, the present one" in text
    digests = text.replace(" ", "")
    assert month.snapshot.digest in digests
    assert comparison_queries.comparison_digest(month.pk) in digests
    for secret in (lived.late, lived.never, lived.in_time, *(phone.removeprefix("+98") for phone in PHONES[:7])):
        assert secret not in text


def test_the_document_is_persian_for_a_persian_reader(town: Town, month: ScoredMonth) -> None:
    text = text_of(f"{REPORT}.pdf", "fa")
    unit_mark = queries.mark_of_unit(month.pk, town.units["D-01"])
    assert unit_mark is not None
    with override("fa"):
        shown = mark_words.mark_text(unit_mark.mark)
    assert shown in text
    assert fa_digits("1405") in text
    assert not re.findall(r"\b(?:Version|Mark|Unit|Part|Band)\b", text), "a sentence is not translated"


def test_the_workbook_is_laid_out_for_its_reader(town: Town, month: ScoredMonth) -> None:
    for language, is_from_right in (("fa", True), ("en", False)):
        with ZipFile(io.BytesIO(read(f"{REPORT}.xlsx", language).content)) as parts:
            styles = parts.read("xl/styles.xml").decode()
            names = sorted(name for name in parts.namelist() if name.startswith("xl/worksheets/sheet"))
            sheets = [parts.read(name).decode() for name in names]
        assert len(sheets) == 6
        for sheet in sheets:
            assert ('rightToLeft="1"' in sheet) == is_from_right
            assert "<cols>" in sheet, "columns are as wide as what stands in them"
            assert 'state="frozen"' in sheet
        assert 'formatCode="0.0%"' in styles
        assert 'formatCode="0.00##"' in styles
    heads = {name: rows[0] for name, rows in sheets_of(f"{REPORT}.xlsx", "fa").items()}
    assert [head for row in heads.values() for head in row if re.search("[A-Za-z]", head.replace("SHA", ""))] == []


def test_the_workbook_has_the_numbers_themselves(town: Town, month: ScoredMonth) -> None:
    sheets = sheets_of(f"{REPORT}.xlsx")
    assert list(sheets) == [
        *("Marks of units", "Parts of the marks", "Comparison", "Not counted", "Changes"),
        "How these marks were made",
    ]
    unit_mark = queries.mark_of_unit(month.pk, town.units["D-01"])
    assert unit_mark is not None
    assert unit_mark.mark is not None
    assert unit_mark.low is not None
    head, *rows = sheets["Marks of units"]
    own = dict(zip(head, next(row for row in rows if row[0] == "D-01"), strict=True))
    assert (own["Mark"], own["Lower end"]) == (float(unit_mark.mark), float(unit_mark.low))
    assert own["Cases"] == unit_mark.cases
    assert own["Band"] == "As expected"
    head, *rows = sheets["Parts of the marks"]
    parts = queries.parts_of(unit_mark.id)
    assert sum(row[0] == "D-01" for row in rows) == len(parts)
    solved = next(row for row in rows if row[0] == "D-01" and row[2] == "Solved")
    value = next(part.value for part in parts if part.indicator == "solved")
    assert value is not None
    assert Decimal(str(solved[head.index("Value")])) == pytest.approx(value, abs=Decimal("1e-9"))
    assert ["Digest of the marks (SHA-256)", month.versions.get().digest] in sheets["How these marks were made"]
    assert len(sheets["Comparison"]) == 1 + len(comparison_queries.standings_of_month(month.pk))
    assert next(iter(sheets_of(f"{REPORT}.xlsx", "fa"))) == "نمره‌های واحدها"


def test_a_restated_month_is_told_by_its_present_version(town: Town, lived: LivedMonth, month: ScoredMonth) -> None:
    before = queries.mark_of_unit(month.pk, town.units["D-01"])
    first = read(f"{REPORT}.pdf")
    assert read(f"{REPORT}.pdf", status=304, **{"If-None-Match": first["ETag"]}).content == b""
    restate(town, month, lived)
    after = queries.mark_of_unit(month.pk, town.units["D-01"])
    assert before is not None
    assert after is not None
    text = text_of(f"{REPORT}.pdf")
    assert "2, the present one, restated after appeals" in text
    assert f"District 1 Solved {mark_text(before.mark)} {mark_text(after.mark)}" in text
    assert f"District 1: {mark_text(after.mark)} out of 20" in text
    assert read(f"{REPORT}.pdf")["ETag"] != first["ETag"]
    old = text_of(f"{REPORT}.pdf?version=1")
    assert "1, an earlier one: the present one is 2" in old
    assert f"District 1: {mark_text(before.mark)} out of 20" in old
    assert "No mark of this month was restated." in old
    changes = sheets_of(f"{REPORT}.xlsx")["Changes"]
    assert changes[1][2:] == ["District 1", "Solved", float(before.mark or 0), float(after.mark or 0)]


def test_making_documents_is_counted_and_kept_ones_are_free(
    town: Town, month: ScoredMonth, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(month_report_files, "MADE", (1, 600))
    first = read(f"{REPORT}.pdf").content
    assert read(f"{REPORT}.pdf").content == first
    read(f"{REPORT}.xlsx", status=429)


def test_comparisons_are_open_data(town: Town, lived: LivedMonth, month: ScoredMonth) -> None:
    standings = comparison_queries.standings_of_month(month.pk)
    rows = list(csv.DictReader(io.StringIO(read(f"{STANDINGS}.csv").content.decode())))
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == len(standings)
    data = json.loads(read(f"{STANDINGS}.json").content)
    assert data["comparison_sha256"] == comparison_queries.comparison_digest(month.pk)
    assert data["snapshot_sha256"] == month.snapshot.digest
    for standing, row, entry in zip(standings, rows, data["standings"], strict=True):
        assert (row["indicator"], row["band"], int(row["n"])) == (standing.indicator, standing.band.value, standing.n)
        assert (row["unit"], entry["unit"]) == (entry["unit"], row["unit"])
        for name in ("observed", "expected", "ratio", "low", "high"):
            value = getattr(standing, name)
            assert entry[name] == (None if value is None else format(value, "f"))
            assert row[name] == (entry[name] or "")
        assert (entry["rank_low"], entry["rank_high"], entry["place"]) == (
            standing.rank_low,
            standing.rank_high,
            standing.place,
        )
    assert any(row["rank_low"] == "1" for row in rows)
    assert "rank" not in rows[0], "the order of estimates alone says more than the sets of ranks"
    text = json.dumps(data)
    assert [code for code in (lived.late, lived.never, lived.in_time) if code in text] == []
    tag = read(f"{STANDINGS}.csv")["ETag"]
    assert read(f"{STANDINGS}.csv", status=304, **{"If-None-Match": tag}).content == b""
    restate(town, month, lived)
    assert read(f"{STANDINGS}.csv")["ETag"] != tag
    assert read(f"{STANDINGS}.csv?version=1")["ETag"] == tag
    assert json.loads(read(f"{STANDINGS}.json?version=1").content) == data


def test_pages_lead_to_the_files(town: Town, month: ScoredMonth) -> None:
    marks = read("/marks/1405-03/").content.decode()
    assert f'href="{REPORT}.pdf"' in marks
    assert f'href="{REPORT}.xlsx"' in marks
    assert f'href="{REPORT}.pdf?version=' not in marks
    comparisons = read("/comparisons/1405-03/").content.decode()
    assert f'href="{STANDINGS}.csv"' in comparisons
    assert f'href="{STANDINGS}.json"' in comparisons
