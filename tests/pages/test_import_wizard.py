"""The wizard with tables as offices export them: the whole way from the file to equal counts, and what it refuses."""

import csv
import io
import re
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from peygir.cases.models import Case, Report
from peygir.core import clock
from peygir.core.persian import fa_digits
from peygir.desks.earlier import queries as earlier
from peygir.desks.earlier.models import EarlierNumber
from peygir.desks.partners.models import ImportOrder
from peygir.journey.import_orders import take_ordered
from peygir.people.actions import make_one_time_code
from tests.pages.test_works import signed_in
from tests.town import Town, point_in

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")
PAGE = "/desk/admin/import/"
HEADINGS = (
    "رديف",
    "كد رهگيري",
    "تاريخ ثبت",
    "ساعت ثبت",
    "شرح پيام",
    "آدرس",
    "واحد",
    "وضعيت پيام",
    "تاريخ پاسخ",
    "موبايل",
)


def office_rows() -> list[Sequence[str]]:
    own, other = "شهرداری ۱ ", "واحد ناشناس"
    return [
        ("۱", "۰۰۱۲۳", "۱۴۰۲/۳/۷", "۸:۰۵", "آب‌گرفتگي", "چمران", own, "مختومه", "۱۴۰۲/۳/۷", "9171112233"),
        ("۲", "SR-۷", "۱۴۰۲/۳/۳۱", "۲۳:۵۵", "زباله", "خیابان زند", other, "ارجاع شده", "", "ندارد"),
        ("۳", "۰۰۱۲۳", "۱۴۰۲/۴/۱", "۹:۰۰", "تکراری", "خیابان زند", own, "جاری", "", ""),
        ("۴", "۹", "۰۲/۰۳/۰۷", "۹:۰۰", "سال دو رقمی", "خیابان زند", own, "جاری", "", ""),
    ]


def office_book(path: Path) -> bytes:
    """A workbook with merged titles above its headings."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for row, title in enumerate(("شهرداری — مرکز ۱۳۷", "گزارش پیام‌ها")):
            sheet.merge_range(row, 0, row, len(HEADINGS) - 1, title)
        for row, cells in enumerate((HEADINGS, *office_rows()), start=3):
            sheet.write_row(row, 0, cells)
        book.add_worksheet("صفحهٔ ۲").write_row(0, 0, ["a", "b"])
        book.worksheets()[1].write_row(1, 0, ["1", "2"])
    return path.read_bytes()


def post(client: Client, data: bytes, name: str = "old.csv", status: int = 200, /, **given: str) -> str:
    answer = client.post(PAGE, {**given, "file": SimpleUploadedFile(name, data)})
    assert answer.status_code == status
    return answer.content.decode()


def tabled(*rows: Sequence[str]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def order_of(page: str) -> int:
    found = re.search(rf"{PAGE}(\d+)/words/", page)
    assert found is not None
    return int(found[1])


def test_the_whole_way_of_an_office_table(town: Town, tmp_path: Path) -> None:
    client, data = signed_in("admin", "fa"), office_book(tmp_path / "old.xlsx")
    page = post(client, data, "old.xlsx")
    assert "صفحهٔ ۲" in page, "a further sheet is named, so that nothing is lost"
    assert re.search(r"منتقل نمی‌شوند:\s*<bdi>رديف</bdi>", page)
    assert "شمارهٔ «۰۰۱۲۳» در ردیف ۵ هم آمده است" in page
    assert "«۰۲/۰۳/۰۷ ۹:۰۰» دو رقمی است" in page
    assert "واحد ناشناس» در داده‌های شهر نیست" not in page, "what is asked about stands among the words alone"
    order = order_of(page)
    given = {"field": ["unit", "unit"], "word": ["شهرداری ۱", "واحد ناشناس"], "code": ["D-01", "-"]}
    page = client.post(f"{PAGE}{order}/words/", given).content.decode()
    assert 'name="word"' not in page
    assert client.post(f"{PAGE}{order}/start/", {"source": "old", "leave_faulty": "on"}).status_code == 302
    assert take_ordered(order)
    closed, still = Report.objects.select_related("case", "citizen").order_by("received_at")
    assert (closed.case.state, closed.case.closed_at) == ("closed", closed.received_at), "on the day it was opened"
    assert closed.citizen is not None
    assert closed.citizen.phone == "+989171112233"
    assert (still.case.state, still.citizen) == ("referred", None)
    answer = client.post("/desk/admin/moving/old/", {"file": SimpleUploadedFile("old.xlsx", data)})
    text = " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())
    assert "۴ ردیف: ۲ پرونده‌شان اینجا هست، ۲ خوانده نمی‌شود" in text
    assert "۱۴۰۲/۰۳ ۲ ۲" in text
    for typed in ("00123", fa_digits("00123"), "sr-7"):
        assert "/desk/case/" in client.get("/desk/search/", {"q": typed}).content.decode(), typed


def test_a_later_table_with_other_headings_is_compared_too(town: Town) -> None:
    client = signed_in("admin", "fa")
    rows = [("7", "2023-05-28T08:05:00.000", "Pothole", "CIV-01", "Main Street")]
    post(client, tabled(("unique_key", "created_date", "descriptor", "complaint_type", "incident_address"), *rows))
    order = ImportOrder.objects.latest("pk").pk
    client.post(f"{PAGE}{order}/start/", {"source": "old"})
    assert take_ordered(order)
    later = tabled(("SR_NUMBER", "CREATED_DATE", "DESCRIPTION", "SR_TYPE", "STREET_ADDRESS"), *rows)
    page = client.post("/desk/admin/moving/old/", {"file": SimpleUploadedFile("new.csv", later)}).content.decode()
    assert "همه‌چیز برابر است" in page


def test_what_a_cell_may_not_do(town: Town) -> None:
    client = signed_in("admin", "fa")
    rows = [
        ("=cmd", "1402/3/7", "=1+1\x00\x07", "بلوار چمران"),
        ("2", "1402/3/7", "\u200c", "بلوار چمران"),
        ("3", "0000-00-00", "متن", "بلوار چمران"),
        ("4", "1402/3/7", "متن", "بلوار", "بیش از ستون‌ها"),
        ("-", "1402/3/7", "متن", "بلوار"),
        ("6", "1402/3/7", "م" * 4001, "بلوار"),
    ]
    page = post(client, tabled(("شماره", "تاریخ", "شرح", "آدرس"), *rows))
    faults = page.split('id="faults"')[1].split("</section>")[0]
    assert re.findall(r'data-label="ردیف">([۰-۹]+)<', faults) == ["۳", "۴", "۵", "۶", "۷"]
    assert "جداکننده" in faults
    order = ImportOrder.objects.latest("pk").pk
    refused = client.get(f"{PAGE}{order}/refused.csv").content.decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(refused)))) == 6
    client.post(f"{PAGE}{order}/start/", {"source": "old", "leave_faulty": "on"})
    assert take_ordered(order)
    assert Report.objects.get().text == "=1+1"
    back = b"".join(client.post("/desk/admin/moving/old/back.csv").streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    [line] = csv.DictReader(io.StringIO(back))
    assert (line["old_number"], line["text"]) == ("'=cmd", "'=1+1")


def test_a_mended_file_of_refused_rows_is_read_again(town: Town) -> None:
    client = signed_in("admin", "fa")
    headings = ("شماره", "تاریخ", "شرح", "آدرس", "موبایل")
    post(client, tabled(headings, ("5", "دیروز", "متن", "بلوار", "+989171112233")))
    order = ImportOrder.objects.latest("pk").pk
    refused = client.get(f"{PAGE}{order}/refused.csv").content.replace("دیروز".encode(), b"1402/3/7")
    assert b"'+98917" in refused, "no spreadsheet takes it for a formula"
    assert "همهٔ ردیف‌ها آمادهٔ انتقال‌اند" in post(client, refused)


def test_tables_without_a_row_and_no_tables(town: Town) -> None:
    client = signed_in("admin", "fa")
    assert "این فایل خالی است" in post(client, b"", "old.csv", 422)
    assert "تنها عنوان ستون‌ها" in post(client, tabled(("شماره", "تاریخ")), "old.csv", 422)
    assert "از نوع PDF است" in post(client, b"%PDF-1.7 \x00", "old.xlsx", 422)
    assert "ردیف ۳ به بعد" in post(client, 'شماره,شرح\n1,x\n2,"y" z\n'.encode(), "old.csv", 422)


def test_points_the_other_way_round_and_none_at_zero(town: Town) -> None:
    lat, lon = point_in("1")
    rows = [("1", "1402/3/7", "متن", str(lon), str(lat)), ("2", "1402/3/7", "متن", "0", "0")]
    page = post(signed_in("admin", "fa"), tabled(("شماره", "تاریخ", "شرح", "عرض جغرافیایی", "طول جغرافیایی"), *rows))
    assert re.findall(r'data-label="ردیف">([۰-۹]+)<', page) == ["۳"], "nowhere is no place"
    order = ImportOrder.objects.latest("pk").pk
    signed_in("admin").post(f"{PAGE}{order}/start/", {"source": "old", "leave_faulty": "on"})
    assert take_ordered(order)
    assert (Case.objects.get().lat, Case.objects.get().lon) == (lat, lon)


def test_a_citizen_finds_the_earlier_number_in_their_own_reports_alone(town: Town, client: Client) -> None:
    typed = {"code": "00123"}
    assert "سامانهٔ پیشین" not in client.get("/track/", typed, headers={"Accept-Language": "fa"}).content.decode()
    admin = signed_in("admin", "fa")
    row = ("00123", "1402/3/7", "متن", "بلوار", "09171112233")
    post(admin, tabled(("شماره", "تاریخ", "شرح", "آدرس", "موبایل"), row))
    order = ImportOrder.objects.latest("pk").pk
    admin.post(f"{PAGE}{order}/start/", {"source": "old"})
    assert take_ordered(order)
    page = client.get("/track/", typed, headers={"Accept-Language": "fa"})
    assert (page.status_code, "شمارهٔ سامانهٔ پیشین" in page.content.decode()) == (422, True)
    case = EarlierNumber.objects.get().case
    assert earlier.earlier_numbers([case.pk]) == {case.pk: "00123"}
    assert earlier.earlier_numbers([]) == {}


def test_a_citizen_sees_the_earlier_number_beside_their_report(town: Town, client: Client) -> None:
    admin, phone = signed_in("admin", "fa"), "09171112233"
    opened = (clock.now() - timedelta(days=9)).isoformat(timespec="seconds")
    post(admin, tabled(("شماره", "تاریخ", "شرح", "آدرس", "موبایل"), ("SR-7", opened, "متن", "بلوار", phone)))
    admin.post(f"{PAGE}{ImportOrder.objects.latest('pk').pk}/start/", {"source": "old"})
    assert take_ordered(ImportOrder.objects.latest("pk").pk)
    client.post("/me/code/", {"phone": phone, "code": make_one_time_code("+989171112233")})
    page = client.get("/me/reports/", headers={"Accept-Language": "fa"}).content.decode()
    assert "شمارهٔ سامانهٔ پیشین:" in page
    assert "SR-۷" in page


def test_a_topic_that_is_none_of_ours_stays_in_the_words(town: Town) -> None:
    client = signed_in("admin", "fa")
    rows = [("1", "1402/3/7", "پرواز", "", "بلوار"), ("2", "1402/3/7", "پرواز", "دیر شد", "بلوار")]
    order = order_of(post(client, tabled(("شماره", "تاریخ", "موضوع", "شرح", "آدرس"), *rows)))
    client.post(f"{PAGE}{order}/words/", {"field": ["topic"], "word": ["پرواز"], "code": ["-"]})
    client.post(f"{PAGE}{order}/start/", {"source": "old"})
    assert take_ordered(order)
    assert set(Report.objects.values_list("text", flat=True)) == {"پرواز", "دیر شد"}
