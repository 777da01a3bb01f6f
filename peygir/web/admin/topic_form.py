"""The forms of a topic: the fields that change from a day on, and all fields of a new topic."""

from decimal import Decimal
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from peygir.city import queries as city
from peygir.city.urgencies import ClockKind, Urgency
from peygir.web.kit.change_requests import CLOCKS, URGENCIES, HoursField, since_field
from peygir.web.kit.current_city import current_city, topic_groups
from peygir.web.kit.form_fields import set_choices, with_example
from peygir.web.kit.templatetags.ui import in_language, named

FACE: Final = ("name_fa", "name_en", "words_fa", "words_en", "is_confidential", "is_public", "is_ended")
OF_PLACE: Final = "place"


class _FaceForm(forms.Form):
    """The fields that every topic has."""

    name_fa = forms.CharField(label=gettext_lazy("Name in Persian"), max_length=200)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=200, required=False)
    words_fa = forms.CharField(
        label=gettext_lazy("Words for citizens, Persian"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("A sentence beside the name: what belongs here, what does not, what to add."),
    )
    words_en = forms.CharField(
        label=gettext_lazy("Words for citizens, English"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    is_public = forms.BooleanField(
        label=gettext_lazy("On the public map and lists"),
        required=False,
        help_text=gettext_lazy("Without a person's name or number, as the page of rights says."),
    )
    is_confidential = forms.BooleanField(
        label=gettext_lazy("Sensitive"),
        required=False,
        help_text=gettext_lazy("Reports are confidential: the inspectorate alone sees them."),
    )
    urgency = forms.ChoiceField(label=gettext_lazy("Urgency"), choices=URGENCIES)
    since = since_field()

    def __init__(self, data: QueryDict | None = None, *, initial: dict[str, object] | None = None) -> None:
        super().__init__(data, initial=initial)
        with_example(self, "since")

    def clean(self) -> dict[str, Any]:
        """Reject a confidential topic on the public map."""
        values = super().clean() or {}
        if values.get("is_public") and values.get("is_confidential"):
            self.add_error(
                "is_public", _("A sensitive topic cannot be shown on the public map; choose one of the two.")
            )
        return values


class TopicForm(_FaceForm):
    """An existing topic."""

    is_ended = forms.BooleanField(
        label=gettext_lazy("The topic ends on this day"),
        required=False,
        help_text=gettext_lazy("Nobody can choose it any more; open cases of it go on."),
    )

    def face(self) -> dict[str, Any]:
        """Return the values as `change_topic` takes them."""
        return {name: self.cleaned_data[name] for name in FACE}


class NewTopicForm(_FaceForm):
    """A new topic."""

    group = forms.ChoiceField(label=gettext_lazy("Group of topics"))
    owner = forms.ChoiceField(label=gettext_lazy("Who takes it"))
    ack_hours = HoursField(label=gettext_lazy("Acknowledge"))
    visit_hours = HoursField(label=gettext_lazy("Visit"))
    due_hours = HoursField(label=gettext_lazy("Finish"))
    clock = forms.ChoiceField(label=gettext_lazy("Clock"), choices=CLOCKS)

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(
            data, initial={"is_public": True, "urgency": Urgency.NORMAL, "clock": ClockKind.BUSINESS, "owner": OF_PLACE}
        )
        set_choices(self, "group", self.groups())
        set_choices(self, "owner", self.owners())

    def groups(self) -> list[tuple[str, str]]:
        """Return the topic groups as choices."""
        return [(code, in_language(names)) for names, code, _topics in topic_groups()]

    def owners(self) -> list[tuple[str, str]]:
        """Return the possible owners: the district of the place, a unit, an agency."""
        here = current_city().id
        units = [(f"unit:{one.code}", named(one)) for one in city.units(here)]
        agencies = [(f"agency:{one.code}", named(one)) for one in city.agencies(here)]
        return [(OF_PLACE, _("the district of the place")), *units, *agencies]

    def given(self) -> dict[str, Any]:
        """Return the values as `add_topic` takes them."""
        said_here = self.cleaned_data
        kind, _colon, code = said_here["owner"].partition(":")
        terms = {name: said_here[name] for name in ("visit_hours", "urgency", "clock")}
        terms |= {name: said_here[name] or Decimal(0) for name in ("ack_hours", "due_hours")}
        face = {name: said_here[name] for name in FACE[:6]}
        return {"group": said_here["group"], "face": face, "terms": terms, **({kind: code} if code else {})}

    def clean(self) -> dict[str, Any]:
        """Require hours for topics that a unit works on; topics answered at once or by an agency may have none."""
        values = super().clean()
        is_free = values.get("urgency") == Urgency.ON_THE_SPOT or str(values.get("owner", "")).startswith("agency:")
        for name in ("ack_hours", "due_hours"):
            if not values.get(name) and not is_free and name not in self.errors:
                self.add_error(name, _("Write how many hours this may take."))
        return values
