"""Processes an email: a new report, a text about its sender's report, or an answer to a question of ours."""

import re
from typing import Final

from peygir.cases.models import Report
from peygir.desks.answers import sending as sent
from peygir.desks.intake.inbound.complaint_rules import is_complaint
from peygir.desks.intake.inbound.message_data import MessageData
from peygir.desks.intake.inbound.rules import ParsedInbound, understand
from peygir.journey.conversation import answering
from peygir.journey.conversation.meanings import MEANINGS, tell_help, tell_state
from peygir.journey.conversation.owning import own_report
from peygir.journey.conversation.reporting import (
    ConversationContext,
    end_with_what_was_said,
    go_on,
    place_in,
    report_now,
)
from peygir.journey.letters.replies import hear_official_reply

_REPLY: Final = re.compile(r"\s*(?:re|aw|sv|antw|پاسخ|جواب)\s*[:：]", re.IGNORECASE)
_MOST_PLACE_WORDS: Final = 10


def hear_email(context: ConversationContext, text: str, details: MessageData) -> str:
    """Process an email; our email that it replies to, or the code in its subject, tells which report it is about.

    What answers a letter or a mail to an agency is no report.
    """
    about, kept = understand(context.subject), details.get("kept", [])
    if became := _hear_official(context, text, details):
        return became
    if about.meaning in ("stop", "start"):
        return MEANINGS[about.meaning](context, about)
    answered = sent.answered_by_letter(details.get("replies_to", ()), address=context.address)
    report = answered.report if answered is not None else None
    if report is None and (about.code or about.wrong_code):
        report = own_report(context, about.code)
        if report is None:
            return tell_state(context, about)
    if report is not None:
        return _hear_reply(context, text, kept, report, about)
    is_reply = answered is not None or bool(_REPLY.match(context.subject))
    return _hear_text(context, text, kept, is_reply=is_reply)


def _hear_official(context: ConversationContext, text: str, details: MessageData) -> str:
    """What an email became that answers a letter, or a mail to an agency; "" for any other."""
    return hear_official_reply(
        context.address,
        context.subject,
        text,
        kept=details.get("kept", []),
        replies_to=details.get("replies_to", ()),
        name=context.name,
    )


def _hear_text(context: ConversationContext, text: str, kept: list[str], *, is_reply: bool) -> str:
    """An email that names no report: a command, an answer to an open question, or (a part of) a new report."""
    whole = understand(text)
    if whole.meaning in ("code", "verdict", "stop", "start"):
        return MEANINGS[whole.meaning](context, whole)
    if is_reply and (became := answering.hear_answer(context, text, kept=kept)):
        return became
    if context.talk.asked and not is_reply and not _is_place_alone(context.subject, text):
        end_with_what_was_said(context)
    # The subject of a reply is our own.
    is_answer = bool(context.talk.asked) and is_reply
    whole_text = "\n".join(part for part in ("" if is_answer else context.subject, text) if part)
    if not whole_text and not kept:
        return tell_help(context, whole)
    return go_on(context, {"text": whole_text, "kept": kept}, key=context.key)


def _hear_reply(context: ConversationContext, text: str, kept: list[str], report: Report, about: ParsedInbound) -> str:
    """An email about its sender's report: a verdict, a further text for the case, or a status query."""
    parsed = understand(text.strip().split("\n", 1)[0] if text.strip() else "")
    if parsed.meaning in ("stop", "start"):
        return MEANINGS[parsed.meaning](context, parsed)
    if parsed.meaning == "verdict" and not parsed.code:
        return answering.give(context, parsed, report=report)
    if parsed.meaning != "nothing" and (became := answering.hear_answer(context, text, report=report, kept=kept)):
        return became
    # A picture alone counts; beside thanks or a "stop" it is most often part of a signature.
    if parsed.meaning == "words" or (parsed.meaning == "nothing" and kept):
        news: MessageData = {
            "lat": report.lat,
            "lon": report.lon,
            "address": report.address,
            "label": report.place_label,
            "text": text or context.subject,
            "kept": kept,
        }
        return report_now(context, news, key=context.key, join=report.code)
    return tell_state(context, about if about.code else ParsedInbound("code", code=report.code))


def _is_place_alone(subject: str, text: str) -> bool:
    """Whether either the subject or the text of an email (not both) is given, and describes only a place."""
    whole = subject or text
    return (
        not (subject and text)
        and len(whole.split()) <= _MOST_PLACE_WORDS
        and bool(place_in(whole))
        and not is_complaint(whole)
    )
