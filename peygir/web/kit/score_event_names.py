"""Short names of the kinds of events of scoring."""

from typing import Final

from django.utils.translation import pgettext_lazy

from peygir.history.kinds import scores

SCORE_NAMES: Final = {
    scores.ScoreSchemeProposed.kind: pgettext_lazy("kind of event", "Scheme of marks proposed"),
    scores.ScoreSchemeDecided.kind: pgettext_lazy("kind of event", "Scheme of marks decided"),
    scores.ScoreMonthFrozen.kind: pgettext_lazy("kind of event", "Figures of a month frozen"),
    scores.ScoreMonthClosed.kind: pgettext_lazy("kind of event", "Marks of a month computed"),
    scores.ScorePublicationProposed.kind: pgettext_lazy("kind of event", "Earlier publication of marks proposed"),
    scores.ScorePublicationRefused.kind: pgettext_lazy("kind of event", "Earlier publication of marks given up"),
    scores.ScoreMonthPublished.kind: pgettext_lazy("kind of event", "Marks of a month published"),
    scores.ScoreMonthRestated.kind: pgettext_lazy("kind of event", "Marks of a month restated"),
    scores.ScoreMonthCompared.kind: pgettext_lazy("kind of event", "Units compared by their mix of cases"),
    scores.ScoreWeakPointFound.kind: pgettext_lazy("kind of event", "Weak point found"),
    scores.ScoreWeakPointAnswered.kind: pgettext_lazy("kind of event", "Weak point answered"),
    scores.ScoreAppealMade.kind: pgettext_lazy("kind of event", "Appeal against a mark"),
    scores.ScoreAppealDecisionProposed.kind: pgettext_lazy("kind of event", "Decision about an appeal proposed"),
    scores.ScoreAppealDecided.kind: pgettext_lazy("kind of event", "Appeal against a mark decided"),
    scores.ScoreAnswersDrawn.kind: pgettext_lazy("kind of event", "Answers drawn for a second reading"),
    scores.ScoreAnswerRead.kind: pgettext_lazy("kind of event", "Answer read a second time"),
    scores.ScoreGamingTested.kind: pgettext_lazy("kind of event", "Units tested for gaming"),
    scores.ScoreFlagJudged.kind: pgettext_lazy("kind of event", "Finding about a flag"),
    scores.ScoreGamingRateSet.kind: pgettext_lazy("kind of event", "Rate of false alarms set"),
}
