"""The forms of the money pages: cost lines, claims, decisions, contracts and prices."""

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from peygir.core.persian import ascii_digits
from peygir.core.refusals import Refusal
from peygir.desks.fieldwork.claim_rules import PartyKind
from peygir.desks.fieldwork.cost_rules import ENTERED, MeasureUnit
from peygir.desks.fieldwork.money import read_amount
from peygir.desks.fieldwork.price_rules import PriceFacts
from peygir.web.kit.form_fields import DayField, DigitsInput, WholeNumber, set_choices, with_example
from peygir.web.kit.middleware.refusals import words_of
from peygir.web.kit.templatetags.ui import in_language, named

BY_HAND = ""


class AmountField(forms.CharField):
    """An amount of money in a currency with a number of decimals, in any digits, as an integer of its smallest unit."""

    widget = DigitsInput

    def __init__(self, *, decimals: int = 0, **more: object) -> None:
        super().__init__(max_length=40, **more)  # type: ignore[arg-type]
        self.decimals = decimals

    def clean(self, value: object) -> int | None:
        """Return the amount, or None for an optional field left empty."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return read_amount(text, self.decimals)
        except Refusal as refusal:
            raise forms.ValidationError(words_of(refusal)) from refusal


class QuantityField(forms.CharField):
    """A quantity with decimals, in any digits."""

    widget = DigitsInput

    def __init__(self, **more: object) -> None:
        super().__init__(max_length=20, **more)  # type: ignore[arg-type]

    def clean(self, value: object) -> Decimal | None:
        """Return the quantity, or None for an optional field left empty."""
        text = ascii_digits(super().clean(value) or "").strip().replace("٫", ".").replace("/", ".")
        if not text:
            return None
        try:
            return Decimal(text)
        except InvalidOperation as error:
            raise forms.ValidationError(_("Write a number, like 2.5.")) from error


class CostForm(forms.Form):
    """A cost line: an item of the price list, or what it is with its price; how much, when, and for which case."""

    item = forms.ChoiceField(label=gettext_lazy("Item of the price list"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of cost"), required=False)
    text = forms.CharField(label=gettext_lazy("For what"), max_length=200, required=False)
    quantity = QuantityField(label=gettext_lazy("Quantity, or hours"))
    people = WholeNumber(label=gettext_lazy("People"), required=False, min_value=1)
    measure = forms.ChoiceField(label=gettext_lazy("Unit of measure"), required=False)
    price = AmountField(label=gettext_lazy("Price of one"), required=False)
    spent_on = DayField(label=gettext_lazy("Day of the cost"))
    case = forms.ChoiceField(label=gettext_lazy("For which case"), required=False)
    is_correction = forms.BooleanField(label=gettext_lazy("Takes back what was entered before"), required=False)
    reason = forms.CharField(label=gettext_lazy("Why it is corrected"), max_length=500, required=False)

    def __init__(
        self,
        items: Iterable[PriceFacts],
        codes: Iterable[str],
        *,
        decimals: int,
        data: object = None,
        initial: object = None,
    ) -> None:
        super().__init__(data, initial=initial)  # type: ignore[arg-type]
        listed = [(one.code, f"{one.code} · {named(one)}") for one in items]
        set_choices(self, "item", [(BY_HAND, _("none: entered by hand")), *listed])
        set_choices(self, "kind", [(str(kind), in_language(kind.label)) for kind in ENTERED])
        set_choices(self, "measure", [(str(one), in_language(one.label)) for one in MeasureUnit])
        set_choices(self, "case", [("", _("the whole order")), *((code, code) for code in codes)])
        self.fields["price"].decimals = decimals  # type: ignore[attr-defined]
        with_example(self, "spent_on")


class ClaimForm(forms.Form):
    """A claim of the city: against whom, how much, and why."""

    party_kind = forms.ChoiceField(label=gettext_lazy("Kind of party"))
    party = forms.CharField(label=gettext_lazy("Who caused the damage"), max_length=120)
    amount = AmountField(label=gettext_lazy("Amount of the claim"))
    claim_reason = forms.CharField(label=gettext_lazy("What they did"), max_length=500, widget=forms.Textarea)

    def __init__(self, *, decimals: int, data: object = None, initial: object = None) -> None:
        super().__init__(data, initial=initial)  # type: ignore[arg-type]
        set_choices(self, "party_kind", [(str(kind), in_language(kind.label)) for kind in PartyKind])
        self.fields["amount"].decimals = decimals  # type: ignore[attr-defined]
        self.fields["claim_reason"].widget.attrs["rows"] = "2"


class ContractorForm(forms.Form):
    """A contractor: code, name, national id and whom to ask."""

    code = forms.CharField(label=gettext_lazy("Code"), max_length=40)
    name = forms.CharField(label=gettext_lazy("Name of the company"), max_length=120)
    national_id = forms.CharField(label=gettext_lazy("National id of the company"), max_length=20, required=False)
    contact = forms.CharField(label=gettext_lazy("Whom to ask there"), max_length=200, required=False)


class ContractForm(forms.Form):
    """What a contract says: number, days, promised days, topics and districts."""

    number = forms.CharField(label=gettext_lazy("Contract number"), max_length=40)
    from_on = DayField(label=gettext_lazy("First day"))
    to_on = DayField(label=gettext_lazy("Last day"))
    promised_days = WholeNumber(
        label=gettext_lazy("Promised days"),
        required=False,
        help_text=gettext_lazy("Calendar days from sending an order to its end; empty: none are promised."),
    )
    topics = forms.MultipleChoiceField(label=gettext_lazy("Topics"), required=False)
    districts = forms.MultipleChoiceField(label=gettext_lazy("Districts"), required=False)

    def __init__(
        self,
        topics: Iterable[tuple[str, str]],
        districts: Iterable[tuple[str, str]],
        *,
        data: object = None,
        initial: object = None,
    ) -> None:
        super().__init__(data, initial=initial)  # type: ignore[arg-type]
        set_choices(self, "topics", topics)
        set_choices(self, "districts", districts)
        for name in ("topics", "districts"):
            self.fields[name].help_text = _("None chosen: all.")
        with_example(self, "from_on", "to_on")


class PriceForm(forms.Form):
    """A price from a day on: code, kind, names, unit of measure, and the amount."""

    code = forms.CharField(label=gettext_lazy("Code of the item"), max_length=30)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of cost"))
    name_fa = forms.CharField(label=gettext_lazy("Name in Persian"), max_length=160)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=160, required=False)
    measure = forms.ChoiceField(label=gettext_lazy("Unit of measure"))
    price = AmountField(label=gettext_lazy("Price of one"))
    since = DayField(label=gettext_lazy("From which day"))

    def __init__(self, *, decimals: int, data: object = None, initial: object = None) -> None:
        super().__init__(data, initial=initial)  # type: ignore[arg-type]
        set_choices(self, "kind", [(str(kind), in_language(kind.label)) for kind in ENTERED])
        set_choices(self, "measure", [(str(one), in_language(one.label)) for one in MeasureUnit])
        self.fields["price"].decimals = decimals  # type: ignore[attr-defined]
        with_example(self, "since")
