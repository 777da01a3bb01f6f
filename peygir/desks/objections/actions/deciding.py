"""Decides in how many working days a level answers objections; two people do so (`journey.two_person`)."""

from datetime import date

from django.db import transaction

from peygir.city.models import City
from peygir.core import clock
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.desks.objections.answer_days import answer_days
from peygir.desks.objections.models import ObjectionPolicy
from peygir.desks.objections.rules import FEWEST_DAYS, MOST_DAYS, ObjectionLevel
from peygir.history.actions import record
from peygir.history.kinds.objections import ObjectionDaysChanged


class AnswerDaysAreWrong(Invalid):
    """The level is unknown, the number of days out of range, or the day past."""

    message = _("A level answers within {fewest} to {most} working days, from today or a later day on.")


class AnswerDaysAreTheSame(Invalid):
    """The level has these days from that day on already."""

    message = _("It is already so from that day; nothing would change.")


def check_answer_days(city_id: int, level: str, *, days: int, since: date, today: date) -> None:
    """Raise AnswerDaysAreWrong, AnswerDaysAreTheSame for days that could not be decided."""
    if level not in ObjectionLevel.values() or not FEWEST_DAYS <= days <= MOST_DAYS or since < today:
        raise AnswerDaysAreWrong(fewest=FEWEST_DAYS, most=MOST_DAYS)
    on_that_day = next(row for row in answer_days(city_id, since) if row.level == level)
    if on_that_day.days == days and on_that_day.planned_days is None:
        raise AnswerDaysAreTheSame()


@transaction.atomic
def set_answer_days(city_id: int, level: str, *, days: int, since: date, today: date, by: str) -> None:
    """Decide the days of a level from a day on; replaces what was decided for that day and later.

    A stage that has begun keeps its days. Raises AnswerDaysAreWrong, AnswerDaysAreTheSame.
    """
    city, now = City.objects.select_for_update(no_key=True).get(pk=city_id), clock.now()
    check_answer_days(city_id, level, days=days, since=since, today=today)
    row = ObjectionPolicy(city=city, level=level, days=days, valid_from=since, decided_by=by, decided_at=now)
    row.save(force_insert=True)
    record(city, ObjectionDaysChanged(from_=since.isoformat(), level=level, days=days), by=by, at=now)
