"""The default texts of every message, and the variables that each may use; the city edits them in the product."""

from string import Formatter
from typing import Final

from peygir.core.refusals import Invalid
from peygir.core.translation import Text, gettext_lazy, pgettext_lazy
from peygir.core.words import says_something
from peygir.desks.answers import conversation_texts, further_texts
from peygir.desks.answers.readers import languages_of

MAX_BODY: Final = 500
MAX_SUBJECT: Final = 120

# kind → the variables its text may use
VARIABLES: Final[dict[str, frozenset[str]]] = {
    "received": frozenset({"code", "link"}),
    "referred": frozenset({"code", "unit", "due", "link"}),
    "referred_out": frozenset({"code", "agency", "phone", "link"}),
    "done": frozenset({"code", "answer", "link", "days"}),
    "declined": frozenset({"code", "answer", "link", "days"}),
    "closed": frozenset({"code", "link"}),
    "reopened": frozenset({"code", "unit", "link"}),
    "late": frozenset({"code", "unit", "due", "reason", "link"}),
    "new_date": frozenset({"code", "unit", "due", "reason", "link"}),
    "renewed": frozenset({"code", "topic", "due", "link"}),
    "climbed": frozenset({"code", "topic", "unit", "percent", "due", "link"}),
    "mentioned": frozenset({"code", "topic", "unit", "name", "link"}),
    "inquiry": frozenset({"code", "topic", "unit", "name", "link"}),
    "brief": frozenset({"late", "escalated", "unanswered", "link"}),
    "account_changed": frozenset({"account", "name", "event", "link"}),
    "one_time_code": frozenset({"otp", "minutes"}),
    "followed": frozenset({"code", "topic", "news", "link", "stop"}),
    "evening": frozenset({"lines", "link"}),
    "follow_asked": frozenset({"what", "link"}),
    "several": frozenset({"count", "codes", "link"}),
    "not_you": frozenset(),
    "survey": frozenset({"code", "topic", "unit", "days", "link"}),
    **further_texts.VARIABLES,
    **conversation_texts.VARIABLES,
}

# kind → the variables that a message must contain: the tracking code, or the link to answer, stop or confirm
NEEDED: Final[dict[str, tuple[str, ...]]] = dict.fromkeys(VARIABLES, ()) | {
    "talk_state": ("code",),
    "talk_refused": ("reason",),
    "talk_emergency": ("phone",),
    "received": ("code",),
    "referred": ("code", "due"),
    "referred_out": ("code",),
    "done": ("code", "link"),
    "declined": ("code", "link"),
    "closed": ("code",),
    "reopened": ("code",),
    "late": ("code", "due"),
    "new_date": ("code", "due"),
    "renewed": ("code", "due"),
    "climbed": ("code", "link"),
    "mentioned": ("link",),
    "inquiry": ("code", "link"),
    "brief": ("link",),
    "account_changed": ("account", "event"),
    "one_time_code": ("otp",),
    "followed": ("code", "stop"),
    "evening": ("link",),
    "follow_asked": ("link",),
    "several": ("codes", "link"),
    "survey": ("code",),
    **further_texts.NEEDED,
}

"""The languages of messages; another language needs its catalogue and a row for each text."""

# kind → (subject, body)
DEFAULTS: Final[dict[str, tuple[Text, Text]]] = {
    "received": (
        pgettext_lazy("message", "Your report is recorded"),
        pgettext_lazy("message", "137 has recorded your report.\nTracking code: {code}\nFollow it: {link}"),
    ),
    "referred": (
        pgettext_lazy("message", "Your report was referred"),
        pgettext_lazy("message", "Report {code} went to {unit}.\nOur promise: by {due}\n{link}"),
    ),
    "referred_out": (
        pgettext_lazy("message", "Your report was passed on"),
        pgettext_lazy("message", "Report {code} was announced to {agency} ({phone}); we follow it.\n{link}"),
    ),
    "done": (
        pgettext_lazy("message 1", "Is it fixed?"),
        pgettext_lazy(
            "message", "Report {code} is done.\n{answer}\nIs it fixed? Please answer within {days} days: {link}"
        ),
    ),
    "declined": (
        pgettext_lazy("message", "An answer to your report"),
        pgettext_lazy(
            "message",
            "The expert's view on report {code}: no action is needed.\n{answer}\nTo object within {days} days: {link}",
        ),
    ),
    "closed": (
        pgettext_lazy("message", "Your case is closed"),
        pgettext_lazy("message", "Case {code} is closed. Thank you for your help.\n{link}"),
    ),
    "reopened": (
        pgettext_lazy("message", "Your report is open again"),
        pgettext_lazy("message", "Report {code} is open again and with {unit}.\n{link}"),
    ),
    "late": (
        pgettext_lazy("message", "We are late"),
        pgettext_lazy(
            "message",
            "The work on report {code} was not done by the time we promised{reason}. We are sorry.\nNew date: "
            "{due}\n{link}",
        ),
    ),
    "new_date": (
        pgettext_lazy("message", "A new date for your report"),
        pgettext_lazy("message", "The work on report {code} needs more time{reason}.\nNew date: {due}\n{link}"),
    ),
    "renewed": (
        pgettext_lazy("message", "The topic of your report was corrected"),
        pgettext_lazy(
            "message",
            "Report {code} is now about “{topic}”. Our promise, still counted from your first word: by {due}\n{link}",
        ),
    ),
    "climbed": (
        pgettext_lazy("message", "A case is escalated to you"),
        pgettext_lazy(
            "message",
            "Case {code} (“{topic}”, {unit}) was escalated to you: {percent} of the promised time has passed.\n"
            "Due: {due}\n{link}",
        ),
    ),
    "mentioned": (
        pgettext_lazy("message", "A colleague has named you"),
        pgettext_lazy("message", "{name} has named you in a note of case {code} (“{topic}”, {unit}).\n{link}"),
    ),
    "inquiry": (
        pgettext_lazy("message", "A leader's question or order"),
        pgettext_lazy(
            "message",
            "There is news of a leader's question or order about case {code} (“{topic}”, {unit}). {name}\n{link}",
        ),
    ),
    "brief": (
        pgettext_lazy("message", "This morning in the city"),
        pgettext_lazy(
            "message", "This morning: {late} cases late, {escalated} escalated to you, {unanswered} unanswered.\n{link}"
        ),
    ),
    "account_changed": (
        pgettext_lazy("message", "An account of the highest roles"),
        pgettext_lazy("message", "Account “{account}”: {event}\nBy: {name}\n{link}"),
    ),
    "followed": (
        pgettext_lazy("message", "News of a case you follow"),
        pgettext_lazy("message", "Case {code} (“{topic}”), which you follow: {news}.\n{link}\nStop following: {stop}"),
    ),
    "evening": (
        pgettext_lazy("message", "Today's news of what you follow"),
        pgettext_lazy("message", "Today's news of what you follow:\n{lines}\nSee it, or stop this: {link}"),
    ),
    "follow_asked": (
        pgettext_lazy("message", "Do you want to follow this?"),
        pgettext_lazy(
            "message",
            "Somebody asked, with this address, to follow “{what}”. If it was you, open this page and "
            "confirm:\n{link}\nIf not, do nothing; no other message will come.",
        ),
    ),
    "several": (
        pgettext_lazy("message", "News of several reports"),
        pgettext_lazy(
            "message",
            "There is news of {count} reports: {codes}\nSee them, answer, or say that they are not yours: {link}",
        ),
    ),
    "not_you": (Text(""), pgettext_lazy("message", "Not you? Reply STOP.")),
    "one_time_code": (
        pgettext_lazy("message", "Your code"),
        pgettext_lazy("message", "Your Peygir code: {otp}\nValid for {minutes} minutes. Tell it to nobody."),
    ),
    "survey": (
        pgettext_lazy("message", "Were you satisfied?"),
        pgettext_lazy(
            "message",
            "Report {code} (“{topic}”) is closed. How was it?\n1 satisfied\n2 done, but not satisfied\n3 not "
            "done\n4 cannot say\nReply with a number within {days} days, or: {link}",
        ),
    ),
    **further_texts.DEFAULTS,
    **conversation_texts.DEFAULTS,
}
SHIPPED: Final = tuple((kind, language) for kind in DEFAULTS for language in languages_of(kind))
"""Every (kind, language) for which there is a text."""


def shipped(kind: str, language: str) -> tuple[str, str]:
    """(subject, body) as Peygir ships them; their variables stand in braces."""
    subject, body = DEFAULTS[kind]
    return subject.in_language(language), body.in_language(language)


class TextHasUnknownVariable(Invalid):
    """The text uses a variable that this kind of message does not have."""

    message = gettext_lazy("The variable “{variable}” is not known in this message. Allowed: {allowed}")


class TextLacksItsLink(Invalid):
    """The text lacks a required variable: the code, or the link to answer, confirm or stop."""

    message = gettext_lazy("“{{{variable}}}” is missing; without it the reader cannot follow, answer or stop.")


class TextIsEmpty(Invalid):
    """The text is empty."""

    message = gettext_lazy("The text is empty.")


class BracesAreWrong(Invalid):
    """A brace has no partner."""

    message = gettext_lazy("The braces are not right; write each variable as {{code}}.")


class KindIsUnknown(Invalid):
    """There is no such kind of message."""

    message = gettext_lazy("There is no message of the kind “{kind}”.")


class MessageIsTooLong(Invalid):
    """The text with its variables filled in is too long for an SMS."""

    published_as = "TextIsTooLong"
    message = gettext_lazy("The text has up to {body} characters, its subject up to {subject}.")


def check_text(kind: str, body: str, subject: str = "") -> None:
    """Whether `body` can be filled in.

    Raises KindIsUnknown, TextIsEmpty, MessageIsTooLong, BracesAreWrong, TextHasUnknownVariable, TextLacksItsLink.
    """
    if kind not in VARIABLES:
        raise KindIsUnknown(kind=kind)
    if not says_something(body):
        raise TextIsEmpty()
    if len(body) > MAX_BODY or len(subject) > MAX_SUBJECT:
        raise MessageIsTooLong(body=MAX_BODY, subject=MAX_SUBJECT)
    named = check_variables(body, VARIABLES[kind])
    for needed in NEEDED.get(kind, ()):
        if needed not in named:
            raise TextLacksItsLink(variable=needed)


def faults_in(kind: str, body: str, subject: str = "") -> list[Invalid]:
    """All faults of a text, as the refusals that `check_text` raises; empty when it is valid."""
    try:
        check_text(kind, body, subject)
    except TextLacksItsLink:
        named = check_variables(body, VARIABLES[kind])
        return [TextLacksItsLink(variable=name) for name in NEEDED[kind] if name not in named]
    except TextHasUnknownVariable:
        unknown = {name for _, name, _, _ in Formatter().parse(body) if name is not None} - VARIABLES[kind]
        allowed = "، ".join(sorted(VARIABLES[kind]))
        return [TextHasUnknownVariable(variable=name, allowed=allowed) for name in sorted(unknown)]
    except Invalid as refusal:
        return [refusal]
    return []


def check_variables(body: str, allowed: frozenset[str]) -> set[str]:
    """The variables of a text, all of them allowed. Raises BracesAreWrong, TextHasUnknownVariable."""
    try:
        fields = [(name, spec, turn) for _, name, spec, turn in Formatter().parse(body) if name is not None]
    except ValueError as error:
        raise BracesAreWrong() from error
    for name, spec, turn in fields:
        if spec or turn:  # "{code:>999999}" would exhaust the memory
            raise BracesAreWrong()
        if name not in allowed:
            raise TextHasUnknownVariable(variable=name, allowed="، ".join(sorted(allowed)))
    return {name for name, _, _ in fields}
