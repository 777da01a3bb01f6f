"""The commands to the PBX: place a call, survey by voice, connect a crew with a reporter, transfer, end a consultation.

The PBX's "Success" means only that it will try; the outcome arrives as events. Each function then returns None, and the
reason of a refusal where the PBX does not even try.
"""

from typing import Final

from peygir.centre.contacts.actions import AskingEnds, CallToPlace, Pass
from peygir.centre.contacts.words import GIVE
from peygir.desks.fieldwork.actions.masked_calls import MaskedCallToPlace
from peygir.desks.surveys.actions import VoiceCall
from peygir.gateways.ami.address import Pbx
from peygir.gateways.ami.client import ActionIsRefused, Client
from peygir.gateways.ami.reading import asking_channel, citizens_channel, phones_channel

TIMEOUT_MS: Final = "30000"


async def call(client: Client, pbx: Pbx, order: CallToPlace) -> str | None:
    """Call the operator's phone first, then the citizen's."""
    try:
        await client.ask(
            "Originate",
            ("Channel", f"{pbx.technology}/{order.extension}"),
            ("Context", pbx.dial_context),
            ("Exten", order.number),
            ("Priority", "1"),
            ("CallerID", f"137 <{order.number}>"),
            ("Async", "true"),
            ("Timeout", TIMEOUT_MS),
            ("ChannelId", order.key),
            name=order.key,
        )
    except ActionIsRefused as refused:
        return str(refused)
    return None


async def call_for_survey(client: Client, pbx: Pbx, voice_call: VoiceCall) -> str | None:
    """Call the citizen's phone and connect it to the survey's menu; the trunk is found as for any outbound call."""
    variables = (("PEYGIR_ASK", str(voice_call.ask_id)), ("PEYGIR_CALL", voice_call.key), *voice_call.topic)
    try:
        await client.ask(
            "Originate",
            ("Channel", f"Local/{voice_call.number}@{pbx.dial_context}"),
            ("Context", pbx.survey_context),
            ("Exten", "s"),
            ("Priority", "1"),
            ("CallerID", "137 <137>"),
            *(("Variable", f"{name}={value}") for name, value in variables),
            ("Async", "true"),
            ("Timeout", TIMEOUT_MS),
            ("ChannelId", voice_call.key),
            name=voice_call.key,
        )
    except ActionIsRefused as refused:
        return str(refused)
    return None


async def call_masked(client: Client, pbx: Pbx, order: MaskedCallToPlace) -> str | None:
    """Call the crew's phone, and once it is picked up the reporter's; both are shown the centre's number alone."""
    try:
        await client.ask(
            "Originate",
            ("Channel", f"Local/{order.crew_number}@{pbx.dial_context}"),
            ("Context", pbx.dial_context),
            ("Exten", order.reporter_number),
            ("Priority", "1"),
            ("CallerID", "137 <137>"),
            ("Async", "true"),
            ("Timeout", TIMEOUT_MS),
            ("ChannelId", order.key),
            name=order.key,
        )
    except ActionIsRefused as refused:
        return str(refused)
    return None


async def pass_on(client: Client, pbx: Pbx, order: Pass) -> str | None:
    """Transfer the citizen's channel to the colleague's phone; the PBX hangs up ours.

    If the colleague is consulted first, our phone dials them, and the citizen hears music meanwhile.
    """
    channels = await client.ask_list("CoreShowChannels")
    if order.is_asked_first:
        action, context, channel = "Atxfer", pbx.ask_context, phones_channel(channels, order.key, order.own)
    else:
        action, context, channel = "Redirect", pbx.pass_context, citizens_channel(channels, order.key)
    if not channel:
        return "the caller is gone"
    fields = (("Channel", channel), ("Context", context), ("Exten", order.extension), ("Priority", "1"))
    try:
        await client.ask(action, *fields)
    except ActionIsRefused as refused:
        return str(refused)
    return None


async def end_asking(client: Client, end: AskingEnds) -> str | None:
    """End a consultation: hanging up our phone gives the call to the colleague; a cancelled transfer returns it.

    The channels are checked just before: if the citizen is back already, hanging up would end the call.
    """
    is_given = end.wish == GIVE
    channels = await client.ask_list("CoreShowChannels")
    channel = asking_channel(channels, end.key, end.own, end.extension if is_given else "")
    if not channel:
        return "nobody is asked"
    try:
        await client.ask("Hangup" if is_given else "CancelAtxfer", ("Channel", channel))
    except ActionIsRefused as refused:
        return str(refused)
    return None
