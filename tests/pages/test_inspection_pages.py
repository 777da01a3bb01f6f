"""The pages of inspection: plans and seeds, drawn visits, objections, results for everybody and their files."""

import csv
import io
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from peygir.core import clock
from peygir.core.visit_findings import MEANINGS
from peygir.desks.inspection.actions import draw_now, fix_seed_of_public_event
from peygir.desks.inspection.drawing import MARKS, lot_of
from peygir.desks.inspection.models import FindingObjection, InspectionDraw, InspectionPlan, InspectorConflict
from peygir.ops.methods.false_closure import read_findings
from peygir.web.kit import inspection_results
from tests import make
from tests.drain import drain
from tests.markup import packed
from tests.pages.test_works import signed_in
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock", "fresh_figures")
PLANS = "/desk/centre/inspections/"
RESULTS = "/desk/centre/inspections/results/"
JULY = "2026-06-22"
SOURCE = "قرعه‌کشی ملی شمارهٔ ۱۲"


@pytest.fixture
def fresh_figures() -> None:
    """No result of another test is remembered."""
    inspection_results._known.clear()


def at(town_clock: TownClock, moment: str) -> None:
    later = datetime.fromisoformat(f"{moment}T06:00:00+00:00")
    town_clock.forward(seconds=(later - clock.now()).total_seconds())


@pytest.fixture
def planned(live_town: Town, town_clock: TownClock) -> Town:
    """The plan of the coming month is there, and nobody has fixed its seed."""
    at(town_clock, "2026-06-15")
    draw_now(clock.now())
    return live_town


@pytest.fixture
def drawn(planned: Town, town_clock: TownClock) -> str:
    """The code of a finished case that was drawn."""
    fix_seed_of_public_event(planned.city_id, date.fromisoformat(JULY), seed="1 2 3", source=SOURCE, by=planned.admin)
    at(town_clock, "2026-06-23")
    code = make.done()
    town_clock.forward(hours=1)
    draw_now(clock.now())
    assert InspectionDraw.objects.get().state == "waiting"
    return code


def body(answer: Any) -> str:
    return packed(answer.content.decode())


def plan_values(**more: str) -> dict[str, str]:
    return {"visits": "90", "floor_percent": "30", "visit_days": "۹", **dict.fromkeys(MARKS, "1.5"), **more}


# ── plans and seeds ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_plan_is_changed_on_its_page_and_wrong_numbers_are_refused(planned: Town) -> None:
    client = signed_in("supervisor")
    assert "Seed of" in body(client.get(PLANS))
    change = reverse("inspection_plan_press", args=[JULY, "change"])
    for wrong in ({"floor_percent": "40"}, {"visits": "0"}, {"urgent": "9"}, {"urgent": "much"}):
        assert client.post(change, plan_values(**wrong)).status_code == 422
    assert client.post(change, plan_values(urgent="۲٫۵")).status_code == 302
    plan = InspectionPlan.objects.get(first_on=JULY)
    assert (plan.visits, plan.floor_percent, plan.visit_days, plan.version) == (90, 30, 9, 2)
    assert plan.weights["marks"]["urgent"] == 2.5
    for month in ("2020-01-01", "x"):
        assert client.post(reverse("inspection_plan_press", args=[month, "change"]), plan_values()).status_code == 404
    assert client.post(reverse("inspection_plan_press", args=[JULY, "nothing"])).status_code == 404


def test_two_people_fix_a_seed_and_the_public_page_shows_it(planned: Town) -> None:
    supervisor, admin = signed_in("supervisor"), signed_in("admin")
    propose, confirm = (reverse("inspection_plan_press", args=[JULY, deed]) for deed in ("propose", "confirm"))
    assert supervisor.post(propose, {"seed": "", "source": SOURCE}).status_code == 422
    assert supervisor.post(propose, {"seed": "4 8 15", "source": SOURCE}).status_code == 302
    page = body(supervisor.get(PLANS))
    assert "4 8 15" in page
    assert "Confirm this seed" not in page, "who proposed it does not confirm it"
    supervisor.post(confirm)
    assert InspectionPlan.objects.get(first_on=JULY).seed == ""
    assert "Confirm this seed" in body(admin.get(PLANS))
    admin.post(confirm)
    assert InspectionPlan.objects.get(first_on=JULY).seed == "4 8 15"
    admin.post(reverse("inspection_plan_press", args=[JULY, "change"]), plan_values())
    assert InspectionPlan.objects.get(first_on=JULY).version == 1, "frozen"
    public = body(Client(headers={"Accept-Language": "en"}).get(f"/inspections/{JULY}/"))
    assert "4 8 15" in public
    assert SOURCE in public
    assert "Two people of the city" in public


def test_a_public_event_fixes_a_seed_at_once(planned: Town) -> None:
    address = reverse("inspection_plan_press", args=[JULY, "event"])
    assert signed_in("supervisor").post(address, {"seed": "7", "source": SOURCE}).status_code == 302
    assert InspectionPlan.objects.get(first_on=JULY).seed_kind == "public_event"


# ── the inspector's day ─────────────────────────────────────────────────────────────────────────────────────────────


def test_drawn_visits_stand_first_and_once(drawn: str, django_assert_max_num_queries: Any) -> None:
    client = signed_in("inspector")
    page = body(client.get("/desk/inspections/"))
    part = page.split('id="drawn"')[1].split("</section>")[0]
    assert reverse("inspection", args=[drawn]) in part
    assert page.count(reverse("inspection", args=[drawn])) == 1
    with django_assert_max_num_queries(15):
        client.get("/desk/inspections/")


def test_an_inspector_declares_a_conflict(drawn: str, live_town: Town) -> None:
    client = signed_in("inspector")
    address = "/desk/inspections/conflicts/"
    unit = str(live_town.units["D-01"])
    assert client.post(address, {"unit": unit}).status_code == 422
    assert client.post(address, {"reason": "family"}).status_code == 422
    assert client.post(address, {"unit": "99999", "reason": "family"}).status_code == 422
    assert client.post(address, {"unit": unit, "reason": "family"}).status_code == 302
    assert InspectorConflict.objects.get().unit_id == live_town.units["D-01"]
    assert "District 1" in body(client.get(address))
    assert 'id="drawn"' not in body(client.get("/desk/inspections/"))
    values = {"key": "k", "version": str(make.case(drawn).version), "finding": "fixed", "note": ""}
    assert client.post(reverse("inspection", args=[drawn]), values).status_code == 403


# ── objections ──────────────────────────────────────────────────────────────────────────────────────────────────────


def find(code: str, finding: str, note: str = "") -> None:
    values = {"key": code, "version": str(make.case(code).version), "finding": finding, "note": note}
    assert signed_in("inspector").post(reverse("inspection", args=[code]), values).status_code == 302
    drain()


def test_a_unit_objects_from_the_case_and_the_supervisor_decides(drawn: str) -> None:
    clerk, supervisor = signed_in("clerk"), signed_in("supervisor")
    address = reverse("case_objection", args=[drawn])
    assert "There is no finding" in body(clerk.get(address))
    find(drawn, "not_fixed", "چاله هنوز هست")
    case_page = reverse("case", args=[drawn])
    assert address in body(clerk.get(case_page))
    assert address not in body(supervisor.get(case_page)), "the unit alone objects"
    assert "چاله هنوز هست" in body(clerk.get(address))
    assert clerk.post(address, {"reason": ""}).status_code == 422
    assert clerk.post(address, {"reason": "همان روز پر شد"}).status_code == 302
    assert clerk.post(address, {"reason": "دوباره"}).status_code == 409
    assert address not in body(clerk.get(case_page)), "once"
    row = FindingObjection.objects.get()
    decide = reverse("objection", args=[row.pk])
    assert decide in body(supervisor.get("/desk/centre/objections/"))
    page = body(supervisor.get(decide))
    assert "چاله هنوز هست" in page
    assert "همان روز پر شد" in page
    assert supervisor.post(decide, {"outcome": "perhaps", "reason": "x"}).status_code == 422
    assert supervisor.post(decide, {"outcome": "upheld", "reason": "عکس روشن است"}).status_code == 302
    assert supervisor.post(decide, {"outcome": "rejected", "reason": "نه"}).status_code == 409
    assert supervisor.get(reverse("objection", args=[row.pk + 1])).status_code == 404
    drain()
    assert "it was fixed" in body(clerk.get(case_page))
    public = body(Client(headers={"Accept-Language": "en"}).get(reverse("public_case", args=[drawn])))
    assert "objected" not in public


# ── results ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_results_without_visits_say_so(live_town: Town) -> None:
    assert "No drawn visit has been made yet" in body(Client(headers={"Accept-Language": "en"}).get("/inspections/"))
    assert "No drawn visit has been made yet" in body(signed_in("supervisor").get(RESULTS))


def test_few_visits_show_a_test_and_no_rate(drawn: str) -> None:
    find(drawn, "fixed")
    page = body(Client(headers={"Accept-Language": "en"}).get("/inspections/"))
    assert "none found; below 95.0%" in page
    assert "Not yet known" in page
    assert "too few visits to say whether the weights find more" in body(signed_in("mayor").get(RESULTS))


def test_the_file_of_a_settled_month_is_drawn_again_and_read_by_the_method(
    drawn: str, live_town: Town, town_clock: TownClock, tmp_path: Path
) -> None:
    other = make.done(live_town.clerk_two, district="2", phone=PHONES[1])
    town_clock.forward(hours=1)
    draw_now(clock.now())
    files = [reverse("inspection_file", args=[JULY, kind]) for kind in ("draws", "visits")]
    stranger = Client(headers={"Accept-Language": "en"})
    assert [stranger.get(one).status_code for one in files] == [404, 404], "visits wait"
    find(drawn, "partly", "نیمی مانده")
    find(other, "not_fixed", "هنوز هست")
    at(town_clock, "2026-07-23")
    draws, visits = (stranger.get(one) for one in files)
    text = draws.getvalue().decode()
    assert drawn not in text, "no tracking code"
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 2
    for row in rows:
        lot = lot_of("1 2 3", row["case"], int(row["n"]))
        assert row["lot"] == f"{lot:.15f}"
        assert row["drawn"] == str(int(lot < float(row["chance"])))
    file = tmp_path / "visits.csv"
    file.write_bytes(visits.getvalue())
    found = read_findings(file)
    assert sorted((row.stratum, row.finding) for row in found) == [("D-01", "partly"), ("D-02", "not_fixed")]
    assert stranger.get(f"/inspections/{JULY}/other.csv").status_code == 404
    for month in ("2020-01-01", "x"):
        assert stranger.get(f"/inspections/{month}/").status_code == 404


def test_every_finding_has_a_meaning_for_the_estimate() -> None:
    from peygir.desks.inspection.rules import InspectionFinding
    from peygir.desks.inspection.words import FINDINGS, MARK_LABELS

    assert {str(finding) for finding in InspectionFinding} | {"missed"} == set(MEANINGS) == set(FINDINGS)
    assert set(MARK_LABELS) == set(MARKS)
