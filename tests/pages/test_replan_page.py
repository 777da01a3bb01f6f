"""More time, asked for and decided by the pages: wrong dates are refused, and each role sees its own part."""

from datetime import timedelta

import pytest
from django.test import Client

from peygir.core.jalali import format_day, format_numeric, local
from tests import make
from tests.browsers import signed_in
from tests.clocks import promise
from tests.town import MORNING, Town


@pytest.mark.usefixtures("town_clock")
def test_asking_and_deciding_by_the_pages(live_town: Town) -> None:
    code = make.in_hand(topic="CIV-09")
    clerk, centre = signed_in("clerk"), signed_in("supervisor")
    version = make.case(code).version
    day = format_numeric((MORNING + timedelta(days=3)).date())
    wrong = clerk.post(
        f"/desk/case/{code}/more-time/", {"version": version, "reason": "", "until": "فردا", "note": "قیر"}
    )
    assert wrong.status_code == 422
    assert "قیر" in wrong.content.decode()
    early = {"version": version, "reason": "material", "until": format_numeric(MORNING.date()), "note": "قیر نیست"}
    assert clerk.post(f"/desk/case/{code}/more-time/", {**early, "until": "1405/01/01"}).status_code == 422
    assert clerk.post(f"/desk/case/{code}/more-time/", {**early, "until": day}).status_code == 302
    assert centre.get("/desk/more-time/").status_code == 200
    assert "نرسیدن مصالح" in centre.get("/desk/more-time/").content.decode()
    assert "درخواست‌های زمان بیشتر" in centre.get("/desk/inbox/").content.decode()
    page = centre.get(f"/desk/case/{code}/").content.decode()
    assert "موافقت با تاریخ تازه" in page
    assert "موافقت با تاریخ تازه" not in clerk.get(f"/desk/case/{code}/").content.decode()
    version = make.case(code).version
    done = centre.post(f"/desk/case/{code}/more-time/decide/", {"version": version, "kind": "grant", "note": "باشد"})
    assert done.status_code == 302
    granted = promise(code).granted_due_at
    assert granted is not None
    assert format_numeric(local(granted, "Asia/Tehran").date()) == day, "due by the day that was asked for"
    shown = format_day((MORNING + timedelta(days=3)).date())
    assert shown in centre.get(f"/desk/case/{code}/").content.decode()
    assert shown in Client(headers={"Accept-Language": "fa"}).get(f"/t/{code}/").content.decode()
    late = centre.post(f"/desk/case/{code}/more-time/decide/", {"version": version, "kind": "grant", "note": "باشد"})
    assert late.status_code == 409
    assert clerk.get("/desk/more-time/").status_code == 403
    visit = clerk.post(f"/desk/case/{code}/visit/", {"version": make.case(code).version, "note": "دیده شد"})
    assert visit.status_code == 302
    for client in (clerk, centre):
        assert client.get(f"/desk/case/{code}/").status_code == 200
    assert Client().get(f"/t/{code}/").status_code == 200
