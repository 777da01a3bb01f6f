"""The form of one asset: its place, its owner, its state, and the attributes of its type."""

from datetime import date
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from peygir.assets.actions import AssetContent
from peygir.assets.attributes import AssetAttribute, Value
from peygir.assets.facts import AssetFacts, AssetTypeFacts
from peygir.assets.states import AssetState
from peygir.city import queries as city
from peygir.core.translation import Names
from peygir.people.permissions import Permission
from peygir.people.rules import Actor
from peygir.web.kit.current_city import current_city
from peygir.web.kit.dates import written_day
from peygir.web.kit.form_fields import DayField, set_choices, with_example
from peygir.web.kit.templatetags.ui import digits, in_language, language, named

ATTRIBUTE: Final = "attribute_"


class AssetForm(forms.Form):
    """One asset of a type; each attribute is a field of its own datatype."""

    version = forms.CharField(widget=forms.HiddenInput, required=False, max_length=12)
    lat = forms.FloatField(widget=forms.HiddenInput, required=False)
    lon = forms.FloatField(widget=forms.HiddenInput, required=False)
    number = forms.CharField(label=gettext_lazy("Number in your own register"), required=False, max_length=50)
    name = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=120)
    address = forms.CharField(label=gettext_lazy("Address in words"), required=False, max_length=300)
    unit = forms.ChoiceField(label=gettext_lazy("Owner unit"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    installed_on = DayField(label=gettext_lazy("Day of installation"), required=False)

    def __init__(
        self, kind: AssetTypeFacts, by: Actor, data: QueryDict | None = None, *, asset: AssetFacts | None = None
    ) -> None:
        super().__init__(data, initial=_initial(asset, by))
        self.kind = kind
        units = [
            unit for unit in city.units(current_city().id) if by.may(Permission.ADMINISTER) or unit.id == by.unit_id
        ]
        nobody = [("", "—")] if by.may(Permission.ADMINISTER) else []
        set_choices(self, "unit", [*nobody, *((str(unit.id), named(unit)) for unit in units)])
        states = [(one.value, in_language(one.label)) for one in AssetState if one is not AssetState.REMOVED]
        set_choices(self, "state", states)
        if asset is not None and asset.removed_on is not None:
            del self.fields["state"]
        with_example(self, "installed_on")
        for attribute in kind.attributes:
            self.fields[f"{ATTRIBUTE}{attribute.code}"] = _field(attribute)
            if asset is not None:
                self.initial[f"{ATTRIBUTE}{attribute.code}"] = _typed(attribute, asset.attributes.get(attribute.code))

    @property
    def attributes(self) -> list[forms.BoundField]:
        """Return the fields of the type's attributes."""
        return [self[f"{ATTRIBUTE}{attribute.code}"] for attribute in self.kind.attributes]

    @property
    def seen_version(self) -> int | None:
        """Return the version of the asset that the page showed."""
        text = self.cleaned_data.get("version", "")
        return int(text) if text.isascii() and text.isdigit() else None

    def content(self) -> AssetContent:
        """Return the values as the actions take them; without a marked place the point is none on Earth."""
        values = self.cleaned_data
        given = {one.code: values[f"{ATTRIBUTE}{one.code}"] for one in self.kind.attributes}
        return AssetContent(
            lat=values["lat"] if values["lat"] is not None else 999.0,
            lon=values["lon"] if values["lon"] is not None else 999.0,
            number=values["number"],
            name=values["name"],
            address=values["address"],
            unit_id=int(values["unit"]) if values["unit"] else None,
            state=values.get("state") or AssetState.IN_USE.value,
            installed_on=values["installed_on"],
            attributes={code: value for code, value in given.items() if value},
        )


def shown_attributes(asset: AssetFacts) -> list[tuple[str, str]]:
    """Return (name, value) of each attribute that an asset has a value of, in the viewer's language."""
    rows = []
    for attribute in asset.type.attributes:
        value = asset.attributes.get(attribute.code)
        if value is not None:
            rows.append((in_language(attribute.names), _shown(attribute, value)))
    return rows


def _shown(attribute: AssetAttribute, value: Value) -> str:
    if attribute.datatype == "datetime":
        return _day(str(value))
    text = attribute.shown(value, language())
    return digits(text) if attribute.datatype == "number" else text


def _day(text: str) -> str:
    return written_day(date.fromisoformat(text))


def _typed(attribute: AssetAttribute, value: Value | None) -> object:
    """Return a stored value as the form shows it."""
    if value is None:
        return None
    if attribute.datatype == "datetime":
        return _day(str(value))
    return digits(f"{value:g}") if isinstance(value, float | int) else value


def _field(attribute: AssetAttribute) -> forms.Field:
    label, needed = in_language(attribute.names), attribute.is_required
    choices = [(key, in_language(Names.of(fa, en))) for key, fa, en in attribute.values]
    if attribute.datatype == "singlevaluelist":
        return forms.ChoiceField(label=label, required=needed, choices=[("", "—"), *choices])
    if attribute.datatype == "multivaluelist":
        boxes = forms.CheckboxSelectMultiple
        return forms.MultipleChoiceField(label=label, required=needed, choices=choices, widget=boxes)
    if attribute.datatype == "text":
        return forms.CharField(label=label, required=needed, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    return forms.CharField(label=label, required=needed, max_length=200)


def _initial(asset: AssetFacts | None, by: Actor) -> dict[str, Any]:
    if asset is None:
        return {"unit": str(by.unit_id or ""), "state": AssetState.IN_USE.value}
    return {
        "version": asset.version,
        "lat": asset.lat,
        "lon": asset.lon,
        "number": asset.number,
        "name": asset.name,
        "address": asset.address,
        "unit": str(asset.unit_id or ""),
        "state": asset.state,
        "installed_on": written_day(asset.installed_on) if asset.installed_on else "",
    }
