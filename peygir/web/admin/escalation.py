"""Escalation levels: who is notified when a share of a promise's time is used; by city, urgency, topic and unit."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from peygir.city import actions
from peygir.city import queries as city
from peygir.city.facts import in_force
from peygir.city.local_knowledge_rows import HIGHEST_PERCENT
from peygir.city.local_knowledge_rules import USUAL_LADDER
from peygir.core.persian import ascii_digits
from peygir.core.refusals import Refusal
from peygir.history.kinds.city import EscalationChanged
from peygir.people.actions import NotYourWork
from peygir.people.permissions import Permission
from peygir.people.rules import may_administer
from peygir.web.admin.decisions import decisions
from peygir.web.kit.access import actor, staff
from peygir.web.kit.change_requests import (
    URGENCIES,
    ChangePreview,
    PreviewRow,
    choice_of,
    hidden_of,
    since_field,
    topic_choices,
    unit_choices,
)
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.form_fields import set_choices, with_example
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.submitting import refuse
from peygir.web.kit.templatetags.decided import percent
from peygir.web.kit.templatetags.ui import day, digits, named

STEPS: Final = 8
CITY: Final = "city"
TOLD: Final = (
    ("clerk", gettext_lazy("the clerk who has it")),
    ("manager", gettext_lazy("the unit's manager")),
    ("deputy", gettext_lazy("the deputy mayor above it")),
    ("mayor", gettext_lazy("the mayor's desk")),
)
_FIELDS: Final = {"DayIsPast": "since", "LadderIsOfNobody": "whose"}
Key = tuple[int | None, int | None, str]


class EscalationForm(forms.Form):
    """The scope of an escalation policy, the day it starts, and up to eight steps."""

    whose = forms.ChoiceField(label=gettext_lazy("Whose"))
    since = since_field()

    def __init__(self, data: QueryDict | None = None, *, initial: dict[str, object] | None = None) -> None:
        super().__init__(data, initial=initial)
        urgent = [(f"urgency:{code}", _("topics: %(urgency)s") % {"urgency": words}) for code, words in URGENCIES[:3]]
        topics = [(group, [(f"topic:{code}", name) for code, name in rows]) for group, rows in topic_choices()]
        units = [(_("Units"), [(f"unit:{code}", name) for code, name in unit_choices()])]
        kept = [(one, name_of(key)) for key, one in ladders_by_key().items() if key[0] and key[1]]
        set_choices(self, "whose", [(CITY, _("the whole city")), *urgent, *kept, *topics, *units])
        with_example(self, "since")
        for number in range(STEPS):
            self.fields[f"share{number}"] = forms.CharField(
                required=False,
                max_length=5,
                widget=forms.TextInput(attrs={"class": "box box-ltr", "inputmode": "numeric", "autocomplete": "off"}),
            )
            self.fields[f"told{number}"] = forms.ChoiceField(
                required=False, choices=[("", "—"), *TOLD], widget=forms.Select(attrs={"class": "box"})
            )

    def rows(self) -> list[tuple[Any, Any]]:
        """Return the form fields of each step."""
        return [(self[f"share{number}"], self[f"told{number}"]) for number in range(STEPS)]

    def clean(self) -> dict[str, Any]:
        """Check that each step has both a share and a recipient, and that no share occurs twice."""
        values: dict[str, Any] = super().clean() or {}
        steps: dict[int, str] = {}
        for number in range(STEPS):
            share, audience = ascii_digits(values.get(f"share{number}", "")), values.get(f"told{number}", "")
            if not share and not audience:
                continue
            is_right = share.isascii() and share.isdigit() and 0 < int(share) <= HIGHEST_PERCENT and audience
            if not is_right:
                self.add_error(f"share{number}", _("A number of percent, and who is told then."))
            elif int(share) in steps:
                self.add_error(f"share{number}", _("This share is given twice."))
            else:
                steps[int(share)] = audience
        values["steps"] = dict(sorted(steps.items()))
        return values


@dataclass(frozen=True, slots=True)
class EscalationPart:
    """One escalation policy as in force today: (percent, recipient, tone) of each step."""

    key: str
    name: str
    steps: list[tuple[int, str, str]]
    is_decided: bool
    is_usual: bool
    planned: date | None


@staff(Permission.LOOK_AFTER)
@require_http_methods(["GET", "POST"])
def admin_ladders(request: HttpRequest) -> HttpResponse:
    """Show all escalation policies; POST previews a change, then makes it."""
    if request.method != "POST":
        return _page(request, EscalationForm(initial=_initial(request.GET.get("whose", CITY))))
    if not may_administer(actor(request)):
        raise NotYourWork()
    form, step = EscalationForm(request.POST), request.POST.get("step")
    if not form.is_valid() or step == "again":
        return _page(request, form, status=200 if form.is_valid() else 422)
    whose, since, steps = form.cleaned_data["whose"], form.cleaned_data["since"], form.cleaned_data["steps"]
    if step != "do":
        preview_row = PreviewRow(name_of(_key(whose)), _told(_steps(_key(whose), since)), _told(steps))
        if preview_row.is_same:
            form.add_error(None, words_of(actions.NothingDiffers()))
            return _page(request, form, status=422)
        notes = (_("Open cases keep the steps that they have; this applies to what is reported from that day."),)
        return _page(request, form, preview=ChangePreview([preview_row], day(since), hidden_of(request), notes))
    try:
        actions.set_escalation(current_city().id, steps=steps, since=since, by=str(actor(request)), **_parts(whose))
    except Refusal as refusal:
        refuse(form, refusal, _FIELDS)
        return _page(request, form, status=status_of(refusal))
    messages.success(
        request, _("The steps are changed from %(day)s; the change can be taken back below.") % {"day": day(since)}
    )
    return redirect("admin_ladders")


def _parts(whose: str) -> dict[str, str]:
    """Split `topic:CIV-01+unit:D-01` into keyword arguments of `set_escalation`."""
    return dict(one.split(":", 1) for one in whose.split("+") if ":" in one)


def _key(whose: str) -> Key:
    here, parts = current_city().id, _parts(whose)
    topic = city.topic_by_code(here, parts.get("topic", ""))
    unit = city.unit_by_code(here, parts.get("unit", ""))
    return (topic.id if topic else None, unit.id if unit else None, parts.get("urgency", ""))


def ladders_by_key() -> dict[Key, str]:
    """Return the policies in force or planned, with the URL key of each; the city's comes first."""
    names_by_key: dict[Key, str] = {(None, None, ""): CITY}
    city_id = current_city().id
    for row in city.escalation_versions(city_id):
        is_over = row.valid_from == row.valid_to or (row.valid_to is not None and row.valid_to <= today())
        topic = city.topic(city_id, row.topic_id) if row.topic_id is not None else None
        unit = city.unit(row.unit_id) if row.unit_id is not None else None
        if not is_over:
            names = [
                f"topic:{topic.code}" if topic else "",
                f"unit:{unit.code}" if unit else "",
                f"urgency:{row.urgency}" if row.urgency else "",
            ]
            names_by_key.setdefault((row.topic_id, row.unit_id, row.urgency), "+".join(filter(None, names)) or CITY)
    return names_by_key


def name_of(key: Key) -> str:
    """Return the scope of a policy as text."""
    topic = named(city.topic(current_city().id, key[0])) if key[0] is not None else ""
    unit = named(city.unit(key[1])) if key[1] is not None else ""
    if key[2]:
        return _("topics: %(urgency)s") % {"urgency": choice_of(URGENCIES, key[2])}
    return " · ".join(filter(None, (topic, unit))) or _("the whole city")


def _steps(key: Key, on: date) -> dict[int, str]:
    rows = [
        row for row in city.escalation_versions(current_city().id) if (row.topic_id, row.unit_id, row.urgency) == key
    ]
    audience_by_percent = {row.step.percent: row.step.audience for row in rows if in_force((row,), on)}
    if not audience_by_percent and key == (None, None, ""):
        audience_by_percent = {step.percent: step.audience for step in USUAL_LADDER}
    return dict(sorted(audience_by_percent.items()))


def _told(steps: dict[int, str]) -> str:
    names = dict(TOLD)
    return "\n".join(f"{percent(share)}: {names[told]}" for share, told in steps.items()) or _(
        "the closest other steps"
    )


def _initial(whose: str) -> dict[str, Any]:
    known = set(ladders_by_key().values())
    whose = whose if whose in known or _key(whose) != (None, None, "") else CITY
    values: dict[str, Any] = {"whose": whose}
    for number, (share, told) in enumerate(list(_steps(_key(whose), today()).items())[:STEPS]):
        values |= {f"share{number}": digits(str(share)), f"told{number}": told}
    return values


def _page(
    request: HttpRequest, form: EscalationForm, *, status: int = 200, preview: ChangePreview | None = None
) -> HttpResponse:
    context = {
        "form": form,
        "rows": form.rows(),
        "preview": preview,
        "here": reverse("admin_ladders"),
        "back": reverse("admin_ladders"),
        "ladders": [_part(key, one) for key, one in ladders_by_key().items()],
        "may_change": may_administer(actor(request)),
        "decisions": decisions(current_city().id, EscalationChanged.kind),
    }
    return render(request, "admin/escalation.html", context, status=status)


def _part(key: Key, key_text: str) -> EscalationPart:
    rows = [
        row for row in city.escalation_versions(current_city().id) if (row.topic_id, row.unit_id, row.urgency) == key
    ]
    standing = [row for row in rows if in_force((row,), today())]
    names = dict(TOLD)
    steps = [(share, str(names[told]), _tone(share)) for share, told in _steps(key, today()).items()]
    planned = [row.valid_from for row in rows if row.valid_from > today() and row.valid_from != row.valid_to]
    planned += [row.valid_to for row in standing if row.valid_to is not None]
    is_decided = any(row.source == "desk" for row in standing)
    return EscalationPart(
        key_text, name_of(key), steps, is_decided, bool(steps) and not standing, min(planned, default=None)
    )


def _tone(share: int) -> str:
    return "tone-red" if share >= 100 else "tone-orange" if share >= 80 else "tone-yellow"
