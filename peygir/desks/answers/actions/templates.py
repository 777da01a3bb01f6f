"""Keeps the answer templates: a new version ends the old one, which stays on record."""

from django.db import transaction

from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Conflict
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain
from peygir.desks.answers.models import AnswerTemplate
from peygir.desks.answers.template_rules import DEFAULTS, check_template, may_write_template
from peygir.people.actions import NotYourWork
from peygir.people.rules import SYSTEM, Actor


class TemplateHasChanged(Conflict):
    """Somebody else changed or ended the template meanwhile."""

    message = _(
        "Someone else has just changed or ended this template. The list shows it as it is now; what you typed is kept."
    )


def save_template(
    city_id: int,
    *,
    verb: str,
    language: str,
    title: str,
    body: str,
    unit_id: int | None,
    topic_id: int | None,
    by: Actor,
    instead_of: int | None = None,
) -> int:
    """Save a template, in force from now on, in place of another if given; returns its id.

    Raises NotYourWork, TemplateHasChanged, and what `template_rules.check_template` raises.
    """
    if not may_write_template(by, unit_id):
        raise NotYourWork()
    title, body, now = plain(title), plain(body), clock.now()
    check_template(verb, language, title, body)
    unit = city.unit(unit_id) if unit_id is not None else None
    with transaction.atomic():
        if instead_of is not None:
            _end(instead_of, by)
        row = AnswerTemplate.objects.create(
            city_id=city_id,
            verb=verb,
            language=language,
            title=title,
            body=body,
            by=str(by),
            valid_from=now,
            unit_id=unit.id if unit is not None and unit.city_id == city_id else None,
            topic_id=topic_id if topic_id is not None and city.topic(city_id, topic_id) else None,
        )
        return int(row.pk)


def end_template(template_id: int, *, by: Actor) -> None:
    """End a template; it is no longer offered. Raises NotYourWork, TemplateHasChanged."""
    with transaction.atomic():
        _end(template_id, by)


def _end(template_id: int, by: Actor) -> None:
    row = AnswerTemplate.objects.select_for_update().filter(pk=template_id, valid_to=None).first()
    if row is None:
        raise TemplateHasChanged()
    if not may_write_template(by, row.unit_id):
        raise NotYourWork()
    row.valid_to = clock.now()
    row.save(update_fields=["valid_to"])


def load_default_templates(city_id: int) -> int:
    """Store the default templates where the city has had none yet; returns how many were new."""
    if AnswerTemplate.objects.filter(city_id=city_id).exists():
        return 0
    rows = [
        AnswerTemplate(
            city_id=city_id,
            verb=verb,
            language=language,
            title=title,
            body=body,
            by=str(SYSTEM),
            valid_from=clock.now(),
        )
        for verb, language, title, body in DEFAULTS
    ]
    return len(AnswerTemplate.objects.bulk_create(rows))
