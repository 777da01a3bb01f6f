"""What reporters are asked about a case, and how they may answer a survey."""

from peygir.core.translation import gettext_lazy, pgettext_lazy
from peygir.core.vocabulary import Vocabulary


class QuestionKind(Vocabulary):
    """A question about a case."""

    FIXED = "fixed", gettext_lazy("Is it fixed?")
    OBJECTION = "objection", gettext_lazy("No action is needed, says the expert")
    SURVEY = "survey", gettext_lazy("How did it end?")


class SurveyAnswer(Vocabulary):
    """An answer to a survey, in the order of the numbers by which it is given, from 1; the last is no verdict."""

    SATISFIED = "satisfied", pgettext_lazy("answer of a survey", "Satisfied")
    UNSATISFIED = "unsatisfied", pgettext_lazy("answer of a survey", "Done, but not satisfied")
    NOT_DONE = "not_done", pgettext_lazy("answer of a survey", "Not done")
    UNKNOWN = "unknown", pgettext_lazy("answer of a survey", "Cannot say")
