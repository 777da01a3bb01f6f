"""What becomes of one who is asked: a call that reached nobody, an answer, the case open again, or the last day."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.db import transaction

from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Conflict, Missing
from peygir.history.actions import record
from peygir.history.queries import event
from peygir.inspection.models import SurveyAsk
from peygir.inspection.reading import terms_at
from peygir.inspection.rules import Terms, band_of, may_ask, next_call
from peygir.people.actions import NotYourWork
from peygir.people.rules import CLOCK, SYSTEM, Actor

BATCH: Final = 200


class NoSuchAsk(Missing):
    """Nobody is asked under this number."""

    fa = "چنین پرسشی در نظرسنجی نیست."
    en = "The survey has no such question."


class SurveyHasEnded(Conflict):
    """It was answered or ended meanwhile, perhaps by a short message a moment ago."""

    fa = "این پرسش دیگر باز نیست؛ شاید شهروند همین حالا با پیامک پاسخ داده است."
    en = "This question is no longer open; perhaps the citizen has just answered by SMS."


def note_try(ask_id: int, *, by: Actor) -> None:
    """Nobody was reached: again in another part of the day, or after the last try no more.

    Raises NotYourWork, NoSuchAsk, SurveyHasEnded.
    """
    with _open(ask_id, by) as ask:
        now = clock.now()
        terms, zone = _terms(ask, now), ZoneInfo(city.city_by_id(ask.city_id).time_zone)
        ask.tried += str(band_of(now.astimezone(zone).time(), terms))
        ask.way = "call"
        due = next_call(now, tried=ask.tried, terms=terms, zone=zone)
        if len(ask.tried) >= terms.tries or due >= ask.closes_at:
            _end(ask, "unreached", at=now, by=by, also=["tried", "way"])
            return
        ask.next_at = due
        record(ask, "survey_tried", by=str(by), at=now, data={"tries": len(ask.tried), "next": due.isoformat()},
               write=["tried", "way", "next_at"])  # fmt: skip


def settle_ask(ask_id: int, *, answer: str, by: Actor) -> int:
    """The citizen answered on the phone; returns the report whose verdict it is.

    Raises NotYourWork, NoSuchAsk, SurveyHasEnded.
    """
    with _open(ask_id, by) as ask:
        now = clock.now()
        zone = ZoneInfo(city.city_by_id(ask.city_id).time_zone)
        ask.tried = (ask.tried + str(band_of(now.astimezone(zone).time(), _terms(ask, now))))[:9]
        ask.answer, ask.channel = answer, "phone"
        _end(ask, "answered", at=now, by=by, also=["tried", "answer", "channel"])
        return ask.report_id


def keep_answer(case_id: int, number: int) -> None:
    """The citizen answered by message or on the page: nobody calls any more."""
    said = event("case", case_id, number)
    with transaction.atomic():
        rows = SurveyAsk.objects.select_for_update(no_key=True)
        ask = rows.filter(case_id=case_id, report_id=said.data["report"], state="open").first()
        if ask is not None:
            ask.answer, ask.channel = said.data["answer"], said.data["channel"]
            _end(ask, "answered", at=said.at, by=SYSTEM, also=["answer", "channel"])


def drop_ask(case_id: int, number: int) -> None:
    """The case was opened again by another way: how it ended is no question now."""
    if event("case", case_id, number).data.get("why") == "survey":
        return  # the answer itself opened it, and `keep_answer` has it
    with transaction.atomic():
        for ask in SurveyAsk.objects.select_for_update(no_key=True).filter(case_id=case_id, state="open"):
            _end(ask, "overtaken", at=event("case", case_id, number).at, by=SYSTEM)


def turn_to_calls(now: datetime) -> int:
    """Short messages that nobody answered in time: those citizens are called instead; how many."""
    due = SurveyAsk.objects.filter(state="open", way="sms", next_at__lte=now).order_by("next_at", "pk")
    ids = list(due.values_list("pk", flat=True)[:BATCH])
    for ask_id in ids:
        with transaction.atomic():
            ask = SurveyAsk.objects.select_for_update(no_key=True).filter(pk=ask_id, state="open", way="sms").first()
            if ask is not None:
                zone = ZoneInfo(city.city_by_id(ask.city_id).time_zone)
                ask.way, ask.next_at = "call", next_call(now, tried="", terms=_terms(ask, now), zone=zone)
                record(ask, "survey_turned", by=str(CLOCK), at=now, data={"next": ask.next_at.isoformat()},
                       write=["way", "next_at"])  # fmt: skip
    return len(ids)


def end_asks(now: datetime) -> int:
    """Whoever was not reached until the last day is asked no more; how many."""
    ids = list(SurveyAsk.objects.filter(state="open", closes_at__lte=now).values_list("pk", flat=True)[:BATCH])
    for ask_id in ids:
        with transaction.atomic():
            ask = SurveyAsk.objects.select_for_update(no_key=True).filter(pk=ask_id, state="open").first()
            if ask is not None:
                _end(ask, "unreached", at=now, by=CLOCK)
    return len(ids)


@contextmanager
def _open(ask_id: int, by: Actor) -> Iterator[SurveyAsk]:
    if not may_ask(by):
        raise NotYourWork()
    with transaction.atomic():
        ask = SurveyAsk.objects.select_for_update(no_key=True).filter(pk=ask_id).first()
        if ask is None:
            raise NoSuchAsk()
        if ask.state != "open":
            raise SurveyHasEnded()
        yield ask


def _terms(ask: SurveyAsk, now: datetime) -> Terms:
    terms = terms_at(ask.city_id, now)
    assert terms is not None, "nobody is asked without terms"
    return terms


def _end(ask: SurveyAsk, state: str, *, at: datetime, by: Actor, also: list[str] | None = None) -> None:
    ask.state, ask.ended_at, ask.next_at = state, at, None
    record(ask, "survey_ended", by=str(by), at=at, data={"state": state, "answer": ask.answer},
           write=["state", "ended_at", "next_at", *(also or [])])  # fmt: skip
