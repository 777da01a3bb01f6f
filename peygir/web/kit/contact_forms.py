"""The forms of the centre's calls: the outcome of a contact, and a contact that the exchange did not report."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from peygir.cases.new_report import NewReport
from peygir.centre.contacts.words import OUTCOMES, SAYABLE
from peygir.city import queries as city
from peygir.core.persian import ascii_digits
from peygir.people.channels import CONTACT_CHANNELS, Channel
from peygir.people.queries import staff_by_id
from peygir.people.rules import Actor
from peygir.web.kit.current_city import current_city, today, topic_groups
from peygir.web.kit.dates import example_day
from peygir.web.kit.form_fields import DayField, Option, WallTime, WholeNumber, set_choices
from peygir.web.kit.templatetags.ui import in_language, named

PARTS: Final = ("", "2")
"""The suffixes of the form's fields, one for each report that it has room for."""


class OutcomeForm(forms.Form):
    """The outcome of a contact; the fields of a report count when its text or topic is given."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    outcome = forms.ChoiceField(label=gettext_lazy("What was the outcome?"), widget=forms.RadioSelect)
    name = forms.CharField(label=gettext_lazy("The citizen's name"), max_length=120, required=False)
    case_code = forms.CharField(label=gettext_lazy("Tracking code of the case"), max_length=20, required=False)
    agency = forms.ChoiceField(label=gettext_lazy("Agency"), required=False)
    notes = forms.CharField(
        label=gettext_lazy("Note for colleagues"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    is_prank = forms.BooleanField(
        label=gettext_lazy("A prank call"),
        required=False,
        help_text=gettext_lazy("A supervisor looks at it; nobody is shut out."),
    )

    def __init__(self, data: QueryDict | None = None, *, draft: Mapping[str, object]) -> None:
        super().__init__(data, initial={"key": uuid.uuid4().hex, **draft})
        places = [("", "—"), *((row.code, named(row)) for row in city.neighbourhoods(current_city().id, on=today()))]
        for part in PARTS:
            self.fields[f"text{part}"] = forms.CharField(
                label=_("What the citizen says"),
                max_length=4000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
            )
            self.fields[f"topic{part}"] = forms.ChoiceField(label=_("Topic"), required=False, choices=_topics())
            self.fields[f"address{part}"] = forms.CharField(label=_("Address"), max_length=300, required=False)
            self.fields[f"place{part}"] = forms.ChoiceField(label=_("Neighbourhood"), required=False, choices=places)
        outcomes = [(outcome, in_language(OUTCOMES[outcome])) for outcome in SAYABLE]
        set_choices(self, "outcome", outcomes)
        agencies = [(str(row.id), named(row)) for row in city.agencies(current_city().id)]
        set_choices(self, "agency", [("", "—"), *agencies])

    @property
    def second(self) -> list[forms.BoundField]:
        """Return the fields of a second report."""
        return [self[f"{name}2"] for name in ("text", "topic", "address", "place")]

    @property
    def has_second(self) -> bool:
        """Whether a field of a second report is filled in."""
        return any(field.value() for field in self.second)

    def report(self, part: str) -> NewReport:
        """Return one of the reports; `part` is a suffix of PARTS."""
        values = self.cleaned_data
        return NewReport(
            text=values[f"text{part}"],
            topic_code=values[f"topic{part}"],
            address=values[f"address{part}"],
            place_label=values[f"place{part}"],
        )

    def given(self) -> dict[str, Any]:
        """Return the values as `journey.calls.close_call` takes them."""
        values = self.cleaned_data
        reports = [
            self.report(part)
            for part in PARTS
            if values["outcome"] in ("reported", "complaint") and (values[f"text{part}"] or values[f"topic{part}"])
        ]
        is_follow_up, is_agency = values["outcome"] == "follow_up", values["outcome"] == "agency"
        return {
            "outcome": values["outcome"],
            "name": values["name"],
            "notes": values["notes"],
            "key": values["key"],
            "case_code": "".join(ascii_digits(values["case_code"]).split()).replace("-", "") if is_follow_up else "",
            "agency_id": int(values["agency"]) if is_agency and values["agency"] else None,
            "reports": reports,
            "is_prank": values["is_prank"],
        }


class NewContactForm(forms.Form):
    """A visit, a message, or a call noted on paper, with its times."""

    channel = forms.ChoiceField(label=gettext_lazy("How did they come to us?"))
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=40, required=False)
    day = DayField(label=gettext_lazy("Day"))
    from_time = WallTime(label=gettext_lazy("From (time)"))
    to_time = WallTime(label=gettext_lazy("Until (time)"), required=False)
    operator = WholeNumber(
        label=gettext_lazy("Number of the operator who spoke"),
        required=False,
        help_text=gettext_lazy("Empty: yourself."),
    )
    from_paper = forms.BooleanField(label=gettext_lazy("Copied from a paper form"), required=False)

    def __init__(self, by: Actor, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"day": example_day(), "channel": Channel.VISIT})
        self._by = by
        channels = [(channel, in_language(channel.label)) for channel in CONTACT_CHANNELS]
        set_choices(self, "channel", channels)
        self.fields["from_time"].help_text = _("Like 08:00")

    def clean_operator(self) -> int | None:
        """Return the id of an existing colleague. Raises ValidationError."""
        number = self.cleaned_data["operator"]
        if number is not None and staff_by_id(number) is None:
            raise forms.ValidationError(_("There is no colleague of this number."))
        return int(number) if number is not None else None

    def given(self) -> dict[str, Any]:
        """Return the values as `record_contact` takes them."""
        values, zone = self.cleaned_data, ZoneInfo(current_city().time_zone)
        end = datetime.combine(values["day"], values["to_time"], zone) if values["to_time"] else None
        return {
            "channel": values["channel"],
            "phone": values["phone"],
            "operator_id": values["operator"],
            "began_at": datetime.combine(values["day"], values["from_time"], zone),
            "ended_at": end,
            "from_paper": values["from_paper"],
        }


def _topics() -> list[Option]:
    groups = [(in_language(names), [(one.code, named(one)) for one in topics]) for names, _, topics in topic_groups()]
    return [("", "—"), *groups]
