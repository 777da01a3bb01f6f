"""Makes a report in a conversation: from the first text through the open questions to its tracking code."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.conf import settings

from peygir.cases.models import Report
from peygir.cases.new_report import NewReport, Reporter
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Invalid, TooLarge
from peygir.core.translation import gettext_lazy as _
from peygir.core.translation import known_language
from peygir.desks.answers import actions as answers
from peygir.desks.answers.filling import digits_of
from peygir.desks.answers.links import track_link
from peygir.desks.intake import actions as intake
from peygir.desks.intake.inbound import actions as inbound
from peygir.desks.intake.inbound.message_data import MessageData
from peygir.desks.intake.inbound.rules import (
    MOST_ADDRESS,
    has_no_answer,
    names_an_address,
    next_question,
    place_sentence,
)
from peygir.desks.intake.models import Conversation
from peygir.desks.understanding.places import place_in_words, place_said
from peygir.journey.conversation.enclosed import documents_among, pictures_among
from peygir.people.channels import Channel
from peygir.people.queries import is_phone_silent
from peygir.people.rules import ANONYMOUS

NOT_SAID: Final = _("The place was not said")
_ASKS: Final = {
    "words": "talk_ask_words",
    "place": "talk_ask_place",
    "area": "talk_ask_area",
    "photo": "talk_ask_photo",
}


@dataclass(frozen=True, slots=True)
class ConversationContext:
    """Who writes, and how they are answered.

    `spoken` is the channel of reports (sms, app, mail), `channel` the outbox's (sms, chat, mail); `key` identifies the
    message, so that its report is made only once; `letter` is the Message-ID of an email, `name` its sender's name.
    """

    talk: Conversation
    spoken: str
    channel: str
    address: str
    phone: str
    key: str
    at: datetime
    letter: str = ""
    subject: str = ""
    name: str = ""

    @property
    def language(self) -> str:
        """The language of the replies."""
        return known_language(self.talk.language)

    def say(self, kind: str, **values: str) -> None:
        """Reply: one message into the outbox."""
        subject = f"Re: {self.subject}" if self.subject and not self.subject.lower().startswith("re:") else self.subject
        answers.say(
            kind,
            channel=self.channel,
            address=self.address,
            language=self.language,
            values=values,
            answers=self.letter,
            subject=subject,
        )

    def link(self, code: str) -> str:
        """The public page of a report."""
        return track_link(code)


def go_on(context: ConversationContext, news: MessageData, *, key: str) -> str:
    """Add a message to what was said before, and ask the next question or make the report; returns the result in one
    word.
    """
    talk = context.talk
    conversation_data: MessageData = talk.said.copy()
    text = str(news.get("text", ""))
    if talk.asked == "area":
        conversation_data["is_area_open"] = False
    if text and talk.asked == "area":
        conversation_data |= _completed(conversation_data, text)
    elif text and talk.asked == "place":
        conversation_data["address"] = text[:300]
        conversation_data |= place_in(text)
        conversation_data["is_area_open"] = False  # the place was asked for already
    elif text:
        conversation_data["text"] = f"{conversation_data['text']}\n{text}" if conversation_data.get("text") else text
        if not conversation_data.get("address"):
            conversation_data |= place_in(text)
    if news.get("lat") is not None:
        conversation_data["lat"] = news["lat"]
    if news.get("lon") is not None:
        conversation_data["lon"] = news["lon"]
    if news.get("is_whole") is not None:
        conversation_data["is_whole"] = news["is_whole"]
    conversation_data["kept"] = [*conversation_data.get("kept", []), *news.get("kept", [])][: inbound.MOST_KEPT]
    conversation_data = {"key": key, "name": context.name, **conversation_data}
    asks = next_question(conversation_data, may_send_photos=context.spoken == Channel.APP)
    if not asks:
        return report_now(context, conversation_data, key=conversation_data["key"])
    is_again = asks == "photo" and talk.asked == "photo" and bool(news.get("kept"))
    inbound.ask_next(talk, asks, conversation_data)
    context.say("talk_kept" if is_again else _ASKS[asks])
    return "asked"


def place_in(text: str) -> MessageData:
    """The place as far as the text gives it: one that the city knows, or an address."""
    city_facts = city.current_city(settings.CITY)
    on = city.day_of(city_facts.id, clock.now())
    place_words = place_said(city_facts.id, text, on=on)
    if not place_words.is_named and not names_an_address(text):
        return {}
    address = place_sentence(text) or _naming_sentence(city_facts.id, text, on)
    if place_words.is_named and not place_said(city_facts.id, address, on=on).is_named:
        address = f"{place_words.address}، {address}"[
            :MOST_ADDRESS
        ]  # cut, or another sentence than the one with the name
    label = place_words.place.neighbourhood_code if place_words.place is not None else ""
    found: MessageData = {"address": address, "is_area_open": not place_words.may_be_found}
    return {**found, "label": label} if label else found


def _completed(before: MessageData, area: str) -> MessageData:
    """The address with the neighbourhood that was asked for, as it was written; and which one that is, if known.

    «نمی‌دانم» goes to the text of the report.
    """
    if has_no_answer(area):
        return {"text": f"{before.get('text', '')}\n{area}".strip()}
    address = "، ".join(filter(None, (area.strip(), str(before.get("address", "")))))
    return {**place_in(area), "address": address[:300], "is_area_open": False}


def _naming_sentence(city_id: int, text: str, on: date) -> str:
    """The shortest sentence that names a place of the city; else the beginning of the text."""
    sentences = [sentence.strip() for sentence in re.split(r"[.\n!؟?؛]+", text) if sentence.strip()]
    naming = [one for one in sentences[:20] if len(sentences) > 1 and place_in_words(city_id, one, on=on) is not None]
    return min(naming, key=len, default=text)[:MOST_ADDRESS]


def report_now(context: ConversationContext, conversation_data: MessageData, *, key: str, join: str = "") -> str:
    """Make the report, or join it to the case of a code; if it is refused, the conversation goes on without those
    parts.
    """
    names, is_placed = list(conversation_data.get("kept", ())), conversation_data.get("lat") is not None
    address = str(conversation_data.get("address") or ("" if is_placed else NOT_SAID.in_language(context.language)))
    # The phone is proven because the message came from it, or because the messenger vouches for it.
    reporter = (
        Reporter(phone=context.phone, proof="message")
        if context.phone
        else Reporter(name=str(conversation_data.get("name", context.name)))
    )

    def keep_way(report: Report) -> None:
        answers.keep_contact_channel(report.pk, channel=context.channel, address=context.address)

    try:
        receipt = intake.receive_report(
            settings.CITY,
            NewReport(
                channel=context.spoken,
                text=str(conversation_data.get("text", "")),
                lat=conversation_data.get("lat"),
                lon=conversation_data.get("lon"),
                place_label=str(conversation_data.get("label", "")),
                address=address[:300],
                reporter=reporter,
                photos_raw=pictures_among(names),
                uploads=documents_among(names, owner=f"talk:{context.talk.pk}"),
                received_at=context.at,
                idempotency_key=key,
                language=context.language,
                join_code=join,
                joins_own=bool(join),
            ),
            by=ANONYMOUS,
            also=keep_way if context.spoken != Channel.SMS else None,
        )
    except (Invalid, TooLarge) as refusal:
        inbound.ask_next(context.talk, "words", {**conversation_data, "kept": [], "is_whole": False})
        context.say("talk_refused", reason=refusal.words(context.language))
        return "refused"
    inbound.ask_next(context.talk, "", {"kept": names})
    inbound.end_talk(context.talk)
    if receipt.emergency_phone:
        context.say("talk_emergency", phone=receipt.emergency_phone)
    if context.spoken == Channel.SMS and is_phone_silent(context.phone):
        # This phone gets no notifications; the code of the present report is sent all the same.
        _say_code(context, receipt.code)
    return "report"


def end_with_what_was_said(context: ConversationContext) -> None:
    """Turn what was said into a report as it is, since the person begins anew or is silent."""
    conversation_data: MessageData = context.talk.said.copy()
    if conversation_data.get("text"):
        report_now(context, conversation_data, key=str(conversation_data.get("key", "")) or context.key)
    else:
        inbound.end_talk(context.talk)


def _say_code(context: ConversationContext, code: str) -> None:
    context.say("received", code=digits_of(context.language)(code), link=context.link(code))
