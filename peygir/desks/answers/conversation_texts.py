"""The default texts of Peygir's replies in conversations: by SMS, messenger and email."""

from typing import Final

from peygir.core.translation import Names, Text, citizen_languages, pgettext_lazy
from peygir.core.writing import writing_of

OF_SOMETHING_ELSE: Final = (
    "talk_ask_words",
    "talk_ask_place",
    "talk_ask_area",
    "talk_ask_photo",
    "talk_ask_code",
    "talk_state",
    "talk_no_code",
)
"""Messages after which a reply belongs to their conversation and does not answer our last question."""
KINDS_OF_A_TALK: Final = (*OF_SOMETHING_ELSE, "talk_unclear", "talk_unclear_survey")
"""Messages that are looked up by address, with an index of their own."""

# kind → the variables its text may use
VARIABLES: Final[dict[str, frozenset[str]]] = {
    "answer_by_number": frozenset(),
    "talk_state": frozenset({"code", "topic", "state", "due", "link"}),
    "talk_no_code": frozenset({"code"}),
    "talk_ask_words": frozenset(),
    "talk_ask_place": frozenset(),
    "talk_ask_area": frozenset(),
    "talk_ask_photo": frozenset(),
    "talk_ask_code": frozenset(),
    "talk_kept": frozenset(),
    "talk_yes": frozenset({"code"}),
    "talk_no": frozenset({"code", "link"}),
    "talk_not_asked": frozenset(),
    "talk_survey": frozenset({"code"}),
    "talk_unclear": frozenset({"code"}),
    "talk_unclear_survey": frozenset({"code"}),
    "talk_noted": frozenset({"code"}),
    "talk_stopped": frozenset(),
    "talk_started": frozenset(),
    "talk_help": frozenset(),
    "talk_language": frozenset(),
    "talk_refused": frozenset({"reason"}),
    "talk_emergency": frozenset({"phone"}),
}

_CHOOSE: Final = pgettext_lazy("message", "Choose your language.")
_IN_EACH: Final = Text(" · ".join(_CHOOSE.in_language(one) for one in citizen_languages()))
"""Who chooses a language does not read the others."""

# kind → (subject, body)
DEFAULTS: Final[dict[str, tuple[Text, Text]]] = {
    "answer_by_number": (
        Text(""),
        pgettext_lazy("message", "Or reply: 1 it is fixed, 2 done but not well, 3 not done."),
    ),
    "talk_state": (
        pgettext_lazy("message", "State of your report"),
        pgettext_lazy("message", "Report {code} (“{topic}”): {state}{due}.\n{link}"),
    ),
    "talk_no_code": (
        pgettext_lazy("message", "This code was not found"),
        pgettext_lazy("message", "There is no report {code}. Please check its ten digits."),
    ),
    "talk_ask_words": (
        pgettext_lazy("message", "What is it?"),
        pgettext_lazy("message", "Please write in a few words what it is."),
    ),
    "talk_ask_place": (
        pgettext_lazy("message", "Where is it?"),
        pgettext_lazy("message", "We have your message. Please also write the address or the neighbourhood."),
    ),
    "talk_ask_area": (
        pgettext_lazy("message", "Which neighbourhood?"),
        pgettext_lazy(
            "message", "We have your message. In which neighbourhood is this address, or near which square or street?"
        ),
    ),
    "talk_ask_photo": (
        pgettext_lazy("message", "A photo"),
        pgettext_lazy("message", "If you have a photo, send it now; if not, press “Send”."),
    ),
    "talk_ask_code": (
        pgettext_lazy("message", "Tracking code"),
        pgettext_lazy("message", "Please send the ten digits of the tracking code."),
    ),
    "talk_kept": (
        pgettext_lazy("message", "We have the photo"),
        pgettext_lazy("message", "We have the photo. If there is no other, press “Send”."),
    ),
    "talk_yes": (
        pgettext_lazy("message", "Thank you"),
        pgettext_lazy("message", "Your answer on report {code} is recorded. Thank you."),
    ),
    "talk_no": (
        pgettext_lazy("message", "Your report is open again"),
        pgettext_lazy("message", "Your answer on report {code} is recorded and the work goes on. To say more: {link}"),
    ),
    "talk_not_asked": (
        pgettext_lazy("message", "Nothing is asked now"),
        pgettext_lazy(
            "message",
            "No report of yours waits for an answer now. To report, write what and where; to follow one, its code.",
        ),
    ),
    "talk_survey": (
        pgettext_lazy("message", "Thank you"),
        pgettext_lazy("message", "Your answer about report {code} is recorded. Thank you for your time."),
    ),
    "talk_unclear": (
        pgettext_lazy("message", "Is it fixed?"),
        pgettext_lazy(
            "message",
            "Your answer on report {code} was not clear. Please send one number: 1 it is fixed, 2 done but "
            "not well, 3 not done.",
        ),
    ),
    "talk_unclear_survey": (
        pgettext_lazy("message", "How was it?"),
        pgettext_lazy(
            "message",
            "Your answer on report {code} was not clear. Please send one number: 1 satisfied, 2 not "
            "satisfied, 3 not done, 4 cannot say.",
        ),
    ),
    "talk_noted": (
        pgettext_lazy("message", "We have your message"),
        pgettext_lazy("message", "Your message is kept with report {code}; a colleague will read it."),
    ),
    "talk_stopped": (
        pgettext_lazy("message", "Messages stopped"),
        pgettext_lazy("message", "You will get no more messages from us. To have them again, write: START"),
    ),
    "talk_started": (
        pgettext_lazy("message", "Messages are on"),
        pgettext_lazy("message", "You will hear of your reports again. To stop, write: STOP"),
    ),
    "talk_help": (
        pgettext_lazy("message", "What you can write"),
        pgettext_lazy(
            "message",
            "This is 137. To report, write what and where; to follow a report, its code; to have no more "
            "messages: STOP",
        ),
    ),
    "talk_language": (pgettext_lazy("message", "Language"), _IN_EACH),
    "talk_refused": (pgettext_lazy("message", "The report was not recorded"), Text("{reason}")),
    "talk_emergency": (
        pgettext_lazy("message", "Call now"),
        pgettext_lazy("message", "If anybody is in danger call {phone} now. Your report is recorded too."),
    ),
}

# kind → rows of (label, callback data); "@…" asks the messenger for a location or a phone number
MENU: Final = (
    ((pgettext_lazy("button", "Report a problem"), "report"),),
    ((pgettext_lazy("button", "Track by code"), "track"), (Names.of("فارسی / English"), "language")),
)
BUTTONS: Final[dict[str, tuple[tuple[tuple[Text | Names, str], ...], ...]]] = {
    "talk_help": MENU,
    "talk_started": MENU,
    "talk_state": MENU,
    "talk_ask_place": (((pgettext_lazy("button", "Send my place"), "@place"),),),
    "talk_ask_area": (((pgettext_lazy("button", "Send my place"), "@place"),),),
    "talk_ask_photo": (((pgettext_lazy("button", "Send"), "send"), (pgettext_lazy("button", "Cancel"), "cancel")),),
    "talk_kept": (((pgettext_lazy("button", "Send"), "send"), (pgettext_lazy("button", "Cancel"), "cancel")),),
    "talk_language": (tuple((Names.of(writing_of(one).name), f"language:{one}") for one in citizen_languages()),),
}
VERDICTS: Final = (
    ((pgettext_lazy("button", "It is fixed"), "1"),),
    ((pgettext_lazy("button", "Done, not well"), "2"),),
    ((pgettext_lazy("button", "Not done"), "3"),),
)


def buttons_for(kind: str, language: str) -> list[list[list[str]]]:
    """The buttons below a message of this kind in a messenger."""
    return [[[label.in_language(language), carried] for label, carried in row] for row in BUTTONS.get(kind, ())]


def verdict_buttons(code: str, language: str) -> list[list[list[str]]]:
    """The three answers to "is it fixed?", each with the report's code."""
    return [[[label.in_language(language), f"verdict:{code}:{answer}"] for label, answer in row] for row in VERDICTS]
