"""Short names of the kinds of events of alarms."""

from typing import Final

from django.utils.translation import pgettext_lazy

from peygir.history.kinds import insight

INSIGHT_NAMES: Final = {
    insight.AlarmRaised.kind: pgettext_lazy("kind of event", "Alarm raised"),
    insight.AlarmContinued.kind: pgettext_lazy("kind of event", "Alarm goes on"),
    insight.AlarmEnded.kind: pgettext_lazy("kind of event", "Alarm over"),
    insight.AlarmJudged.kind: pgettext_lazy("kind of event", "Alarm answered"),
}
