"""The forms of the operator's screen: the outcome of a contact, with points, joined cases and the article used."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundWidget
from django.http import QueryDict
from django.utils.translation import gettext as _

from peygir.cases.new_report import NewReport
from peygir.city import queries as city
from peygir.core.codes import read_code
from peygir.desks.understanding.suggesting import place_told
from peygir.web.kit.asset_parts import NearAssetPart, near_parts
from peygir.web.kit.contact_forms import PARTS, OutcomeForm
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.open_area import asks_area

# Fields of a request that are not part of a draft.
_NOT_TYPED: Final = frozenset(
    {
        "csrfmiddlewaretoken",
        "key",
        "to",
        "part",
        *(f"asked_{what}{part}" for part in PARTS for what in ("place", "asset")),
    }
)
_RARE: Final = frozenset({"wrong_number", "voice_mail", "no_answer"})
MOST_TYPED: Final = 6000


class ConsoleForm(OutcomeForm):
    """The outcome form with what the screen fills in: a point, the case to join, the article used."""

    article = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    chosen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)  # fields set by hand

    def __init__(self, data: QueryDict | None = None, *, draft: Mapping[str, object]) -> None:
        super().__init__(data, draft={"outcome": "reported", **draft})
        for part in PARTS:
            for name in ("lat", "lon"):
                self.fields[f"{name}{part}"] = forms.FloatField(widget=forms.HiddenInput, required=False)
            self.fields[f"join{part}"] = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)
            self.fields[f"asset{part}"] = forms.CharField(label=_("Tag of the asset"), required=False, max_length=20)
            self.fields[f"near{part}"] = forms.CharField(required=False, max_length=20)  # chosen among the nearest
        self.unplaced: list[str] = []  # the parts of which the neighbourhood is to be asked for
        self.near_assets: dict[str, list[NearAssetPart]] = {}  # by part: the assets to choose from
        self.fields["text"].label = _("What does the citizen say?")
        about_reading = _("Topic, place and what is known there are filled in as you type.")
        self.fields["text"].widget.attrs["placeholder"] = about_reading

    @property
    def parts(self) -> list[tuple[str, dict[str, forms.BoundField]]]:
        """Return the fields of each report, by name without the suffix."""
        names = ("text", "topic", "address", "place", "lat", "lon", "join", "asset")
        return [(part, {name: self[f"{name}{part}"] for name in names}) for part in PARTS]

    @property
    def usual_outcomes(self) -> list[BoundWidget]:
        """Return the choices of the outcome that most calls end with."""
        return [option for option in self["outcome"] if option.data["value"] not in _RARE]

    @property
    def rare_outcomes(self) -> list[BoundWidget]:
        """Return the choices for calls that were no contact at all."""
        return [option for option in self["outcome"] if option.data["value"] in _RARE]

    @property
    def is_rare(self) -> bool:
        """Whether one of the rare choices is made, so that they must be seen."""
        return self["outcome"].value() in _RARE or bool(self["is_prank"].value())

    def find_unplaced(self) -> bool:
        """Find the reports whose neighbourhood is not known and was not asked for; whether there are any."""
        values = self.cleaned_data
        if values["outcome"] not in ("reported", "complaint"):
            return False
        self.unplaced = [
            part
            for part in PARTS
            if (values[f"text{part}"] or values[f"topic{part}"])
            and not values[f"join{part}"]
            and values[f"lat{part}"] is None
            and not self.data.get(f"asked_place{part}")
            and _is_placeless(values, part)
        ]
        return bool(self.unplaced)

    def find_near(self) -> bool:
        """Find assets that the reports may be about and that were not offered yet; whether there are any.

        For a browser without a script; with one, they are offered while the operator types.
        """
        values = self.cleaned_data
        if values["outcome"] in ("reported", "complaint"):
            for part in PARTS:
                is_named = values[f"join{part}"] or values[f"asset{part}"] or values[f"near{part}"]
                if not is_named and not self.data.get(f"asked_asset{part}"):
                    self.near_assets[part] = _near(values, part)
        return any(self.near_assets.values())

    def report(self, part: str) -> NewReport:
        """Return one report, with its point, its asset and the case that it joins."""
        values = self.cleaned_data
        lat, lon = values[f"lat{part}"], values[f"lon{part}"]
        has_point = lat is not None and lon is not None
        return replace(
            super().report(part),
            lat=lat if has_point else None,
            lon=lon if has_point else None,
            join_code=read_code(values[f"join{part}"]) or "",
            asset_tag=values[f"asset{part}"] or values[f"near{part}"],
        )

    def given(self) -> dict[str, Any]:
        """Return the values of the outcome; text that became no report is kept as the contact's note.

        An enquiry answered without an article tells the centre that one is missing.
        """
        values, given = self.cleaned_data, super().given()
        if not given["reports"] and values["text"] and values["outcome"] != "reported":
            given["notes"] = "\n".join(filter(None, (values["text"], given["notes"])))
        article = values["article"] if values["outcome"] == "answered" else ""
        in_vain = values["text"] if values["outcome"] == "answered" and not article else ""
        return {**given, "article": article, "in_vain": in_vain}


def _near(values: Mapping[str, object], part: str) -> list[NearAssetPart]:
    """Return the assets near the point of a report, or near the point that its address and words name."""
    city_id, code = current_city().id, str(values[f"topic{part}"])
    topic = city.topic_by_code(city_id, code) if code else None
    if topic is None or topic.is_confidential or not topic.needs_place:
        return []
    lat, lon = values[f"lat{part}"], values[f"lon{part}"]
    if not isinstance(lat, float) or not isinstance(lon, float):
        place, _address = place_told(city_id, f"{values[f'address{part}']}\n{values[f'text{part}']}", on=today())
        if place is None or not place.is_point or place.lat is None or place.lon is None:
            return []
        lat, lon = place.lat, place.lon
    return near_parts(lat, lon, topic.id) if abs(lat) <= 90 and abs(lon) <= 180 else []


def _is_placeless(values: Mapping[str, str], part: str) -> bool:
    """Whether a report has an address of which nobody can tell the neighbourhood; without any address it is refused."""
    topic = city.topic_by_code(current_city().id, values[f"topic{part}"]) if values[f"topic{part}"] else None
    if topic is not None and (topic.is_confidential or not topic.needs_place):
        return False
    form_data = {"text": values[f"text{part}"], "address": values[f"address{part}"], "area": values[f"place{part}"]}
    return bool(form_data["address"]) and asks_area(form_data, by_citizen=False)


def typed(sent: Mapping[str, str]) -> dict[str, str]:
    """Return the draft of a form that is not submitted yet."""
    return {name: value[:MOST_TYPED] for name, value in sent.items() if name not in _NOT_TYPED and value.strip()}
