"""An administrator's decisions about a topic from a day on: names, texts, flags, urgency, beginning and end.

A decision is a version (`TopicFace`) that overrides the city's files. On its day, at the latest by the scheduler, the
topic's own row gets the values too, so that every list shows one name.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.db import transaction

from peygir.city import queries
from peygir.city.actions.decisions import (
    LONGEST_HOURS,
    TERMS,
    HoursAreWrong,
    TopicOrDistrictIsUnknown,
    refuse_bad_terms,
)
from peygir.city.actions.topic_faces import FACES, face_on, settle_topics
from peygir.city.actions.turning import NothingDiffers, locked, refuse_the_past, turn
from peygir.city.desk_rules import DESK
from peygir.city.models import City, Topic, TopicFace, TopicPolicy
from peygir.city.urgencies import Urgency
from peygir.core import clock
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain, says_something
from peygir.history.actions import record
from peygir.history.kinds.city import TopicChanged

_LENGTHS: Final = {"name_fa": 200, "name_en": 200, "words_fa": 400, "words_en": 400}


class TopicHasNoName(Invalid):
    """The topic has no Persian name, by which people choose it."""

    message = _("Write the Persian name of the topic; citizens choose it by this name.")


class TopicWordsAreTooLong(Invalid):
    """A name or text is too long for a list."""

    message = _("A name has up to {name} characters, the words for citizens up to {words}.")


class NameIsTaken(Invalid):
    """Another topic of the group has this name, so the two could not be told apart."""

    message = _("Another topic of this group is called “{name}”.")


class SecretIsNotPublic(Invalid):
    """A confidential topic cannot be public on the map."""

    message = _("A confidential topic cannot be shown on the public map; choose one of the two.")


class ConfidentialStaysSo(Invalid):
    """A topic stays confidential: otherwise one administrator alone could open what people wrote in confidence."""

    message = _("A confidential topic cannot be made public here, only on the server by the city's files.")


def change_topic(city_id: int, code: str, *, face: Mapping[str, Any], since: date, by: str, urgency: str = "") -> int:
    """Set the values named in `face` (names, texts, `is_public`, `is_confidential`, `is_ended`) from `since` on, and
    this urgency; values not named stay. Returns the event's number.

    Raises DayIsPast, TopicOrDistrictIsUnknown, TopicHasNoName, TopicWordsAreTooLong, NameIsTaken, SecretIsNotPublic,
    ConfidentialStaysSo, HoursAreWrong, NothingDiffers.
    """
    with transaction.atomic():
        city, today = locked(city_id)
        refuse_the_past(since, today)
        topic = Topic.objects.filter(city=city, code=code).first()
        if topic is None:
            raise TopicOrDistrictIsUnknown()
        was = face_on(topic, since)
        says = was | clean_face(face) | {"source": DESK}
        if was["is_confidential"] and not says["is_confidential"]:
            raise ConfidentialStaysSo()
        refuse_bad_face(city, topic.group_code, says, topic.pk)
        # A first decision that equals the files' values is no decision.
        is_first = not TopicFace.objects.filter(topic=topic).exists()
        is_same = is_first and all(
            value == face_on(topic, since)[name] for name, value in says.items() if name != "source"
        )
        faces = [] if is_same else turn(FACES, city, TopicFace.objects.filter(topic=topic), {(topic.pk,): says}, since)
        terms = _urgency_turned(city, topic, urgency, since)
        if not faces and not terms:
            raise NothingDiffers()
        event = TopicChanged(from_=since.isoformat(), topic=code, descriptions=faces, terms=terms)
        settle_and_record(city, today, event, by=by)
    queries.forget()
    return city.event_count


def settle_and_record(city: City, today: date, event: TopicChanged, *, by: str) -> None:
    """Update a city's topic rows to today's values, and record a decision about a topic."""
    settle_topics(city, today)
    record(city, event, by=by, at=clock.now())


def clean_face(face: Mapping[str, Any]) -> dict[str, Any]:
    """An administrator's input as it is stored: plain texts and booleans."""
    return {name: plain(value) if isinstance(value, str) else bool(value) for name, value in face.items()}


def refuse_bad_face(city: City, group: str, says: Mapping[str, Any], topic_id: Any) -> None:
    """Raise the first fault in a topic's names, texts and flags; `topic_id` is None for a new topic."""
    if not says_something(str(says["name_fa"])):
        raise TopicHasNoName()
    if any(len(says[name]) > most for name, most in _LENGTHS.items()):
        raise TopicWordsAreTooLong(name=_LENGTHS["name_fa"], words=_LENGTHS["words_fa"])
    others = Topic.objects.filter(city=city, group_code=group, valid_to=None, name_fa=says["name_fa"])
    if not says["is_ended"] and others.exclude(pk=topic_id).exists():
        raise NameIsTaken(name=says["name_fa"])
    if says["is_confidential"] and says["is_public"]:
        raise SecretIsNotPublic()


def _urgency_turned(city: City, topic: Topic, urgency: str, since: date) -> list[list[Any]]:
    now = queries.terms_of(topic.pk, on=since)
    if not urgency or now is None or now.urgency == urgency:
        return []
    refuse_bad_terms({"urgency": urgency})
    if urgency != Urgency.ON_THE_SPOT and not (now.ack_hours and now.due_hours):
        raise HoursAreWrong(most=LONGEST_HOURS)
    says = {name: getattr(now, name) for name in TERMS.says} | {"urgency": urgency, "source": DESK}
    return turn(TERMS, city, TopicPolicy.objects.filter(topic=topic), {(topic.pk,): says}, since)
