"""A unit's own mark for who leads it: its parts, what would raise it, each case with its points, and appeals."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from peygir.city import queries as city
from peygir.core.words import natural
from peygir.outlook.scoring import people_queries, queries
from peygir.outlook.scoring.appealing import may_appeal
from peygir.outlook.scoring.facts import (
    CaseEffectFacts,
    ScoredMonthFacts,
    UnitMarkFacts,
)
from peygir.outlook.scoring.rules import OUT_OF
from peygir.outlook.scoring.words import PartState
from peygir.people.rules import Actor
from peygir.web.kit.access import actor, staff
from peygir.web.kit.appeal_rows import AppealRow, appeal_rows, appeals_until
from peygir.web.kit.current_city import current_city
from peygir.web.kit.mark_parts import (
    UnitMarkRow,
    mark_row,
    marks_chart,
    not_counted_rows,
    part_rows,
)
from peygir.web.kit.mark_scheme import targets_of
from peygir.web.kit.mark_words import (
    change_sentence,
    effect_sentence,
    effect_text,
    mark_text,
    month_code,
    month_label,
)
from peygir.web.kit.numbers import row_id
from peygir.web.kit.scope import Scope, scope_of
from peygir.web.kit.templatetags.ui import named
from peygir.web.manager.mark_raising import loss_row, mark_before, raising_rows, topic_names
from peygir.web.manager.mark_scope import LEADERS, NoMarkToShow, part_of_request

PAGE: Final = 50
SHOWN: Final = 4
"""How many parts below their target are shown at once; the others open."""


@staff(*LEADERS)
@require_GET
def my_mark(request: HttpRequest) -> HttpResponse:
    """Show the mark of a unit in a month; who leads several units sees them beside it."""
    by = actor(request)
    scope = scope_of(request, by)
    months = queries.scored_months(current_city().id, by)
    month = _month_of(request, months)
    if month is None:
        return render(request, "manager/my_mark_none.html", {"scope": scope, "at": "mark"})
    below = [row for row in queries.marks_of_month(month.id, by) if row.unit_id in scope.unit_ids]
    own = next((row for row in below if row.unit_id == scope.unit.id), None)
    past = queries.history_of_unit(scope.unit.id, by)
    people = _own_marks(by)
    context = {
        "scope": scope,
        "at": "mark",
        "month": month,
        "code": month_code(month.first_on),
        "name": month_label(month.first_on),
        "months": [(month_code(one.first_on), month_label(one.first_on)) for one in months],
        "below": _below(scope, below),
        "people": people,
        "carried": next((row for row in people if row["of"] == (month.id, scope.unit.id)), None),
        **_history(scope, past),
        "appeals": _appeals(scope, by),
        "may_appeal": may_appeal(by, scope.unit.id),
        "out_of": OUT_OF,
        **(_mark_context(month, own, by) if own is not None else {}),
        "change": change_sentence(own, mark_before(past, month)) if own is not None else "",
    }
    return render(request, "manager/my_mark.html", context)


@staff(*LEADERS)
@require_GET
def my_mark_part(request: HttpRequest, month: str, unit: str, indicator: str) -> HttpResponse:
    """List the cases of one part, those that cost most first, 50 on a page, each with its points and the reason."""
    by = actor(request)
    facts, unit_mark, part = part_of_request(by, month, unit, indicator)
    (row,) = part_rows([part])
    why = request.GET.get("why", "")[:16]
    place, until = row_id(request.GET.get("after", "")), appeals_until(facts)
    effects = queries.effects_of(part.id, by, after=place, why=why if why in part.counts else "", most=PAGE + 1)
    shown = effects[:PAGE]
    context = {
        "month": facts,
        "code": month,
        "name": month_label(facts.first_on),
        "row": row,
        "mark": mark_row(unit_mark),
        "why": why,
        "effects": _effects(shown, indicator),
        "more": _after(shown[-1], why) if len(effects) > PAGE else "",
        "is_first": place is None,
        "may_appeal": may_appeal(by, unit_mark.unit_id) and part.state != PartState.SHOWN and until.is_open,
        "until": until.last_on,
        "at": "mark",
    }
    return render(request, "manager/my_mark_part.html", context)


def _month_of(request: HttpRequest, months: list[ScoredMonthFacts]) -> ScoredMonthFacts | None:
    """The month in the URL, else the latest; None if none is closed. Raises NoMarkToShow for one that is not."""
    code = request.GET.get("month", "")
    if not code:
        return months[0] if months else None
    month = next((one for one in months if month_code(one.first_on) == code), None)
    if month is None:
        raise NoMarkToShow()
    return month


def _history(scope: Scope, past: list[UnitMarkFacts]) -> dict[str, object]:
    """The chart of the unit's marks by month; each month leads to its page."""
    rows = [mark_row(row) for row in reversed(past) if row.mark is not None]
    addresses = [{"month": month_code(row.mark.first_on), "unit": scope.unit.code} for row in rows]
    return {
        "history": marks_chart(named(scope.unit), rows, by_month=True),
        "shown": [
            (row.text, f"{reverse('my_mark')}?{urlencode(one)}") for row, one in zip(rows, addresses, strict=True)
        ],
    }


def _mark_context(month: ScoredMonthFacts, own: UnitMarkFacts, by: Actor) -> dict[str, object]:
    own_parts, topics = queries.parts_of(own.id), topic_names()
    parts = part_rows(own_parts)
    raising = raising_rows(queries.raising(own_parts, by, most=5), parts, targets_of(month), topics)
    return {
        "mark": mark_row(own),
        "parts": parts,
        "raising": raising.below[:SHOWN],
        "raising_too": raising.below[SHOWN:],
        "full": raising.full,
        "silent": raising.silent,
        "topics": raising.topics,
        "costly": [loss_row(row, topics) for row in queries.costly_cases(own.id, by)],
        "not_counted": not_counted_rows(queries.not_counted_of(month.id, own.unit_id, by)),
        "appeals_until": appeals_until(month),
    }


def _below(scope: Scope, rows: list[UnitMarkFacts]) -> list[UnitMarkRow]:
    """The marks of the units that stand under this one, by name."""
    others = [mark_row(row) for row in rows if row.unit_id != scope.unit.id]
    return sorted(others, key=lambda row: (natural(row.name), row.mark.unit_id))


def _appeals(scope: Scope, by: Actor) -> list[AppealRow]:
    """The unit's appeals for its manager; their words are for the unit and the committee."""
    is_own = may_appeal(by, scope.unit.id)
    return appeal_rows(people_queries.appeals_of_unit(scope.unit.id), by) if is_own else []


def _own_marks(by: Actor) -> list[dict[str, object]]:
    """The viewer's own marks, for the days of each post."""
    return [
        {
            "of": (row.month_id, row.unit_id),
            "month": month_label(row.first_on),
            "unit": named(city.unit(row.unit_id)),
            "days": row.days,
            "units": row.units,
            "mark": mark_text(row.mark),
        }
        for row in people_queries.marks_of_person(by.id)
    ]


def _effects(rows: list[CaseEffectFacts], indicator: str) -> list[dict[str, object]]:
    topics = topic_names()
    return [
        {
            "row": row,
            "topic": topics.get(row.topic_id or 0, ""),
            "points": effect_text(row.effect),
            "words": effect_sentence(indicator, row.why, row.effect),
            "tone": "tone-red" if row.effect < 0 else "tone-green" if row.effect > 0 else "tone-quiet",
        }
        for row in rows
    ]


def _after(row: CaseEffectFacts, why: str) -> str:
    return urlencode({"after": str(row.id)} | ({"why": why} if why else {}))
