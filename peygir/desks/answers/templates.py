"""Answer templates in force, and filling one in for a case."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from django.db.models import Case as When
from django.db.models import F, IntegerField, Q, QuerySet, Value
from django.db.models import When as If

from peygir.cases.facts import CaseFacts
from peygir.city import queries as city
from peygir.desks.answers.filling import values_of
from peygir.desks.answers.models import AnswerTemplate
from peygir.desks.answers.template_rules import VERBS, filled
from peygir.storage.prepared import prepared

_ONE_PRESS: Final = timedelta(seconds=30)


def templates_for(case: CaseFacts, *, verbs: Sequence[str] = VERBS) -> list[AnswerTemplate]:
    """Templates that fit a case, the closest first: by unit and topic, unit, topic, then any; one statement."""
    return _fitting(case.city_id, case.unit_id, case.topic_id, sorted(verbs))


@prepared
def _fitting(city_id: int, unit_id: int | None, topic_id: int | None, verbs: list[str]) -> QuerySet[AnswerTemplate]:
    rows: QuerySet[AnswerTemplate] = AnswerTemplate.objects.filter(
        Q(unit_id=None) | Q(unit_id=unit_id),
        Q(topic_id=None) | Q(topic_id=topic_id),
        city_id=city_id,
        valid_to=None,
    ).extra(where=["answers_answertemplate.verb = ANY(%s)"], params=[verbs])
    closeness = When(If(unit_id=None, then=Value(2)), default=Value(0), output_field=IntegerField()) + When(
        If(topic_id=None, then=Value(1)), default=Value(0), output_field=IntegerField()
    )
    nearest_first: QuerySet[AnswerTemplate] = rows.annotate(far=closeness).order_by(F("far"), "title", "pk")
    return nearest_first[:60]


def template(template_id: int) -> AnswerTemplate | None:
    """The template if it is in force, or None."""
    return AnswerTemplate.objects.select_related("unit", "topic").filter(pk=template_id, valid_to=None).first()


def in_place_of(template_id: int | None) -> int | None:
    """The id of the version in force that replaced an ended template; None where it was only ended."""
    old = AnswerTemplate.objects.filter(pk=template_id or 0).first()
    if old is None or old.valid_to is None:
        return None
    # One submit writes both, the new one with the moment at which the submit began.
    alike = {"city_id": old.city_id, "unit_id": old.unit_id, "verb": old.verb, "language": old.language}
    pressed = (old.valid_to - _ONE_PRESS, old.valid_to)
    new = AnswerTemplate.objects.filter(pk__gt=old.pk, valid_from__range=pressed, **alike).order_by("pk").first()
    if new is None:
        return None
    return new.pk if new.valid_to is None else in_place_of(new.pk)


def templates_of(city_id: int, unit_id: int | None = None) -> list[AnswerTemplate]:
    """All templates in force, of all units and (if named) of one unit; by move, then title."""
    rows = AnswerTemplate.objects.select_related("unit", "topic").filter(city_id=city_id, valid_to=None)
    if unit_id is not None:
        rows = rows.filter(Q(unit_id=None) | Q(unit_id=unit_id))
    return list(rows.order_by("verb", "language", "title", "pk")[:500])


def fill(template: AnswerTemplate, case: CaseFacts) -> str:
    """The template's text filled in for this case."""
    return filled(template.body, template_values(case, template.language))


def template_values(case: CaseFacts, language: str) -> dict[str, str]:
    """The values of a template's variables for a case, "" for one that the case does not have."""
    neighbourhood = city.neighbourhood(case.city_id, case.neighbourhood_id) if case.neighbourhood_id else None
    district = city.district(case.city_id, case.district_id) if case.district_id else None
    place = neighbourhood or district
    name = city.names_of(place).in_language(language) if place is not None else ""
    return {**values_of(case, language, {}), "place": name}
