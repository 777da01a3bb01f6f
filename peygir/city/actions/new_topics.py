"""Adds a topic that an administrator makes, from a day on, with its terms and owner."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.db import transaction

from peygir.city import queries
from peygir.city.actions.decisions import OWNERS, TERMS, TopicHasNoHours, owner_says, refuse_bad_terms
from peygir.city.actions.topic_faces import FACES, SHOWN
from peygir.city.actions.topics import clean_face, refuse_bad_face, settle_and_record
from peygir.city.actions.turning import locked, refuse_the_past, turn
from peygir.city.desk_rules import DESK, next_code
from peygir.city.models import City, Ownership, Topic, TopicFace, TopicPolicy, Unit
from peygir.city.urgencies import Urgency
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.history.kinds.city import TopicChanged

OF_PLACE: Final = "D"
_PLAIN_FACE: Final[Mapping[str, Any]] = {
    "name_en": "",
    "words_fa": "",
    "words_en": "",
    "is_public": True,
    "is_confidential": False,
    "is_ended": False,
}
"""Default values of a new topic."""


class GroupIsUnknown(Invalid):
    """The city has no topic group of this code."""

    message = _("Choose one of the groups of topics.")


def add_topic(
    city_id: int,
    *,
    group: str,
    face: Mapping[str, Any],
    terms: Mapping[str, Any],
    since: date,
    by: str,
    unit: str = "",
    agency: str = "",
) -> str:
    """Add a topic to a group from `since` on, with its terms and owner: a unit, an agency, or (neither) the
    unit of the place's district. Returns its code.

    Raises DayIsPast, GroupIsUnknown, TopicHasNoName, TopicWordsAreTooLong, NameIsTaken, SecretIsNotPublic,
    HoursAreWrong, TopicHasNoHours, OwnerIsUnknown.
    """
    with transaction.atomic():
        city, today = locked(city_id)
        refuse_the_past(since, today)
        like = Topic.objects.filter(city=city, group_code=group).order_by("code").first()
        if like is None:
            raise GroupIsUnknown()
        says = {**_PLAIN_FACE} | clean_face(face) | {"source": DESK}
        refuse_bad_face(city, group, says, None)
        refuse_bad_terms(terms)
        code = next_code(group, Topic.objects.filter(city=city).values_list("code", flat=True))
        topic = _row(city, like, code, says, unit_type="X" if agency else unit or OF_PLACE, since=since)
        topic.save(force_insert=True)
        event = TopicChanged(
            from_=since.isoformat(),
            topic=code,
            is_new=True,
            descriptions=turn(FACES, city, TopicFace.objects.filter(topic=topic), {(topic.pk,): says}, since),
            terms=turn(
                TERMS, city, TopicPolicy.objects.filter(topic=topic), {(topic.pk,): {**terms, "source": DESK}}, since
            ),
            owners=_owned(city, topic, unit, agency, terms, since),
        )
        settle_and_record(city, today, event, by=by)
    queries.forget()
    return code


def _row(city: City, like: Topic, code: str, says: Mapping[str, Any], *, unit_type: str, since: date) -> Topic:
    """The row of a new topic, in the group of `like`; in force on no day until `settle_topics` opens it."""
    return Topic(
        city=city,
        code=code,
        group_code=like.group_code,
        group_fa=like.group_fa,
        group_en=like.group_en,
        unit_type=unit_type,
        source=DESK,
        valid_from=since,
        valid_to=since,
        **{name: says[name] for name in SHOWN},
    )


def _owned(city: City, topic: Topic, unit: str, agency: str, terms: Mapping[str, Any], since: date) -> list[list[Any]]:
    """Write the owners of a new topic: the unit or agency everywhere, or each district's own unit."""
    if unit or agency:
        wanted_owners: dict[tuple[Any, ...], Mapping[str, Any] | None] = {
            (topic.pk, ""): owner_says(city, unit, agency)
        }
    else:
        districts = queries.districts(city.pk, on=since)
        units = {row.code: queries.unit(row.unit_id) for row in districts}
        wanted_owners = {
            (topic.pk, code): owner_says(city, one.code, "") for code, one in units.items() if one is not None
        }
        wanted_owners[topic.pk, ""] = owner_says(city, queries.centre_of(city.pk).code, "")
    row = Unit.objects.filter(city=city, code=unit).first() if unit else None
    is_free = (
        bool(agency)
        or (row is not None and row.kind == Unit.UnitKind.CENTRE)
        or terms["urgency"] == Urgency.ON_THE_SPOT
    )
    if not is_free and not (terms["ack_hours"] and terms["due_hours"]):
        raise TopicHasNoHours(topic=topic.name_fa)
    return turn(OWNERS, city, Ownership.objects.filter(topic=topic), wanted_owners, since)
