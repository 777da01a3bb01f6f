"""What “done” needs for a topic, from a day on: pictures, a form, distance and time, and what may stand in."""

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
from peygir.desks.fieldwork import queries as fieldwork
from peygir.desks.fieldwork.actions import set_evidence_rule
from peygir.desks.fieldwork.evidence_needs import FARTHEST, EvidenceNeeds
from peygir.desks.fieldwork.evidence_words import StandInReason
from peygir.desks.fieldwork.queries import EvidenceRuleFacts
from peygir.history.kinds.evidence import EvidenceRulesChanged
from peygir.people.permissions import Permission
from peygir.people.rules import may_administer
from peygir.web.admin.decisions import decisions
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city, today, topic_groups
from peygir.web.kit.form_fields import DayField, set_choices, with_example
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.templatetags.ui import digits, in_language, named
from peygir.web.kit.typed_forms import field_types, rows_of, typed_fields, typed_rows


class EvidenceRuleForm(forms.Form):
    """A topic, what is needed, and from which day on; the rows of form fields are read beside it."""

    topic = forms.ChoiceField(label=gettext_lazy("Topic"))
    before = forms.BooleanField(label=gettext_lazy("A photo from before the work"), required=False)
    after = forms.BooleanField(label=gettext_lazy("A photo of the finished work"), required=False)
    signature = forms.BooleanField(label=gettext_lazy("A signature"), required=False)
    time = forms.BooleanField(label=gettext_lazy("The photo is taken within the time of the case"), required=False)
    metres = forms.IntegerField(
        label=gettext_lazy("Distance to the place at most, in metres"), required=False, min_value=1, max_value=FARTHEST
    )
    stand_ins = forms.MultipleChoiceField(
        label=gettext_lazy("What may stand in when something cannot be had"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    since = DayField(label=gettext_lazy("From the day"))

    def __init__(self, data: QueryDict | None = None, initial: dict[str, object] | None = None) -> None:
        super().__init__(data, initial=initial)
        topics = [(one.code, named(one)) for _names, _code, listed in topic_groups() for one in listed]
        set_choices(self, "topic", [("", "—"), *topics])
        reasons = [(key, in_language(label)) for key, label in StandInReason.labels().items()]
        set_choices(self, "stand_ins", reasons)
        with_example(self, "since")


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule of the table."""

    rule: EvidenceRuleFacts
    topic: TopicFacts | None
    needs: str
    is_planned: bool


@staff(Permission.LOOK_AFTER)
@require_http_methods(["GET", "POST"])
def admin_evidence(request: HttpRequest) -> HttpResponse:
    """Show the rules; POST sets that of a topic from a day on."""
    if request.method != "POST":
        return _page(request, _opened(request.GET.get("topic", "")), _rows_of(request.GET.get("topic", "")))
    form, rows = EvidenceRuleForm(request.POST), typed_rows(request.POST)
    if not may_administer(actor(request)):
        return _page(request, form, rows, status=403, fault=_("The administrator changes these rules; you may look."))
    if not form.is_valid():
        return _page(request, form, rows, status=422)
    given = form.cleaned_data
    needs = EvidenceNeeds(
        before=given["before"],
        after=given["after"],
        signature=given["signature"],
        most_metres=given["metres"],
        time=given["time"],
        fields=typed_fields(rows),
        stand_ins=tuple(given["stand_ins"]),
    )
    try:
        set_evidence_rule(
            current_city().id, [given["topic"]], needs=needs, since=given["since"], by=str(actor(request))
        )
    except Refusal as refusal:
        return _page(request, form, rows, status=status_of(refusal), fault=words_of(refusal))
    messages.success(request, _("The rule is changed; cases that were opened before keep theirs."))
    return redirect("admin_evidence")


def _opened(code: str) -> EvidenceRuleForm:
    """Return the form with what is in force for a topic."""
    topic = city.topic_by_code(current_city().id, code) if code else None
    rule = fieldwork.rule_of(topic.id, on=today()) if topic is not None else None
    needs = rule.needs if rule is not None else EvidenceNeeds()
    initial = {
        "topic": topic.code if topic is not None else "",
        "before": needs.before,
        "after": needs.after,
        "signature": needs.signature,
        "time": needs.time,
        "metres": needs.most_metres,
        "stand_ins": list(needs.stand_ins),
    }
    return EvidenceRuleForm(initial=initial)


def _rows_of(code: str) -> list[dict[str, str]]:
    """Return the rows of form fields of what is in force for a topic, and empty ones."""
    topic = city.topic_by_code(current_city().id, code) if code else None
    rule = fieldwork.rule_of(topic.id, on=today()) if topic is not None else None
    return rows_of(rule.needs.fields if rule is not None else ())


def _page(
    request: HttpRequest, form: EvidenceRuleForm, rows: list[dict[str, str]], *, status: int = 200, fault: str = ""
) -> HttpResponse:
    city_facts, on = current_city(), today()
    topics = {one.id: one for _names, _code, listed in topic_groups() for one in listed}
    context = {
        "form": form,
        "field_rows": list(enumerate(rows)),
        "types": field_types(),
        "fault": fault,
        "rules": [
            RuleRow(rule, topics.get(rule.topic_id), needs_line(rule.needs), rule.valid_from > on)
            for rule in fieldwork.evidence_rules(city_facts.id, on=on)
        ],
        "may_change": may_administer(actor(request)),
        "decisions": decisions(city_facts.id, EvidenceRulesChanged.kind),
    }
    return render(request, "admin/evidence_rules.html", context, status=status)


def needs_line(needs: EvidenceNeeds) -> str:
    """Return what a rule needs as one line."""
    parts = []
    for is_needed, label in (
        (needs.before, _("photo before")),
        (needs.after, _("photo after")),
        (needs.signature, _("signature")),
        (needs.time, _("within the time of the case")),
    ):
        if is_needed:
            parts.append(label)
    if needs.most_metres:
        parts.append(_("at most %(metres)s m away") % {"metres": digits(needs.most_metres)})
    parts += [in_language(one.label) for one in needs.fields]
    return " · ".join(parts)
