"""The pages of inspection: plans and seeds, drawn visits, declared conflicts."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from peygir.core import clock
from peygir.desks.inspection.actions import draw_now
from peygir.desks.inspection.drawing import MARKS
from peygir.desks.inspection.models import InspectionDraw, InspectionPlan, InspectorConflict
from tests import make
from tests.inspections import SOURCE, fix_seed, plan_tir
from tests.markup import packed
from tests.pages.test_works import signed_in
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
PLANS = "/desk/centre/inspections/"
JULY = "2026-06-22"


@pytest.fixture
def planned(live_town: Town, town_clock: TownClock) -> Town:
    """The plan of the coming month is there, and nobody has fixed its seed."""
    plan_tir(live_town, town_clock)
    return live_town


@pytest.fixture
def drawn(planned: Town, town_clock: TownClock) -> str:
    """The code of a finished case that was drawn."""
    fix_seed(planned, town_clock, "1 2 3")
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
    supervisor = signed_in("supervisor")
    end = reverse("inspection_conflict_end", args=[InspectorConflict.objects.get().pk])
    assert end in body(supervisor.get(PLANS))
    assert supervisor.post(end).status_code == 302
    assert end not in body(supervisor.get(PLANS))
    assert 'id="drawn"' in body(client.get("/desk/inspections/"))
