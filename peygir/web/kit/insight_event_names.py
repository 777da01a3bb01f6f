"""Short names of the kinds of events of alarms, saved questions, boards and reports."""

from typing import Final

from django.utils.translation import pgettext_lazy

from peygir.history.kinds import boards, city_reports, insight, publications

INSIGHT_NAMES: Final = {
    insight.AlarmRaised.kind: pgettext_lazy("kind of event", "Alarm raised"),
    insight.AlarmContinued.kind: pgettext_lazy("kind of event", "Alarm goes on"),
    insight.AlarmEnded.kind: pgettext_lazy("kind of event", "Alarm over"),
    insight.AlarmJudged.kind: pgettext_lazy("kind of event", "Alarm answered"),
    boards.QuestionKept.kind: pgettext_lazy("kind of event", "Question saved"),
    boards.QuestionEnded.kind: pgettext_lazy("kind of event", "Saved question deleted"),
    boards.QuestionSubscribed.kind: pgettext_lazy("kind of event", "Weekly mail of a question switched"),
    boards.BoardKept.kind: pgettext_lazy("kind of event", "Board of questions saved"),
    boards.BoardTilesSet.kind: pgettext_lazy("kind of event", "Board of questions arranged"),
    boards.BoardEnded.kind: pgettext_lazy("kind of event", "Board of questions deleted"),
    boards.BoardSubscribed.kind: pgettext_lazy("kind of event", "Weekly mail of a board switched"),
    city_reports.CityReportOrdered.kind: pgettext_lazy("kind of event", "Report ordered"),
    city_reports.CityReportDrafted.kind: pgettext_lazy("kind of event", "Report composed"),
    city_reports.CityReportFailed.kind: pgettext_lazy("kind of event", "Report could not be composed"),
    city_reports.CityReportPublished.kind: pgettext_lazy("kind of event", "Report published"),
    city_reports.CityReportRefused.kind: pgettext_lazy("kind of event", "Report not approved"),
    publications.FiguresPublished.kind: pgettext_lazy("kind of event", "Figures of a month published"),
    publications.FiguresWithdrawn.kind: pgettext_lazy("kind of event", "Published figures withdrawn"),
}
