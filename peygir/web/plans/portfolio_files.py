"""A computed portfolio as an Excel table and as PDF."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from peygir.core import clock
from peygir.core.pdf_charts import ChartedDocument
from peygir.core.tables import Column
from peygir.outlook.planning.actions.files import NoSuchPlanFile
from peygir.outlook.planning.candidate_facts import PortfolioFacts
from peygir.outlook.planning.states import PortfolioState
from peygir.web.kit.access import actor, staff
from peygir.web.kit.context import PLAN_READERS
from peygir.web.kit.rials import tomans
from peygir.web.kit.table_files import table_file
from peygir.web.kit.templatetags.ui import day, language
from peygir.web.plans.portfolio_parts import ChosenRow, portfolio_parts
from peygir.web.plans.portfolio_words import chance_of
from peygir.web.plans.portfolios import portfolio_seen

_SHARES = (0.4, 0.2, 0.14, 0.13, 0.13)


@staff(*PLAN_READERS)
@require_GET
def plan_portfolio_table(request: HttpRequest, portfolio_id: int) -> HttpResponseBase:
    """Give the chosen candidates, and those that are near, as an Excel table."""
    facts = _ready(request, portfolio_id)
    parts = portfolio_parts(facts, actor(request))
    columns = [
        Column(_("Number"), "number"),
        Column(_("Candidate")),
        Column(_("Unit")),
        Column(_("Part"), "number"),
        Column(_("Cost in rials"), "number"),
        Column(_("Benefit"), "number"),
        Column(_("Chance to be in the best"), "number"),
        Column(_("What would change it")),
        Column(_("Reason of an override")),
    ]
    rows = [_cells(row, facts) for row in [*parts["chosen"], *parts["near"]]]
    return table_file(f"portfolio-{facts.id}", "xlsx", columns, rows)


@staff(*PLAN_READERS)
@require_GET
def plan_portfolio_document(request: HttpRequest, portfolio_id: int) -> HttpResponse:
    """Give the portfolio as PDF."""
    facts = _ready(request, portfolio_id)
    content = _document(facts, portfolio_parts(facts, actor(request))).content()
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="portfolio-{facts.id}.pdf"'
    return response


def _document(facts: PortfolioFacts, parts: "dict[str, list[ChosenRow]] | dict[str, str]") -> ChartedDocument:
    document = ChartedDocument(facts.title, language=language(), made_at=clock.now())
    document.facts(
        [
            (_("Budget"), tomans(facts.terms["budget"])),
            (_("Cost"), str(parts["cost"])),
            (_("Benefit"), str(parts["benefit"])),
            (_("Draws"), str(parts["draws"])),
            (_("Computed"), day(facts.ended_at)),
            (_("Digest of the inputs"), facts.digest[:16]),
        ]
    )
    headings = (_("Candidate"), _("Cost"), _("Part"), _("Benefit"), _("Chance"))
    for title, key in (
        (_("Small cost, big problem"), "small"),
        (_("Chosen"), "chosen"),
        (_("Not chosen, but near"), "near"),
    ):
        rows = [
            (one.row.title, one.cost, one.part or "—", one.benefit, one.chance)
            for one in parts[key]
            if isinstance(one, ChosenRow)
        ]
        if rows:
            document.section(title)
            document.table(headings, rows, _SHARES)
    return document


def _cells(row: ChosenRow, facts: PortfolioFacts) -> list[str | float]:
    return [
        row.row.candidate.id,
        row.row.title,
        row.row.unit,
        row.share,
        row.likely,
        row.gain,
        chance_of(facts.result, row.row.candidate.id),
        row.deciding,
        row.override,
    ]


def _ready(request: HttpRequest, portfolio_id: int) -> PortfolioFacts:
    """Return a computed portfolio. Raises NoSuchPlanFile."""
    facts = portfolio_seen(request, portfolio_id)
    if facts.state != PortfolioState.READY:
        raise NoSuchPlanFile()
    return facts
