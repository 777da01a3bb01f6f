"""The handlers of messages with a fixed meaning: a code, a verdict, stop, start, help or thanks."""

from collections.abc import Callable
from typing import Final

from peygir.cases import queries as cases
from peygir.cases.states import WORKABLE, CaseState
from peygir.core.jalali import format_day
from peygir.core.translation import gettext_lazy as _
from peygir.core.writing import writing_of
from peygir.desks.intake.inbound import actions as inbound
from peygir.desks.intake.inbound.rules import ParsedInbound
from peygir.journey.conversation import answering
from peygir.journey.conversation.reporting import ConversationContext
from peygir.journey.stopping import start, stop


def tell_state(context: ConversationContext, parsed: ParsedInbound) -> str:
    """Reply with the status of a code's case, or that the code is unknown."""
    case = cases.public_case(parsed.code) if parsed.code else None
    language = context.language
    digits = writing_of(language).number
    if case is None:
        context.say("talk_no_code", code=digits(parsed.code or parsed.wrong_code))
        return "no_code"
    due = ""
    if case.due_on is not None and case.state in WORKABLE and not case.is_confidential:
        by = format_day(case.due_on, language)
        due = _("; our promise: by {by}", by=by).in_language(language)
    topic = (case.topic or _("your report")).in_language(language)
    state = CaseState.labels()[case.state].in_language(language)
    context.say("talk_state", code=digits(case.code), topic=topic, state=state, due=due, link=context.link(case.code))
    if context.talk.asked == "code":
        inbound.end_talk(context.talk)
    return "code"


def tell_help(context: ConversationContext, _parsed: ParsedInbound) -> str:
    """Reply with the help text."""
    context.say("talk_help")
    return "help"


def _stop(context: ConversationContext, _parsed: ParsedInbound) -> str:
    return stop(context)


def _start(context: ConversationContext, _parsed: ParsedInbound) -> str:
    return start(context)


def _silence(_context: ConversationContext, _parsed: ParsedInbound) -> str:
    return "thanks"


MEANINGS: Final[dict[str, Callable[[ConversationContext, ParsedInbound], str]]] = {
    "code": tell_state,
    "verdict": answering.give,
    "stop": _stop,
    "start": _start,
    "help": tell_help,
    "thanks": _silence,
    "nothing": _silence,
}
"""Meaning → handler; each returns the result in one word."""
