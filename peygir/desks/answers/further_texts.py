"""The default texts of further messages: live sessions, honours, marks, alarms, plans for a case, and agencies."""

from typing import Final

from peygir.core.translation import Text, pgettext_lazy
from peygir.desks.answers import agency_texts

# kind → the variables its text may use
VARIABLES: Final[dict[str, frozenset[str]]] = {
    "session_order": frozenset({"unit", "order", "answer"}),
    "session_off": frozenset({"what", "due"}),
    "honour_asked": frozenset({"what", "link"}),
    "honour_invited": frozenset({"what", "link"}),
    "guardian_code": frozenset({"unit", "otp", "minutes"}),
    "alarm": frozenset({"what", "link"}),
    "weekly": frozenset({"what", "link", "stop"}),
    "plan_proposed": frozenset({"code", "topic", "unit", "answer", "link"}),
    "plan_funded": frozenset({"code", "topic", "unit", "answer", "link"}),
    "plan_begun": frozenset({"code", "topic", "unit", "answer", "link"}),
    "plan_done": frozenset({"code", "topic", "unit", "answer", "link"}),
    "plan_refused": frozenset({"code", "topic", "unit", "answer", "link"}),
    "marks": frozenset({"unit", "what", "day", "link"}),
    "objection": frozenset({"code", "topic", "unit", "link"}),
    "objection_answered": frozenset({"code", "link"}),
    "objection_raised": frozenset({"code", "link"}),
    "look_answered": frozenset({"code", "link"}),
    **agency_texts.VARIABLES,
    "panel_invited": frozenset({"what", "link"}),
    "panel_owed": frozenset({"what", "link"}),
    "drop_waiting": frozenset({"link"}),
}
# kind → the variables that a message must contain
NEEDED: Final[dict[str, tuple[str, ...]]] = {
    "session_order": ("answer",),
    "session_off": ("due",),
    "honour_asked": ("link",),
    "honour_invited": ("link",),
    "guardian_code": ("otp",),
    "alarm": ("link",),
    "weekly": ("link", "stop"),
    "plan_proposed": ("code", "link"),
    "plan_funded": ("code", "link"),
    "plan_begun": ("code", "link"),
    "plan_done": ("code", "link"),
    "plan_refused": ("code", "answer", "link"),
    "marks": ("link",),
    "objection": ("code", "link"),
    "objection_answered": ("code", "link"),
    "objection_raised": ("code", "link"),
    "look_answered": ("code", "link"),
    "panel_invited": ("link",),
    "panel_owed": ("link",),
    "drop_waiting": ("link",),
    **agency_texts.NEEDED,
}
# kind → (subject, body)
DEFAULTS: Final[dict[str, tuple[Text, Text]]] = {
    "objection": (
        pgettext_lazy("message", "A citizen objects"),
        pgettext_lazy(
            "message", "A citizen's objection about case {code} (“{topic}”, {unit}) waits for your answer.\n{link}"
        ),
    ),
    "objection_answered": (
        pgettext_lazy("message", "Your objection is answered"),
        pgettext_lazy(
            "message",
            "Your objection about report {code} is answered. Read the answer, and say whether you accept it: {link}",
        ),
    ),
    "objection_raised": (
        pgettext_lazy("message", "Your objection went on"),
        pgettext_lazy(
            "message",
            "Your objection about report {code} was not answered in time. We have passed it to the next level: {link}",
        ),
    ),
    "look_answered": (
        pgettext_lazy("message", "Your objection to a look is answered"),
        pgettext_lazy(
            "message",
            "The inspectorate has answered your objection to a look at your data in report {code}. Read it here: {link}",
        ),
    ),
    "panel_invited": (
        pgettext_lazy("message", "A seat in the citizens' panel"),
        pgettext_lazy("message", "You are offered a seat in “{what}”. Please say whether you take it: {link}"),
    ),
    "panel_owed": (
        pgettext_lazy("message", "The citizens' panel waits for your answer"),
        pgettext_lazy(
            "message",
            "The citizens' panel waits for the answer of your unit about “{what}”. Everybody reads the answer, and "
            "whether it came in time.\nOn the desk: {link}",
        ),
    ),
    "drop_waiting": (
        pgettext_lazy("message", "The drop box"),
        pgettext_lazy(
            "message",
            "Something in the drop box waits for those who hold its keys. How much, and since when, stands on the "
            "desk: {link}",
        ),
    ),
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
    "weekly": (
        pgettext_lazy("message", "Your figures of the week"),
        pgettext_lazy(
            "message",
            "“{what}” as it stands this week is attached.\nOn the desk: {link}\n\nNo more of these mails: {stop}",
        ),
    ),
    "plan_proposed": (
        pgettext_lazy("message", "Your report is before the council"),
        pgettext_lazy("message", "Report {code} needs money.\n{answer}\n{link}"),
    ),
    "plan_funded": (
        pgettext_lazy("message", "There is money for your report"),
        pgettext_lazy("message", "Good news of report {code}:\n{answer}\n{link}"),
    ),
    "plan_begun": (
        pgettext_lazy("message", "The work on your report has begun"),
        pgettext_lazy("message", "Report {code}:\n{answer}\n{link}"),
    ),
    "plan_done": (
        pgettext_lazy("message", "The planned work is done"),
        pgettext_lazy("message", "Report {code}:\n{answer}\nWe shall ask you whether it is fixed. {link}"),
    ),
    "plan_refused": (
        pgettext_lazy("message", "No money for your report yet"),
        pgettext_lazy("message", "Report {code}:\n{answer}\nYour report stays with {unit}. {link}"),
    ),
    "marks": (
        pgettext_lazy("message", "The mark of your unit"),
        pgettext_lazy(
            "message",
            "The marks of {what} are computed. The report of {unit} is attached: its parts, what would raise the "
            "mark most, and the weak points that were found. Everybody reads the marks from {day} on.\n{link}\n"
            "You can switch this mail off in your account.",
        ),
    ),
    **agency_texts.DEFAULTS,
}
