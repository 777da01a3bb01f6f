"""The pages of goals: from plain choices to a registered goal, and what is shown once it was measured."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from peygir.core import clock
from peygir.journey.lake import lake_folder
from peygir.outlook.planning import actions
from peygir.outlook.planning.models import GoalMeasurement, PlanGoal
from tests import planned
from tests.lake_town import written
from tests.outlook.planning.test_measuring import choice, line_of, live_months
from tests.planned import office
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")


@pytest.fixture
def home(tmp_path: Path, settings: object) -> Path:
    """The home of the town, with its lake."""
    settings.HOME = tmp_path  # type: ignore[attr-defined]
    return lake_folder()


def form(programme_id: int, **given: str) -> dict[str, str]:
    values = {
        "programme": str(programme_id),
        "metric": "cases_opened",
        "topic": "CIV-01",
        "place": "district:1",
        "estimator": "its",
        "years": "3",
        "direction": "less",
        "percent": "۳۰",
        "due_on": "1406/07/01",
    }
    return {**values, **given}


def test_a_goal_is_chosen_registered_and_shown(town: Town, client: Client, home: Path) -> None:
    client.force_login(planned.manager_of(town))
    assert "هنوز هدفی نیست" in client.get(reverse("plan_goals")).content.decode()
    assert "برنامه‌ای برای هدف نیست" in client.get(reverse("plan_goal_new")).content.decode()
    programme_id = planned.approved_programme(town, [planned.planned_case(town)])
    live_months(town, 140201, 38, level=30, seed=41)
    written(home, town, is_whole=True)
    page = client.get(reverse("plan_goal_new")).content.decode()
    assert "پرونده‌های بازشده" in page
    chosen = re.compile(rf'name="programme"(?:(?!</select>).)*value="{programme_id}" selected', re.DOTALL)
    assert not chosen.search(page), "other lists may have chosen that number"
    page = client.get(f"{reverse('plan_goal_new')}?programme={programme_id}").content.decode()
    assert chosen.search(page), "the link of a programme begins with that programme"
    assert client.get(f"{reverse('plan_goal_new')}?programme=x").status_code == 200
    answer = client.post(reverse("plan_goal_new"), form(programme_id, estimator="synthetic"))
    assert answer.status_code == 422
    assert "بی آن‌ها این روش" in answer.content.decode()
    answer = client.post(reverse("plan_goal_new"), form(programme_id, percent="-3", due_on="فردا"))
    assert answer.status_code == 422
    answer = client.post(reverse("plan_goal_new"), form(programme_id))
    goal = PlanGoal.objects.get()
    assert answer["Location"] == reverse("plan_goal", args=[goal.pk])
    assert goal.measure == "cases_opened~in.district.1~in.topic.CIV-01"
    assert goal.due_on == date(2027, 9, 23)
    page = client.get(answer["Location"]).content.decode()
    assert "این پیش‌نویس است" in page
    assert client.post(reverse("plan_goal_register", args=[goal.pk])).status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert "این پیش‌نویس است" not in page
    assert "هنوز چیزی نیست" in page
    assert client.get(reverse("plan_goal", args=[goal.pk + 1])).status_code == 404


def test_others_read_what_is_registered_and_nothing_else(town: Town, client: Client, home: Path) -> None:
    programme_id = planned.approved_programme(town, [planned.planned_case(town)])
    live_months(town, 140201, 38, level=30, seed=41)
    goal_id = actions.write_goal(programme_id, choice(), folder=home, by=town.manager)
    office("budget")
    client.force_login(planned.staff_called("budget"))
    assert client.get(reverse("plan_goal", args=[goal_id])).status_code == 404, "a draft is its unit's"
    assert client.get(reverse("plan_goal_new")).status_code == 403
    actions.register_goal(goal_id, by=town.manager)
    assert client.get(reverse("plan_goal", args=[goal_id])).status_code == 200


@pytest.mark.parametrize("language", ["fa", "en"])
def test_what_was_measured_is_told_in_words(
    town: Town, town_clock: TownClock, client: Client, home: Path, language: str
) -> None:
    programme_id = planned.approved_programme(town, [planned.planned_case(town)])
    live_months(town, 140201, 38, level=30, seed=41)
    goal_id = actions.write_goal(programme_id, choice(), folder=home, by=town.manager)
    actions.register_goal(goal_id, by=town.manager)
    line_id = actions.make_line(town.city_id, line_of(town), by=office("budget"))
    actions.tie_line(line_id, programme_id, by=office("budget"))
    actions.move_line(line_id, "begin", by=office("budget"))
    actions.move_line(line_id, "finish", by=office("budget"))
    live_months(town, 140503, 15, level=14, seed=42)
    town_clock.forward(days=460)
    assert actions.measure_due_goals(town.city_id, home, clock.now()) == 1
    client.force_login(planned.manager_of(town))
    client.cookies["django_language"] = language
    page = client.get(reverse("plan_goal", args=[goal_id])).content.decode()
    sentences = {
        "fa": ("هدف به دست آمد", "با اطمینان ۹۵٪", "انتظار، بدون این کار", "ماه پس از کار"),
        "en": ("it is reached", "with a certainty of 95%", "Expected without the work", "months after the work"),
    }
    for sentence in sentences[language]:
        assert sentence in page, sentence
    data = client.get(reverse("plan_goal_data", args=[goal_id, 1]))
    assert data.json()["digest"] == GoalMeasurement.objects.get().digest
    assert data.json()["inputs"]["amounts"]
    assert client.get(reverse("plan_goal_data", args=[goal_id, 2])).status_code == 404
