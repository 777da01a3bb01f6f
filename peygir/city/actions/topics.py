"""What an administrator decides of a topic from a day on: its names, words, marks and urgency, its beginning and end.

What is decided is a version (`TopicFace`) over what the files say. On its day, at the latest by the clock, the topic's
own row says it too, so that every list shows one name.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Q

from peygir.city import queries
from peygir.city.actions.decisions import (
    LONGEST_HOURS,
    OWNERS,
    TERMS,
    HoursAreWrong,
    TopicHasNoHours,
    TopicOrDistrictIsUnknown,
    owner_says,
    refuse_bad_terms,
)
from peygir.city.actions.turning import NothingDiffers, VersionTable, locked, refuse_the_past, turn
from peygir.city.desk_rules import DESK, next_code
from peygir.city.models import City, Ownership, Topic, TopicFace, TopicTerms, Unit
from peygir.core import clock
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain, says_something
from peygir.history.actions import record

TOPICS_CHANGED: Final = "topics_changed"
TOPICS_TURNED: Final = "topics_turned"
OF_PLACE: Final = "D"
_SHOWN: Final = ("name_fa", "name_en", "words_fa", "words_en", "is_public", "is_confidential")
_LENGTHS: Final = {"name_fa": 200, "name_en": 200, "words_fa": 400, "words_en": 400}
FACES: Final = VersionTable(TopicFace, ("topic_id",), (*_SHOWN, "is_ended", "source"), has_city=False)


class TopicHasNoName(Invalid):
    """People choose a topic by its Persian name."""

    message = _("Write the Persian name of the topic; citizens choose it by this name.")


class TopicWordsAreTooLong(Invalid):
    """A name or text that no list could show."""

    message = _("A name has up to {name} characters, the words for citizens up to {words}.")


class NameIsTaken(Invalid):
    """Two topics of one name in a group are not told apart."""

    message = _("Another topic of this group is called “{name}”.")


class SecretIsNotPublic(Invalid):
    """What is confidential does not stand on the map."""

    message = _("A confidential topic cannot stand on the public map; choose one of the two.")


class ConfidentialStaysSo(Invalid):
    """Without the mark the administrator would read what people write in confidence, by one decision of their own."""

    message = _("A confidential topic stays so here; on the server, by the city's files, it can be changed.")


class GroupIsUnknown(Invalid):
    """A topic stands in a group that the city has."""

    message = _("Choose one of the groups of topics.")


def change_topic(city_id: int, code: str, *, face: Mapping[str, Any], since: date, by: str, urgency: str = "") -> int:
    """From `since` on a topic says what `face` names (names, words, `is_public`, `is_confidential`, `is_ended`), and
    has this urgency; what is not named stays. Gives the number of the line.

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
        says = was | _clean(face) | {"source": DESK}
        if was["is_confidential"] and not says["is_confidential"]:
            raise ConfidentialStaysSo()
        _refuse_bad_face(city, topic.group_code, says, topic.pk)
        # An "as it was" over what the files say anyway is no decision.
        is_first = not TopicFace.objects.filter(topic=topic).exists()
        is_same = is_first and all(
            value == face_on(topic, since)[name] for name, value in says.items() if name != "source"
        )
        faces = [] if is_same else turn(FACES, city, TopicFace.objects.filter(topic=topic), {(topic.pk,): says}, since)
        terms = _urgency_turned(city, topic, urgency, since)
        if not faces and not terms:
            raise NothingDiffers()
        settle_topics(city, today)
        data = {"from": since.isoformat(), "topic": code, "faces": faces, "topics": terms}
        record(city, TOPICS_CHANGED, by=by, at=clock.now(), data=data)
    queries.forget()
    return city.event_count


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
    """A new topic of a group from `since` on, with its terms and who takes it: a unit, an agency, or (neither) the
    district of the place. Gives its code.

    Raises DayIsPast, GroupIsUnknown, TopicHasNoName, TopicWordsAreTooLong, NameIsTaken, SecretIsNotPublic,
    HoursAreWrong, TopicHasNoHours, OwnerIsUnknown.
    """
    with transaction.atomic():
        city, today = locked(city_id)
        refuse_the_past(since, today)
        like = Topic.objects.filter(city=city, group_code=group).order_by("code").first()
        if like is None:
            raise GroupIsUnknown()
        says = (
            {
                "name_en": "",
                "words_fa": "",
                "words_en": "",
                "is_public": True,
                "is_confidential": False,
                "is_ended": False,
            }
            | _clean(face)
            | {"source": DESK}
        )
        _refuse_bad_face(city, group, says, None)
        refuse_bad_terms(terms)
        code = next_code(group, Topic.objects.filter(city=city).values_list("code", flat=True))
        topic = Topic(
            city=city,
            code=code,
            group_code=group,
            group_fa=like.group_fa,
            group_en=like.group_en,
            unit_type="X" if agency else unit or OF_PLACE,
            source=DESK,
            valid_from=since,
            valid_to=since,
            **{name: says[name] for name in _SHOWN},
        )
        topic.save(force_insert=True)
        data = {
            "from": since.isoformat(),
            "topic": code,
            "is_new": True,
            "faces": turn(FACES, city, TopicFace.objects.filter(topic=topic), {(topic.pk,): says}, since),
            "topics": turn(
                TERMS, city, TopicTerms.objects.filter(topic=topic), {(topic.pk,): {**terms, "source": DESK}}, since
            ),
            "cells": _owned(city, topic, unit, agency, terms, since),
        }
        settle_topics(city, today)
        record(city, TOPICS_CHANGED, by=by, at=clock.now(), data=data)
    queries.forget()
    return code


def turn_topics_due(now: datetime) -> int:
    """Let the topics of every city say what is in force on the day of `now`; returns how many differ now."""
    done = 0
    for city_id in TopicFace.objects.order_by().values_list("topic__city_id", flat=True).distinct():
        today = queries.day_of(city_id, now)
        with transaction.atomic():
            city = City.objects.select_for_update(no_key=True).get(pk=city_id)
            turned = settle_topics(city, today)
            if turned:
                data = {"from": today.isoformat(), "topics": turned}
                record(city, TOPICS_TURNED, by="clock", at=now, data=data)
                done += len(turned)
    if done:
        queries.forget()
    return done


def settle_topics(city: City, today: date) -> list[int]:
    """Write into the rows of a city's topics what holds today; gives the ids of those that differ now."""
    faces = {
        row.topic_id: row
        for row in TopicFace.objects.filter(topic__city=city, valid_from__lte=today).filter(
            Q(valid_to=None) | Q(valid_to__gt=today)
        )
    }
    decided = Q(pk__in=faces) | Q(filed__isnull=False) | Q(source=DESK)
    changed = []
    for topic in Topic.objects.filter(city=city).filter(decided).order_by("pk"):
        face = faces.get(topic.pk)
        shown = _shown(topic, face, today)
        if any(getattr(topic, name) != value for name, value in shown.items()):
            for name, value in shown.items():
                setattr(topic, name, value)
            topic.save(update_fields=list(shown))
            changed.append(int(topic.pk))
    return changed


def _shown(topic: Topic, face: TopicFace | None, today: date) -> dict[str, Any]:
    """What a topic's row says today: what is decided, else what the files say."""
    filed = _filed(topic)
    if face is None:
        own_end = max(today, topic.valid_from) if topic.valid_to is None else topic.valid_to
        end = own_end if topic.source == DESK else _day(filed["valid_to"])
        return {name: filed[name] for name in _SHOWN} | {"valid_to": end, "filed": None}
    filed_end = None if topic.source == DESK else _day(filed["valid_to"])
    ended = filed_end or ((topic.valid_to or today) if face.is_ended else None)
    return {name: getattr(face, name) for name in _SHOWN} | {"valid_to": ended, "filed": filed}


def _filed(topic: Topic) -> dict[str, Any]:
    if topic.filed is not None:
        return dict(topic.filed)
    end = topic.valid_to.isoformat() if topic.valid_to is not None else None
    return {name: getattr(topic, name) for name in _SHOWN} | {"valid_to": end}


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None


def face_on(topic: Topic, day: date) -> dict[str, Any]:
    """What a topic says on a day: the decision that holds then, else the files."""
    held = TopicFace.objects.filter(Q(valid_to=None) | Q(valid_to__gt=day), topic=topic, valid_from__lte=day).first()
    if held is not None:
        return FACES.said(held)
    filed = _filed(topic)
    says = {name: filed[name] for name in _SHOWN} | {"is_ended": bool(filed["valid_to"])}
    return says | {"is_public": says["is_public"] and not says["is_confidential"]}


def _clean(face: Mapping[str, Any]) -> dict[str, Any]:
    return {name: plain(value) if isinstance(value, str) else bool(value) for name, value in face.items()}


def _refuse_bad_face(city: City, group: str, says: Mapping[str, Any], topic_id: Any) -> None:
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
    if urgency != "I" and not (now.ack_hours and now.due_hours):
        raise HoursAreWrong(most=LONGEST_HOURS)
    says = {name: getattr(now, name) for name in TERMS.says} | {"urgency": urgency, "source": DESK}
    return turn(TERMS, city, TopicTerms.objects.filter(topic=topic), {(topic.pk,): says}, since)


def _owned(city: City, topic: Topic, unit: str, agency: str, terms: Mapping[str, Any], since: date) -> list[list[Any]]:
    """Who takes a new topic: the unit or agency everywhere, or each district's own unit."""
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
    is_free = bool(agency) or (row is not None and row.kind == Unit.UnitKind.CENTRE) or terms["urgency"] == "I"
    if not is_free and not (terms["ack_hours"] and terms["due_hours"]):
        raise TopicHasNoHours(topic=topic.name_fa)
    return turn(OWNERS, city, Ownership.objects.filter(topic=topic), wanted_owners, since)
