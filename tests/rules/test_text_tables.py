"""Tables as people bring them: encodings, separators, titles above the headings, pages called Excel, and no tables."""

import codecs
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import pytest
import xlsxwriter

from peygir.core import sheets, text_tables

HEADINGS: Final = ("شماره", "موضوع", "شرح")
ROWS: Final = (("1", "چاله", "گودال، جلوی پلاک ۱۲"), ("2", "زباله", "سه روز است که نبرده‌اند؛ لطفا بیایید"))


def content(separator: str, line_end: str = "\r\n") -> str:
    return line_end.join(separator.join(cells) for cells in (HEADINGS, *ROWS)) + line_end


def read(folder: Path, data: bytes, name: str = "table.csv") -> sheets.Sheet:
    path = folder / name
    path.write_bytes(data)
    return sheets.read_sheet(path)


def book(path: Path, **tables: Iterable[Iterable[Any]]) -> Path:
    with xlsxwriter.Workbook(str(path)) as made:
        for name, rows in tables.items():
            sheet = made.add_worksheet(name)
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, list(row))
    return path


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(content(",").encode(), id="utf-8"),
        pytest.param(codecs.BOM_UTF8 + content(";").encode(), id="utf-8 with its mark, semicolons"),
        pytest.param(content("\t").encode("utf-16"), id="unicode text of Excel"),
        pytest.param(content("\t").encode("utf-16-le"), id="utf-16 without a mark"),
        pytest.param(content("|", "\r").encode("utf-16-be"), id="big-endian, line ends of an old Mac"),
        pytest.param(b"sep=;\r\n" + content(";").encode(), id="the separator is named"),
    ],
)
def test_the_same_table_in_any_encoding(tmp_path: Path, data: bytes) -> None:
    sheet = read(tmp_path, data)
    assert sheet.headings == HEADINGS
    assert [cells for _row, cells in sheet.rows] == list(ROWS)


def test_windows_1256_is_recognised(tmp_path: Path) -> None:
    text = content(";").replace("ی", "ي").replace("۱۲", "12")
    sheet = read(tmp_path, text.encode("cp1256"))
    assert sheet.headings == HEADINGS
    assert sheet.rows[1][1][2] == ROWS[1][2].replace("ی", "ي")


def test_a_latin_text_is_no_persian_one(tmp_path: Path) -> None:
    assert (
        read(tmp_path, "id,street\n1,Rue du Général Leclerc\n".encode("cp1252"))
        .rows[0][1][1]
        .endswith("Général Leclerc")
    )


def test_a_text_with_many_separators_in_quotation_marks(tmp_path: Path) -> None:
    data = 'a,b\r\n1,"x; y; z\r\n""second"" line | end"\r\n2,"x; y"\r\n'
    assert read(tmp_path, data.encode()).rows == [(2, ("1", 'x; y; z\r\n"second" line | end')), (3, ("2", "x; y"))]


def test_titles_above_the_headings_are_left_out(tmp_path: Path) -> None:
    titles: list[list[Any]] = [["مرکز ۱۳۷"], [], ["از تاریخ", "۱۴۰۲/۰۱/۰۱", None, None]]
    headings = ["شماره", "تاریخ", "موضوع", "شرح", "واحد\nمسئول", "تاریخ", "تلفن", "نام"]
    rows = [[str(number), "1402/01/02", "چاله", "گودال", "یک", None, "0917", "الف"] for number in range(5)]
    path = book(tmp_path / "old.xlsx", report=[*titles, headings, *rows])
    sheet = sheets.read_sheet(path, numbers_equals=True)
    assert sheet.headings == ("شماره", "تاریخ", "موضوع", "شرح", "واحد مسئول", "تاریخ (2)", "تلفن", "نام")
    assert sheets.read_sheet(path).headings[5] == "تاریخ"
    assert [row for row, _cells in sheet.rows] == [5, 6, 7, 8, 9], "as the spreadsheet numbers them"


def test_a_title_above_rows_of_few_cells(tmp_path: Path) -> None:
    lines = [
        "تاریخ گزارش,1402/01/01",
        "شماره,تاریخ,موضوع,شرح,تلفن,نام",
        *(f"{number},1402/01/02,,,," for number in range(9)),
    ]
    sheet = read(tmp_path, "\n".join(lines).encode())
    assert (sheet.headings[:2], len(sheet.rows)) == (("شماره", "تاریخ"), 9)
    wide = read(tmp_path, b"a,b\n1,2,3,4,5,6,7\n1,2\n1,2\n")
    assert wide.headings == ("a", "b"), "a row of values is no row of headings"
    assert wide.too_long == {2}


def test_a_title_above_a_single_row(tmp_path: Path) -> None:
    sheet = read(tmp_path, "گزارش\nشماره,موضوع,شرح\n1,چاله,\n".encode())
    assert (sheet.headings, sheet.rows) == (HEADINGS, [(3, ("1", "چاله", ""))])


def test_the_first_sheet_with_rows_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    path = book(tmp_path / "old.xlsx", cover=[["۱۳۷"]], one=[HEADINGS, *ROWS], two=[HEADINGS, *ROWS], empty=[])
    sheet = sheets.read_sheet(path)
    assert (sheet.headings, len(sheet.rows), sheet.left_out) == (HEADINGS, 2, ("two",))
    path.rename(tmp_path / "old.xls")
    assert sheets.read_sheet(tmp_path / "old.xls") == sheet, "its content says what it is"


def test_a_page_that_is_called_excel(tmp_path: Path) -> None:
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in ROWS)
    head = "".join(f"<th>{heading}</th>" for heading in HEADINGS)
    page = f"<html><style>td {{}}</style><table><tr><td colspan=3>۱۳۷<tr>{head}</tr>{cells}<tr><td>3<td>a<br>b"
    sheet = read(tmp_path, page.encode(), "report.xls")
    assert sheet.headings == HEADINGS
    assert [cells for _row, cells in sheet.rows] == [*ROWS, ("3", "a\nb", "")]


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"", sheets.TableIsEmpty),
        (b"\r\n ,\r\n", sheets.TableIsEmpty),
        (b"%PDF-1.7\n", sheets.TableIsAnotherKind),
        (b"\x89PNG\r\n\x1a\n\x00", sheets.TableIsAnotherKind),
        (b"\x1f\x8b\x08\x00", sheets.TableIsPacked),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), sheets.TableIsLocked),
        (bytes(range(256)) * 9, sheets.TableIsNotReadable),
        (b'[{"a": 1}]', sheets.TableIsNotReadable),
        (b"<?xml version='1.0'?><a/>", sheets.TableIsNotReadable),
    ],
)
def test_what_is_no_table_is_told(tmp_path: Path, data: bytes, refusal: type[sheets.TableIsNotReadable]) -> None:
    with pytest.raises(refusal) as failure:
        read(tmp_path, data, "table.xlsx")
    assert type(failure.value) is refusal
    assert not failure.value.words("fa").isascii()


def test_an_archive_of_tables_is_to_be_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("export.csv", content(","))
    with pytest.raises(sheets.TableIsPacked):
        sheets.read_sheet(path)


def test_a_large_page_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_tables, "MOST_OF_PAGE", 100)
    path = tmp_path / "large.xls"
    path.write_text("<table><tr><th>number</th></tr>" + "<tr><td>1</td></tr>" * 20)
    with pytest.raises(sheets.TableIsNotReadable, match="HTML"):
        sheets.read_sheet(path)


def test_quotation_marks_that_do_not_match_are_told_with_their_row(tmp_path: Path) -> None:
    with pytest.raises(sheets.TableRowIsBroken) as failure:
        read(tmp_path, b'a,b\n1,x\n2,"y" z\n3,w\n')
    assert failure.value.details == {"row": 3}
