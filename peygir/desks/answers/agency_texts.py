"""The default texts of mails to agencies, of letters, and of what reporters read about an agency's words."""

from typing import Final

from peygir.core.translation import Text, pgettext_lazy

_TO_AGENCY: Final = frozenset({"agency", "topic", "place", "code", "due", "link"})
# kind → the variables its text may use
VARIABLES: Final[dict[str, frozenset[str]]] = {
    "agency_told": _TO_AGENCY,
    "agency_reminded": _TO_AGENCY,
    "agency_link": _TO_AGENCY,
    "agency_replied": _TO_AGENCY,
    "agency_entry": frozenset({"name", "link"}),
    "letter": frozenset({"number", "subject", "name"}),
    "agency_answered": frozenset({"code", "agency", "answer", "link"}),
    "agency_asked": frozenset({"code", "agency", "answer", "link"}),
}
# kind → the variables that a message must contain
NEEDED: Final[dict[str, tuple[str, ...]]] = {
    "agency_told": ("code", "link"),
    "agency_reminded": ("code", "link"),
    "agency_link": ("link",),
    "agency_replied": ("code", "link"),
    "agency_entry": ("link",),
    "letter": ("number",),
    "agency_answered": ("code", "answer"),
    "agency_asked": ("code", "link"),
}
# kind → (subject, body)
DEFAULTS: Final[dict[str, tuple[Text, Text]]] = {
    "agency_told": (
        pgettext_lazy("message", "A report of a citizen for your agency"),
        pgettext_lazy(
            "message",
            "To {agency}\n\n137 was told of “{topic}” in {place} (code {code}). Please confirm that you have received "
            "it, by {due}, and answer, ask, or say that it is not your business. No account is needed: {link}\n\n"
            "The link is for your agency alone.",
        ),
    ),
    "agency_reminded": (
        pgettext_lazy("message", "Reminder: a report waits for your agency"),
        pgettext_lazy(
            "message",
            "To {agency}\n\nThe report “{topic}” in {place} (code {code}) still waits for your word. Please open it: "
            "{link}\n\nWhat stays unanswered is reported to the governor's office.",
        ),
    ),
    "agency_link": (
        pgettext_lazy("message", "Your new link to a report"),
        pgettext_lazy(
            "message", "To {agency}\n\nHere is the new link to the report “{topic}” in {place} (code {code}):\n{link}"
        ),
    ),
    "agency_replied": (
        pgettext_lazy("message", "Your question was answered"),
        pgettext_lazy(
            "message",
            "To {agency}\n\nYour question about “{topic}” in {place} (code {code}) was answered. The answer stands "
            "here: {link}\nYour answer is now due by {due}.",
        ),
    ),
    "agency_entry": (
        pgettext_lazy("message", "Your link to sign in"),
        pgettext_lazy(
            "message",
            "Dear {name}\n\nOpen this link within 20 minutes to see what awaits your agency. It works once: {link}\n\n"
            "If you did not ask for it, do nothing.",
        ),
    ),
    "letter": (
        pgettext_lazy("message", "A letter"),
        pgettext_lazy(
            "message",
            "To {name}\n\nLetter number {number}, “{subject}”, is attached as PDF. Please answer this mail, or write "
            "the number in the subject, so that your answer finds its way.",
        ),
    ),
    "agency_answered": (
        pgettext_lazy("message", "An agency answered your report"),
        pgettext_lazy("message", "{agency} answered about your report {code}:\n{answer}\n{link}"),
    ),
    "agency_asked": (
        pgettext_lazy("message", "An agency asks about your report"),
        pgettext_lazy("message", "{agency} asks about your report {code}:\n{answer}\nAnswer here: {link}"),
    ),
}
