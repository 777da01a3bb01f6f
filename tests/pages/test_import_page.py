"""The page of old records: headings, every fault by row and column, columns kept; then a table is asked for, once."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from peygir.cases.models import Report
from peygir.city.queries import current_city
from peygir.core import clock
from peygir.desks.partners import actions
from peygir.desks.partners.models import ImportOrder
from peygir.desks.partners.queries import batches, mapping, next_order, open_orders
from peygir.history.queries import timeline
from peygir.journey.import_orders import take_ordered
from peygir.media import files
from peygir.people.actions import NotYourWork
from peygir.people.models import Staff
from tests.pages.test_works import signed_in
from tests.town import CODE, Town

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")
PAGE = "/desk/admin/import/"
TABLE = "شماره,تاریخ,موضوع,نشانی\n۱,۱۴۰۲/۰۵/۰۳,CIV-01,بلوار چمران\n2,دیروز,CIV-01,خیابان زند\n"
COLUMNS = {"number": "شماره", "opened_at": "تاریخ", "topic": "موضوع", "address": "نشانی"}


def post(client: Client, status: int = 200, /, *, table: str = TABLE, file_name: str = "old.csv", **given: str) -> str:
    answer = client.post(PAGE, {**given, "file": SimpleUploadedFile(file_name, table.encode())})
    assert answer.status_code == status
    return answer.content.decode()


def test_headings_then_faults_then_columns_kept(town: Town) -> None:
    client = signed_in("admin", "fa")
    page = post(client)
    assert re.search(r'<option\s+value="تاریخ"', page)
    page = post(client, **COLUMNS)
    assert "۲ ردیف: ۱ آمادهٔ انتقال، ۱ دارای ایراد" in page
    assert "«دیروز» تاریخ خواندنی نیست" in page
    assert 'value="نشانی"' in page, "what was typed is kept"
    assert mapping("بایگانی") is None
    page = post(client, **COLUMNS, keep_as="بایگانی", table=TABLE.replace("دیروز", "1402/05/04"))
    assert "همهٔ ردیف‌ها آمادهٔ انتقال‌اند" in page
    assert "--mapping" in page
    assert mapping("بایگانی") == COLUMNS
    assert 'value="شماره"' in client.get(PAGE, {"mapping": "بایگانی"}).content.decode()
    assert Report.objects.count() == 0
    assert batches() == []


def test_what_cannot_be_looked_at(town: Town) -> None:
    client = signed_in("admin", "fa")
    assert client.post(PAGE, COLUMNS).status_code == 422
    assert "CSV" in post(client, 422, table="PK\x03\x04", file_name="old.xlsx", **COLUMNS)
    assert "ستونی با عنوان «هیچ» در این جدول نیست" in post(client, 422, **{**COLUMNS, "topic": "هیچ"})
    refused = post(client, 422, number="شماره")
    assert "بگویید کدام ستون این است: زمان ثبت" in refused, "the field's name on the page, and not in the code"


def test_a_table_whose_headings_say_nothing_is_asked_about(town: Town) -> None:
    page = post(signed_in("admin", "fa"), table="الف,ب\n۱,۱۴۰۲/۰۵/۰۳\n")
    assert re.search(r'<option\s+value="الف"', page)
    assert 'aria-labelledby="words"' not in page, "no words of the table are known yet"
    assert 'aria-labelledby="found"' not in page
    post(signed_in("supervisor"), 403, **COLUMNS)


GOOD = TABLE.replace("دیروز", "1402/05/04")


def looked(client: Client, table: str = GOOD, **given: str) -> int:
    """A table that was looked at; the number by which it can be asked for."""
    found = re.search(r"/desk/admin/import/(\d+)/start/", post(client, table=table, **COLUMNS, **given))
    assert found is not None
    return int(found[1])


def ask(client: Client, order: int, status: int = 302, /, **given: str) -> str:
    answer = client.post(f"{PAGE}{order}/start/", {"source": "old-137", **given})
    assert answer.status_code == status
    return answer.content.decode()


def test_a_table_is_asked_for_and_taken_over_once(town: Town) -> None:
    client = signed_in("admin", "fa")
    order = looked(client)
    assert Report.objects.count() == 0
    assert next_order() is None, "looking asks for nothing"
    ask(client, order)
    page = client.get(PAGE, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in page
    assert "در نوبت است" in page
    assert 'hx-trigger="every 3s"' in page
    assert "آغاز شده یا پایان یافته" in ask(client, order, 409), "pressed twice"
    assert "آغاز شده یا پایان یافته" in ask(client, looked(client), 409), "the same file once more"
    kept = ImportOrder.objects.get(pk=order).file
    assert take_ordered(order)
    assert Report.objects.count() == 2
    [batch] = batches()
    assert (batch.source, batch.taken, batch.ended_at is not None) == ("old-137", 2, True)
    assert open_orders() == []
    with pytest.raises(files.FileIsMissing):
        files.open(kept)
    assert not take_ordered(order)
    assert "آغاز شده یا پایان یافته" in ask(client, looked(client), 409), "it is done"
    begun = next(line for line in timeline("city", current_city(CODE).id) if line.kind == "import_begun")
    assert begun.by == f"staff:{town.admin.id}"
    ask(client, looked(client), source="another")  # numbers of another source are its own


def test_rows_with_faults_are_left_out_only_when_it_is_said(town: Town) -> None:
    client = signed_in("admin", "fa")
    order = looked(client, TABLE)
    assert "۱ ردیف ایراد دارد" in ask(client, order, 422)
    wrong = ask(client, order, 422, source="سامانهٔ کهنه", leave_faulty="on")
    assert "نام کوتاه منبع" in wrong
    assert f"{PAGE}{order}/start/" in wrong, "and may be mended at once"
    ask(client, order, leave_faulty="on")
    assert take_ordered(order)
    assert Report.objects.count() == 1


def test_why_it_stopped_is_told_and_it_goes_on(town: Town) -> None:
    client = signed_in("admin", "fa")
    order = looked(client)
    ask(client, order)
    Staff.objects.filter(username="admin").update(is_active=False)
    assert not take_ordered(order)
    Staff.objects.filter(username="admin").update(is_active=True)
    page = client.get(PAGE).content.decode()
    assert "متوقف شد" in page
    assert actions.SourceIsWrong.message.in_language("fa") not in page
    assert NotYourWork.message.in_language("fa") in page
    assert "every 3s" not in page
    ask(client, order, source="")
    assert take_ordered(order)
    assert Report.objects.count() == 2


def test_tables_that_nobody_asked_for_are_let_go_of(town: Town) -> None:
    client = signed_in("admin", "fa")
    first = ImportOrder.objects.get(pk=looked(client)).file
    second = ImportOrder.objects.get(pk=looked(client)).file
    with pytest.raises(files.FileIsMissing):
        files.open(first)
    assert actions.forget_looks(before=clock.now()) == []
    assert actions.forget_looks(before=clock.now() + timedelta(seconds=1)) == [second]
    assert ImportOrder.objects.count() == 0


def test_only_the_administrator_starts_it(town: Town) -> None:
    order = looked(signed_in("admin", "fa"))
    for role in ("supervisor", "clerk"):
        ask(signed_in(role, "fa"), order, 403)
    assert "start/" not in signed_in("supervisor", "fa").get(PAGE).content.decode()
    ask(signed_in("admin", "fa"), order + 9, 404)
    assert next_order() is None
