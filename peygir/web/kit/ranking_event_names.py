"""Short names of the kinds of events of rankings."""

from typing import Final

from django.utils.translation import pgettext_lazy

from peygir.history.kinds import rankings

RANKING_NAMES: Final = {
    rankings.RankingSeasonProposed.kind: pgettext_lazy("kind of event", "Ranking of a season proposed"),
    rankings.RankingSeasonSettled.kind: pgettext_lazy("kind of event", "Terms of a ranking settled"),
    rankings.RankingOrdered.kind: pgettext_lazy("kind of event", "Order of a season counted"),
    rankings.RankingNoted.kind: pgettext_lazy("kind of event", "Note of the jury"),
    rankings.RankingDecisionProposed.kind: pgettext_lazy("kind of event", "Decision of the jury proposed"),
    rankings.RankingDecisionSettled.kind: pgettext_lazy("kind of event", "Decision of the jury settled"),
}
