"""A contractor's monthly statement: on the page, as an Excel file, and as a PDF to sign."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from peygir.city import queries as city
from peygir.core import clock
from peygir.core.pdf import PdfDocument
from peygir.core.tables import Column, as_xlsx
from peygir.desks.fieldwork.cost_facts import StatementContent
from peygir.desks.fieldwork.cost_rules import MeasureUnit
from peygir.desks.fieldwork.penalty_rules import PenaltyCause
from peygir.desks.fieldwork.queries.contracts import statement_content
from peygir.people.permissions import Permission
from peygir.web.kit.access import actor, staff
from peygir.web.kit.templatetags.money import amount_words, currencies_of
from peygir.web.kit.templatetags.ui import day, digits, in_language, language, named
from peygir.web.planner.money_access import NoSuchCosts, contract_seen

_SEE: Final = (Permission.PLAN_ORDERS, Permission.SEE_LOAD, Permission.LOOK_AFTER)
_BETWEEN: Final = " · "
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Written = Callable[[int], str]


@staff(*_SEE)
@require_GET
def statement(request: HttpRequest, statement_id: int) -> HttpResponse:
    """Show a statement with all of its lines."""
    content = _content(request, statement_id)
    context = {
        "content": content,
        "unit": city.unit(content.contract.unit_id),
    }
    return render(request, "planner/statement.html", context)


@staff(*_SEE)
@require_GET
def statement_file(request: HttpRequest, statement_id: int, form: str) -> HttpResponseBase:
    """Return a statement as `xlsx` or `pdf`."""
    content = _content(request, statement_id)
    name = f"statement-{content.contract.contractor_code}-{content.statement.number}"
    if form == "xlsx":
        response: HttpResponseBase = StreamingHttpResponse(_workbook(content), content_type=_XLSX)
    elif form == "pdf":
        response = HttpResponse(_document(request, content), content_type="application/pdf")
    else:
        raise NoSuchCosts()
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response


def _content(request: HttpRequest, statement_id: int) -> StatementContent:
    content = statement_content(statement_id)
    if content is None:
        raise NoSuchCosts()
    contract_seen(content.contract.id, actor(request))
    return content


def _workbook(content: StatementContent) -> Iterable[bytes]:
    """The lines, penalties and the sum as one sheet; amounts are numbers in the currency's main unit."""
    scale = 10**content.statement.digits
    columns = [
        Column(_("Order")),
        Column(_("Day")),
        Column(_("What")),
        Column(_("Unit of measure")),
        Column(_("Quantity"), "number"),
        Column(_("Price of one"), "number"),
        Column(_("Amount"), "number"),
    ]
    measures, causes = _words(MeasureUnit.labels()), _words(PenaltyCause.labels())
    rows: list[tuple[object, ...]] = [
        (
            billed.order_number,
            day(billed.worked_on),
            billed.text,
            measures.get(billed.measure, billed.measure),
            float(billed.quantity),
            _main(billed.price, scale),
            _main(billed.amount, scale),
        )
        for billed in content.lines
    ]
    rows += [
        (one.order_number, "", causes[one.cause], "", "", "", _main(one.amount if one.is_bonus else -one.amount, scale))
        for one in content.penalties
    ]
    rows.append(("", "", _("To be paid"), "", "", "", _main(content.statement.sums.payable, scale)))
    return as_xlsx(columns, rows, from_right=language() == "fa")


def _main(amount: int, scale: int) -> float | int:
    return amount if scale == 1 else amount / scale


def _document(request: HttpRequest, content: StatementContent) -> bytes:
    """The statement as a document with a place for two signatures."""
    facts, contract = content.statement, content.contract
    currency = currencies_of(request).get(facts.currency)

    def written(amount: int) -> str:
        return amount_words(amount, currency)

    title = _("Statement %(number)s of contract %(contract)s") % {
        "number": digits(facts.number),
        "contract": digits(contract.number),
    }
    document = PdfDocument(title, language=language(), made_at=clock.now())
    document.facts(
        [
            (_("Contractor"), contract.contractor),
            (_("Unit"), named(city.unit(contract.unit_id))),
            (_("Period"), _("%(from)s to %(to)s") % {"from": day(facts.from_on), "to": day(facts.to_on)}),
        ]
    )
    _lines_of(document, content, written)
    document.section(_("Sum"))
    sums = facts.sums
    document.facts(
        [
            (_("Accepted work"), written(sums.work)),
            (_("Bonuses"), written(sums.bonuses)),
            (_("Penalties"), written(-sums.penalties)),
            (_("To be paid"), written(sums.payable)),
        ]
    )
    document.section(_("Signatures"))
    document.facts([(_("For the unit"), "\n\n"), (_("For the contractor"), "\n\n")])
    return document.content()


def _lines_of(document: PdfDocument, content: StatementContent, written: Written) -> None:
    measures, causes = _words(MeasureUnit.labels()), _words(PenaltyCause.labels())
    document.section(_("Accepted work"))
    document.facts(
        [
            (
                billed.order_number,
                _BETWEEN.join(
                    (
                        day(billed.worked_on),
                        digits(billed.text),
                        f"{digits(f'{billed.quantity.normalize():f}')} {measures.get(billed.measure, '')}",
                        written(billed.amount),
                    )
                ),
            )
            for billed in content.lines
        ]
        or [("", _("None."))]
    )
    document.section(_("Penalties and bonuses"))
    document.facts(
        [
            (one.order_number, f"{causes[one.cause]}{_BETWEEN}{written(one.amount if one.is_bonus else -one.amount)}")
            for one in content.penalties
        ]
        or [("", _("None."))]
    )


def _words(labels: Mapping[str, object]) -> dict[str, str]:
    return {str(value): in_language(label) for value, label in labels.items()}  # type: ignore[arg-type]
