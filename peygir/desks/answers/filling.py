"""The text in force of a kind of message, the values of its variables, and the complete message."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from django.conf import settings

from peygir.cases.facts import CaseFacts, ReportFacts
from peygir.cases.states import ReplanReason, WaitReason
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.jalali import format_date, format_due
from peygir.core.translation import gettext_lazy as _
from peygir.core.translation import known_language
from peygir.core.writing import writing_of
from peygir.desks.answers.links import looks_link, objection_link, question_link, track_link, verdict_link
from peygir.desks.answers.models import MessageText
from peygir.desks.answers.texts import shipped
from peygir.people.channels import Channel
from peygir.storage.asking import select
from peygir.storage.unit_of_work import held

SMS_ANSWER: Final = 300
WITH_VERDICT: Final = frozenset({"done", "declined", "survey"})
"""Kinds of messages that ask a question and carry the link to answer it."""
WITH_OBJECTION: Final = frozenset({"objection_answered", "objection_raised"})
"""Kinds of messages that carry the link to the reporter's own objection."""


def words_in_force(kind: str, language: str) -> tuple[str, str]:
    """(subject, body) of a kind of message in a language."""
    now = clock.now()
    for text in held(MessageText, (kind, language), lambda: select(MessageText, kind=kind, language=language)):
        if text.valid_from <= now and (text.valid_to is None or now < text.valid_to):
            return text.subject, text.body
    return shipped(kind, language)


def digits_of(language: str) -> Callable[[str], str]:
    """The function that writes numbers in a language's digits."""
    return writing_of(language).number


def values_of(case: CaseFacts, language: str, data: dict[str, Any], *, by_day: bool = False) -> dict[str, str]:
    """The values of a message's variables for a case and an event with this `data`; a new date takes precedence.

    `by_day`: of the promise its day, for who may not know the hour of the first report, from which it counts.
    """
    digits = digits_of(language)
    city_facts = city.city_by_id(case.city_id)
    due = datetime.fromisoformat(data["new"]) if data.get("new") else case.due_at
    unit = city.unit(case.unit_id) if case.unit_id else None
    agency = city.agency(case.agency_id) if case.agency_id else None
    topic = city.topic(case.city_id, case.topic_id) if case.topic_id else None
    return {
        "unit": city.names_of(unit).in_language(language) if unit else "",
        "agency": city.names_of(agency).in_language(language) if agency else "",
        "phone": digits(agency.phone) if agency else "",
        "topic": city.names_of(topic).in_language(language) if topic else "",
        "due": (format_date if by_day else format_due)(due, city_facts.time_zone, language) if due else "",
        "days": digits(str(data.get("days") or city_facts.silence_days)),
        "reason": _reason(str(data.get("reason", "")), language),
        "percent": digits(_("{data}%", data=data["percent"]).in_language(language)) if "percent" in data else "",
    }


def _reason(code: str, language: str) -> str:
    """A clause with the reason of a delay; "" where none is recorded."""
    reason = {**WaitReason.labels(), **ReplanReason.labels()}.get(code)
    return _(" (reason: {reason})", reason=reason).in_language(language) if reason is not None else ""


def message_for(
    report: ReportFacts,
    kind: str,
    *,
    case: CaseFacts,
    channel: str,
    answer: str,
    data: dict[str, Any],
    verdict: str = "",
) -> tuple[str, str]:
    """(subject, body) of a message of this kind to the reporter of one report, for the channel that it is sent by.

    `verdict` replaces the link by which the reporter answers, where that must not be shown.
    """
    language = language_of(report)
    subject, body = words_in_force(kind, language)
    # An SMS carries the beginning of a long answer; the page behind the link has all of it.
    shown_answer = answer if channel == Channel.MAIL or len(answer) <= SMS_ANSWER else f"{answer[:SMS_ANSWER]}…"
    values = {
        **values_of(case, language, data, by_day=report.code != case.code),
        "answer": shown_answer,
        "code": digits_of(language)(report.code),
        "link": _link(report, kind, channel, verdict),
    }
    text = body.format(**values)
    if kind in ("done", "declined") and channel == Channel.SMS and is_heard_by_sms():
        text = f"{text}\n{words_in_force('answer_by_number', language)[1]}"
    return subject, text


def _link(report: ReportFacts, kind: str, channel: str, verdict: str) -> str:
    """The page that a message of this kind leads to."""
    if kind == "agency_asked":
        return question_link(report.pk, channel)
    if kind == "look_answered":
        return looks_link()
    if kind in WITH_OBJECTION:
        return objection_link(report.pk, channel)
    return (verdict or verdict_link(report.pk, channel)) if kind in WITH_VERDICT else track_link(report.code)


def is_heard_by_sms() -> bool:
    """Whether replies by SMS reach us: a real provider is configured, and not a file."""
    return any(name.strip() in settings.SMS_PORTS for name in settings.SMS_ADAPTER.split(","))


def language_of(report: ReportFacts) -> str:
    """The language in which a report's reporter is addressed."""
    return known_language(report.language)
