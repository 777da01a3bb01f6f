"""What an inspector fills in at a place: the form of the case's topic on a day, and the answers kept with a finding."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q

from peygir.core.typed_fields import FormField
from peygir.desks.inspection.models import Inspection, InspectionForm


@dataclass(frozen=True, slots=True)
class InspectionFormFacts:
    """One version of a topic's form with its dates."""

    id: int
    topic_id: int
    valid_from: date
    valid_to: date | None
    fields: tuple[FormField, ...]


def form_of(topic_id: int | None, *, on: date) -> InspectionFormFacts | None:
    """Return the form of a topic that is in force on a day; None without one."""
    if topic_id is None:
        return None
    in_force = Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gt=on))
    row = InspectionForm.objects.filter(in_force, topic_id=topic_id).order_by("-valid_from", "-pk").first()
    return _facts(row) if row is not None else None


def forms_on(city_id: int, *, on: date) -> dict[int, InspectionFormFacts]:
    """Return the forms in force on a day, by topic; one statement."""
    in_force = Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gt=on))
    rows = InspectionForm.objects.filter(in_force, city_id=city_id).order_by("valid_from", "pk")
    return {row.topic_id: _facts(row) for row in rows}


def inspection_forms(city_id: int, *, on: date) -> list[InspectionFormFacts]:
    """Return every form that is in force on a day or will be, by topic and day; one statement."""
    rows = InspectionForm.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on), city_id=city_id)
    return [_facts(row) for row in rows.order_by("topic_id", "valid_from", "pk") if row.valid_from != row.valid_to]


def form_version(form_id: int, city_id: int) -> InspectionFormFacts | None:
    """Return one version of a form, also one that is in force no more; None if the city has none such."""
    row = InspectionForm.objects.filter(pk=form_id, city_id=city_id).first()
    return _facts(row) if row is not None else None


def fields_of(form: InspectionForm | None) -> tuple[FormField, ...]:
    """Return the fields of a stored form; none without one."""
    return tuple(FormField.of(field) for field in form.fields) if form is not None else ()


@dataclass(frozen=True, slots=True)
class FilledFacts:
    """What was filled in with one finding: the fields as they were then, and the answers by their codes."""

    fields: tuple[FormField, ...]
    answers: Mapping[str, str]


NOTHING_FILLED: Final = FilledFacts((), {})


def filled_with(inspection: Inspection) -> FilledFacts:
    """Return what was filled in with a finding, whose form has been fetched."""
    return FilledFacts(fields_of(inspection.form), inspection.answers or {})


def filled_in_case(case_id: int) -> list[FilledFacts]:
    """Return what inspectors filled in for a case, oldest first; one statement."""
    rows = Inspection.objects.select_related("form").filter(case_id=case_id, answers__isnull=False)
    return [filled_with(row) for row in rows.order_by("number")]


def _facts(row: InspectionForm) -> InspectionFormFacts:
    return InspectionFormFacts(row.pk, row.topic_id, row.valid_from, row.valid_to, fields_of(row))
