"""Sets escalation steps (who is notified at which share of a promise's time) for a city, urgency, topic or unit."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.db import transaction

from peygir.city import queries
from peygir.city.actions.turning import NothingDiffers, VersionTable, locked, refuse_the_past, turn
from peygir.city.desk_rules import DESK
from peygir.city.local_knowledge_rows import AUDIENCES, HIGHEST_PERCENT
from peygir.city.models import City, EscalationLevel, Topic, Unit
from peygir.city.urgencies import URGENCIES
from peygir.core import clock
from peygir.core.refusals import Invalid, Missing
from peygir.core.translation import gettext_lazy as _
from peygir.history.actions import record
from peygir.history.kinds.city import EscalationChanged

MOST_STEPS: Final = 12
RUNGS: Final = VersionTable(EscalationLevel, ("topic_id", "unit_id", "urgency", "percent"), ("audience", "source"))


class LadderIsOfNobody(Missing):
    """Escalation steps belong to the city, an urgency, or a topic or unit in force."""

    message = _("Escalation steps belong to the city, an urgency, or a topic or unit that is in force.")


class StepsAreWrong(Invalid):
    """A step needs a share of the time and somebody to notify."""

    message = _("Each step has a share from 1 to {most} percent and a receiver, no share twice; at most {steps} steps.")


class LadderNeedsSteps(Invalid):
    """No steps, for the city itself or over steps from its files: a broken promise must notify somebody."""

    message = _("At least one step is needed: somebody must be told when a promise is late.")


def set_escalation(
    city_id: int, *, steps: Mapping[int, str], since: date, by: str, topic: str = "", unit: str = "", urgency: str = ""
) -> int:
    """Set the escalation steps (percent → who is notified) of a topic, a unit, both, an urgency, or (none of
    them) the city from `since` on; no steps: less specific ones hold. Open cases keep the steps that they have.

    Returns the event's number. Raises DayIsPast, LadderIsOfNobody, StepsAreWrong, LadderNeedsSteps, NothingDiffers.
    """
    with transaction.atomic():
        city, today = locked(city_id)
        refuse_the_past(since, today)
        whose = _whose(city, topic, unit, urgency)
        is_right = all(0 < percent <= HIGHEST_PERCENT and told in AUDIENCES for percent, told in steps.items())
        if not is_right or len(steps) > MOST_STEPS:
            raise StepsAreWrong(most=HIGHEST_PERCENT, steps=MOST_STEPS)
        there = EscalationLevel.objects.filter(city=city, topic_id=whose[0], unit_id=whose[1], urgency=whose[2])
        if not steps and (whose == (None, None, "") or there.filter(valid_to=None).exclude(source=DESK).exists()):
            raise LadderNeedsSteps()
        wanted_steps: dict[tuple[Any, ...], Mapping[str, Any] | None] = {
            (*whose, percent): None for percent in there.values_list("percent", flat=True)
        }
        wanted_steps |= {(*whose, percent): {"audience": told, "source": DESK} for percent, told in steps.items()}
        turned = turn(RUNGS, city, there, wanted_steps, since)
        if not turned:
            raise NothingDiffers()
        event = EscalationChanged(from_=since.isoformat(), steps=turned, scope=list(whose))
        record(city, event, by=by, at=clock.now())
    queries.forget()
    return city.event_count


def _whose(city: City, topic: str, unit: str, urgency: str) -> tuple[Any, Any, str]:
    topic_row = Topic.objects.filter(city=city, code=topic, valid_to=None).first() if topic else None
    unit_row = Unit.objects.filter(city=city, code=unit, valid_to=None).first() if unit else None
    is_found = (topic_row is not None) == bool(topic) and (unit_row is not None) == bool(unit)
    if not is_found or urgency not in ("", *URGENCIES) or (urgency and (topic or unit)):
        raise LadderIsOfNobody()
    return (topic_row.pk if topic_row else None, unit_row.pk if unit_row else None, urgency)
