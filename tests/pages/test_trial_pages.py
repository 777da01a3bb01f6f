"""The pages of trials: another scheme and another deadline on the closed months, computed by a job."""

from datetime import date

import pytest
from django.urls import reverse

from peygir.core import clock
from peygir.outlook.scoring import actions, trial_queries
from peygir.outlook.scoring.actions import trials
from peygir.outlook.scoring.fairness.deadlines import Deadline
from peygir.outlook.scoring.models import MarkTrial, ScoredMonth
from peygir.outlook.scoring.months import month_of
from peygir.people.actions import NotYourWork
from tests import make
from tests.drain import drain
from tests.mark_pages import body, mark_text, signed_in
from tests.outlook.scoring.whole_marks import content
from tests.town import Town

pytestmark = pytest.mark.usefixtures("town_clock")
TRIALS = reverse("admin_trials")


def test_a_deadline_is_tried_by_a_job(town: Town, month: ScoredMonth) -> None:
    admin = signed_in("admin")
    assert "Nothing was tried yet" in body(admin.get(TRIALS))
    for wrong in ({}, {"hours": "5", "factor": "2"}, {"hours": "0"}, {"factor": "much"}, {"factor": "20"}):
        assert admin.post(TRIALS, wrong).status_code == 422, wrong
    assert admin.post(TRIALS, {"hours": "5", "topic": "X"}).status_code == 422
    assert not MarkTrial.objects.exists()
    answer = admin.post(TRIALS, {"factor": "۰٫۵", "topic": ""})
    trial = MarkTrial.objects.get()
    assert answer.headers["Location"] == reverse("admin_trial", args=[trial.pk])
    page = reverse("admin_trial", args=[trial.pk])
    assert "It is being computed" in body(admin.get(page))
    again = admin.post(TRIALS, {"hours": "24"})
    assert again.status_code == 409
    assert "Another trial is being computed" in body(again)
    drain(twice=True)
    assert "No district has twenty promises" in body(admin.get(page))
    few = actions.try_deadline(town.city_id, Deadline(hours=24), by=town.admin, fewest=1)
    assert few.districts
    actions.ask_deadline_trial(town.city_id, Deadline(hours=24), by=town.admin, fewest=1)
    drain()
    found = trial_queries.mark_trials(town.city_id)[0]
    assert found.effect == few, "every digit is kept"
    shown = body(admin.get(reverse("admin_trial", args=[found.id])))
    assert "All topics: 24 hours from the report on" in shown
    assert "Equity loss" in shown
    assert "Work needed a day" in shown
    assert "District 1" in shown
    assert "All topics: 0.50 times the present time" in body(admin.get(TRIALS))


def test_a_proposed_scheme_is_tried_before_it_is_decided(town: Town, month: ScoredMonth) -> None:
    groups = {"accuracy": "0", "time": "100", "satisfaction": "0"}
    scheme = actions.propose_scheme(town.city_id, month_of(date(2026, 7, 25)), content(groups=groups), by=town.admin)
    mayor, address = signed_in("mayor"), reverse("admin_trial_scheme", args=[scheme.pk])
    assert address in body(mayor.get(reverse("admin_scheme", args=[scheme.pk])))
    answer = mayor.post(address)
    drain(twice=True)
    (tried,) = actions.what_if(town.city_id, content(groups=groups), by=town.admin)
    own = next(one for one in tried.units if one.unit_id == town.units["D-01"])
    page = body(mayor.get(answer.headers["Location"]))
    assert mark_text(own.mark_before) in page
    assert mark_text(own.mark_after) in page
    assert "Khordad 1405" in page
    assert "Against the scheme in force" in page
    assert mayor.post(reverse("admin_trial_scheme", args=[999_999])).status_code == 404
    assert mayor.get(reverse("admin_trial", args=[999_999])).status_code == 404
    assert signed_in("manager").get(TRIALS).status_code == 403
    facts = trial_queries.mark_trials(town.city_id)[0]
    ((_first_on, units),) = facts.months
    assert [(one.unit_id, one.mark_after, one.chance) for one in units] == [
        (one.unit_id, one.mark_after, one.chance) for one in tried.units
    ]


def test_who_may_not_decide_tries_nothing_and_old_trials_go(town: Town, month: ScoredMonth) -> None:
    for who in (town.manager, town.deputy, town.clerk):
        with make.refused(NotYourWork):
            actions.ask_deadline_trial(town.city_id, Deadline(hours=1), by=who)
        with make.refused(NotYourWork):
            actions.ask_scheme_trial(town.city_id, content(), by=who)
    with make.refused(actions.DeadlineIsNotRight):
        actions.ask_deadline_trial(town.city_id, Deadline(hours=0), by=town.admin)
    for _number in range(trials.KEPT + 2):
        actions.ask_deadline_trial(town.city_id, Deadline(hours=5), by=town.admin)
        MarkTrial.objects.filter(done_at=None).update(done_at=clock.now())
    assert MarkTrial.objects.count() == trials.KEPT
    actions.run_trial(MarkTrial.objects.latest("pk").pk)
    assert MarkTrial.objects.latest("pk").result == {}, "it was done: a second call does nothing"


def test_without_a_closed_month_there_is_nothing_to_try(town: Town) -> None:
    answer = signed_in("admin").post(TRIALS, {"hours": "24"})
    assert answer.status_code == 409
    assert "there is nothing to try it on" in body(answer)
