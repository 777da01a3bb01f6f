"""Computes the comparisons of a closed month again and compares them with what was stored and recorded."""

from collections.abc import Iterator, Mapping
from datetime import date

from peygir.core.translation import Text
from peygir.core.translation import gettext_lazy as _
from peygir.history.queries import timeline
from peygir.outlook.scoring.actions.comparing import comparison_of, mix_of, mixes_of_days
from peygir.outlook.scoring.actions.computing import ComputedMonth
from peygir.outlook.scoring.models import MonthComparison, MonthMix, ScoredMonth
from peygir.outlook.scoring.stored_comparison import stored_standings


def differences_of_comparisons(row: ScoredMonth, computed: Mapping[int, ComputedMonth]) -> Iterator[Text]:
    """Yield what differs; `computed` are the versions. A month closed without a comparison has nothing to differ."""
    from peygir.outlook.scoring.fairness.comparison import text_of

    recorded = {
        int(event.data["mark_version"]): event.data
        for event in timeline("scmonth", row.pk)
        if event.kind == "score_month_compared"
    }
    stored = {
        one.version.number: one for one in MonthComparison.objects.select_related("version").filter(version__month=row)
    }
    if set(recorded) != set(stored) or (recorded and set(recorded) != set(computed)):
        yield _("the comparisons are not those that were recorded")
        return
    if recorded:
        yield from _of_mix(row, str(recorded[1]["mix"]), computed[1])
    for number, event in sorted(recorded.items()):
        days = {date.fromisoformat(day): digest for day, digest in event["trained_on"].items()}
        earlier = mixes_of_days(row.city_id, list(days))
        if {one.first_on: one.digest for one in earlier} != days:
            yield _("the months before from which units are compared are others")
        comparison = comparison_of(mix_of(row.first_on, computed[number]), earlier, computed[number])
        kept = stored[number]
        if not comparison.digest == kept.digest == event["digest"]:
            yield _("the comparison of version {number} comes out otherwise").filled({"number": number})
        if text_of(kept.coefficients, stored_standings(kept.version_id)) != comparison.text:
            yield _("the stored comparison of version {number} is another").filled({"number": number})


def _of_mix(row: ScoredMonth, recorded: str, first: ComputedMonth) -> Iterator[Text]:
    (own,) = mixes_of_days(row.city_id, [row.first_on]) or (None,)
    kept = MonthMix.objects.filter(month=row).values_list("digest", flat=True).first()
    if own is None or not own.digest == kept == recorded == mix_of(row.first_on, first).digest:
        yield _("the mix of cases is not the one that was recorded")
