"""What inspectors fill in at the place for a topic, from a day on."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from peygir.city import queries as city
from peygir.city.facts import TopicFacts
from peygir.core.refusals import Refusal
from peygir.desks.inspection.actions import set_inspection_form
from peygir.desks.inspection.forms import InspectionFormFacts, form_of, inspection_forms
from peygir.history.kinds.evidence import InspectionFormsChanged
from peygir.people.permissions import Permission
from peygir.people.rules import may_administer
from peygir.web.admin.decisions import decisions
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city, today, topic_groups
from peygir.web.kit.form_fields import DayField, set_choices, with_example
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.templatetags.ui import in_language, named
from peygir.web.kit.typed_forms import field_types, rows_of, typed_fields, typed_rows


class TopicFormForm(forms.Form):
    """A topic, and from which day on; the rows of form fields are read beside it."""

    topic = forms.ChoiceField(label=gettext_lazy("Topic"))
    since = DayField(label=gettext_lazy("From the day"))

    def __init__(self, data: QueryDict | None = None, initial: dict[str, object] | None = None) -> None:
        super().__init__(data, initial=initial)
        topics = [(one.code, named(one)) for _names, _code, listed in topic_groups() for one in listed]
        set_choices(self, "topic", [("", "—"), *topics])
        with_example(self, "since")


@dataclass(frozen=True, slots=True)
class FormRow:
    """One form of the table."""

    form: InspectionFormFacts
    topic: TopicFacts | None
    fields: str
    is_planned: bool


@staff(Permission.LOOK_AFTER)
@require_http_methods(["GET", "POST"])
def admin_inspection_forms(request: HttpRequest) -> HttpResponse:
    """Show the forms; POST sets that of a topic from a day on."""
    if request.method != "POST":
        code = request.GET.get("topic", "")
        topic = city.topic_by_code(current_city().id, code) if code else None
        known = form_of(topic.id, on=today()) if topic is not None else None
        rows = rows_of(known.fields if known is not None else ())
        return _page(request, TopicFormForm(initial={"topic": topic.code if topic is not None else ""}), rows)
    form, rows = TopicFormForm(request.POST), typed_rows(request.POST)
    if not may_administer(actor(request)):
        return _page(request, form, rows, status=403, fault=_("The administrator changes these forms; you may look."))
    if not form.is_valid():
        return _page(request, form, rows, status=422)
    given = form.cleaned_data
    try:
        set_inspection_form(
            current_city().id, given["topic"], fields=typed_fields(rows), since=given["since"], by=str(actor(request))
        )
    except Refusal as refusal:
        return _page(request, form, rows, status=status_of(refusal), fault=words_of(refusal))
    messages.success(request, _("The form is changed; findings that were made before keep theirs."))
    return redirect("admin_inspection_forms")


def _page(
    request: HttpRequest, form: TopicFormForm, rows: list[dict[str, str]], *, status: int = 200, fault: str = ""
) -> HttpResponse:
    city_facts, on = current_city(), today()
    topics = {one.id: one for _names, _code, listed in topic_groups() for one in listed}
    context = {
        "form": form,
        "field_rows": list(enumerate(rows)),
        "types": field_types(),
        "fault": fault,
        "forms": [
            FormRow(
                known,
                topics.get(known.topic_id),
                " · ".join(in_language(each.label) for each in known.fields),
                known.valid_from > on,
            )
            for known in inspection_forms(city_facts.id, on=on)
        ],
        "may_change": may_administer(actor(request)),
        "decisions": decisions(city_facts.id, InspectionFormsChanged.kind),
    }
    return render(request, "admin/inspection_forms.html", context, status=status)
