"""Sets what an inspector fills in at the place for a topic, from a day on."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from django.db import transaction

from peygir.city import queries as city
from peygir.city.actions.turning import NothingDiffers, VersionTable, locked, note_decision, refuse_the_past, turn
from peygir.core import clock
from peygir.core.refusals import Missing
from peygir.core.translation import gettext_lazy as _
from peygir.core.typed_fields import FormField, check_fields
from peygir.desks.inspection.models import InspectionForm
from peygir.history.kinds.evidence import InspectionFormsChanged

_FORMS: Final = VersionTable(InspectionForm, ("topic_id",), ("fields",))


class TopicOfFormIsUnknown(Missing):
    """No topic in force has this code."""

    message = _("There is no such topic in force.")


def set_inspection_form(city_id: int, topic_code: str, *, fields: Sequence[FormField], since: date, by: str) -> int:
    """Set the form of a topic from a day on; without fields the topic has none from then on.

    A finding keeps the version that the inspector filled in. Returns the number of the city's event. Raises DayIsPast,
    TopicOfFormIsUnknown, FieldsAreTooMany, FieldIsWrong, NothingDiffers.
    """
    check_fields(fields)
    with transaction.atomic():
        city_row, today = locked(city_id)
        refuse_the_past(since, today)
        topic = city.topic_by_code(city_id, topic_code)
        if topic is None:
            raise TopicOfFormIsUnknown()
        wanted = {(topic.id,): {"fields": [one.row() for one in fields]} if fields else None}
        turned = turn(_FORMS, city_row, InspectionForm.objects.filter(topic_id=topic.id), wanted, since)
        if not turned:
            raise NothingDiffers()
        event = InspectionFormsChanged(from_=since.isoformat(), forms=turned)
        return note_decision(city_id, event, by=by, at=clock.now())
