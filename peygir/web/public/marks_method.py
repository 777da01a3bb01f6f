"""How marks are made: the scheme with its indicators and an example, and every change of schemes and marks."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from peygir.city import queries as city
from peygir.core.refusals import Missing
from peygir.core.translation import gettext_lazy
from peygir.core.words import natural
from peygir.outlook.scoring import people_queries, queries
from peygir.outlook.scoring.facts import RestatementFacts, SchemeFacts, ScoredMonthFacts, UnitMarkFacts
from peygir.outlook.scoring.months import month_of
from peygir.outlook.scoring.query_texts import query_texts
from peygir.outlook.scoring.rules import OUT_OF
from peygir.outlook.scoring.words import NotCounted, SchemeState
from peygir.web.kit.access import actor, public
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.mark_parts import mark_row
from peygir.web.kit.mark_scheme import SchemeText, scheme_changes, scheme_text, worked_example
from peygir.web.kit.mark_words import indicator_name, mark_text, month_code, month_label
from peygir.web.kit.templatetags.ui import in_language, named
from peygir.web.public.kept_pages import kept_page
from peygir.web.public.marks_kept import KeptMonth, kept_month


class NoSchemeToShow(Missing):
    """No scheme was decided, or there is no decided scheme of this number."""

    message = gettext_lazy("No such scheme of marks was decided.")


@public()
@require_GET
@kept_page("unit")
def marks_method(request: HttpRequest) -> HttpResponse:
    """Show the scheme of this month, or the next one that is decided, with an example."""
    decided = _decided()
    first_on = month_of(today()).first_on
    in_force = next((row for row in decided if row.from_on <= first_on), decided[-1] if decided else None)
    if in_force is None:
        return render(request, "public/marks_none.html")
    return _scheme_page(request, in_force, decided)


@public()
@require_GET
@kept_page("unit")
def marks_scheme(request: HttpRequest, scheme_id: int) -> HttpResponse:
    """Show one decided scheme, with an example of a month that it was used for."""
    decided = _decided()
    scheme = next((row for row in decided if row.id == scheme_id), None)
    if scheme is None:
        raise NoSchemeToShow()
    return _scheme_page(request, scheme, decided)


@public()
@require_GET
@kept_page()
def marks_changes(request: HttpRequest) -> HttpResponse:
    """Show every decided scheme with what it changed, every restated mark, and how appeals ended."""
    decided = [scheme_text(row) for row in _decided()]
    context = {
        "schemes": [(text, *_against(text, decided[place + 1 :])) for place, text in enumerate(decided)],
        "restated": [_restated(row) for row in people_queries.restatements(current_city().id)],
        "totals": people_queries.appeal_totals(current_city().id),
    }
    return render(request, "public/marks_changes.html", context)


def _decided() -> list[SchemeFacts]:
    """The decided schemes, the latest first month first."""
    return [row for row in people_queries.schemes(current_city().id) if row.state == SchemeState.DECIDED]


def _against(text: SchemeText, earlier: list[SchemeText]) -> tuple[list[tuple[str, str, str]], bool]:
    """What a scheme changed, and whether it is the first one."""
    return (scheme_changes(text.content, earlier[0].content), False) if earlier else ([], True)


def _restated(row: RestatementFacts) -> dict[str, object]:
    return {
        "row": row,
        "month": month_label(row.first_on),
        "code": month_code(row.first_on),
        "unit": named(city.unit(row.unit_id)),
        "indicator": indicator_name(row.indicator),
        "before": mark_text(row.before),
        "after": mark_text(row.after),
        "former": row.number - 1,
    }


def _scheme_page(request: HttpRequest, scheme: SchemeFacts, decided: list[SchemeFacts]) -> HttpResponse:
    text = scheme_text(scheme, query_texts())
    months = [row for row in queries.scored_months(current_city().id) if row.scheme_id == scheme.id]
    context = {
        "text": text,
        "others": [(row.id, month_label(row.from_on)) for row in decided if row.id != scheme.id],
        "not_counted": [in_language(rule.label) for rule in NotCounted],
        "out_of": OUT_OF,
        **(_example(request, text, months[0]) if months else {}),
    }
    return render(request, "public/marks_method.html", context)


def _example(request: HttpRequest, text: SchemeText, month: ScoredMonthFacts) -> dict[str, object]:
    """The worked example of a month: of the unit that is asked for, of the viewer's own, or of the first one."""
    kept = kept_month(month)
    rows = {one.code: one for one in map(mark_row, kept.marks) if one.mark.mark is not None and one.code}
    chosen = _chosen(request, kept)
    row = next((one for one in rows.values() if chosen is not None and one.mark.unit_id == chosen.unit_id), None)
    if row is None:
        return {}
    parts = kept.parts[row.mark.unit_id]
    return {
        "example": worked_example(text.content, row.mark, parts),
        "row": row,
        "month": month_label(month.first_on),
        "code": month_code(month.first_on),
        "choices": sorted(((one.code, one.name) for one in rows.values()), key=lambda choice: natural(choice[0])),
    }


def _chosen(request: HttpRequest, kept: KeptMonth) -> UnitMarkFacts | None:
    marked = [row for row in kept.marks if row.mark is not None]
    asked = city.unit_by_code(current_city().id, request.GET.get("unit", "")[:80])
    for unit_id in (asked.id if asked is not None else None, actor(request).unit_id):
        own = next((row for row in marked if row.unit_id == unit_id), None)
        if own is not None:
            return own
    return marked[0] if marked else None
