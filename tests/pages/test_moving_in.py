"""Coming from an earlier system: words, refused rows, numbers, equal sums, weeks side by side, and the way back."""

import csv
import io
from pathlib import Path
from typing import Any, Final

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from peygir.cases.models import Case
from peygir.core.persian import fa_digits
from peygir.desks.earlier import queries as earlier
from peygir.desks.earlier.actions import count_system
from peygir.desks.earlier.models import EarlierNumber
from peygir.desks.earlier.rules import proposed_code, proposed_columns
from peygir.desks.partners.models import ImportOrder
from peygir.desks.promises.models import Promise
from peygir.history.queries import verify
from peygir.journey.importing import judge_file, take_over
from peygir.journey.moving_in import reconcile, unknown_words
from peygir.outlook.insight.metric_catalogue import METRICS
from peygir.people.models import Staff
from peygir.people.rules import SYSTEM
from tests import make
from tests.town import Town

HEADINGS: Final = ("شماره درخواست", "تاریخ ثبت", "موضوع", "شرح", "منطقه", "واحد مسئول", "وضعیت", "تاریخ اتمام")
COLUMNS: Final = dict(
    zip(("number", "opened_at", "topic", "text", "district", "unit", "state", "closed_at"), HEADINGS, strict=True)
)
ROWS: Final = (
    ("1001", "1404/02/03 09:00", "چاله خیابان", "چاله دارد", "1", "D-01", "بسته", "1404/02/05 12:00"),
    ("1002", "1404/02/20 10:00", "چاله خیابان", "چاله", "2", "شهرداری منطقهٔ دو", "باز", ""),
    ("1003", "1404/03/01 11:00", "سطل آشغال", "پر است", "1", "", "مختومه", "1404/03/02 08:00"),
)


def content(*rows: tuple[str, ...]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows([HEADINGS, *rows])
    return out.getvalue()


def table(folder: Path, *rows: tuple[str, ...]) -> Path:
    path = folder / f"old-{len(list(folder.iterdir()))}.csv"
    path.write_text(content(*rows), encoding="utf-8")
    return path


def take(path: Path, source: str = "old-137") -> None:
    judged = judge_file(path, COLUMNS)
    assert judged.faults == []
    for _done in take_over(judged, source, file_name=path.name, columns=COLUMNS, by=SYSTEM):
        pass


def upload(client: Client, path: str, *rows: tuple[str, ...]) -> Any:
    return client.post(path, {"file": SimpleUploadedFile("old.csv", content(*rows).encode())})


def test_columns_and_words_are_proposed() -> None:
    assert proposed_columns(HEADINGS) == COLUMNS
    assert proposed_columns(("a", "b"), [{"number": "a", "opened_at": "b"}]) == {"number": "a", "opened_at": "b"}
    assert proposed_columns(("case_enquiry_id", "open_dt", "type")) == {
        "number": "case_enquiry_id",
        "opened_at": "open_dt",
        "topic": "type",
    }
    known = {"سطلزباله": "CLN-01", "چالهخیابان": "CIV-01"}
    assert proposed_code("سطل های زباله", known) == "CLN-01"
    assert proposed_code("پرواز", known) == ""


def test_the_wizard_asks_for_words_once_and_gives_back_what_it_refuses(town: Town, client: Client) -> None:
    client.force_login(Staff.objects.get(username="admin"))
    bad = ("1004", "دیروز", "چاله خیابان", "=1+1", "1", "D-01", "باز", "")
    page = upload(client, "/desk/admin/import/", *ROWS, bad).content.decode()
    assert "سطل آشغال" in page
    assert 'name="word" value="سطل آشغال"' in page.replace("\n", " ")
    order = int(ImportOrder.objects.latest("pk").pk)
    refused = client.get(f"/desk/admin/import/{order}/refused.csv").content.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(refused)))
    assert [line[-2] for line in lines[1:]] == ["4", "5"]
    assert "'=1+1" in lines[2]
    given = {"field": ["topic"], "word": ["سطل آشغال"], "code": ["CLN-01"]}
    again = client.post(f"/desk/admin/import/{order}/words/", given).content.decode()
    assert 'name="word"' not in again
    assert list(earlier.words_of(town.city_id)["topic"].values()) == ["CLN-01"]
    # The next table needs no answer.
    assert 'name="word"' not in upload(client, "/desk/admin/import/", *ROWS).content.decode()


def test_numbers_are_found_marked_and_equal_to_the_table(town: Town, client: Client, tmp_path: Path) -> None:
    teach(town)
    take(table(tmp_path, *ROWS))
    assert EarlierNumber.objects.count() == 3
    client.force_login(Staff.objects.get(username="supervisor"))
    code = EarlierNumber.objects.get(number="1001").case.code
    for typed in ("1001", fa_digits("1001")):
        assert f"/desk/case/{code}/" in client.get("/desk/search/", {"q": typed}).content.decode()
    assert "از سامانهٔ پیشین" in client.get(f"/desk/case/{code}/").content.decode()
    compared = reconcile(table(tmp_path, *ROWS), COLUMNS, "old-137")
    assert compared.is_equal
    assert [(one.key, one.there, one.here) for one in compared.by_state] == [("closed", 2, 2), ("open", 1, 1)]
    assert [(one.key, one.here) for one in compared.by_month] == [("140402", 2), ("140403", 1)]
    assert [(one.key, one.here) for one in compared.by_unit] == [("", 1), ("D-01", 1), ("D-02", 1)]
    missing = reconcile(table(tmp_path, *ROWS, ("1009", *ROWS[0][1:])), COLUMNS, "old-137")
    assert (missing.is_equal, missing.missing, missing.by_state[0].there) == (False, ["1009"], 3)
    assert verify().breaks == []


def test_they_count_in_nothing_until_it_is_allowed(town: Town, tmp_path: Path) -> None:
    from peygir.city.queries import city_by_id
    from peygir.core import clock
    from peygir.outlook.insight.queries import fresh_answer

    columns = COLUMNS | {"due_at": "due"}
    path = tmp_path / "due.csv"
    path.write_text("due," + content(ROWS[0]).replace("\r\n1001", "\r\n1404/02/04,1001"), encoding="utf-8")

    def taken(source: str) -> None:
        judged = judge_file(path, columns)
        for _done in take_over(judged, source, file_name="due.csv", columns=columns, by=SYSTEM):
            pass

    def opened() -> int:
        return sum(row.n for row in fresh_answer(city_by_id(town.city_id), "cases_opened", now=clock.now()).rows)

    assert "cases_opened" in METRICS

    def scored() -> int:
        return Promise.objects.filter(is_first=True, kind="finish").count()

    taken("old-137")
    assert (scored(), opened()) == (0, 0)
    assert Promise.objects.filter(kind="finish").count() == 1, "it runs on, and is not scored"
    count_system(town.city_id, "other", is_counted=True, by=SYSTEM)
    taken("other")
    assert (scored(), opened()) == (1, 1)


def test_weeks_side_by_side_close_here_what_was_closed_there(town: Town, tmp_path: Path) -> None:
    teach(town)
    take(table(tmp_path, *ROWS))
    case = EarlierNumber.objects.get(number="1002").case
    closed = (*ROWS[1][:6], "بسته", "1404/02/28 09:00")
    assert not reconcile(table(tmp_path, ROWS[0], closed, ROWS[2]), COLUMNS, "old-137").is_equal
    take(table(tmp_path, ROWS[0], closed, ROWS[2], ("1005", *ROWS[0][1:])))
    assert Case.objects.get(pk=case.pk).state == "closed"
    assert EarlierNumber.objects.count() == 4
    assert reconcile(table(tmp_path, ROWS[0], closed, ROWS[2]), COLUMNS, "old-137").is_equal


def test_the_pages_compare_decide_and_give_the_way_back(town: Town, client: Client, tmp_path: Path) -> None:
    teach(town)
    take(table(tmp_path, *ROWS))
    own = make.referred()
    make.referred("CNF-01")
    client.force_login(Staff.objects.get(username="admin"))
    assert "old-137" in client.get("/desk/admin/moving/").content.decode()
    page = upload(client, "/desk/admin/moving/old-137/", *ROWS).content.decode()
    assert "همه‌چیز برابر است" in page
    assert client.post("/desk/admin/moving/old-137/", {}).status_code == 422
    assert client.get("/desk/admin/moving/nothing/").status_code == 404
    assert client.post("/desk/admin/moving/old-137/count/", {"is_counted": "yes"}).status_code == 302
    assert earlier.is_counted(town.city_id, "old-137")
    response = client.post("/desk/admin/moving/old-137/back.csv")
    back = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    lines = {row["old_number"] or row["code"]: row for row in csv.DictReader(io.StringIO(back))}
    assert set(lines) == {"1001", "1002", "1003", own}
    assert lines["1001"]["state"] == "closed"


def teach(town: Town) -> None:
    """What the word of the third row means."""
    from peygir.desks.earlier.actions import keep_words

    keep_words(town.city_id, {("topic", "سطل آشغال"): "CLN-01"}, by=SYSTEM)


def test_unknown_words_are_counted(town: Town, tmp_path: Path) -> None:
    words = unknown_words(judge_file(table(tmp_path, ROWS[2], ("1", *ROWS[2][1:])), COLUMNS))
    assert [(word.field, word.text, word.rows) for word in words] == [("topic", "سطل آشغال", 2)]
