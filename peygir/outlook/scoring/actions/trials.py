"""Tries another scheme or another deadline on the closed months by a job, and keeps what came out."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

from django.db import transaction

from peygir.core import clock
from peygir.core.refusals import Conflict
from peygir.core.translation import gettext_lazy as _
from peygir.outlook.scoring.actions.schemes import may_decide_schemes
from peygir.outlook.scoring.actions.trying import FEWEST, check_deadline, deadline_effect, tried_months
from peygir.outlook.scoring.fairness.deadlines import Deadline
from peygir.outlook.scoring.models import MarkTrial, ScoredMonth
from peygir.outlook.scoring.rules import content_from
from peygir.outlook.scoring.stored_trials import effect_as_json, months_as_json
from peygir.outlook.scoring.words import TrialKind
from peygir.people.actions import NotYourWork
from peygir.people.rules import Actor
from peygir.storage.jobs.actions import add_jobs
from peygir.storage.jobs.rules import OUTSIDE_QUEUE
from peygir.storage.rows import insert

TRY_MARKS: Final = "try_marks"
"""The name of `run_trial` in jobs, whose file is the row of the trial."""
KEPT: Final = 12
"""So many trials of a city are kept; an older one goes when another is asked for."""


class TrialIsUnderWay(Conflict):
    """Another trial of the city waits for its job, which takes minutes."""

    message = _("Another trial is being computed. Please wait until it is done.")


class NothingToTry(Conflict):
    """No month is closed."""

    message = _("No month is closed yet: there is nothing to try it on.")


def ask_scheme_trial(city_id: int, values: Mapping[str, Any], *, by: Actor) -> int:
    """Leave the job that computes the last closed months by another scheme; returns the id of the trial.

    Raises NotYourWork, SchemeIsNotRight, NothingToTry, TrialIsUnderWay.
    """
    if not may_decide_schemes(by):
        raise NotYourWork()
    return _ask(city_id, TrialKind.SCHEME, content_from(values).as_json(), by)


def ask_deadline_trial(
    city_id: int, deadline: Deadline, *, topic_code: str = "", fewest: int = FEWEST, by: Actor
) -> int:
    """Leave the job that says what another deadline would do; returns the id of the trial.

    A district has at least `fewest` promises. Raises NotYourWork, DeadlineIsNotRight, NothingToTry, TrialIsUnderWay.
    """
    if not may_decide_schemes(by):
        raise NotYourWork()
    check_deadline(deadline)
    asked = {"hours": deadline.hours, "factor": str(deadline.factor), "topic": topic_code, "fewest": fewest}
    return _ask(city_id, TrialKind.DEADLINE, asked, by)


@transaction.atomic
def _ask(city_id: int, kind: TrialKind, asked: dict[str, Any], by: Actor) -> int:
    if not ScoredMonth.objects.filter(city_id=city_id).exists():
        raise NothingToTry()
    row = MarkTrial(city_id=city_id, kind=kind.value, asked=asked, asked_by_id=by.id, asked_at=clock.now())
    if not insert(row, unless_known=True):
        raise TrialIsUnderWay()
    kept = MarkTrial.objects.filter(city_id=city_id).order_by("-asked_at", "-pk").values_list("pk", flat=True)
    older = list(kept[KEPT:])
    MarkTrial.objects.filter(pk__in=older).delete()
    add_jobs(TRY_MARKS, [row.pk], queue=OUTSIDE_QUEUE)
    return row.pk


def run_trial(trial_id: int) -> None:
    """Compute what a trial asks and keep it; a second call does nothing."""
    trial = MarkTrial.objects.filter(pk=trial_id, done_at__isnull=True).first()
    if trial is None:
        return
    rows = MarkTrial.objects.filter(pk=trial_id, done_at__isnull=True)
    rows.update(done_at=clock.now(), result=_result(trial))


def _result(trial: MarkTrial) -> dict[str, Any]:
    if trial.kind == TrialKind.SCHEME:
        months = tried_months(trial.city_id, content_from(trial.asked))
        return months_as_json([(month.first_on, month.units) for month in months])
    deadline = Deadline(hours=trial.asked["hours"], factor=Fraction(trial.asked["factor"]))
    topic_code, fewest = trial.asked["topic"], trial.asked["fewest"]
    return effect_as_json(deadline_effect(trial.city_id, deadline, topic_code=topic_code, fewest=fewest))
