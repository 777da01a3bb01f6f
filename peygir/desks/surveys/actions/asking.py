"""Records the outcome of a survey question: a failed call, an answer, a reopened case, or the last day."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.db import transaction

from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Conflict, Missing
from peygir.core.translation import gettext_lazy as _
from peygir.desks.surveys.models import SurveyAsk
from peygir.desks.surveys.reading import survey_settings_at
from peygir.desks.surveys.rules import SurveySettings, band_of, may_ask, next_call, spoken_channel
from peygir.history.actions import record
from peygir.history.kinds.cases import ReportDisowned
from peygir.history.kinds.surveys import SurveyAskEnded, SurveyAskTried, SurveyAskTurned
from peygir.history.queries import event
from peygir.people.actions import NotYourWork
from peygir.people.channels import Channel
from peygir.people.rules import CLOCK, SYSTEM, Actor

BATCH: Final = 200


class NoSuchAsk(Missing):
    """No survey question has this number."""

    message = _("The survey has no such question.")


class SurveyHasEnded(Conflict):
    """The survey question was answered or ended meanwhile, perhaps by SMS."""

    message = _("This question is no longer open; perhaps the citizen has just answered by SMS.")


def note_try(ask_id: int, *, by: Actor) -> None:
    """Record a call that reached nobody: the next is in another part of the day; after the last try the question ends.

    Raises NotYourWork, NoSuchAsk, SurveyHasEnded.
    """
    with _open(ask_id, by) as ask:
        ask.way = "call"
        count_try(ask, at=clock.now(), by=by)


def count_try(ask: SurveyAsk, *, at: datetime, by: Actor) -> None:
    """Count one more try of an open question that the caller has locked; the last try ends the question."""
    survey_settings, zone = in_force(ask, at), zone_of(ask)
    ask.tried = (ask.tried + str(band_of(at.astimezone(zone).time(), survey_settings)))[:9]
    due = next_call(at, tried=ask.tried, survey_settings=survey_settings, zone=zone)
    if len(ask.tried) >= survey_settings.tries or due >= ask.closes_at:
        end_ask(ask, "unreached", at=at, by=by, also=["tried", "way"])
        return
    ask.next_at = due
    record(
        ask,
        SurveyAskTried(tries=len(ask.tried), next_at=due.isoformat()),
        by=str(by),
        at=at,
        write=["tried", "way", "next_at"],
    )


def keep_spoken(ask: SurveyAsk, answer: str, *, channel: str, at: datetime, by: Actor) -> None:
    """End the question with an answer given on the phone; the call counts as a try."""
    ask.tried = (ask.tried + str(band_of(at.astimezone(zone_of(ask)).time(), in_force(ask, at))))[:9]
    ask.answer, ask.channel = answer, channel
    end_ask(ask, "answered", at=at, by=by, also=["tried", "answer", "channel"])


def settle_ask(ask_id: int, *, answer: str, by: Actor) -> int:
    """Record the citizen's answer on the phone; returns the id of the report that the verdict belongs to.

    Raises NotYourWork, NoSuchAsk, SurveyHasEnded.
    """
    with _open(ask_id, by) as ask:
        keep_spoken(ask, answer, channel=Channel.PHONE, at=clock.now(), by=by)
        return ask.report_id


def keep_answer(case_id: int, number: int) -> None:
    """Record that the citizen answered by message or web page; no further calls are made."""
    case_event = event("case", case_id, number)
    with transaction.atomic():
        rows = SurveyAsk.objects.select_for_update(no_key=True)
        ask = rows.filter(case_id=case_id, report_id=case_event.data["report"], state="open").first()
        if ask is not None:
            ask.answer, ask.channel = case_event.data["answer"], case_event.data["channel"]
            end_ask(ask, "answered", at=case_event.at, by=SYSTEM, also=["answer", "channel"])


def drop_ask(case_id: int, number: int) -> None:
    """End the question when the case was reopened otherwise, or the phone is not this reporter's."""
    happened = event("case", case_id, number)
    if happened.data.get("why") == "survey":
        return  # the answer itself reopened the case; `keep_answer` records it
    rows = SurveyAsk.objects.select_for_update(no_key=True).filter(case_id=case_id, state="open")
    if happened.kind == ReportDisowned.kind:
        rows = rows.filter(report_id=happened.data["report"])
    with transaction.atomic():
        for ask in rows:
            end_ask(ask, "overtaken", at=happened.at, by=SYSTEM)


def turn_to_calls(now: datetime) -> int:
    """Turn survey SMS without an answer in time into phone questions; returns how many."""
    due = SurveyAsk.objects.filter(state="open", way="sms", next_at__lte=now).order_by("next_at", "pk")
    ids = list(due.values_list("pk", flat=True)[:BATCH])
    for ask_id in ids:
        with transaction.atomic():
            ask = SurveyAsk.objects.select_for_update(no_key=True).filter(pk=ask_id, state="open", way="sms").first()
            if ask is not None:
                survey_settings = in_force(ask, now)
                turn(
                    ask,
                    spoken_channel(survey_settings),
                    next_call(now, tried="", survey_settings=survey_settings, zone=zone_of(ask)),
                    at=now,
                    by=CLOCK,
                )
    return len(ids)


def end_asks(now: datetime) -> int:
    """End the questions of citizens who were not reached by the last day; returns how many."""
    ids = list(SurveyAsk.objects.filter(state="open", closes_at__lte=now).values_list("pk", flat=True)[:BATCH])
    for ask_id in ids:
        with transaction.atomic():
            ask = SurveyAsk.objects.select_for_update(no_key=True).filter(pk=ask_id, state="open").first()
            if ask is not None:
                end_ask(ask, "unreached", at=now, by=CLOCK)
    return len(ids)


def drop_asks_of(citizen_ids: Collection[int], *, at: datetime) -> int:
    """End the questions that citizens were still to be asked, since they are not known any more; returns how many.

    Call it inside a transaction.
    """
    rows = SurveyAsk.objects.select_for_update(no_key=True).filter(citizen__in=citizen_ids, state="open").order_by("pk")
    asks = list(rows)
    for ask in asks:
        end_ask(ask, "unreached", at=at, by=CLOCK)
    return len(asks)


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


def turn(ask: SurveyAsk, way: str, due: datetime, *, at: datetime, by: Actor) -> None:
    """Switch a question to another contact channel, due at `due`."""
    ask.way, ask.next_at = way, due
    event = SurveyAskTurned(way=way, next_at=due.isoformat())
    record(ask, event, by=str(by), at=at, write=["way", "next_at"])


def zone_of(ask: SurveyAsk) -> ZoneInfo:
    """The time zone of the question's city."""
    return ZoneInfo(city.city_by_id(ask.city_id).time_zone)


def in_force(ask: SurveyAsk, now: datetime) -> SurveySettings:
    """The survey settings in force at `now`."""
    survey_settings = survey_settings_at(ask.city_id, now)
    assert survey_settings is not None, "nobody is asked without terms"
    return survey_settings


def end_ask(ask: SurveyAsk, state: str, *, at: datetime, by: Actor, also: list[str] | None = None) -> None:
    """End an open question that the caller has locked."""
    ask.state, ask.ended_at, ask.next_at = state, at, None
    record(
        ask,
        SurveyAskEnded(state=state, answer=ask.answer),
        by=str(by),
        at=at,
        write=["state", "ended_at", "next_at", *(also or [])],
    )
