"""Survey calls by the PBX's voice menu: calls handed out once, the key that ends a question, and the tries."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Exists, OuterRef

from peygir.city import queries as city
from peygir.core.phones import national_form
from peygir.desks.surveys.actions.asking import BATCH, count_try, in_force, keep_spoken, turn, zone_of
from peygir.desks.surveys.models import SurveyAsk, SurveyCall
from peygir.desks.surveys.reading import survey_settings_at
from peygir.desks.surveys.rules import next_call
from peygir.desks.surveys.voice_rules import FAULTS, LATE, LINES, answer_of, is_fault, may_ring, topic_variables
from peygir.history.actions import record
from peygir.history.kinds.surveys import SurveyAskCalled
from peygir.people.channels import Channel
from peygir.people.rules import CLOCK, SYSTEM, Actor

OURS: Final = "peygir-survey-"
STALE: Final = timedelta(minutes=3)
"""How long without an event a call counts as lost: it is never repeated, and counts as a try."""
REASON_WITHIN: Final = timedelta(seconds=3)
"""How long to wait for DialEnd's reason, which comes some milliseconds before or after the PBX reports the failure."""
AGAIN: Final = timedelta(hours=1)
"""How long to wait after a failure of the PBX."""


@dataclass(frozen=True, slots=True)
class VoiceCall:
    """One call that the PBX is to place: `key` is the id of its first channel."""

    ask_id: int
    key: str
    number: str  # in national format, as it is dialled
    topic: tuple[tuple[str, str], ...] = ()  # variables from which the menu announces the case's topic


def take_voice_calls(city_id: int, *, now: datetime) -> list[VoiceCall]:
    """The survey calls that the PBX is to place now, a few at a time; each call is handed out once."""
    due = SurveyAsk.objects.filter(city_id=city_id, state="open", way="voice", next_at__lte=now, closes_at__gt=now)
    if not due.exists():
        return []
    survey_settings, zone = survey_settings_at(city_id, now), ZoneInfo(city.city_by_id(city_id).time_zone)
    lines = LINES - SurveyCall.objects.filter(ask__city_id=city_id, settled_at__isnull=True).count()
    if survey_settings is None or not may_ring(now, survey_settings, zone) or lines <= 0:
        return []
    is_called = Exists(SurveyCall.objects.filter(ask=OuterRef("pk"), settled_at__isnull=True))
    with transaction.atomic():
        rows = due.filter(~is_called, citizen__is_silent=False).exclude(citizen__phone="").order_by("next_at", "pk")
        rows = rows.select_related("citizen", "case__topic")
        asks = list(rows.select_for_update(skip_locked=True, no_key=True, of=("self",))[:lines])
        return [_call(ask, now) for ask in asks]


def _call(ask: SurveyAsk, now: datetime) -> VoiceCall:
    call = SurveyCall.objects.create(ask=ask, key=f"{OURS}{secrets.token_hex(8)}", asked_at=now)
    record(ask, SurveyAskCalled(call=call.pk), by=str(SYSTEM), at=now)
    topic = ask.case.topic
    about = topic_variables(topic.code, topic.name_fa) if topic is not None else ()
    return VoiceCall(ask.pk, call.key, national_form(ask.citizen.phone), about)


def note_answered(key: str, *, at: datetime) -> None:
    """The citizen has picked up; the key they press comes later."""
    SurveyCall.objects.filter(key=key, settled_at__isnull=True).update(answered_at=at)


def settle_voice(key: str, *, pressed: str, at: datetime, by: Actor = SYSTEM) -> tuple[int, str] | None:
    """The citizen pressed a key; returns (report id, answer) for the verdict.

    None where there is no verdict: the key means nothing (a try), or the question was answered meanwhile.
    """
    answer = answer_of(pressed)
    if not answer:
        miss_voice(key, text="no key", at=at)
        return None
    with _open(key) as (ask, call):
        if ask is None or call is None:
            return None
        call.pressed = pressed
        _settle(call, "" if ask.state == "open" else "ended meanwhile", at)
        if ask.state != "open":
            return None
        keep_spoken(ask, answer, channel=Channel.VOICE, at=at, by=by)
        return ask.report_id, answer


def miss_voice(key: str, *, text: str, at: datetime) -> None:
    """No answer, busy or no key: a try. A failure of the PBX is no try until the third."""
    with _open(key) as (ask, call):
        if ask is None or call is None:
            return
        call.is_fault = call.answered_at is None and is_fault(text)
        _settle(call, text, at)
        if ask.state != "open":
            return
        faults = SurveyCall.objects.filter(ask=ask, is_fault=True).count() if call.is_fault else 0
        if faults % FAULTS:
            later = next_call(at + AGAIN, tried="", survey_settings=in_force(ask, at), zone=zone_of(ask))
            turn(ask, ask.way, later, at=at, by=SYSTEM)
        else:
            count_try(ask, at=at, by=SYSTEM)


def note_reason(key: str, *, text: str, at: datetime) -> None:
    """Record why dialling failed; the call is settled once its failure or the end of its channel is reported too."""
    with _open(key) as (_ask, call):
        if call is None or call.answered_at is not None:
            return
        call.words = text[:120]
        call.save(update_fields=["words"])
        if call.failed_at is not None:
            miss_voice(key, text=call.words, at=at)


def fail_voice(key: str, *, text: str, at: datetime) -> None:
    """The PBX reports that nobody picked up; without `text`, another event (earlier or later) gives the reason."""
    with _open(key) as (_ask, call):
        if call is None:
            return
        if reason := text or call.words:
            miss_voice(key, text=reason, at=at)
            return
        call.failed_at = at
        call.save(update_fields=["failed_at"])


def end_voice(key: str, *, at: datetime) -> None:
    """The channel closed: an answered call got no key; an unanswered one is settled where the reason is known."""
    with _open(key) as (_ask, call):
        if call is not None and call.answered_at is not None:
            miss_voice(key, text="no key", at=at)
        elif call is not None and call.words:
            miss_voice(key, text=call.words, at=at)


def give_up_voice(city_id: int, *, now: datetime) -> int:
    """Settle calls without further events, and those that failed without a reason; returns how many."""
    rows = SurveyCall.objects.filter(ask__city_id=city_id, settled_at__isnull=True)
    late = list(rows.filter(asked_at__lt=now - STALE).values_list("key", "words"))
    failed = list(rows.filter(failed_at__lt=now - REASON_WITHIN).values_list("key", "words"))
    for key, error_text in late:
        miss_voice(key, text=error_text or "no answer", at=now)
    for key, error_text in failed:
        miss_voice(key, text=error_text or "no such channel", at=now)
    return len({key for key, _ in late + failed})


def leave_to_people(now: datetime) -> int:
    """Hand questions that the PBX has not called for a day to people; returns how many."""
    late = SurveyAsk.objects.filter(state="open", way="voice", next_at__lte=now - LATE, closes_at__gt=now)
    return _turn_all(list(late.order_by("next_at", "pk").values_list("pk", flat=True)[:BATCH]), now, CLOCK)


def turn_to_people(city_id: int, *, at: datetime, by: Actor) -> int:
    """Hand all of the voice menu's questions to people because it was switched off; returns how many."""
    rows = SurveyAsk.objects.filter(city_id=city_id, state="open", way="voice").order_by("pk")
    return _turn_all(list(rows.values_list("pk", flat=True)), at, by)


def _turn_all(ids: list[int], now: datetime, by: Actor) -> int:
    for ask_id in ids:
        with transaction.atomic():
            ask = SurveyAsk.objects.select_for_update(no_key=True).filter(pk=ask_id, state="open", way="voice").first()
            if ask is not None and ask.next_at is not None:
                turn(ask, "call", ask.next_at, at=now, by=by)
    return len(ids)


@contextmanager
def _open(key: str) -> Iterator[tuple[SurveyAsk, SurveyCall] | tuple[None, None]]:
    """An unsettled call and its question, both under the question's lock."""
    with transaction.atomic():
        of = SurveyCall.objects.filter(key=key).values("ask_id")
        ask = SurveyAsk.objects.select_for_update(no_key=True).filter(pk__in=of).first()
        call = SurveyCall.objects.filter(key=key, settled_at__isnull=True).first()
        yield (ask, call) if ask is not None and call is not None else (None, None)


def _settle(call: SurveyCall, words: str, at: datetime) -> None:
    call.settled_at, call.words = at, words[:120]
    call.save(update_fields=["settled_at", "words", "pressed", "is_fault"])
