"""Contractors and contracts: the list, one contract with its prices, rules, penalties and statements."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from peygir.city import queries as city
from peygir.core.refusals import Refusal
from peygir.desks.fieldwork.actions.contracts import (
    ContractTerms,
    change_contract,
    keep_contractor,
    make_contract,
)
from peygir.desks.fieldwork.actions.money import NewPrice, set_price
from peygir.desks.fieldwork.actions.statements import draw_statement
from peygir.desks.fieldwork.cost_facts import ContractDetails
from peygir.desks.fieldwork.cost_permissions import may_decide_costs
from peygir.desks.fieldwork.money import own_on
from peygir.desks.fieldwork.queries.contracts import (
    contractors,
    contracts_of,
    penalties_of,
    statements_of,
    sums_of_contracts,
)
from peygir.desks.fieldwork.queries.costs import cost_of_contract, currencies, prices
from peygir.people.permissions import Permission
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.dates import written_day
from peygir.web.kit.middleware.refusals import status_of
from peygir.web.kit.money_forms import ContractForm, ContractorForm, PriceForm
from peygir.web.kit.numbers import number_of
from peygir.web.kit.submitting import confirmed, refuse
from peygir.web.kit.templatetags.ui import named
from peygir.web.planner.contract_rules_form import PenaltyRuleForm, rule_forms, rules_given
from peygir.web.planner.money_access import contract_seen, units_seen

_SEE = (Permission.PLAN_ORDERS, Permission.SEE_LOAD, Permission.LOOK_AFTER)
_FIELDS = {"ContractNumberIsTaken": "number", "DaysLeaveOrdersOut": "to_on", "PriceBeginsTooEarly": "since"}


@staff(*_SEE)
@require_http_methods(["GET", "POST"])
def contracts(request: HttpRequest) -> HttpResponse:
    """List contractors and contracts; POST keeps a contractor."""
    by = actor(request)
    if request.method != "POST":
        return _list(request, ContractorForm())
    form = ContractorForm(request.POST)
    if not form.is_valid():
        return _list(request, form, status=422)
    try:
        keep_contractor(current_city().id, by=by, **form.cleaned_data)
    except Refusal as refusal:
        refuse(form, refusal, {"ContractorIsNotRight": "code"})
        return _list(request, form, status=status_of(refusal))
    messages.success(request, _("The contractor is on record."))
    return redirect("contracts")


@staff(Permission.LEAD_UNIT)
@require_http_methods(["GET", "POST"])
def contract_new(request: HttpRequest) -> HttpResponse:
    """Make a contract of the viewer's unit with a contractor."""
    by = actor(request)
    listed = [one for one in contractors(current_city().id) if one.is_active]
    chosen = number_of(request.POST.get("contractor", request.GET.get("contractor", "")))
    form, rules = _terms_form(request.POST if request.method == "POST" else None), rule_forms(request.POST)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and all(rule.is_valid() for rule in rules):
            try:
                made = make_contract(chosen or 0, by.unit_id or 0, _terms(form, rules), by=by)
            except Refusal as refusal:
                refuse(form, refusal, _FIELDS)
                status = status_of(refusal)
            else:
                messages.success(request, _("The contract is on record. Now enter its unit prices."))
                return redirect("contract", contract_id=made)
    context = {"form": form, "rules": rules, "contractors": listed, "chosen": chosen}
    return render(request, "planner/contract_new.html", context, status=status)


@staff(*_SEE)
@require_http_methods(["GET", "POST"])
def contract_page(request: HttpRequest, contract_id: int) -> HttpResponse:
    """Show one contract; POST changes what it says."""
    by = actor(request)
    facts = contract_seen(contract_id, by)
    if request.method != "POST":
        return _page(request, facts)
    form, rules = _terms_form(request.POST), rule_forms(request.POST)
    if not (form.is_valid() and all(rule.is_valid() for rule in rules)):
        return _page(request, facts, form=form, rules=rules, status=422)
    try:
        changed = change_contract(contract_id, _terms(form, rules), by=by)
    except Refusal as refusal:
        refuse(form, refusal, _FIELDS)
        return _page(request, facts, form=form, rules=rules, status=status_of(refusal))
    messages.success(request, _("The contract is changed.") if changed else _("Nothing differs."))
    return redirect("contract", contract_id=contract_id)


@staff(Permission.LEAD_UNIT)
@require_POST
def contract_price(request: HttpRequest, contract_id: int) -> HttpResponse:
    """Set a unit price of a contract from a day on."""
    by = actor(request)
    facts = contract_seen(contract_id, by)
    form = PriceForm(decimals=facts.digits, data=request.POST)
    if not form.is_valid():
        return _page(request, facts, price_form=form, status=422)
    try:
        set_price(current_city().id, NewPrice(**form.cleaned_data), contract_id=contract_id, by=by)
    except Refusal as refusal:
        refuse(form, refusal, _FIELDS)
        return _page(request, facts, price_form=form, status=status_of(refusal))
    messages.success(request, _("The price is on record."))
    return redirect("contract", contract_id=contract_id)


@staff(Permission.LEAD_UNIT)
@require_POST
def contract_statement(request: HttpRequest, contract_id: int) -> HttpResponse:
    """Draw up the statement of a month."""
    by = actor(request)
    contract_seen(contract_id, by)
    year, month = (number_of(request.POST.get(name, "")) or 0 for name in ("year", "month"))
    confirmed(
        request,
        _("The statement is drawn up."),
        lambda: draw_statement(contract_id, year=year, month=month, by=by),
    )
    return redirect("contract", contract_id=contract_id)


def _terms_form(data: QueryDict | None, facts: ContractDetails | None = None) -> ContractForm:
    city_id = current_city().id
    topics = [(topic.code, named(topic)) for topic in city.topics(city_id)]
    districts = [(one.code, named(one)) for one in city.districts(city_id, on=today())]
    initial: dict[str, Any] = {}
    if facts is not None:
        initial = {
            "number": facts.number,
            "from_on": written_day(facts.from_on),
            "to_on": written_day(facts.to_on),
            "promised_days": facts.promised_days,
            "topics": list(facts.topics),
            "districts": list(facts.districts),
        }
    return ContractForm(topics, districts, data=data, initial=initial)


def _terms(form: ContractForm, rules: list[PenaltyRuleForm]) -> ContractTerms:
    given = form.cleaned_data
    return ContractTerms(
        given["number"],
        given["from_on"],
        given["to_on"],
        given["promised_days"],
        tuple(given["topics"]),
        tuple(given["districts"]),
        rules_given(rules),
    )


def _list(request: HttpRequest, form: ContractorForm, *, status: int = 200) -> HttpResponse:
    by = actor(request)
    listed = contracts_of(current_city().id, unit_ids=units_seen(by))
    sums = sums_of_contracts([one.id for one in listed])
    context = {
        "form": form,
        "contractors": contractors(current_city().id),
        "lines": [(one, city.unit(one.unit_id), sums[one.id]) for one in listed],
        "may_keep": by.may(Permission.LEAD_UNIT) or by.may(Permission.ADMINISTER),
        "may_make": by.may(Permission.LEAD_UNIT),
        "today": today(),
    }
    return render(request, "planner/contracts.html", context, status=status)


def _page(
    request: HttpRequest,
    facts: ContractDetails,
    *,
    form: ContractForm | None = None,
    rules: list[PenaltyRuleForm] | None = None,
    price_form: PriceForm | None = None,
    status: int = 200,
) -> HttpResponse:
    own = own_on(currencies(), today())
    context = {
        "contract": facts,
        "unit": city.unit(facts.unit_id),
        "sums": sums_of_contracts([facts.id])[facts.id],
        "costs": cost_of_contract(facts.id),
        "currency": facts.currency or (own.code if own is not None else ""),
        "prices": prices(current_city().id, contract_id=facts.id),
        "penalties": penalties_of(contract_id=facts.id),
        "statements": statements_of(facts.id),
        "may_decide": may_decide_costs(actor(request), facts.unit_id),
        "form": form or _terms_form(None, facts),
        "rules": rules or rule_forms(QueryDict(), facts.rules, digits=facts.digits),
        "price_form": price_form or PriceForm(decimals=facts.digits),
    }
    return render(request, "planner/contract.html", context, status=status)
