"""Records what those responsible say of an alarm: was it real, and since when was it known without the alarm."""

from datetime import date
from typing import Any

from django.db import transaction

from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid, Missing, NotAllowed
from peygir.core.translation import gettext_lazy as _
from peygir.history.actions import record
from peygir.history.kinds.insight import AlarmJudged
from peygir.outlook.insight.alarm_rules import may_judge_alarm
from peygir.outlook.insight.models import Alarm, AlarmVerdict
from peygir.outlook.scoring.words import WasItReal
from peygir.people.rules import Actor


class NoSuchAlarm(Missing):
    """There is no such alarm."""

    message = _("There is no such alarm.")


class AlarmNotYours(NotAllowed):
    """Neither of the owner unit, nor of one above it, nor of the centre, the inspectorate or the mayor's desk."""

    message = _("Who leads the owner unit or one above it, the centre or the inspectorate says whether it was real.")


class AlarmIsJudged(Conflict):
    """Somebody has answered before."""

    message = _("This alarm was answered already.")


class AlarmAnswerIsUnknown(Invalid):
    """The answer is none of the known ones."""

    message = _("Please choose whether it was real.")


class KnownDayIsWrong(Invalid):
    """The day since when it was known lies in the future, or more than a year before the alarm."""

    message = _("The day on which you knew of it lies between a year before the alarm and today.")


@transaction.atomic
def judge_alarm(alarm_id: int, answer: str, *, known_on: date | None = None, by: Actor) -> AlarmVerdict:
    """Say of an alarm whether it was real; `known_on`: since when it was known without the alarm, None if it was not.

    The day is kept of a real one alone. Raises NoSuchAlarm, AlarmNotYours, AlarmAnswerIsUnknown, KnownDayIsWrong,
    AlarmIsJudged.
    """
    row = Alarm.objects.select_for_update().filter(pk=alarm_id).first()
    if row is None:
        raise NoSuchAlarm()
    if not may_judge_alarm(by, row.unit_id):
        raise AlarmNotYours()
    if answer not in WasItReal.values() or answer == WasItReal.OPEN:
        raise AlarmAnswerIsUnknown()
    now = clock.now()
    if known_on is not None:
        raised_on, today = city.day_of(row.city_id, row.raised_at), city.day_of(row.city_id, now)
        if known_on > today or (raised_on - known_on).days > 366:
            raise KnownDayIsWrong()
    if AlarmVerdict.objects.filter(alarm=row).exists():
        raise AlarmIsJudged()
    kept = known_on if answer == WasItReal.REAL else None
    verdict = AlarmVerdict(alarm=row, answer=answer, known_on=kept, by_id=by.id, at=now)
    verdict.save(force_insert=True)
    since: dict[str, Any] = {"known_on": kept.isoformat()} if kept is not None else {}
    record(row, AlarmJudged(answer=answer, **since), by=str(by), at=now)
    return verdict
