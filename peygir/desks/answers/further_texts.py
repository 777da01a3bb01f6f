"""The default texts of messages that are about no case: live sessions, honours, marks of units, and alarms."""

from typing import Final

from peygir.core.translation import Text, pgettext_lazy

# kind → the variables its text may use
VARIABLES: Final[dict[str, frozenset[str]]] = {
    "session_order": frozenset({"unit", "order", "answer"}),
    "session_off": frozenset({"what", "due"}),
    "honour_asked": frozenset({"what", "link"}),
    "honour_invited": frozenset({"what", "link"}),
    "guardian_code": frozenset({"unit", "otp", "minutes"}),
    "alarm": frozenset({"what", "link"}),
    "marks": frozenset({"unit", "what", "link"}),
}
# kind → the variables that a message must contain
NEEDED: Final[dict[str, tuple[str, ...]]] = {
    "session_order": ("answer",),
    "session_off": ("due",),
    "honour_asked": ("link",),
    "honour_invited": ("link",),
    "guardian_code": ("otp",),
    "alarm": ("link",),
    "marks": ("link",),
}
# kind → (subject, body)
DEFAULTS: Final[dict[str, tuple[Text, Text]]] = {
    "session_order": (
        pgettext_lazy("message", "What came of your talk"),
        pgettext_lazy(
            "message", "The order given after your call (“{order}”) is carried out.\n{unit} answers: {answer}"
        ),
    ),
    "session_off": (
        pgettext_lazy("message", "The session is called off"),
        pgettext_lazy("message", "The talk with {what} ({due}) will not take place. We are sorry."),
    ),
    "honour_asked": (
        pgettext_lazy("message", "May we thank you?"),
        pgettext_lazy(
            "message",
            "Your reports helped the city. May we consider you for “{what}”? Without your yes nobody sees your name.\n"
            "Answer: {link}",
        ),
    ),
    "honour_invited": (
        pgettext_lazy("message", "The city thanks you"),
        pgettext_lazy("message", "You are one of those whom “{what}” honours. Please say whether you accept: {link}"),
    ),
    "guardian_code": (
        pgettext_lazy("message", "Your child's nomination"),
        pgettext_lazy(
            "message",
            "{unit} nominated your child for the honours of 137. If you agree, tell the school this code: {otp}\n"
            "Valid for {minutes} minutes. If not, do nothing.",
        ),
    ),
    "alarm": (
        pgettext_lazy("message", "More reports than expected"),
        pgettext_lazy("message", "More reports than expected. {what}.\nLook at it and say whether it is real: {link}"),
    ),
    "marks": (
        pgettext_lazy("message", "The mark of your unit"),
        pgettext_lazy(
            "message",
            "The marks of {what} are published. The report of {unit} is attached: its parts, what would raise the "
            "mark most, and the weak points that were found.\n{link}\n"
            "You can switch this mail off in your account.",
        ),
    ),
}
