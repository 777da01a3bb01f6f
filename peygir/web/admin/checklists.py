"""The checklist of each topic: the steps that an order of this topic gets."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from peygir.city import queries as city
from peygir.city.facts import TopicFacts
from peygir.core import translation
from peygir.core.refusals import Missing, Refusal
from peygir.desks.fieldwork import actions as fieldwork
from peygir.desks.fieldwork import queries as worked
from peygir.desks.fieldwork.queries import ChecklistStepFacts
from peygir.people.actions import NotYourWork
from peygir.people.permissions import Permission
from peygir.people.rules import may_administer
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city, today, topic_groups
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.templatetags.ui import in_language

_REQUIRED = "*"


class NoTopicForChecklist(Missing):
    """The city has no topic with this code."""

    message = translation.gettext_lazy("The city has no such topic.")


class ChecklistForm(forms.Form):
    """The steps, one on each line; a star before it marks a required one."""

    steps = forms.CharField(
        label=gettext_lazy("Steps, one on each line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=gettext_lazy("A star (*) before a step: the work is not finished without it. Empty: no checklist."),
    )

    def __init__(self, data: QueryDict | None = None, *, steps: tuple[ChecklistStepFacts, ...] = ()) -> None:
        lines = [f"{_REQUIRED} {step.text}" if step.is_required else step.text for step in steps]
        super().__init__(data, initial={"steps": "\n".join(lines)})

    def values(self) -> list[ChecklistStepFacts]:
        """Return the steps."""
        lines = [line.strip() for line in self.cleaned_data["steps"].splitlines()]
        return [
            ChecklistStepFacts(line.lstrip(_REQUIRED).strip(), line.startswith(_REQUIRED)) for line in lines if line
        ]


@staff(Permission.LOOK_AFTER)
@require_GET
def admin_checklists(request: HttpRequest) -> HttpResponse:
    """List the topics with the number of their steps."""
    known = worked.checklists_on(current_city().id, on=today())
    groups = [
        (in_language(names), [(topic, known.get(topic.id)) for topic in topics])
        for names, _group, topics in topic_groups()
    ]
    return render(request, "admin/checklists.html", {"groups": groups, "count": len(known)})


@staff(Permission.LOOK_AFTER)
@require_http_methods(["GET", "POST"])
def admin_checklist(request: HttpRequest, topic_code: str) -> HttpResponse:
    """Show the steps of a topic and its earlier checklists; POST puts others into force from today on."""
    by, topic = actor(request), city.topic_by_code(current_city().id, topic_code)
    if topic is None:
        raise NoTopicForChecklist()
    if request.method != "POST":
        return _page(request, topic, ChecklistForm(steps=worked.steps_on(topic.id, on=today())))
    if not may_administer(by):
        raise NotYourWork()
    form = ChecklistForm(request.POST)
    if not form.is_valid():
        return _page(request, topic, form, status=422)
    try:
        fieldwork.keep_checklist(topic.city_id, topic.id, form.values(), by=by)
    except Refusal as refusal:
        form.add_error("steps", words_of(refusal))
        return _page(request, topic, form, status=status_of(refusal))
    messages.success(request, _("The checklist is in force for orders that are made from now on."))
    return redirect("admin_checklists")


def _page(request: HttpRequest, topic: TopicFacts, form: ChecklistForm, *, status: int = 200) -> HttpResponse:
    context = {
        "topic": topic,
        "form": form,
        "versions": worked.checklist_versions(topic.id),
        "may_change": may_administer(actor(request)),
    }
    return render(request, "admin/checklist.html", context, status=status)
