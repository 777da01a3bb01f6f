"""A topic's description on a day, and its copy in the topic's row: the decision in force, else the city's files."""

from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Q

from peygir.city import queries
from peygir.city.actions.turning import VersionTable
from peygir.city.desk_rules import DESK
from peygir.city.models import City, Topic, TopicFace
from peygir.history.actions import record
from peygir.history.kinds.city import TopicDecisionsTookEffect

SHOWN: Final = ("name_fa", "name_en", "words_fa", "words_en", "is_public", "is_confidential")
FACES: Final = VersionTable(TopicFace, ("topic_id",), (*SHOWN, "is_ended", "source"), has_city=False)


def face_on(topic: Topic, day: date) -> dict[str, Any]:
    """Return a topic's description on a day: the decision in force, else the city's files."""
    held = TopicFace.objects.filter(Q(valid_to=None) | Q(valid_to__gt=day), topic=topic, valid_from__lte=day).first()
    if held is not None:
        return FACES.said(held)
    filed = _filed(topic)
    says = {name: filed[name] for name in SHOWN} | {"is_ended": bool(filed["valid_to"])}
    return says | {"is_public": says["is_public"] and not says["is_confidential"]}


def turn_topics_due(now: datetime) -> int:
    """Update the topics of every city to the descriptions in force on the day of `now`; returns how many changed."""
    done = 0
    for city_id in TopicFace.objects.order_by().values_list("topic__city_id", flat=True).distinct():
        today = queries.day_of(city_id, now)
        with transaction.atomic():
            city = City.objects.select_for_update(no_key=True).get(pk=city_id)
            turned = settle_topics(city, today)
            if turned:
                event = TopicDecisionsTookEffect(from_=today.isoformat(), topics=turned)
                record(city, event, by="clock", at=now)
                done += len(turned)
    if done:
        queries.forget()
    return done


def settle_topics(city: City, today: date) -> list[int]:
    """Write today's descriptions into a city's topic rows; returns the ids of those that changed."""
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
    """Today's values of a topic's row: the decision in force, else the city's files."""
    filed = _filed(topic)
    if face is None:
        own_end = max(today, topic.valid_from) if topic.valid_to is None else topic.valid_to
        end = own_end if topic.source == DESK else _day(filed["valid_to"])
        return {name: filed[name] for name in SHOWN} | {"valid_to": end, "filed": None}
    filed_end = None if topic.source == DESK else _day(filed["valid_to"])
    ended = filed_end or ((topic.valid_to or today) if face.is_ended else None)
    return {name: getattr(face, name) for name in SHOWN} | {"valid_to": ended, "filed": filed}


def _filed(topic: Topic) -> dict[str, Any]:
    if topic.filed is not None:
        return dict(topic.filed)
    end = topic.valid_to.isoformat() if topic.valid_to is not None else None
    return {name: getattr(topic, name) for name in SHOWN} | {"valid_to": end}


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None
