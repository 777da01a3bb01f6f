"""The comparison of a month as open data: how every unit stands in every indicator, as CSV and JSON."""

import csv
import io
import json
from collections.abc import Sequence
from typing import Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET

from peygir.outlook.scoring import comparison_queries, queries
from peygir.outlook.scoring.facts import ScoredMonthFacts, VersionFacts
from peygir.outlook.scoring.fairness.standing import LEVEL, Standing
from peygir.web.kit.access import public
from peygir.web.kit.mark_words import month_code
from peygir.web.public.comparisons import NoComparisonOfMonth
from peygir.web.public.marks import month_of_request
from peygir.web.public.marks_files import cell, decimal_text, open_data, unit_names

DECIMALS: Final = (
    "observed",
    "expected",
    "spread",
    "ratio",
    "low",
    "high",
    "shrunk",
    "shrunk_low",
    "shrunk_high",
    "adjusted",
)
"""The numbers of a standing, as text with all their digits; empty where there are too few cases."""
RANKS: Final = ("of", "rank_low", "rank_high", "place")
"""Of so many peers, the first and the last rank that a unit may have, and the place where only one is possible."""
COLUMNS: Final = (
    *("month", "version", "unit", "name_fa", "name_en", "indicator", "peers", "band", "n"),
    *DECIMALS,
    "funnel",
    *RANKS,
    "is_among_first",
)
_TYPES: Final = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


@public()
@require_GET
def comparisons_file(request: HttpRequest, month: str, form: str) -> HttpResponseBase:
    """Return `standings.csv` or `standings.json` of a month, of an earlier version with `?version=`."""
    row, number = month_of_request(request, month)
    digest = comparison_queries.comparison_digest(row.id, version=number)
    if not digest or form not in _TYPES:
        raise NoComparisonOfMonth()
    version = next(one for one in queries.versions_of(row.id) if one.number == (number or row.version))
    standings = comparison_queries.standings_of_month(row.id, version=version.number)
    text = _json(row, version, digest, standings) if form == "json" else _csv(row, version, standings)
    return open_data(request, text, _TYPES[form], f"standings-{month_code(row.first_on)}.{form}")


def _csv(month: ScoredMonthFacts, version: VersionFacts, standings: Sequence[Standing]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    start = (month_code(month.first_on), version.number)
    for standing in standings:
        own = (standing.indicator, standing.peers, standing.band.value, standing.n)
        numbers = [cell(getattr(standing, name)) for name in DECIMALS]
        ranks = ["" if rank is None else rank for rank in _ranks(standing)]
        writer.writerow(
            (
                *start,
                *unit_names(standing.unit_id),
                *own,
                *numbers,
                standing.funnel,
                *ranks,
                str(standing.is_among_first).lower(),
            )
        )
    return text.getvalue()


def _json(month: ScoredMonthFacts, version: VersionFacts, digest: str, standings: Sequence[Standing]) -> str:
    data = {
        "month": month_code(month.first_on),
        "first_on": month.first_on.isoformat(),
        "last_on": month.last_on.isoformat(),
        "version": version.number,
        "at": version.at.isoformat(),
        "snapshot_sha256": month.snapshot_digest,
        "marks_sha256": version.digest,
        "comparison_sha256": digest,
        "rank_level": LEVEL,
        "standings": [_standing(one) for one in standings],
    }
    return json.dumps(data, ensure_ascii=False)


def _standing(standing: Standing) -> dict[str, object]:
    code, name_fa, name_en = unit_names(standing.unit_id)
    return {
        "unit": code,
        "name_fa": name_fa,
        "name_en": name_en,
        "indicator": standing.indicator,
        "peers": standing.peers,
        "band": standing.band.value,
        "n": standing.n,
        **{name: decimal_text(getattr(standing, name)) for name in DECIMALS},
        "funnel": standing.funnel,
        **dict(zip(RANKS, _ranks(standing), strict=True)),
        "is_among_first": standing.is_among_first,
    }


def _ranks(one: Standing) -> tuple[int | None, ...]:
    """No rank of an estimate alone: only the set of ranks, and a place where no other is possible."""
    return (one.of, one.rank_low, one.rank_high, one.place)
