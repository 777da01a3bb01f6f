"""The mark of the watched district's unit beside those of its peers, for members of the council: published months."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from peygir.city import queries as city
from peygir.core.words import natural
from peygir.outlook.scoring import comparison_queries, queries
from peygir.outlook.scoring.facts import ScoredMonthFacts
from peygir.outlook.scoring.fairness.standing import WHOLE_MARK, Standing
from peygir.outlook.scoring.rules import OUT_OF
from peygir.outlook.scoring.words import StandingBand
from peygir.people.permissions import Permission
from peygir.web.council.watched import district_of
from peygir.web.kit.access import staff
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.mark_parts import mark_row
from peygir.web.kit.mark_words import month_code, month_label
from peygir.web.kit.standing_words import TONES, indicator_words, peers_words, rank_words
from peygir.web.kit.templatetags.ui import in_language, named


@staff(Permission.WATCH_CITY)
@require_GET
def watched_marks(request: HttpRequest) -> HttpResponse:
    """Show the latest published mark of the chosen district's unit beside its peers; or that there is none."""
    districts = city.districts(current_city().id, on=today())
    district = district_of(request, districts)
    months = queries.scored_months(current_city().id, most=1)
    context = {
        "district": district,
        "choices": [(one.code, named(one)) for one in districts],
        "out_of": OUT_OF,
        **(_beside(months[0], district.unit_id) if months and district is not None else {}),
    }
    return render(request, "council/marks.html", context)


def _beside(month: ScoredMonthFacts, unit_id: int) -> dict[str, object]:
    """The peers of a unit in a month, in order of names, and where the unit itself stands apart."""
    standings = comparison_queries.standings_of_month(month.id)
    whole = {one.unit_id: one for one in standings if one.indicator == WHOLE_MARK}
    own = whole.get(unit_id)
    if own is None:
        return {}
    marks = [
        mark_row(one)
        for one in queries.marks_of_month(month.id)
        if one.unit_id in whole and whole[one.unit_id].peers == own.peers
    ]
    marks.sort(key=lambda row: (natural(row.name), row.mark.unit_id))
    rows = [
        {
            "row": row,
            "is_own": row.mark.unit_id == unit_id,
            "band": in_language(whole[row.mark.unit_id].band.label),
            "tone": TONES[whole[row.mark.unit_id].band][0],
            "ranks": rank_words(whole[row.mark.unit_id]),
        }
        for row in marks
    ]
    return {
        "name": month_label(month.first_on),
        "code": month_code(month.first_on),
        "peers": peers_words(own.peers),
        "rows": rows,
        "apart": _apart([one for one in standings if one.unit_id == unit_id]),
    }


def _apart(own: Sequence[Standing]) -> list[tuple[str, str, str]]:
    """The indicators in which a unit stands better or worse than expected: (indicator, band, tone)."""
    bands = (StandingBand.BETTER, StandingBand.WORSE)
    return [
        (indicator_words(one.indicator), in_language(one.band.label), TONES[one.band][0])
        for one in own
        if one.band in bands and one.indicator != WHOLE_MARK
    ]
