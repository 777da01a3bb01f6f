"""Changes what “done” needs for topics, from a day on."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, Final

from django.db import transaction

from peygir.city import queries as city
from peygir.city.actions.turning import NothingDiffers, VersionTable, locked, note_decision, refuse_the_past, turn
from peygir.core import clock
from peygir.core.refusals import Invalid, Missing
from peygir.core.translation import gettext_lazy as _
from peygir.core.typed_fields import check_fields
from peygir.desks.fieldwork.evidence_needs import FARTHEST, EvidenceNeeds
from peygir.desks.fieldwork.evidence_words import StandInReason
from peygir.desks.fieldwork.models import EvidenceRule
from peygir.history.kinds.evidence import EvidenceRulesChanged

_SAYS: Final = ("needs_before", "needs_after", "needs_signature", "most_metres", "needs_time", "fields", "stand_ins")
_RULES: Final = VersionTable(EvidenceRule, ("topic_id",), _SAYS)


class TopicOfRuleIsUnknown(Missing):
    """No topic in force has this code."""

    message = _("There is no such topic in force.")


class DistanceIsWrong(Invalid):
    """The distance is not one of 1 to FARTHEST metres."""

    message = _("The distance must be a whole number of metres from 1 to {most}.")


class StandInIsUnknown(Invalid):
    """A reason is not of the list."""

    message = _("Choose the reasons from the list.")


def set_evidence_rule(city_id: int, topics: Collection[str], *, needs: EvidenceNeeds, since: date, by: str) -> int:
    """Set what “done” needs for these topics (codes) from a day on; with no needs, a photo or a form is enough again.

    Cases keep the rule of the day on which they were opened. Returns the number of the city's event. Raises DayIsPast,
    TopicOfRuleIsUnknown, DistanceIsWrong, FieldsAreTooMany, FieldIsWrong, StandInIsUnknown, NothingDiffers.
    """
    _check(needs)
    with transaction.atomic():
        city_row, today = locked(city_id)
        refuse_the_past(since, today)
        topic_ids = _topic_ids(city_id, topics)
        rules_by_topic: Mapping[tuple[Any, ...], Mapping[str, Any] | None] = dict.fromkeys(
            ((topic_id,) for topic_id in topic_ids), _columns(needs) if needs.asks else None
        )
        turned = turn(_RULES, city_row, EvidenceRule.objects.filter(topic__in=topic_ids), rules_by_topic, since)
        if not turned:
            raise NothingDiffers()
        event = EvidenceRulesChanged(from_=since.isoformat(), rules=turned)
        return note_decision(city_id, event, by=by, at=clock.now())


def _topic_ids(city_id: int, codes: Collection[str]) -> list[int]:
    found = [city.topic_by_code(city_id, code) for code in sorted(set(codes))]
    ids = [topic.id for topic in found if topic is not None]
    if not ids or len(ids) < len(found):
        raise TopicOfRuleIsUnknown()
    return ids


def _columns(needs: EvidenceNeeds) -> dict[str, Any]:
    return {
        "needs_before": needs.before,
        "needs_after": needs.after,
        "needs_signature": needs.signature,
        "most_metres": needs.most_metres,
        "needs_time": needs.time,
        "fields": [one.row() for one in needs.fields],
        "stand_ins": sorted(needs.stand_ins),
    }


def _check(needs: EvidenceNeeds) -> None:
    if needs.most_metres is not None and not 1 <= needs.most_metres <= FARTHEST:
        raise DistanceIsWrong(most=FARTHEST)
    check_fields(needs.fields)
    if not set(StandInReason.values()).issuperset(needs.stand_ins):
        raise StandInIsUnknown()
