"""The page of old records: headings are read, every fault told by row and column, columns kept, nothing written."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from peygir.cases.models import Report
from peygir.partners.queries import batches, mapping
from tests.pages.test_works import signed_in
from tests.town import Town

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
    assert '<option value="تاریخ">' in page
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
    assert "نیست" in post(client, 422, **{**COLUMNS, "topic": "نیست"})
    assert "opened_at" in post(client, 422, number="شماره")
    post(signed_in("supervisor"), 403, **COLUMNS)
