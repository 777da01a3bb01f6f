"""Appeals of units against their marks: those that wait for the committee, and one of them with the decision."""

from collections.abc import Mapping
from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from peygir.core.refusals import Missing, Refusal
from peygir.outlook.scoring import people_queries, queries
from peygir.outlook.scoring.actions import DecisionIsAnother, NothingToAppeal, confirm_decision, propose_decision
from peygir.outlook.scoring.appealing import may_decide_appeal
from peygir.outlook.scoring.facts import AppealFacts
from peygir.outlook.scoring.words import AppealOutcome
from peygir.people.permissions import Permission
from peygir.people.queries import staff_names
from peygir.web.kit.access import actor, staff
from peygir.web.kit.appeal_rows import appeal_rows
from peygir.web.kit.current_city import current_city
from peygir.web.kit.form_fields import set_choices
from peygir.web.kit.mark_words import effect_sentence, indicator_definition, mark_text
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.submitting import confirmed
from peygir.web.kit.templatetags.ui import digits, in_language, language


class AppealDecisionForm(forms.Form):
    """Whether the unit is right, and why."""

    outcome = forms.ChoiceField(label=gettext_lazy("Decision"), widget=forms.RadioSelect)
    answer = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("The unit reads it; everybody reads the number of decisions alone."),
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        decisions = (AppealOutcome.UPHELD, AppealOutcome.REJECTED)
        set_choices(self, "outcome", [(one.value, in_language(one.label)) for one in decisions])


@staff(Permission.DECIDE_APPEALS)
@require_GET
def mark_appeals(request: HttpRequest) -> HttpResponse:
    """List the appeals that wait, the oldest first, and those that were decided last."""
    by, city_id = actor(request), current_city().id
    context = {
        "rows": appeal_rows(people_queries.open_appeals(city_id), by),
        "decided": appeal_rows(people_queries.decided_appeals(city_id), by),
        "totals": people_queries.appeal_totals(city_id, by),
    }
    return render(request, "inspectorate/appeals.html", context)


@staff(Permission.DECIDE_APPEALS)
@require_http_methods(["GET", "POST"])
def mark_appeal(request: HttpRequest, appeal_id: int) -> HttpResponse:
    """Show one appeal with what its cases did to the mark; POST proposes a decision, or confirms that of another.

    Once two people agree, a job restates the month.
    """
    row = people_queries.appeal_by_id(current_city().id, appeal_id)
    if row is None:
        raise NothingToAppeal()
    if request.method != "POST":
        return _page(request, row, AppealDecisionForm())
    if request.POST.get("deed") == "confirm":
        return _confirm(request, row)
    form = AppealDecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form, status=422)
    is_upheld = form.cleaned_data["outcome"] == AppealOutcome.UPHELD
    try:
        propose_decision(appeal_id, is_upheld=is_upheld, answer=form.cleaned_data["answer"], by=actor(request))
    except Missing:
        raise
    except Refusal as refusal:
        form.add_error(None, words_of(refusal))
        return _page(request, row, form, status=status_of(refusal))
    messages.success(request, _("The decision is proposed. A second person of the committee confirms it."))
    return redirect("mark_appeals")


def _confirm(request: HttpRequest, row: AppealFacts) -> HttpResponse:
    """Decide as the second person what was read on the page."""
    upheld = _("The decision is recorded. The restatement is under way; the new version appears in some minutes.")
    rejected = _("The decision is recorded. The mark stays as it is.")

    def act() -> None:
        try:
            as_read = datetime.fromisoformat(request.POST.get("as_read", "")[:40])
        except ValueError:
            raise DecisionIsAnother() from None
        confirm_decision(row.id, as_read=as_read, by=actor(request))

    confirmed(request, upheld if row.proposed == AppealOutcome.UPHELD else rejected, act)
    return redirect("mark_appeal", appeal_id=row.id)


def _page(request: HttpRequest, row: AppealFacts, form: AppealDecisionForm, *, status: int = 200) -> HttpResponse:
    by = actor(request)
    (shown,) = appeal_rows([row], by)
    unit_mark = queries.mark_of_unit(row.month_id, row.unit_id, by)
    is_open = row.outcome == AppealOutcome.OPEN
    names = staff_names({row.made_by_id, row.proposed_by_id or 0}, language())
    context = {
        "row": shown,
        "form": form,
        "mark": mark_text(unit_mark.mark) if unit_mark is not None else "—",
        "definition": indicator_definition(row.indicator),
        "lines": _lines(row, unit_mark.id) if unit_mark is not None and is_open else [],
        "maker": names.get(row.made_by_id, ""),
        "proposal": _proposal(row, names) if is_open and row.proposed and row.answer else None,
        "is_proposer": row.proposed_by_id == by.id,
        "is_open": is_open,
        "may_decide": may_decide_appeal(by, unit_id=row.unit_id, made_by_id=row.made_by_id),
    }
    return render(request, "inspectorate/appeal.html", context, status=status)


def _proposal(row: AppealFacts, names: Mapping[int, str]) -> dict[str, object]:
    """The decision that somebody of the committee has proposed, as text."""
    return {
        "outcome": in_language(AppealOutcome.of(row.proposed).label),
        "by": names.get(row.proposed_by_id or 0, ""),
        "at": row.proposed_at,
        "as_read": row.proposed_at.isoformat() if row.proposed_at is not None else "",
    }


def _lines(row: AppealFacts, mark_id: int) -> list[str]:
    """What the case did to the mark, or how many cases the rule is about."""
    if row.case_id is not None:
        effects = [one for one in queries.effects_of_case(mark_id, row.case_id) if one[0] == row.indicator]
        return [effect_sentence(indicator, why, effect) for indicator, why, effect in effects]
    part = next((one for one in queries.parts_of(mark_id) if one.indicator == row.indicator), None)
    count = part.counts.get(row.why, 0) if part is not None else 0
    return [_("cases with this reason: %(count)s") % {"count": digits(count)}]
