"""Settles routing corrections: one becomes a drafted rule, or is dismissed."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Missing
from peygir.core.translation import gettext_lazy as _
from peygir.desks.routing.actions.rulebook import NotYourRules, RuleDraft, draft_rule
from peygir.desks.routing.models import RoutingCorrection
from peygir.desks.routing.rules import may_write_rules
from peygir.people.rules import Actor


class NoSuchLesson(Missing):
    """This city has no open routing correction with this number."""

    message = _("There is no such open routing correction; perhaps a colleague has decided it.")


def accept_routing_correction(city_id: int, lesson_id: int, *, chosen_words: Sequence[str] = (), by: Actor) -> int:
    """Draft a rule from a routing correction and all open ones like it; returns the rule's id.

    `chosen_words` become a condition besides topic and district. The rule is off and untried, as any draft. Raises
    NotYourRules, NoSuchLesson, and what `draft_rule` raises.
    """
    with transaction.atomic():
        lessons = _alike(city_id, lesson_id, by)
        one = lessons[0]
        rule_id = draft_rule(city_id, _draft(one, list(chosen_words)), by=by)
        for lesson in lessons:
            lesson.rule_id, lesson.words = rule_id, list(chosen_words)
            _settle(lesson, by)
    return rule_id


def dismiss_routing_correction(city_id: int, lesson_id: int, *, by: Actor) -> None:
    """Dismiss a routing correction, and all open ones like it. Raises NotYourRules, NoSuchLesson."""
    with transaction.atomic():
        for lesson in _alike(city_id, lesson_id, by):
            _settle(lesson, by)


def _settle(lesson: RoutingCorrection, by: Actor) -> None:
    lesson.settled_by, lesson.settled_at = str(by), clock.now()
    lesson.save(update_fields=["rule", "words", "settled_by", "settled_at"])


def _alike(city_id: int, lesson_id: int, by: Actor) -> list[RoutingCorrection]:
    """The open routing correction and those of the same topic, district, wrong and right unit, locked."""
    if not may_write_rules(by):
        raise NotYourRules()
    lesson = RoutingCorrection.objects.filter(pk=lesson_id, city_id=city_id, settled_at=None).first()
    if lesson is None:
        raise NoSuchLesson()
    rows = RoutingCorrection.objects.select_for_update(no_key=True).filter(
        city_id=city_id,
        settled_at=None,
        topic_code=lesson.topic_code,
        district_code=lesson.district_code,
        from_unit_id=lesson.from_unit_id,
        to_unit_id=lesson.to_unit_id,
    )
    lessons = list(rows.order_by("pk"))
    if not lessons:
        raise NoSuchLesson()
    return lessons


def _draft(lesson: RoutingCorrection, chosen_words: list[str]) -> RuleDraft:
    topic = city.topic_by_code(lesson.city_id, lesson.topic_code) if lesson.topic_code else None
    unit = city.unit(lesson.to_unit_id)
    conditions: dict[str, Any] = {
        "topics": [lesson.topic_code] if lesson.topic_code else [],
        "districts": [lesson.district_code] if lesson.district_code else [],
        "words": chosen_words,
    }
    what_fa, what_en = (topic.name_fa, topic.name_en) if topic is not None else ("موضوع ناروشن", "unclear topic")
    to_fa, to_en = (unit.name_fa, unit.name_en) if unit is not None else ("", "")
    return RuleDraft(
        name_fa=f"درس برگشت‌ها: {what_fa} به {to_fa}"[:120],
        name_en=f"Taught by returns: {what_en} to {to_en}"[:120],
        conditions=conditions,
        unit_code=unit.code if unit is not None else "",
    )
