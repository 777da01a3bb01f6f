"""Orders of seasons as the tables hold them, and the versions of the months on which an order would stand now."""

from dataclasses import fields
from datetime import date
from typing import Final

from django.db.models import Exists, F, OuterRef

from peygir.outlook.scoring.models import MarkAppeal, MonthComparison, SeasonRank
from peygir.outlook.scoring.ranking.season_standing import SeasonStanding
from peygir.outlook.scoring.ranking.terms import RankingTerms
from peygir.outlook.scoring.words import AppealOutcome

COLUMNS: Final = tuple(field.name for field in fields(SeasonStanding))


def stored_order(order_id: int) -> list[SeasonStanding]:
    """The standings of an order, by category and unit; one statement."""
    rows = SeasonRank.objects.filter(order_id=order_id).order_by("category", "unit_id")
    return [SeasonStanding(*row) for row in rows.values_list(*COLUMNS)]


def basis_now(city_id: int, terms: RankingTerms) -> dict[str, str]:
    """Return the first day of each month → "version digest" of its comparison now; one statement.

    Empty until all months are published, and while a month waits to be restated: its figures are about to change.
    """
    days = [month.first_on for month in terms.months()]
    waiting = MarkAppeal.objects.filter(
        month=OuterRef("version__month"), outcome=AppealOutcome.UPHELD.value, version__isnull=True
    )
    rows = MonthComparison.objects.filter(
        ~Exists(waiting),
        version__month__city_id=city_id,
        version__month__first_on__in=days,
        version__month__published_at__isnull=False,
        version__number=F("version__month__version"),
    )
    columns = ("version__month__first_on", "version__number", "digest")
    found = {first_on.isoformat(): f"{number} {digest}" for first_on, number, digest in rows.values_list(*columns)}
    return found if len(found) == len(days) else {}


def versions_in(months: dict[str, str]) -> dict[date, int]:
    """Return the first day of each month → the version of its marks, from what an order stores."""
    return {date.fromisoformat(day): int(text.partition(" ")[0]) for day, text in sorted(months.items())}
