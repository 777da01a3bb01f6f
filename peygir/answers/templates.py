"""The answer templates in force, and one of them filled in for a case."""

from django.db.models import Case as When
from django.db.models import F, IntegerField, Q, Value
from django.db.models import When as If

from peygir.answers.filling import values_of
from peygir.answers.models import AnswerTemplate
from peygir.answers.template_rules import filled
from peygir.cases.models import Case
from peygir.city import queries as city


def templates_for(case: Case, *, verbs: list[str] | None = None) -> list[AnswerTemplate]:
    """What fits a case, the closest first: of its unit and topic, of its unit, of its topic, of all; one statement."""
    rows = AnswerTemplate.objects.filter(
        Q(unit_id=None) | Q(unit_id=case.unit_id), Q(topic_id=None) | Q(topic_id=case.topic_id),
        city_id=case.city_id, valid_to=None,
    )  # fmt: skip
    if verbs is not None:
        rows = rows.filter(verb__in=verbs)
    closeness = When(If(unit_id=None, then=Value(2)), default=Value(0), output_field=IntegerField()) + When(
        If(topic_id=None, then=Value(1)), default=Value(0), output_field=IntegerField()
    )
    return list(rows.annotate(far=closeness).order_by(F("far"), "title", "pk")[:60])


def template(template_id: int) -> AnswerTemplate | None:
    """One that is in force, or None."""
    return AnswerTemplate.objects.select_related("unit", "topic").filter(pk=template_id, valid_to=None).first()


def templates_of(city_id: int, unit_id: int | None = None) -> list[AnswerTemplate]:
    """All in force, of one unit and of all units if one is named; by move, then title."""
    rows = AnswerTemplate.objects.select_related("unit", "topic").filter(city_id=city_id, valid_to=None)
    if unit_id is not None:
        rows = rows.filter(Q(unit_id=None) | Q(unit_id=unit_id))
    return list(rows.order_by("verb", "language", "title", "pk")[:500])


def fill(found: AnswerTemplate, case: Case) -> str:
    """The template's words for this case."""
    is_fa = found.language == "fa"
    neighbourhood = city.neighbourhood(case.city_id, case.neighbourhood_id) if case.neighbourhood_id else None
    district = city.district(case.city_id, case.district_id) if case.district_id else None
    place = neighbourhood or district
    name = ((place.name_fa if is_fa else place.name_en) or place.name_fa) if place is not None else ""
    return filled(found.body, {**values_of(case, found.language, {}), "place": name})
