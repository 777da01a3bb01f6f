"""Questions about the budget: lines of a year, their sums, what is behind, and imports."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Count, Q, QuerySet, Sum

from peygir.outlook.planning.budget_rules import SUMS
from peygir.outlook.planning.desk_facts import AmendmentFacts
from peygir.outlook.planning.facts import BudgetLineFacts
from peygir.outlook.planning.models import BudgetAmendment, BudgetCase, BudgetLine, Programme
from peygir.outlook.planning.rules import fiscal_days
from peygir.outlook.planning.states import CURRENT_LINES, PAID_FOR


def budget_lines(city_id: int, year: int, *, only_public: bool = False) -> list[BudgetLineFacts]:
    """Return the budget lines of a fiscal year, by their codes."""
    rows = BudgetLine.objects.filter(city_id=city_id, year=year)
    return _lines(rows.filter(is_public=True) if only_public else rows)


def budget_line(line_id: int) -> BudgetLineFacts | None:
    """Return one budget line; None for a number that is none."""
    return next(iter(_lines(BudgetLine.objects.filter(pk=line_id))), None)


def lines_of_programmes(programme_ids: Iterable[int], *, only_public: bool = False) -> list[BudgetLineFacts]:
    """Return the budget lines that pay for programmes, by their codes."""
    rows = BudgetLine.objects.filter(programme_id__in=list(programme_ids))
    return _lines(rows.filter(is_public=True) if only_public else rows)


def sums_of_year(city_id: int, year: int) -> Mapping[str, int]:
    """Return the sums of all lines of a fiscal year in rials: approved, allotted, committed, spent."""
    rows = BudgetLine.objects.filter(city_id=city_id, year=year)
    totals = rows.aggregate(**{name: Sum(name) for name in SUMS})
    return {name: int(totals[name] or 0) for name in SUMS}


def lines_behind(city_id: int, year: int, *, on: date, share: float = 0.25) -> list[BudgetLineFacts]:
    """Return the current lines whose spent share is behind the elapsed share of the year by more than `share`.

    The most money that is left comes first.
    """
    first_on, last_on = fiscal_days(year)
    elapsed = min(1.0, max(0.0, ((on - first_on).days + 1) / ((last_on - first_on).days + 1)))
    rows = _lines(BudgetLine.objects.filter(city_id=city_id, year=year, state__in=CURRENT_LINES))
    behind = [line for line in rows if line.approved and line.share_spent < elapsed - share]
    return sorted(behind, key=lambda line: line.spent - line.approved)


def budget_years(city_id: int) -> list[int]:
    """Return the fiscal years of which there are budget lines, the newest first."""
    return list(BudgetLine.objects.filter(city_id=city_id).values_list("year", flat=True).distinct().order_by("-year"))


def case_ids_on(line_id: int) -> list[int]:
    """Return the cases (ids) that hang on a line now; `cases.queries.codes_of` says which somebody may see."""
    links = BudgetCase.objects.filter(line_id=line_id, left_at=None)
    return list(links.order_by("case_id").values_list("case_id", flat=True))


def is_of_city(line_id: int, city_id: int) -> bool:
    """Whether a line is of a city."""
    return BudgetLine.objects.filter(pk=line_id, city_id=city_id).exists()


def amendments_of(line_id: int) -> list[AmendmentFacts]:
    """Return the amendments of a line, the newest first."""
    rows = BudgetAmendment.objects.filter(line_id=line_id).order_by("-number")
    names = ("number", "amount", "reason", "letter_number", "decided_on", "by", "at")
    return [AmendmentFacts(**{name: getattr(row, name) for name in names}) for row in rows]


def payable_programmes(city_id: int) -> list[tuple[int, str]]:
    """Return the programmes (id, title) for which a budget line can pay, by their titles."""
    rows = Programme.objects.filter(city_id=city_id, state__in=[*PAID_FOR])
    return list(rows.order_by("title", "pk").values_list("pk", "title"))


def _lines(rows: "QuerySet[BudgetLine]") -> list[BudgetLineFacts]:
    counted = rows.annotate(hung=Count("case_links", filter=Q(case_links__left_at=None)))
    return [
        BudgetLineFacts(
            id=row.pk,
            year=row.year,
            code=row.code,
            title=row.title,
            unit_id=row.unit_id,
            programme_id=row.programme_id,
            approved=row.approved,
            allotted=row.allotted,
            committed=row.committed,
            spent=row.spent,
            state=row.state,
            is_public=row.is_public,
            cases=row.hung,
        )
        for row in counted.order_by("year", "code")
    ]
