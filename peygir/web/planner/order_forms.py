"""The forms of work orders: making one, planning it, a result for a case, and material."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from peygir.city import queries as city
from peygir.core.persian import ascii_digits
from peygir.desks.fieldwork import queries as worked
from peygir.desks.fieldwork.actions import OrderDetails, StreetResult
from peygir.desks.fieldwork.order_states import BlockedWhy, DayPart, OrderResult
from peygir.journey.ordering import OrderMoveValues
from peygir.web.kit.current_city import current_city, last_second_of, today, topic_groups
from peygir.web.kit.form_fields import DayField, Option, WholeNumber, set_choices, with_example
from peygir.web.kit.photo_field import PhotoField
from peygir.web.kit.templatetags.ui import digits, in_language, named

_WORDS = forms.Textarea(attrs={"rows": 3})


def topic_options() -> list[Option]:
    """Every topic of the city under its group."""
    return [
        (in_language(names), [(str(topic.id), named(topic)) for topic in topics])
        for names, _group, topics in topic_groups()
    ]


def day_parts() -> list[Option]:
    """The parts of a day."""
    return [(part.value, in_language(part.label)) for part in DayPart]


class WorkOrderForm(forms.Form):
    """What is to be done; without cases, its title is required and its place a neighbourhood."""

    title = forms.CharField(label=gettext_lazy("What is to be done?"), max_length=160, required=False)
    topic = forms.ChoiceField(label=gettext_lazy("Topic"), required=False)
    neighbourhood = forms.ChoiceField(label=gettext_lazy("Neighbourhood"), required=False)
    address = forms.CharField(label=gettext_lazy("Address"), max_length=300, required=False)
    minutes = WholeNumber(
        label=gettext_lazy("Expected time at the place, in minutes"), min_value=1, max_value=1440, required=False
    )

    def __init__(
        self, data: QueryDict | None = None, *, has_cases: bool, initial: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        if has_cases:
            for name in ("topic", "neighbourhood", "address"):
                del self.fields[name]
        else:
            self.fields["title"].required = True
            places = city.neighbourhoods(current_city().id, on=today())
            set_choices(self, "neighbourhood", [("", "—"), *((str(place.id), named(place)) for place in places)])
            set_choices(self, "topic", [("", "—"), *topic_options()])

    def details(self) -> OrderDetails:
        """Return the values as `make_order` takes them."""
        given = self.cleaned_data
        return OrderDetails(
            title=given["title"],
            topic_id=int(given["topic"]) if given.get("topic") else None,
            neighbourhood_id=int(given["neighbourhood"]) if given.get("neighbourhood") else None,
            address=given.get("address", ""),
            minutes=given["minutes"],
        )


class PlanForm(forms.Form):
    """Who works when: a crew or a contract of the unit, the day and the part of it."""

    taker = forms.ChoiceField(label=gettext_lazy("Crew or contract"))
    on = DayField(label=gettext_lazy("Day of the work"))
    day_part = forms.ChoiceField(label=gettext_lazy("Part of the day"))
    position = WholeNumber(label=gettext_lazy("Place in the day's route"), min_value=1, max_value=999, required=False)

    def __init__(
        self,
        unit_id: int,
        topic_id: int | None,
        data: QueryDict | None = None,
        *,
        initial: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        set_choices(self, "taker", [("", "—"), *_takers(unit_id, topic_id)])
        set_choices(self, "day_part", day_parts())
        with_example(self, "on")

    def given(self) -> OrderMoveValues:
        """Return the values as a move takes them."""
        kind, _colon, number = self.cleaned_data["taker"].partition("-")
        return OrderMoveValues(
            crew_id=int(number) if kind == "crew" else None,
            contract_id=int(number) if kind == "contract" else None,
            on=self.cleaned_data["on"],
            day_part=self.cleaned_data["day_part"],
            position=self.cleaned_data["position"],
        )


def _takers(unit_id: int, topic_id: int | None) -> list[Option]:
    """The unit's crews and valid contracts; a crew that lacks the topic says so."""
    crews = worked.crews_of_unit(unit_id, on=today())
    lacking = _("not its topic")
    options: list[Option] = [
        (f"crew-{crew.id}", crew.name if crew.can_do(topic_id) else f"{crew.name} ({lacking})") for crew in crews
    ]
    contracts = worked.contracts_of_unit(unit_id, on=today())
    options += [(f"contract-{row.id}", f"{row.contractor} · {digits(row.number)}") for row in contracts]
    return options


class StreetResultForm(forms.Form):
    """What came of the work for one case."""

    result = forms.ChoiceField(label=gettext_lazy("Result"))
    reason = forms.ChoiceField(label=gettext_lazy("Why was it not possible?"), required=False)
    until = DayField(label=gettext_lazy("Possible again from"), required=False)
    photo = PhotoField(label=gettext_lazy("Photo of the work"), required=False)
    form = forms.CharField(
        label=gettext_lazy("What was done"),
        required=False,
        max_length=2000,
        widget=_WORDS,
        help_text=gettext_lazy("A photo or this line is needed as evidence."),
    )
    answer = forms.CharField(
        label=gettext_lazy("Answer to the citizen"),
        required=False,
        max_length=2000,
        widget=_WORDS,
        help_text=gettext_lazy("If empty, the citizen reads that the work was done."),
    )
    note = forms.CharField(label=gettext_lazy("Note for colleagues"), required=False, max_length=2000, widget=_WORDS)

    def __init__(
        self, code: str, data: QueryDict | None = None, files: "MultiValueDict[str, UploadedFile[bytes]] | None" = None
    ) -> None:
        super().__init__(data, files, auto_id=f"r-{code}-%s")
        set_choices(self, "result", [("", "—"), *((one.value, in_language(one.label)) for one in OrderResult)])
        set_choices(self, "reason", [("", "—"), *((one.value, in_language(one.label)) for one in BlockedWhy)])
        with_example(self, "until")

    def given(self) -> StreetResult:
        """Return the values as `give_result` takes them."""
        given = self.cleaned_data
        return StreetResult(
            result=given["result"],
            reason=given["reason"],
            note=given["note"],
            answer=given["answer"],
            form=given["form"],
            photo=given["photo"],
            until=last_second_of(given["until"]) if given["until"] else None,
        )


class MaterialForm(forms.Form):
    """Material that was used."""

    item = forms.CharField(label=gettext_lazy("Material"), max_length=120)
    quantity = forms.CharField(label=gettext_lazy("Quantity"), max_length=20)
    measure = forms.CharField(label=gettext_lazy("Unit of measure"), max_length=20)

    def clean_quantity(self) -> Decimal:
        """Return the number, in any digits, with a dot, a slash or the Persian decimal sign."""
        text = ascii_digits(self.cleaned_data["quantity"]).replace("٫", ".").replace("/", ".").replace(",", ".")
        try:
            return Decimal(text)
        except InvalidOperation:
            raise forms.ValidationError(_("This is not a number.")) from None
