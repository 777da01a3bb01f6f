"""The budget's table: mapping, faults with row and reason, reconciled sums, all rows or none, and the same again."""

from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from peygir.core.tables import Column, as_xlsx
from peygir.history.queries import timeline, verify
from peygir.outlook.planning import actions, budget_queries
from peygir.outlook.planning.actions.budget_import import ImportedBudget
from peygir.outlook.planning.budget_rules import BudgetColumnsAreMissing
from peygir.outlook.planning.models import BudgetImport, BudgetLine
from peygir.people.actions import NotYourWork
from tests import make
from tests.planned import office
from tests.town import Town

pytestmark = pytest.mark.usefixtures("town_clock")
HEADINGS = ("ردیف بودجه", "شرح", "واحد", "مصوب", "تخصیص", "تعهد", "هزینه")
MAPPING = {
    "code": "ردیف بودجه",
    "title": "شرح",
    "unit": "واحد",
    "approved": "مصوب",
    "allotted": "تخصیص",
    "committed": "تعهد",
    "spent": "هزینه",
}
GOOD = (
    ("2-101", "روکش آسفالت", "D-01", "۵٬۰۰۰٬۰۰۰٬۰۰۰", "1000000000", "800,000,000", "300000000"),
    ("2-102", "روشنایی پارک", "", "2000000000", "", "", ""),
)


def book(tmp_path: Path, rows: Any, headings: tuple[str, ...] = HEADINGS) -> Path:
    """An Excel file with these rows."""
    path = tmp_path / f"budget{len(list(tmp_path.iterdir()))}.xlsx"
    path.write_bytes(b"".join(as_xlsx([Column(heading) for heading in headings], rows)))
    return path


def imported(town: Town, path: Path, **given: Any) -> ImportedBudget:
    """The outcome of importing a file as the budget of 1405."""
    given.setdefault("mapping", MAPPING)
    return actions.import_budget(path, city_id=town.city_id, year=1405, by=office("budget"), **given)


def test_a_budget_is_imported_with_its_sums_reconciled(town: Town, tmp_path: Path) -> None:
    path = book(tmp_path, GOOD)
    with make.refused(NotYourWork):
        actions.import_budget(path, city_id=town.city_id, year=1405, mapping=MAPPING, by=town.manager)
    wrong = imported(town, path, totals={"approved": 7_000_000_001})
    assert not wrong.is_written
    assert wrong.faults[0].row == 0
    assert wrong.faults[0].why.details["difference"] == -1
    assert not BudgetLine.objects.exists()
    tried = imported(town, path, totals={"approved": 7_000_000_000}, dry_run=True)
    assert tried.faults == ()
    assert not tried.is_written
    assert not BudgetLine.objects.exists()
    written = imported(town, path, totals={"approved": 7_000_000_000, "spent": 300_000_000})
    assert (written.made, written.changed, written.same, written.is_written) == (2, 0, 0, True)
    imported_line = BudgetLine.objects.get(code="2-101")
    assert (imported_line.approved, imported_line.allotted, imported_line.committed, imported_line.spent) == (
        5_000_000_000,
        1_000_000_000,
        800_000_000,
        300_000_000,
    )
    assert imported_line.unit_id == town.units["D-01"]
    assert budget_queries.sums_of_year(town.city_id, 1405)["approved"] == 7_000_000_000
    assert verify().breaks == []


def test_the_same_table_again_changes_nothing_and_a_new_one_changes_sums(town: Town, tmp_path: Path) -> None:
    path = book(tmp_path, GOOD)
    imported(town, path)
    again = imported(town, path)
    assert (again.made, again.changed, again.same) == (0, 0, 2)
    assert BudgetImport.objects.count() == 1
    newer = imported(town, book(tmp_path, [(*GOOD[0][:6], "400000000")]))
    assert (newer.made, newer.changed, newer.same, newer.absent) == (0, 1, 0, ("2-102",))
    line = BudgetLine.objects.get(code="2-101")
    assert line.spent == 400_000_000
    assert [event.kind for event in timeline("budget", line.pk)] == ["budget_line_kept", "budget_line_kept"]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (("2-1 03", "شرح", "", "10", "", "", ""), "BudgetCodeIsNotRight"),
        (("", "جمع کل", "", "7000000000", "", "", ""), "BudgetRowHasNoCode"),
        (("2-103", "شرح", "", "", "", "", ""), "BudgetSumIsMissing"),
        (("۲-۱۰۱", "همان کد با رقم فارسی", "", "10", "", "", ""), "BudgetCodeIsTwice"),
        (("٢-١٠١", "همان کد با رقم عربی", "", "10", "", "", ""), "BudgetCodeIsTwice"),
        (("2-103", "شرح", "", "(10)", "", "", ""), "BudgetSumIsNoNumber"),
        (("2-103", "شرح", "", "−10", "", "", ""), "BudgetSumIsNoNumber"),
        (("2-103", "", "", "10", "", "", ""), "BudgetRowHasNoTitle"),
        (("2-103", "شرح", "D-99", "10", "", "", ""), "BudgetUnitIsUnknown"),
        (("2-103", "شرح", "", "ده", "", "", ""), "BudgetSumIsNoNumber"),
        (("2-103", "شرح", "", "10.5", "", "", ""), "BudgetSumIsNoNumber"),
        (("2-103", "شرح", "", "10", "11", "", ""), "BudgetLineIsNotRight"),
        (("2-103", "شرح", "", "10", "", "1", "2"), "BudgetLineIsNotRight"),
        (("2-103", "شرح", "", "-10", "", "", ""), "BudgetLineIsNotRight"),
        (("2-101", "شرح", "", "10", "", "", ""), "BudgetCodeIsTwice"),
    ],
)
def test_one_wrong_row_and_nothing_is_written(town: Town, tmp_path: Path, row: tuple[str, ...], why: str) -> None:
    outcome = imported(town, book(tmp_path, (*GOOD, row)))
    assert [(fault.row, fault.why.name) for fault in outcome.faults] == [(4, why)]
    assert not outcome.is_written
    assert not BudgetLine.objects.exists()
    assert not BudgetImport.objects.exists()


def test_merged_titles_arabic_digits_and_formulas_are_read_as_they_stand(town: Town, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet()
        sheet.right_to_left()
        sheet.merge_range(0, 0, 0, 6, "بودجهٔ سال ۱۴۰۵ شهرداری")
        sheet.merge_range(1, 0, 1, 6, "مبالغ به ریال")
        sheet.write_row(2, 0, HEADINGS)
        sheet.write_row(3, 0, ("٢-٣٠١", "روکش", "", "٥٬٠٠٠٬٠٠٠", "", "", ""))
        sheet.write_row(4, 0, ("2-302", "روشنایی", "", 3000000))
        sheet.write_row(5, 0, ("2-303", "جدول", ""))
        sheet.write_formula(5, 3, "=D5*2", value=6000000)
    written = imported(town, path, totals={"approved": 14_000_000})
    assert written.faults == ()
    assert [(row.code, row.approved) for row in BudgetLine.objects.order_by("code")] == [
        ("2-301", 5_000_000),
        ("2-302", 3_000_000),
        ("2-303", 6_000_000),
    ]
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, HEADINGS)
        sheet.merge_range(1, 0, 2, 0, "2-304")
        sheet.write_row(1, 1, ("بخش یکم", "", 10))
        sheet.write_row(2, 1, ("بخش دوم", "", 20))
        sheet.write_row(3, 0, ("2-305", "بی‌نتیجه", ""))
        sheet.write_formula(3, 3, "=D2+D3", value="")
    refused = imported(town, path)
    assert [(fault.row, fault.why.name) for fault in refused.faults] == [
        (3, "BudgetRowHasNoCode"),
        (4, "BudgetSumIsMissing"),
    ]


def test_ten_thousand_rows_are_written_in_one_import(town: Town, tmp_path: Path) -> None:
    path = tmp_path / "budget.csv"
    lines = [f"{number % 90}-{number},ردیف {number},{number}000" for number in range(10_000)]
    path.write_text("\n".join(["code,title,approved", *lines]), encoding="utf-8")
    written = imported(town, path, mapping={})
    assert (written.made, written.faults) == (10_000, ())
    assert written.sums["approved"] == sum(range(10_000)) * 1000
    assert imported(town, path, mapping={}).same == 10_000


def test_a_table_without_its_columns_is_refused(town: Town, tmp_path: Path) -> None:
    with make.refused(BudgetColumnsAreMissing):
        imported(town, book(tmp_path, [("1", "2")], ("الف", "ب")), mapping={})
    with make.refused(BudgetColumnsAreMissing):
        imported(town, book(tmp_path, GOOD), mapping={**MAPPING, "code": "کد دیگر"})
