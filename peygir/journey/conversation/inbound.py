"""Processes one inbound message: a report, a status query, a verdict, a stop, or the answer to our question.

One transaction for each message; the reply goes through the same outbox as every other message.
"""

from typing import Final

from django.conf import settings
from django.db import transaction

from peygir.cases.questions import SurveyAnswer
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.phones import PhoneIsNotValid, normalise_phone
from peygir.core.refusals import Refusal, TooMany
from peygir.core.translation import citizen_languages
from peygir.desks.answers import actions as answers
from peygir.desks.answers import sending as sent
from peygir.desks.intake.inbound import actions as inbound
from peygir.desks.intake.inbound.complaint_rules import is_complaint
from peygir.desks.intake.inbound.message_data import MessageData
from peygir.desks.intake.inbound.queries import pictures_wanted, waiting_ids
from peygir.desks.intake.inbound.rules import INBOUND_KEY, ParsedInbound, cannot_say, understand
from peygir.desks.intake.models import Conversation, Inbound
from peygir.gateways import chat
from peygir.gateways.results import GatewayFailed
from peygir.journey.conversation import answering
from peygir.journey.conversation.by_email import hear_email
from peygir.journey.conversation.meanings import MEANINGS, tell_help
from peygir.journey.conversation.owning import last_asked_of
from peygir.journey.conversation.reporting import ConversationContext, end_with_what_was_said, go_on
from peygir.journey.stopping import asks_to_stop, stop
from peygir.media import files
from peygir.people.actions import count_use
from peygir.people.channels import Channel

MOST_A_DAY: Final = 60
"""The most messages of one sender answered in a day: two machines could otherwise write to each other for ever."""
_DAY: Final = 24 * 3600


def hear(inbound_id: int) -> bool:
    """Process one stored message; False when it was put off. A repeated call does nothing."""
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
    """Fetch a messenger's pictures beforehand, outside any transaction."""
    provider, picture_names = pictures_wanted(inbound_id)
    if picture_names:
        messenger = chat.chat(provider)
        names = [files.save(messenger.photo(name), "raw", is_own=True) for name in picture_names]
        inbound.keep_pictures(inbound_id, names)


def _heard(row: Inbound) -> str:
    """Process the message; returns the result in one word."""
    context = _voice_of(row)
    if context is None:
        return "nobody"
    try:
        count_use("talk", context.address, MOST_A_DAY, _DAY)
    except TooMany:
        if asks_to_stop(row.channel, row.said):
            return stop(context, says_so_again=False)
        if row.channel != Channel.APP and understand(row.said.get("text", "")).meaning != "words":
            return "too_many"
        raise
    details: MessageData = row.said
    if details.get("phone"):
        inbound.know(context.talk, phone=details["phone"])
    if button := details.get("button"):
        return _pressed(context, button)
    text = details.get("text", "")
    if row.channel == Channel.MAIL:
        return hear_email(context, text, details)
    if text and details.get("kept") and (became := answering.hear_answer(context, text, kept=details["kept"])):
        return became
    if details.get("lat") is not None or details.get("kept"):
        news: MessageData = {
            "text": text,
            "lat": details.get("lat") or None,
            "lon": details.get("lon") or None,
            "kept": details.get("kept") or [],
        }
        return go_on(context, news, key=context.key)
    return _words(context, text)


def _voice_of(row: Inbound) -> ConversationContext | None:
    """The sender's conversation context; None for a sender without a phone number, which is never answered."""
    city_facts = city.current_city(settings.CITY)
    channel, address, phone = Channel.of(row.channel).outgoing, row.sender, ""
    if row.channel == Channel.SMS:
        try:
            phone = address = normalise_phone(row.sender, city_facts.phone_region)
        except PhoneIsNotValid:
            return None
    elif row.channel == Channel.APP:
        address = f"{row.provider}:{row.sender}"
    talk = inbound.talk_with(row.channel, address, language=city_facts.language)
    return ConversationContext(
        talk,
        row.channel,
        channel,
        address,
        phone or talk.phone,
        key=f"{INBOUND_KEY}{row.pk}",
        at=row.at,
        letter=row.provider_id if row.channel == Channel.MAIL else "",
        subject=row.said.get("subject", ""),
        name=row.said.get("name", ""),
    )


def _words(context: ConversationContext, text: str) -> str:
    if text.startswith("/"):
        return _pressed(context, text[1:].split()[0].split("@")[0] if text[1:].split() else "start")
    parsed = understand(text)
    if (
        context.talk.asked in ("words", "place", "area")
        and not parsed.code
        and parsed.meaning in ("help", "thanks", "verdict")
    ):
        # «۲» may be a house number; an open question of ours takes precedence.
        parsed = ParsedInbound("words") if last_asked_of(context) is None or parsed.meaning != "verdict" else parsed
    if cannot_say(text) and sent.is_survey(last_asked_of(context)):
        parsed = ParsedInbound("verdict", verdict=len(SurveyAnswer))
    if parsed.meaning in ("words", "thanks") and (became := answering.hear_answer(context, text)):
        return became
    if parsed.meaning == "words":
        if context.talk.asked in ("place", "area") and is_complaint(
            text, already=str(context.talk.said.get("text", ""))
        ):
            end_with_what_was_said(context)
        return go_on(context, {"text": text}, key=context.key)
    return MEANINGS[parsed.meaning](context, parsed)


def _pressed(context: ConversationContext, button: str) -> str:
    """Process a button or a messenger's command."""
    word, _, rest = button.partition(":")
    if word == "language":
        if rest in citizen_languages():
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
    return tell_help(context, ParsedInbound("help"))


def hear_waiting(limit: int = 20) -> int:
    """Process waiting messages in order of arrival; returns how many were tried."""
    ids = waiting_ids(clock.now(), limit)
    for inbound_id in ids:
        hear(inbound_id)
    return len(ids)


def forget_nothing(talk_id: int) -> None:
    """Turn what was said into a report when the conversation's question has stayed unanswered for hours."""
    with transaction.atomic():
        talk: Conversation | None = inbound.talk_by_id(talk_id)
        if talk is None:
            return
        channel = Channel.of(talk.channel).outgoing
        phone = talk.address if talk.channel == Channel.SMS else talk.phone
        end_with_what_was_said(
            ConversationContext(talk, talk.channel, channel, talk.address, phone, key="", at=clock.now())
        )
