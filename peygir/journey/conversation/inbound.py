"""What one message from outside sets off: a report, the state of one, a verdict, silence, or the next question.

One transaction for each message; the answer to it stands in the same outbox as everything else that we say.
"""

import re
from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.db import transaction

from peygir.cases import queries as cases
from peygir.cases.lifecycle import STATES, WORKABLE
from peygir.cases.models import Report
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.jalali import format_datetime
from peygir.core.persian import fa_digits
from peygir.core.phones import PhoneIsNotValid, normalise_phone
from peygir.core.refusals import Refusal, TooMany
from peygir.core.translation import Names
from peygir.core.translation import gettext_lazy as _
from peygir.desks.answers import actions as answers
from peygir.desks.answers import sending as sent
from peygir.desks.answers.rules import SURVEY_ANSWERS
from peygir.desks.intake.inbound import actions as inbound
from peygir.desks.intake.inbound.complaint_rules import is_complaint
from peygir.desks.intake.inbound.queries import pictures_wanted, waiting_ids
from peygir.desks.intake.inbound.rules import ParsedInbound, cannot_say, names_an_address, understand
from peygir.desks.intake.models import Inbound, Talk
from peygir.gateways import chat
from peygir.gateways.results import GatewayFailed
from peygir.journey.conversation import answering
from peygir.journey.conversation.owning import last_asked_of, own_report
from peygir.journey.conversation.reporting import ConversationContext, go_on, report_now
from peygir.journey.stopping import asks_to_stop, start, stop
from peygir.media import files
from peygir.people.actions import count_use

MOST_A_DAY: Final = 60
"""Messages of one sender that are answered in a day: two machines could talk for ever."""
_DAY: Final = 24 * 3600


def hear(inbound_id: int) -> bool:
    """Hear one message that was kept; False when it was put off. Heard twice, it is heard once."""
    try:
        _fetch_pictures(inbound_id)
        with transaction.atomic():
            row = inbound.claim(inbound_id)
            if row is not None:
                inbound.settle(row, _heard(row))
    except GatewayFailed as failure:
        inbound.put_off(inbound_id, failure.reason)
        return False
    except Refusal as refusal:
        inbound.put_off(inbound_id, refusal.words("en"))
        return False
    return True


def _fetch_pictures(inbound_id: int) -> None:
    """A messenger's pictures are fetched before, in no transaction."""
    port, picture_names = pictures_wanted(inbound_id)
    if picture_names:
        messenger = chat.chat(port)
        names = [files.save(messenger.photo(name), "raw", is_own=True) for name in picture_names]
        inbound.keep_pictures(inbound_id, names)


def _heard(row: Inbound) -> str:
    """What the message became, in one word."""
    context = _voice_of(row)
    if context is None:
        return "nobody"
    try:
        count_use("talk", context.address, MOST_A_DAY, _DAY)
    except TooMany:
        if asks_to_stop(row.channel, row.said):
            return stop(context, says_so_again=False)
        if row.channel != "app" and understand(row.said.get("text", "")).meaning != "words":
            return "too_many"
        raise
    details = row.said
    if details.get("phone"):
        inbound.know(context.talk, phone=details["phone"])
    if button := details.get("button"):
        return _pressed(context, button)
    text = details.get("text", "")
    if row.channel == "mail":
        return _letter(context, text, details)
    if text and details.get("kept") and (became := answering.hear_answer(context, text, kept=details["kept"])):
        return became
    if details.get("lat") is not None or details.get("kept"):
        return go_on(
            context, {key: details[key] for key in ("text", "lat", "lon", "kept") if details.get(key)}, key=context.key
        )
    return _words(context, text)


def _voice_of(row: Inbound) -> ConversationContext | None:
    """Who speaks; None for a sender that is no phone, which is never answered."""
    city_facts = city.current_city(settings.CITY)
    channel, address, phone = {"sms": "sms", "app": "chat", "mail": "mail"}[row.channel], row.sender, ""
    if row.channel == "sms":
        try:
            phone = address = normalise_phone(row.sender, city_facts.phone_region)
        except PhoneIsNotValid:
            return None
    elif row.channel == "app":
        address = f"{row.port}:{row.sender}"
    talk = inbound.talk_with(row.channel, address, language=city_facts.language)
    return ConversationContext(
        talk,
        row.channel,
        channel,
        address,
        phone or talk.phone,
        key=f"in-{row.pk}",
        at=row.at,
        letter=row.provider_id if row.channel == "mail" else "",
        subject=row.said.get("subject", ""),
        name=row.said.get("name", ""),
    )


def _words(context: ConversationContext, text: str) -> str:
    if text.startswith("/"):
        return _pressed(context, text[1:].split()[0].split("@")[0] if text[1:].split() else "start")
    parsed = understand(text)
    if context.talk.asked in ("words", "place") and not parsed.code and parsed.meaning in ("help", "thanks", "verdict"):
        # «۲» may be the number of a house; a question of ours that waits goes before.
        parsed = ParsedInbound("words") if last_asked_of(context) is None or parsed.meaning != "verdict" else parsed
    if cannot_say(text) and sent.is_survey(last_asked_of(context)):
        parsed = ParsedInbound("verdict", verdict=len(SURVEY_ANSWERS))
    if parsed.meaning in ("words", "thanks") and (became := answering.hear_answer(context, text)):
        return became
    if parsed.meaning == "words":
        if context.talk.asked == "place" and is_complaint(text, already=str(context.talk.said.get("text", ""))):
            end_with_what_was_said(context)
        return go_on(context, {"text": text}, key=context.key)
    return _MEANINGS[parsed.meaning](context, parsed)


def _letter(context: ConversationContext, text: str, details: dict[str, Any]) -> str:
    """A letter: the one of ours that it answers, or the code in its subject, says which report it is about."""
    about, kept = understand(context.subject), details.get("kept", [])
    if about.meaning in ("stop", "start"):
        return _MEANINGS[about.meaning](context, about)
    answered = sent.answered_by_letter(details.get("replies_to", ()), address=context.address)
    report = answered.report if answered is not None else None
    if report is None and (about.code or about.wrong_code):
        report = own_report(context, about.code)
        if report is None:
            return _code(context, about)
    if report is not None:
        return _letter_about(context, text, kept, report, about)
    whole = understand(text)
    if whole.meaning in ("code", "verdict", "stop", "start"):
        return _MEANINGS[whole.meaning](context, whole)
    is_reply = answered is not None or bool(_REPLY.match(context.subject))
    if is_reply and (became := answering.hear_answer(context, text, kept=kept)):
        return became
    if context.talk.asked and not is_reply and not _is_place_alone(context.subject, text):
        end_with_what_was_said(context)
    # The subject of an answer is our own.
    is_answer = bool(context.talk.asked) and is_reply
    news = {"text": "\n".join(part for part in ("" if is_answer else context.subject, text) if part)}
    return go_on(context, {**news, "kept": kept}, key=context.key) if news["text"] or kept else _help(context, whole)


def _letter_about(
    context: ConversationContext, text: str, kept: list[str], report: Report, about: ParsedInbound
) -> str:
    """A letter about a report of its sender's: a verdict, more words for the case, or the question how it stands."""
    parsed = understand(text.strip().split("\n", 1)[0] if text.strip() else "")
    if parsed.meaning in ("stop", "start"):
        return _MEANINGS[parsed.meaning](context, parsed)
    if parsed.meaning == "verdict" and not parsed.code:
        return answering.give(context, parsed, report=report)
    if parsed.meaning != "nothing" and (became := answering.hear_answer(context, text, report=report, kept=kept)):
        return became
    # A picture alone says something too; beside thanks or a "no more" it is most often a signature's.
    if parsed.meaning == "words" or (parsed.meaning == "nothing" and kept):
        there = {"lat": report.lat, "lon": report.lon, "address": report.address, "label": report.place_label}
        news = {**there, "text": text or context.subject, "kept": kept}
        return report_now(context, news, key=context.key, join=report.code)
    return _code(context, about if about.code else ParsedInbound("code", code=report.code))


_REPLY: Final = re.compile(r"\s*(?:re|aw|sv|antw|پاسخ|جواب)\s*[:：]", re.IGNORECASE)
_MOST_PLACE_WORDS: Final = 10


def _is_place_alone(subject: str, text: str) -> bool:
    """Whether a letter has a subject or words, not both, that tell a place and nothing else."""
    whole = subject or text
    return (
        not (subject and text)
        and len(whole.split()) <= _MOST_PLACE_WORDS
        and names_an_address(whole)
        and not is_complaint(whole)
    )


def end_with_what_was_said(context: ConversationContext) -> None:
    """Somebody begins anew while we asked for something: what they said before becomes a report as it is."""
    said = dict(context.talk.said)
    if said.get("text"):
        report_now(context, said, key=str(said.get("key", "")) or context.key)
    else:
        inbound.end_talk(context.talk)


def _pressed(context: ConversationContext, button: str) -> str:
    """A button, or a command of a messenger."""
    word, _, rest = button.partition(":")
    if word == "language":
        if rest in ("fa", "en"):
            inbound.know(context.talk, language=rest)
            context.say("talk_help")
        else:
            context.say("talk_language")
        return "language"
    if word == "verdict":
        code, _, answer = rest.partition(":")
        return answering.give(
            context, ParsedInbound("verdict", code=code, verdict=int(answer) if answer in ("1", "2", "3") else 0)
        )
    if word in ("report", "track"):
        inbound.ask_next(context.talk, "words" if word == "report" else "code", {})
        context.say("talk_ask_words" if word == "report" else "talk_ask_code")
        return "asked"
    if word == "send":
        return go_on(context, {"is_whole": True}, key=context.key)
    if word == "cancel":
        inbound.end_talk(context.talk)
    elif word == "start":
        answers.unblock_own(context.channel, context.address)
        context.say("talk_language")
        return "started"
    return _help(context, ParsedInbound("help"))


def _code(context: ConversationContext, parsed: ParsedInbound) -> str:
    case = cases.public_case(parsed.code) if parsed.code else None
    digits, language = (fa_digits if context.language == "fa" else str), context.language
    if case is None:
        context.say("talk_no_code", code=digits(parsed.code or parsed.wrong_code))
        return "no_code"
    city_facts, due = city.current_city(settings.CITY), ""
    if case.due_at is not None and case.state in WORKABLE and not case.is_confidential:
        by = format_datetime(case.due_at, city_facts.time_zone, language)
        due = _("; our promise: by {by}", by=by).in_language(language)
    topic = (Names.of(*case.topic) if case.topic else _("your report")).in_language(language)
    state = STATES[case.state].in_language(language)
    context.say("talk_state", code=digits(case.code), topic=topic, state=state, due=due, link=context.link(case.code))
    if context.talk.asked == "code":
        inbound.end_talk(context.talk)
    return "code"


def _help(context: ConversationContext, _heard: ParsedInbound) -> str:
    context.say("talk_help")
    return "help"


def _stop(context: ConversationContext, _heard: ParsedInbound) -> str:
    return stop(context)


def _start(context: ConversationContext, _heard: ParsedInbound) -> str:
    return start(context)


def _silence(_voice: ConversationContext, _heard: ParsedInbound) -> str:
    return "thanks"


_MEANINGS: Final[dict[str, Callable[[ConversationContext, ParsedInbound], str]]] = {
    "code": _code,
    "verdict": answering.give,
    "stop": _stop,
    "start": _start,
    "help": _help,
    "thanks": _silence,
    "nothing": _silence,
}


def hear_waiting(limit: int = 20) -> int:
    """Hear what waits, in the order in which it came; returns how many were tried."""
    ids = waiting_ids(clock.now(), limit)
    for inbound_id in ids:
        hear(inbound_id)
    return len(ids)


def forget_nothing(talk_id: int) -> None:
    """A question of ours has stood unanswered for hours: what was said becomes a report as it is."""
    with transaction.atomic():
        talk: Talk | None = inbound.talk_by_id(talk_id)
        if talk is None:
            return
        channel = {"sms": "sms", "app": "chat", "mail": "mail"}[talk.channel]
        phone = talk.address if talk.channel == "sms" else talk.phone
        end_with_what_was_said(
            ConversationContext(talk, talk.channel, channel, talk.address, phone, key="", at=clock.now())
        )
