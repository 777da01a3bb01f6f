"""The city's price list and its currencies: rows with dates, added and never changed."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from peygir.core.refusals import Refusal
from peygir.desks.fieldwork.actions.money import NewCurrency, NewPrice, add_currency, set_price
from peygir.desks.fieldwork.money import MOST_DIGITS, own_on
from peygir.desks.fieldwork.queries.costs import currencies, prices
from peygir.people.actions import NotYourWork
from peygir.people.permissions import Permission
from peygir.people.rules import may_administer
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.form_fields import DayField, WholeNumber, set_choices, with_example
from peygir.web.kit.middleware.refusals import status_of
from peygir.web.kit.money_forms import PriceForm
from peygir.web.kit.submitting import refuse

_PRICE_FIELDS = {"PriceItemIsNotRight": "code", "UnitPriceIsNegative": "price", "PriceBeginsTooEarly": "since"}
_CURRENCY_FIELDS = {
    "CurrencyIsThere": "currency",
    "CurrencyIsNotRight": "currency",
    "CurrencyBeginsTooEarly": "valid_from",
    "NoSuchCurrency": "follows",
}


class CurrencyForm(forms.Form):
    """A currency: its code, names and decimals, its first day, and what it replaces."""

    currency = forms.CharField(label=gettext_lazy("Code"), max_length=8, help_text=gettext_lazy("Like IRR or AUD"))
    name_fa = forms.CharField(label=gettext_lazy("Name in Persian"), max_length=40)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=40, required=False)
    digits = WholeNumber(label=gettext_lazy("Decimals"), min_value=0, max_value=MOST_DIGITS)
    valid_from = DayField(label=gettext_lazy("From which day"))
    follows = forms.ChoiceField(label=gettext_lazy("Replaces"), required=False)
    former_units = WholeNumber(
        label=gettext_lazy("Former units for one new"),
        required=False,
        min_value=1,
        help_text=gettext_lazy("Of the smallest units: if a new rial of 100 gheran replaces 10,000 rials, write 100."),
    )

    def __init__(self, data: object = None) -> None:
        super().__init__(data, initial={"digits": 0})  # type: ignore[arg-type]
        open_ones = [one for one in currencies() if one.valid_to is None]
        listed = [(one.code, f"{one.code} · {one.name_fa}") for one in open_ones]
        set_choices(self, "follows", [("", _("none: of another country or system")), *listed])
        with_example(self, "valid_from")


@staff(Permission.LOOK_AFTER)
@require_http_methods(["GET", "POST"])
def admin_prices(request: HttpRequest) -> HttpResponse:
    """Show the price list and the currencies; POST sets a price from a day on."""
    by = actor(request)
    if request.method != "POST":
        return _page(request)
    if not may_administer(by):
        raise NotYourWork()
    form = _price_form(request.POST)
    if not form.is_valid():
        return _page(request, price_form=form, status=422)
    try:
        set_price(current_city().id, NewPrice(**form.cleaned_data), by=by)
    except Refusal as refusal:
        refuse(form, refusal, _PRICE_FIELDS)
        return _page(request, price_form=form, status=status_of(refusal))
    messages.success(request, _("The price is on record."))
    return redirect("admin_prices")


@staff(Permission.LOOK_AFTER)
@require_POST
def admin_currency(request: HttpRequest) -> HttpResponse:
    """Add a currency."""
    by = actor(request)
    if not may_administer(by):
        raise NotYourWork()
    form = CurrencyForm(request.POST)
    if not form.is_valid():
        return _page(request, currency_form=form, status=422)
    given = dict(form.cleaned_data)
    new = NewCurrency(code=given.pop("currency"), **{**given, "former_units": given["former_units"] or 0})
    try:
        add_currency(current_city().id, new, by=by)
    except Refusal as refusal:
        refuse(form, refusal, _CURRENCY_FIELDS)
        return _page(request, currency_form=form, status=status_of(refusal))
    messages.success(request, _("The currency is on record."))
    return redirect("admin_prices")


def _price_form(data: object = None) -> PriceForm:
    own = own_on(currencies(), today())
    return PriceForm(decimals=own.digits if own is not None else 0, data=data)


def _page(
    request: HttpRequest,
    *,
    price_form: PriceForm | None = None,
    currency_form: CurrencyForm | None = None,
    status: int = 200,
) -> HttpResponse:

    listed = prices(current_city().id)
    context = {
        "prices": listed,
        "currencies": currencies(),
        "price_form": price_form or _price_form(),
        "currency_form": currency_form or CurrencyForm(),
        "may_change": may_administer(actor(request)),
    }
    return render(request, "admin/prices.html", context, status=status)
