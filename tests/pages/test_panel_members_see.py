"""A member of the panel is a citizen: no desk, export or file with personal data opens, and the own pages hold none."""

import pytest
from django.test import Client

from peygir.people.actions import open_citizen_session
from peygir.web.kit import citizen_session
from tests import make
from tests.mark_pages import body
from tests.panelled import at_work, phone_of
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
SECRETS = ("نسترن", "یاس", PHONES[40], "09170000040", "۰۹۱۷۰۰۰۰۰۴۰")


def addresses(code: str, report_id: int, term_id: int) -> list[str]:
    """More than thirty addresses of desks, exports and files that hold the case, its reporter, or people."""
    return [
        f"/desk/case/{code}/",
        f"/desk/case/{code}/phone/",
        f"/desk/case/{code}/around/",
        f"/desk/case/{code}/photo/report/{report_id}/full/",
        f"/desk/case/{code}/news/",
        "/desk/",
        "/desk/inbox/",
        "/desk/search/?q=نسترن",
        "/desk/calls/",
        "/desk/console/",
        "/desk/messages/",
        "/desk/notices/",
        "/desk/export/",
        "/desk/inspections/",
        f"/desk/inspections/{code}/",
        "/inspector/today/",
        "/crew/today/",
        "/desk/admin/people/",
        "/desk/admin/audit/",
        "/desk/admin/requests/",
        "/desk/admin/keys/",
        "/desk/explore/",
        "/desk/city/",
        "/desk/honours/",
        "/desk/panel/",
        f"/desk/panel/{term_id}/",
        "/desk/panel/petitions/",
        "/desk/panel/photos/",
        "/desk/panel/photos/1/full/",
        "/desk/panel/owed/",
        "/desk/centre/surveys/",
        "/desk/work-orders/",
        "/desk/confidential/",
        f"/api/v1/cases/{code}",
        "/api/v1/cases",
        "/api/v1/cases/export.csv",
        "/api/v1/reports/export",
        "/metrics",
    ]


def test_a_member_opens_no_address_with_personal_data(town: Town, town_clock: TownClock) -> None:
    term_id = at_work(town, town_clock)
    code = make.done(phone=PHONES[40], name="نسترن کریمی", text="چاله جلوی خانهٔ ما", address="کوچهٔ یاس، پلاک ۷")
    client = Client(headers={"Accept-Language": "fa"})
    client.cookies[citizen_session.COOKIE] = open_citizen_session(phone_of(term_id, 1))
    paths = addresses(code, make.report_row(code).pk, term_id)
    assert len(set(paths)) > 30
    for path in paths:
        answer = client.get(path)
        assert answer.status_code in (302, 401, 403, 404), (path, answer.status_code)
        if answer.status_code == 302:
            assert "/staff/login/" in answer["Location"], path
        text = answer.content.decode(errors="replace")
        assert not [secret for secret in SECRETS if secret in text], path
    for path in (f"/panel/me/visit/{code}/", f"/t/{code}/", "/panel/me/", "/panel/me/findings/new/", "/panel/"):
        text = body(client.get(path))
        assert not [secret for secret in SECRETS if secret in text], path
