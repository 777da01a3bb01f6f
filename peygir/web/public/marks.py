"""The marks of units, for everybody: the months, one month's units, one unit's parts, and its history."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from peygir.city import queries as city
from peygir.city.facts import UnitFacts
from peygir.core.refusals import Missing
from peygir.core.translation import gettext_lazy
from peygir.core.words import natural
from peygir.outlook.scoring import queries
from peygir.outlook.scoring.asked_citizens import asked_citizens
from peygir.outlook.scoring.facts import ScoredMonthFacts
from peygir.outlook.scoring.months import MonthIsNotRight, month_named
from peygir.outlook.scoring.people_queries import appeal_totals
from peygir.outlook.scoring.rules import OUT_OF
from peygir.web.kit.access import public
from peygir.web.kit.asked_rows import asked_rows
from peygir.web.kit.charts import Chart
from peygir.web.kit.current_city import current_city
from peygir.web.kit.mark_parts import UnitMarkRow, mark_row, marks_chart, not_counted_rows, part_rows
from peygir.web.kit.mark_words import month_code, month_label
from peygir.web.kit.numbers import whole
from peygir.web.kit.standing_words import OTHERS, PEERS
from peygir.web.kit.templatetags.ui import in_language, named
from peygir.web.public.kept_pages import kept_page
from peygir.web.public.marks_kept import kept_month


class NoMarksOfMonth(Missing):
    """The month has no published marks, or not this version of them."""

    message = gettext_lazy("There are no marks of this month.")


class NoMarksOfUnit(Missing):
    """The unit has no published marks."""

    message = gettext_lazy("There are no marks of this unit.")


@public()
@require_GET
@kept_page()
def marks(request: HttpRequest) -> HttpResponse:
    """Show the latest month with its units, and the months before; or that there is none yet."""
    months = queries.scored_months(current_city().id)
    if not months:
        return render(request, "public/marks_none.html")
    return _month_page(request, months[0], None, months)


@public()
@require_GET
@kept_page("version")
def marks_month(request: HttpRequest, month: str) -> HttpResponse:
    """Show the marks of one month, as they stand or as they stood in an earlier version."""
    row, version = month_of_request(request, month)
    return _month_page(request, row, version, queries.scored_months(current_city().id))


@public()
@require_GET
@kept_page("version")
def marks_unit_month(request: HttpRequest, month: str, unit: str) -> HttpResponse:
    """Show the mark of one unit in a month with its parts, and what was not counted against it."""
    row, version = month_of_request(request, month)
    facts = unit_of_request(unit)
    unit_mark = queries.mark_of_unit(row.id, facts.id, version=version)
    if unit_mark is None:
        raise NoMarksOfUnit()
    context = {
        "month": row,
        "code": month_code(row.first_on),
        "name": month_label(row.first_on),
        "unit": facts,
        "row": mark_row(unit_mark),
        "parts": part_rows(queries.parts_of(unit_mark.id)),
        "not_counted": not_counted_rows(queries.not_counted_of(row.id, facts.id)),
        "asked": asked_rows(asked_citizens(row, facts.id)),
        "version": version,
        "out_of": OUT_OF,
    }
    return render(request, "public/marks_unit_month.html", context)


@public()
@require_GET
@kept_page()
def marks_unit(request: HttpRequest, unit: str) -> HttpResponse:
    """Show the marks of one unit, month by month."""
    facts = unit_of_request(unit)
    unit_marks = queries.history_of_unit(facts.id)
    if not unit_marks:
        raise NoMarksOfUnit()
    rows = [(mark_row(row), month_code(row.first_on)) for row in unit_marks]
    marked = [(row, code) for row, code in reversed(rows) if row.mark.mark is not None]
    context = {
        "unit": facts,
        "rows": rows,
        "chart": marks_chart(named(facts), [row for row, _code in marked], by_month=True),
        "shown": [(row.text, reverse("marks_unit_month", args=[code, facts.code])) for row, code in marked],
        "out_of": OUT_OF,
    }
    return render(request, "public/marks_unit.html", context)


def month_of_request(request: HttpRequest, month: str) -> tuple[ScoredMonthFacts, int | None]:
    """Return a closed month by its name ("1405-03"), and the version that is asked for (None: the present one).

    Raises NoMarksOfMonth.
    """
    try:
        first_on = month_named(month).first_on
    except MonthIsNotRight:
        raise NoMarksOfMonth() from None
    row = queries.scored_month(current_city().id, first_on)
    text = request.GET.get("version", "")
    version = whole(text) if text else None
    if row is None or (text and (version is None or not 1 <= version <= row.version)):
        raise NoMarksOfMonth()
    return row, None if version == row.version else version


def unit_of_request(code: str) -> UnitFacts:
    """Return a unit of the city by its code. Raises NoMarksOfUnit."""
    facts = city.unit_by_code(current_city().id, code)
    if facts is None:
        raise NoMarksOfUnit()
    return facts


def _month_page(
    request: HttpRequest, row: ScoredMonthFacts, version: int | None, months: list[ScoredMonthFacts]
) -> HttpResponse:
    kept = kept_month(row, version)
    rows = sorted((mark_row(one) for one in kept.marks), key=lambda one: (natural(one.name), one.mark.unit_id))
    context = {
        "month": row,
        "code": month_code(row.first_on),
        "name": month_label(row.first_on),
        "groups": _groups([one for one in rows if one.mark.mark is not None], row, version),
        "few": [one for one in rows if one.mark.mark is None],
        "version": version,
        "kept": kept.version,
        "versions": queries.versions_of(row.id) if row.version > 1 else [],
        "totals": appeal_totals(current_city().id, first_on=row.first_on),
        "months": [(month_code(one.first_on), month_label(one.first_on), one.id == row.id) for one in months],
        "out_of": OUT_OF,
    }
    return render(request, "public/marks.html", context)


def _groups(
    rows: list[UnitMarkRow], month: ScoredMonthFacts, version: int | None
) -> list[tuple[str, list[UnitMarkRow], Chart, list[tuple[str, str]]]]:
    """The units by kind with their pages, in order of names: an order by marks would say more than the intervals do."""
    others = [row for row in rows if row.kind not in PEERS]
    named_kinds = [(in_language(label), [row for row in rows if row.kind == kind]) for kind, label in PEERS.items()]
    groups = [*named_kinds, (in_language(OTHERS), others)]
    return [
        (label, own, marks_chart(label, own), [(row.text, _address(row, month, version)) for row in own])
        for label, own in groups
        if own
    ]


def _address(row: UnitMarkRow, month: ScoredMonthFacts, version: int | None = None) -> str:
    """The page of a unit's mark; "" for a unit that the city has no more."""
    if not row.code:
        return ""
    path = reverse("marks_unit_month", args=[month_code(month.first_on), row.code])
    return path if version is None else f"{path}?version={version}"
