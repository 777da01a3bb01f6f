"""Answer templates of a unit for its frequent answers; managers edit their own unit's, the centre all."""

from typing import Any, Final

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from peygir.cases.lifecycle import BY_VERB
from peygir.city import queries as city
from peygir.core.refusals import Invalid
from peygir.core.translation import languages
from peygir.desks.answers import actions as answers
from peygir.desks.answers import templates as templates_queries
from peygir.desks.answers.facts import TemplateFacts
from peygir.desks.answers.template_rules import MAX_BODY, MAX_TITLE, VARIABLES, VERBS, may_write_template
from peygir.people.permissions import Permission
from peygir.people.rules import Actor
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city, topic_groups
from peygir.web.kit.form_fields import set_choices
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.templatetags.ui import in_language, named

# variable → the value of its placeholder
GAPS: Final = {
    "topic": gettext_lazy("the topic"),
    "unit": gettext_lazy("the unit"),
    "place": gettext_lazy("neighbourhood or district"),
    "due": gettext_lazy("the promised date"),
    "days": gettext_lazy("days the citizen has to answer"),
}
assert set(GAPS) == VARIABLES


class TemplateForm(forms.Form):
    """A new template, or a new version of one."""

    verb = forms.ChoiceField(label=gettext_lazy("For which move?"))
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=[one for one in settings.LANGUAGES if one[0] in languages()]
    )
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), required=False)
    topic = forms.ChoiceField(label=gettext_lazy("Topic"), required=False)
    title = forms.CharField(label=gettext_lazy("Title, for colleagues"), max_length=MAX_TITLE)
    body = forms.CharField(label=gettext_lazy("Words"), max_length=MAX_BODY, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(
        self, data: QueryDict | None = None, *, by: Actor, initial: dict[str, str] | None = None, key: str = "new"
    ) -> None:
        super().__init__(data, auto_id=f"{key}-%s", initial=initial)
        city_facts = current_city()
        moves = [(verb, in_language(BY_VERB[verb].label)) for verb in VERBS]
        set_choices(self, "verb", moves)
        topics = [
            (in_language(names), [(str(one.id), named(one)) for one in rows]) for names, _code, rows in topic_groups()
        ]
        set_choices(self, "topic", [("", _("all topics")), *topics])
        if by.may(Permission.LEAD_UNIT):
            del self.fields["unit"]
        else:
            set_choices(
                self, "unit", [("", _("all units")), *((str(one.id), named(one)) for one in city.units(city_facts.id))]
            )

    def given(self, by: Actor) -> dict[str, Any]:
        """Return the values as keyword arguments of the action."""
        said_here = dict(self.cleaned_data)
        unit, topic = said_here.pop("unit", ""), said_here.pop("topic", "")
        unit_id = by.unit_id if by.may(Permission.LEAD_UNIT) else int(unit) if unit else None
        return {**said_here, "unit_id": unit_id, "topic_id": int(topic) if topic else None}


@staff(Permission.WRITE_TEMPLATES)
@require_http_methods(["GET", "POST"])
def templates(request: HttpRequest) -> HttpResponse:
    """List the templates with a form for a new one; the form of a row replaces its text."""
    by, city_facts = actor(request), current_city()
    old = request.POST.get("instead_of", "")
    instead_of = int(old) if old.isascii() and old.isdigit() and len(old) < 18 else None
    typed, status = None, 422
    if request.method == "POST":
        typed = TemplateForm(request.POST, by=by, key=old or "new")
        if typed.is_valid():
            try:
                answers.save_template(city_facts.id, by=by, instead_of=instead_of, **typed.given(by))
            except Invalid as refusal:
                typed.add_error("body", words_of(refusal))
            except answers.TemplateHasChanged as refusal:
                # After a refusal the form of the replaced version holds what was typed, below the original text.
                typed.add_error(None, words_of(refusal))
                instead_of, status = templates_queries.in_place_of(instead_of), status_of(refusal)
            else:
                messages.success(request, _("The template is saved and offered from now on."))
                return redirect("templates")
    rows = templates_queries.templates_of(city_facts.id, by.unit_id if by.may(Permission.LEAD_UNIT) else None)
    context = {
        "lines": [(row, _row_form(row, by, typed if row.pk == instead_of else None)) for row in rows],
        "form": typed if typed is not None and instead_of is None else TemplateForm(by=by),
        "is_open": typed is not None and instead_of is None,
        "open_row": instead_of,
        "gaps": GAPS.items(),
        "unit": city.unit(by.unit_id) if by.may(Permission.LEAD_UNIT) and by.unit_id else None,
    }
    return render(request, "clerk/templates.html", context, status=status if typed is not None else 200)


def _row_form(row: TemplateFacts, by: Actor, typed: TemplateForm | None) -> TemplateForm | None:
    """Return the form that edits a row; None if this person may not."""
    if not may_write_template(by, row.unit_id):
        return None
    if typed is not None:
        return typed
    initial = {
        "verb": row.verb,
        "language": row.language,
        "title": row.title,
        "body": row.body,
        "unit": str(row.unit_id or ""),
        "topic": str(row.topic_id or ""),
    }
    return TemplateForm(by=by, initial=initial, key=str(row.pk))


@staff(Permission.WRITE_TEMPLATES)
@require_POST
def template_end(request: HttpRequest, template_id: int) -> HttpResponse:
    """End a template: it is not offered any more."""
    answers.end_template(template_id, by=actor(request))
    messages.success(request, _("The template is put away."))
    return redirect("templates")
