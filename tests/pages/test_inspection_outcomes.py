"""What follows from findings on the pages: objections and decisions, results for everybody and their files."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from peygir.core import clock
from peygir.core.visit_findings import MEANINGS
from peygir.desks.inspection.actions import draw_now
from peygir.desks.inspection.drawing import MARKS, lot_of
from peygir.desks.inspection.models import FindingObjection
from peygir.desks.inspection.rules import InspectionFinding
from peygir.desks.inspection.words import FINDINGS, MARK_LABELS
from peygir.ops.methods.false_closure import read_findings
from peygir.web.kit import inspection_results
from tests import make
from tests.drain import drain
from tests.inspections import at, day, fix_seed, plan_tir
from tests.markup import packed
from tests.pages.test_works import signed_in
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock", "fresh_figures")
RESULTS = "/desk/centre/inspections/results/"
JULY = "2026-06-22"


@pytest.fixture
def fresh_figures() -> None:
    """No result of another test is remembered."""
    inspection_results._known.clear()


@pytest.fixture
def drawn(live_town: Town, town_clock: TownClock) -> str:
    """The code of a finished case that was drawn."""
    plan_tir(live_town, town_clock)
    fix_seed(live_town, town_clock, "1 2 3")
    code = make.done()
    town_clock.forward(hours=1)
    draw_now(clock.now())
    return code


def body(answer: Any) -> str:
    return packed(answer.content.decode())


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
    at(town_clock, day("2026-07-23"))
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
    assert {str(finding) for finding in InspectionFinding} | {"missed"} == set(MEANINGS) == set(FINDINGS)
    assert set(MARK_LABELS) == set(MARKS)
