"""A comparison with an earlier system is kept as a file once somebody signs it by name, with a reason if need be."""

import csv
import hashlib
import io
from pathlib import Path

from django.test import Client

from peygir.desks.earlier.models import EarlierReport
from peygir.history.queries import timeline, verify
from peygir.journey.importing import judge_file, take_over
from peygir.people.models import Staff
from peygir.people.rules import SYSTEM
from tests.pages.test_moving_in import COLUMNS, ROWS, table, take, teach, upload
from tests.town import Town


def test_a_comparison_is_kept_once_it_is_signed(town: Town, client: Client, tmp_path: Path) -> None:
    teach(town)
    take(table(tmp_path, *ROWS))
    client.force_login(Staff.objects.get(username="admin"))
    page = upload(client, "/desk/admin/moving/old-137/", *ROWS).content.decode()
    first = EarlierReport.objects.get()
    assert f"/desk/admin/moving/old-137/reports/{first.pk}/sign/" in page
    assert 'name="why"' not in page, "what is equal needs no reason"
    upload(client, "/desk/admin/moving/old-137/", *ROWS)
    report = EarlierReport.objects.get()
    assert report.pk != first.pk, "another comparison takes its place"
    assert client.post(f"/desk/admin/moving/old-137/reports/{first.pk}/sign/").status_code == 302
    assert EarlierReport.objects.get().signed_at is None
    client.post(f"/desk/admin/moving/old-137/reports/{report.pk}/sign/")
    file = client.get(f"/desk/admin/moving/old-137/reports/{report.pk}.csv").content
    page = client.get("/desk/admin/moving/old-137/").content.decode()
    digest = hashlib.sha256(file).hexdigest()
    assert digest in page
    assert str(Staff.objects.get(username="admin")) in page
    [event] = [line for line in timeline("city", town.city_id) if line.kind == "earlier_report_signed"]
    assert (event.data["digest"], event.data["rows"], event.data["refused"]) == (digest, 3, 0)
    assert event.by == f"staff:{Staff.objects.get(username='admin').pk}"
    lines = list(csv.reader(io.StringIO(file.decode("utf-8-sig"))))
    for part in ("state", "month", "unit"):
        counts = [(line[1], int(line[2]), int(line[3])) for line in lines if line[0] == part]
        *each, last = counts
        assert last == ("sum", sum(one[1] for one in each), sum(one[2] for one in each)) == ("sum", 3, 3)
    upload(client, "/desk/admin/moving/old-137/", *ROWS)
    assert EarlierReport.objects.count() == 2, "the signed one stays"
    assert verify().breaks == []


def test_refused_rows_are_accepted_by_name_and_with_a_reason(town: Town, client: Client, tmp_path: Path) -> None:
    teach(town)
    take(table(tmp_path, *ROWS))
    secret = ("1004", "دیروز", "چاله خیابان", "شمارهٔ من 09121234567", "1", "D-01", "باز", "")
    gone = ("=1009", *ROWS[0][1:])
    client.force_login(Staff.objects.get(username="admin"))
    page = upload(client, "/desk/admin/moving/old-137/", *ROWS, secret, gone).content.decode()
    assert 'name="why"' in page
    report = EarlierReport.objects.get()
    assert (report.rows, report.refused, report.missing, report.differing) == (5, 1, 1, 0)
    assert "0912" not in report.content
    assert "دیروز" not in report.content, "no cell of the table is kept"
    lines = list(csv.reader(io.StringIO(report.content.removeprefix("\ufeff"))))
    assert ["refused", "row 5", "1", "0", "opened_at: MomentIsUnreadable"] in lines
    assert ["missing", "'=1009", "1", "0", ""] in lines
    address = f"/desk/admin/moving/old-137/reports/{report.pk}/sign/"
    client.post(address, {"why": " \u200c "})
    assert EarlierReport.objects.get().signed_at is None
    client.post(address, {"why": "ردیف آزمایشی بود."})
    client.post(address, {"why": "بار دوم"})
    signed = EarlierReport.objects.get()
    assert (signed.why, signed.signed_by) == ("ردیف آزمایشی بود.", f"staff:{Staff.objects.get(username='admin').pk}")
    page = client.get("/desk/admin/moving/old-137/").content.decode()
    assert "ردیف آزمایشی بود." in page
    assert f"/desk/admin/moving/old-137/reports/{report.pk}.csv" in page
    # Who looks after the centre and administers nothing reads it, and signs nothing.
    client.force_login(Staff.objects.get(username="supervisor"))
    before = EarlierReport.objects.count()
    upload(client, "/desk/admin/moving/old-137/", *ROWS)
    assert EarlierReport.objects.count() == before
    assert client.get(f"/desk/admin/moving/old-137/reports/{report.pk}.csv").status_code == 200
    assert client.get(f"/desk/admin/moving/old-137/reports/{report.pk + 9}.csv").status_code == 404
    assert client.get(f"/desk/admin/moving/nothing/reports/{report.pk}.csv").status_code == 404


def test_a_part_of_the_table_accepts_nothing_that_was_left_out(town: Town, client: Client, tmp_path: Path) -> None:
    teach(town)
    bad = ("1004", "دیروز", "چاله خیابان", "", "1", "D-01", "باز", "")
    judged = judge_file(table(tmp_path, *ROWS, bad), COLUMNS)
    list(take_over(judged, "old-137", file_name="old.csv", columns=COLUMNS, by=SYSTEM))
    client.force_login(Staff.objects.get(username="admin"))
    address = "/desk/admin/moving/old-137/"

    def steps_done(*rows: tuple[str, ...], why: str = "") -> int:
        upload(client, address, *rows)
        client.post(f"{address}reports/{EarlierReport.objects.latest('pk').pk}/sign/", {"why": why})
        page = client.get(address).content.decode()
        return page.split('id="steps"')[1].split("</section>")[0].count("sr-only")

    part, whole = steps_done(*ROWS), steps_done(*ROWS, bad, why="ردیف آزمایشی بود.")
    assert (part, whole) == (2, 4), "of five: all counts are equal in neither"
