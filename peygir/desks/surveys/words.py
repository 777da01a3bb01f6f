"""The labels of surveys: answers, reasons for sampling, contact channels, and states."""

from typing import Final

from peygir.cases.questions import SurveyAnswer
from peygir.core.translation import Text, pgettext_lazy

# why a case was drawn → (Persian, English)
REASONS: Final[dict[str, Text]] = {
    "urgent": pgettext_lazy("why a case is surveyed", "urgent"),
    "objected": pgettext_lazy("why a case is surveyed", "reopened before"),
    "random": pgettext_lazy("why a case is surveyed", "by lot"),
}
WAYS: Final[dict[str, Text]] = {
    "call": pgettext_lazy("how a survey is asked", "by phone"),
    "sms": pgettext_lazy("how a survey is asked", "by SMS"),
    "voice": pgettext_lazy("how a survey is asked", "by the voice menu"),
}
STATES: Final[dict[str, Text]] = {
    "open": pgettext_lazy("state of a survey", "To be asked"),
    "answered": pgettext_lazy("state of a survey", "Answered"),
    "unreached": pgettext_lazy("state of a survey", "Not reached"),
    "overtaken": pgettext_lazy("state of a survey", "The case was opened again"),
}
# result of a call as an operator records it → (Persian, English): the answers, and that nobody was reached
RESULTS: Final[dict[str, Text]] = {
    **SurveyAnswer.labels(),
    "unreached": pgettext_lazy("answer of a survey", "Not reached"),
}
