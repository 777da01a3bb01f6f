"""The texts of messages, as data with dates; each change is an event of the city and can be reverted."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.models import Q

from peygir.city import queries as city
from peygir.city.actions import DayIsPast, DecidedSince, NothingDiffers, note_decision
from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain
from peygir.desks.answers.models import MessageText
from peygir.desks.answers.readers import languages_of
from peygir.desks.answers.texts import SHIPPED, check_text, shipped
from peygir.history.kinds.city import MessageTextChanged
from peygir.history.queries import timeline
from peygir.people.actions import NotYourWork
from peygir.people.rules import Actor, may_manage_people


class LanguageIsUnknown(Invalid):
    """Messages are not written in this language."""

    message = _("Messages are not written in “{language}”.")


class WordingHasChanged(Conflict):
    """Two people saved the same text at once."""

    message = _("Someone else saved this text meanwhile. Refresh and look again.")


def set_text(city_id: int, kind: str, *, language: str, subject: str, body: str, since: date, by: Actor) -> int:
    """Set a new text from a day on (today: from now); the old one stays with its dates. Returns the event's number.

    Texts planned for that day or later are dropped. Raises NotYourWork, LanguageIsUnknown, WordingHasChanged,
    DayIsPast, NothingDiffers, and what `texts.check_text` raises.
    """
    if not may_manage_people(by):
        raise NotYourWork()
    if language not in languages_of(kind):
        raise LanguageIsUnknown(language=plain(language)[:10])
    subject, body, now = plain(subject), plain(body), clock.now()
    check_text(kind, body, subject)
    zone, today = city.city_by_id(city_id).time_zone, city.day_of(city_id, now)
    if since < today:
        raise DayIsPast()
    at = now if since == today else datetime.combine(since, time(), ZoneInfo(zone))
    try:
        with transaction.atomic():
            before, stands_open = _cut(kind, language, at)
            if stands_open and before is not None and (before.subject, before.body) == (subject, body):
                raise NothingDiffers()
            new = MessageText.objects.create(
                kind=kind, language=language, subject=subject, body=body, valid_from=at, by=str(by)
            )
            event = MessageTextChanged(
                from_=since.isoformat(),
                message=kind,
                language=language,
                after=new.pk,
                before=before.pk if before is not None else None,
            )
            return note_decision(city_id, event, by=str(by), at=now)
    except IntegrityError as error:
        raise WordingHasChanged() from error


def take_back_text(city_id: int, number: int, *, by: Actor) -> int:
    """Restore the text from before a decision, from now, or from the decision's own moment if that is in the future.

    Returns the new event's number. Raises NotYourWork, DecidedSince.
    """
    if not may_manage_people(by):
        raise NotYourWork()
    now = clock.now()
    event = next((one for one in timeline("city", city_id) if one.number == number), None)
    if event is None or event.kind != MessageTextChanged.kind:
        raise DecidedSince()
    kind, language = event.data["text"], event.data["language"]
    with transaction.atomic():
        stands = MessageText.objects.select_for_update().filter(kind=kind, language=language, valid_to=None).first()
        if stands is None or stands.pk != event.data["after"]:
            raise DecidedSince()
        at = max(now, stands.valid_from)
        stands.valid_to = at
        stands.save(update_fields=["valid_to"])
        old = MessageText.objects.filter(pk=event.data["before"]).first() if event.data["before"] else None
        subject, body = (old.subject, old.body) if old is not None else shipped(kind, language)
        again = MessageText.objects.create(
            kind=kind, language=language, subject=subject, body=body, valid_from=at, by=str(by)
        )
        changed_back = MessageTextChanged(
            from_=city.day_of(city_id, at).isoformat(),
            message=kind,
            language=language,
            before=stands.pk,
            after=again.pk,
            undoes=number,
        )
        return note_decision(city_id, changed_back, by=str(by), at=now)


def _cut(kind: str, language: str, at: datetime) -> tuple[MessageText | None, bool]:
    """End the text in force at a moment, and drop those planned after it; returns the text, and whether it was
    open-ended.
    """
    before, stood_open = None, False
    rows = MessageText.objects.select_for_update().filter(kind=kind, language=language)
    for row in rows.filter(Q(valid_to=None) | Q(valid_to__gt=at)).order_by("valid_from", "pk"):
        if row.valid_from <= at:
            before, stood_open = row, row.valid_to is None
        row.valid_to = max(at, row.valid_from) if row.valid_from <= at else row.valid_from
        row.save(update_fields=["valid_to"])
    return before, stood_open


def load_default_texts() -> int:
    """Store the shipped wording of each kind and language that has none yet; returns how many were new."""
    known = set(MessageText.objects.values_list("kind", "language"))
    new = [
        MessageText(kind=kind, language=language, subject=subject, body=body, valid_from=clock.now())
        for kind, language in SHIPPED
        if (kind, language) not in known
        for subject, body in [shipped(kind, language)]
    ]
    MessageText.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)
