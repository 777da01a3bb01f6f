"""A unit's manager appeals against the mark, about a case or a rule, and may withdraw what is not decided."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from peygir.cases.queries import codes_of
from peygir.core.refusals import Missing, Refusal
from peygir.outlook.scoring import actions, queries
from peygir.outlook.scoring.actions import NothingToAppeal
from peygir.outlook.scoring.facts import MarkPartFacts, UnitMarkFacts
from peygir.outlook.scoring.words import PartState
from peygir.people.permissions import Permission
from peygir.people.rules import Actor
from peygir.web.kit.access import actor, staff
from peygir.web.kit.appeal_rows import appeals_until
from peygir.web.kit.mark_parts import mark_row
from peygir.web.kit.mark_words import effect_sentence, indicator_name, month_code, month_label, why_text
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.numbers import row_id
from peygir.web.kit.submitting import confirmed
from peygir.web.kit.templatetags.ui import digits
from peygir.web.manager.mark_scope import part_of_request


class AppealForm(forms.Form):
    """The reason of an appeal."""

    reason = forms.CharField(
        label=gettext_lazy("Why should this not count?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("The committee of the inspectorate reads it. Please name nobody."),
    )


@staff(Permission.LEAD_UNIT)
@require_http_methods(["GET", "POST"])
def my_mark_appeal(request: HttpRequest, month: str, unit: str, indicator: str) -> HttpResponse:
    """Show the form of an appeal about a case (`row`) or about every case with one reason (`why`); POST makes it.

    `row` is that of the list of cases: a unit may appeal about a case that went elsewhere, which it sees no more.
    """
    by = actor(request)
    facts, unit_mark, part = part_of_request(by, month, unit, indicator)
    case_id = queries.case_of_effect(part.id, row_id(request.GET.get("row", "")))
    why = request.GET.get("why", "")[:16]
    about = _about(by, unit_mark, part, case_id, why)
    form = AppealForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.appeal(
                    facts.id,
                    unit_mark.unit_id,
                    indicator,
                    case_id=case_id,
                    why="" if case_id is not None else why,
                    reason=form.cleaned_data["reason"],
                    by=by,
                )
            except Missing:
                raise
            except Refusal as refusal:
                form.add_error(None, words_of(refusal))
                status = status_of(refusal)
            else:
                messages.success(request, _("The appeal is made. The committee of the inspectorate decides."))
                return redirect("my_mark")
    context = {
        "form": form,
        "about": about,
        "name": month_label(facts.first_on),
        "code": month_code(facts.first_on),
        "mark": mark_row(unit_mark),
        "indicator": indicator,
        "part_name": indicator_name(indicator),
        "days": appeals_until(facts),
        "at": "mark",
    }
    return render(request, "manager/my_mark_appeal.html", context, status=status)


@staff(Permission.LEAD_UNIT)
@require_POST
def my_mark_appeal_withdraw(request: HttpRequest, appeal_id: int) -> HttpResponse:
    """Withdraw an appeal of the own unit that is not decided."""
    confirmed(request, _("The appeal is withdrawn."), lambda: actions.withdraw_appeal(appeal_id, by=actor(request)))
    return redirect("my_mark")


def _about(
    by: Actor, unit_mark: UnitMarkFacts, part: MarkPartFacts, case_id: int | None, why: str
) -> dict[str, object]:
    """What the appeal is about, as text. Raises NothingToAppeal for what is not in the part."""
    if part.state == PartState.SHOWN:
        raise NothingToAppeal()
    if case_id is None:
        if why not in part.counts:
            raise NothingToAppeal()
        count = digits(part.counts[why])
        rule = why_text(part.indicator, why)
        words = _("Every case that counts as “%(why)s”: %(count)s.") % {"why": rule, "count": count}
        return {"code": "", "lines": [words]}
    effects = [row for row in queries.effects_of_case(unit_mark.id, case_id) if row[0] == part.indicator]
    if not effects:
        raise NothingToAppeal()
    lines = [effect_sentence(indicator, reason, effect) for indicator, reason, effect in effects]
    return {"code": codes_of([case_id], seen_by=by).get(case_id, ""), "lines": lines}
