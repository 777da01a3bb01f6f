"""Of what the reports of a kind are composed: the blocks in their order, added, moved and taken out."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from peygir.core.refusals import Refusal
from peygir.core.translation import languages
from peygir.outlook.insight import actions
from peygir.outlook.insight.questions import question_from
from peygir.outlook.insight.report_blocks import ReportBlock
from peygir.outlook.insight.report_queries import NoSuchReport, blocks_in_force
from peygir.outlook.insight.report_rules import SEE, may_make_reports
from peygir.outlook.insight.report_words import BlockKind, ReportKind
from peygir.outlook.insight.saved_queries import saved_questions
from peygir.outlook.insight.saved_words import ChartKind
from peygir.web.kit.access import actor, staff
from peygir.web.kit.answer_words import question_words
from peygir.web.kit.city_report_files import NAMES
from peygir.web.kit.current_city import current_city
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.numbers import whole
from peygir.web.kit.templatetags.ui import in_language, language

Blocks = list[dict[str, Any]]
_CHARTS: Final = (ChartKind.LINE, ChartKind.BAR, ChartKind.HEAT)


@staff(*SEE)
@require_http_methods(["GET", "POST"])
def report_template(request: HttpRequest, kind: str) -> HttpResponse:
    """Show the blocks of a kind of report; POST adds one, moves or takes one out, or goes back to the shipped ones."""
    if kind not in ReportKind.values():
        raise NoSuchReport()
    by, city_id, fault, status = actor(request), current_city().id, "", 200
    if request.method == "POST":
        deed = request.POST.get("deed", "")
        try:
            if deed == "shipped":
                actions.drop_report_template(city_id, kind, by=by)
            else:
                blocks = changed(blocks_in_force(city_id, kind), deed, request.POST)
                actions.save_report_template(city_id, kind, blocks, by=by)
        except Refusal as refusal:
            fault, status = words_of(refusal), status_of(refusal)
        else:
            messages.success(request, _("The next report of this kind is composed so."))
            return redirect("report_template", kind=kind)
    context = {
        "kind": kind,
        "name": in_language(ReportKind.of(kind).label),
        "rows": [_row(block) for block in blocks_in_force(city_id, kind)],
        "may_make": may_make_reports(by),
        "fault": fault,
        "kinds": [(one.value, in_language(one.label)) for one in BlockKind],
        "charts": [(one.value, in_language(one.label)) for one in _CHARTS],
        "saved": saved_questions(city_id, by),
        "languages": [
            (code, NAMES.get(code, code), request.POST.get(f"title-{code}", ""), request.POST.get(f"text-{code}", ""))
            for code in sorted(languages(), key=lambda one: one != "fa")
        ],
        "typed": request.POST,
    }
    return render(request, "boards/report_template.html", context, status=status)


def changed(blocks: Sequence[ReportBlock], deed: str, given: QueryDict) -> Blocks:
    """The blocks as JSON after one deed: "add", "take", "up" or "down"; any other changes nothing."""
    stored, place = [block.as_json() for block in blocks], (whole(given.get("place", "")) or 0) - 1
    if deed == "add":
        return [*stored, _new(given)]
    if not 0 <= place < len(stored):
        return stored
    if deed == "take":
        return [*stored[:place], *stored[place + 1 :]]
    other = {"up": place - 1, "down": place + 1}.get(deed, place)
    if 0 <= other < len(stored):
        stored[place], stored[other] = stored[other], stored[place]
    return stored


def _new(given: QueryDict) -> dict[str, Any]:
    text = given.get("q", "").strip()
    return {
        "kind": given.get("kind", ""),
        "titles": {code: given.get(f"title-{code}", "") for code in languages()},
        "questions": [one.strip() for one in text.split()] if text else [],
        "chart": given.get("chart", ""),
        "texts": {code: given.get(f"text-{code}", "") for code in languages()},
    }


def _row(block: ReportBlock) -> Mapping[str, Any]:
    """A block as text."""
    return {
        "title": block.title(language()),
        "kind": in_language(BlockKind.of(block.kind).label),
        "chart": in_language(ChartKind.of(block.chart).label) if block.chart else "",
        "asks": [question_words(question_from(text)) for text in block.questions],
        "text": block.text(language()),
    }
