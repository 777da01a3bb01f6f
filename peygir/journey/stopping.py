"""Stopping and restarting messages to an address at its holder's request."""

from peygir.desks.answers import actions as answers
from peygir.desks.intake.inbound import actions as inbound
from peygir.desks.intake.inbound.message_data import MessageData
from peygir.desks.intake.inbound.rules import understand
from peygir.journey.conversation.reporting import ConversationContext
from peygir.people.actions import silence_phone
from peygir.people.channels import Channel
from peygir.people.queries import is_phone_silent
from peygir.people.rules import SYSTEM


def asks_to_stop(channel: str, conversation_data: MessageData) -> bool:
    """Whether a stored inbound message asks to stop further messages.

    In an email the subject may say so, or the first line of the text.
    """
    text = str(conversation_data.get("text", ""))
    places = (
        [text, str(conversation_data.get("subject", "")), text.strip().split("\n", 1)[0]]
        if channel == Channel.MAIL
        else [text]
    )
    return any(understand(place).meaning == "stop" for place in places)


def stop(context: ConversationContext, *, says_so_again: bool = True) -> str:
    """Stop all unsolicited messages to this address.

    Without `says_so_again` an address that was blocked already gets no answer, so that two machines do not write to
    each other for ever.
    """
    if context.spoken == Channel.SMS:
        silence_phone(context.phone, is_silent=True)
    is_new = answers.block_own(context.channel, context.address, by=SYSTEM)
    inbound.end_talk(context.talk)
    if is_new or says_so_again:
        context.say("talk_stopped")
    return "stopped"


def start(context: ConversationContext) -> str:
    """Resume messages to this address."""
    if context.spoken == Channel.SMS and is_phone_silent(context.phone):
        silence_phone(context.phone, is_silent=False)
    answers.unblock_own(context.channel, context.address)
    context.say("talk_started")
    return "started"
