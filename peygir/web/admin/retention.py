"""How long personal data are kept, what would be erased tonight, holds in force, and the last nights' reports."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from peygir.cases.queries import codes_of
from peygir.core import clock
from peygir.core.refusals import Refusal
from peygir.history.kinds.privacy import RetentionDecided
from peygir.journey.retention.due import count_due, cutoff, moment_of
from peygir.journey.two_person import propose_retention
from peygir.people import retention_queries as kept
from peygir.people.actions import NotYourWork
from peygir.people.change_kinds import LONGEST_WHY
from peygir.people.permissions import Permission
from peygir.people.queries import staff_names
from peygir.people.retention_kinds import (
    FEWEST_MONTHS,
    MOST_MONTHS,
    NOTICE_DAYS,
    PROPOSED_MONTHS,
    RetentionKind,
)
from peygir.people.rules import Actor, may_administer
from peygir.web.admin.decisions import decisions
from peygir.web.kit.access import actor, staff
from peygir.web.kit.actor_names import who
from peygir.web.kit.change_requests import ChangePreview, PreviewRow, hidden_of, since_field
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.form_fields import WholeNumber, set_choices, with_example
from peygir.web.kit.middleware.refusals import status_of
from peygir.web.kit.privacy_words import counts_words
from peygir.web.kit.record_receipts import night_proof
from peygir.web.kit.retention_words import from_words, time_words
from peygir.web.kit.submitting import refuse
from peygir.web.kit.templatetags.ui import day, digits, in_language, language

_FIELDS: Final = {
    "RetentionTimeIsWrong": "months",
    "RetentionTimeIsTooSoon": "since",
    "ChangeReasonIsMissing": "why",
}


class RetentionForm(forms.Form):
    """A kind of data, the months that it is kept, and from which day on."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind of data"))
    months = WholeNumber(label=gettext_lazy("Months"), min_value=FEWEST_MONTHS, max_value=MOST_MONTHS)
    since = since_field()
    why = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=LONGEST_WHY,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Give the reason; it stays on record.")},
    )

    def __init__(self, data: QueryDict | None = None, *, initial: dict[str, object] | None = None) -> None:
        super().__init__(data, initial=initial)
        set_choices(self, "kind", [(kind.value, in_language(kind.label)) for kind in RetentionKind])
        with_example(self, "since")


@dataclass(frozen=True, slots=True)
class RetentionLine:
    """One kind of the table: the time as text, from what it counts, and how much is due tonight."""

    kind: str
    name: str
    time: str
    counted_from: str
    planned: str
    due: int | None
    proposed: int


@dataclass(frozen=True, slots=True)
class HoldLine:
    """One hold: the case's code (empty for a citizen's), the reason, by whom, and its last day."""

    code: str
    reason: str
    who: str
    placed_at: datetime
    until: date | None


@staff(Permission.LOOK_AFTER)
@require_http_methods(["GET", "POST"])
def admin_retention(request: HttpRequest) -> HttpResponse:
    """Show the times and what is due; POST previews a decision, then proposes it to a second person."""
    if request.method != "POST":
        kind = request.GET.get("kind", RetentionKind.WORDS.value)
        proposed = PROPOSED_MONTHS[RetentionKind.of(kind)] if kind in RetentionKind.labels() else ""
        return _page(request, RetentionForm(initial={"kind": kind, "months": proposed}))
    if not may_administer(actor(request)):
        raise NotYourWork()
    form, step = RetentionForm(request.POST), request.POST.get("step")
    if not form.is_valid() or step == "again":
        return _page(request, form, status=200 if form.is_valid() else 422)
    given = form.cleaned_data
    if step != "do":
        return _page(request, form, preview=_preview(request, form))
    try:
        change_id = propose_retention(
            current_city().id,
            given["kind"],
            months=given["months"],
            since=given["since"],
            why=given["why"],
            by=actor(request),
        )
    except Refusal as refusal:
        refuse(form, refusal, _FIELDS)
        return _page(request, form, status=status_of(refusal))
    messages.success(request, _("Proposed: a second person must confirm it; until then nothing changes."))
    return redirect("admin_change", change_id=change_id)


@staff(Permission.LOOK_AFTER)
@require_GET
def admin_retention_proof(request: HttpRequest, day: str) -> HttpResponse:
    """Return what proves that a night's erasure (its day in ISO 8601) was recorded. Raises NothingToProve."""
    return night_proof(current_city().id, day)


def _preview(request: HttpRequest, form: RetentionForm) -> ChangePreview:
    given = form.cleaned_data
    kind = RetentionKind.of(given["kind"])
    now = next(row for row in kept.retention_times(current_city().id, today()) if row.kind == kind)
    due = count_due(kind, before=moment_of(current_city().id, given["since"], given["months"]))
    warning = ngettext(
        "Something would be erased of %(count)s case, person, message or contact in the first night, unless a hold"
        " keeps it. This cannot be taken back.",
        "Something would be erased of %(count)s cases, persons, messages or contacts in the first night, unless a hold"
        " keeps it. This cannot be taken back.",
        due,
    ) % {"count": digits(due)}
    line = PreviewRow(in_language(kind.label), time_words(now.months), time_words(given["months"]))
    return ChangePreview([line], day(given["since"]), hidden_of(request), (warning,), is_proposed=True)


def _page(
    request: HttpRequest, form: RetentionForm, *, status: int = 200, preview: ChangePreview | None = None
) -> HttpResponse:
    city_id = current_city().id
    context = {
        "form": form,
        "preview": preview,
        "times": [_line(row) for row in kept.retention_times(city_id, today())],
        "holds": _holds(city_id, actor(request)),
        "runs": [(run, counts_words(run.erased), counts_words(run.held)) for run in kept.last_runs(city_id)],
        "backup_days": settings.BACKUPS_KEPT_DAYS,
        "here": reverse("admin_retention"),
        "back": reverse("admin_retention"),
        "may_change": may_administer(actor(request)),
        "notice_days": NOTICE_DAYS,
        "lines": decisions(city_id, RetentionDecided.kind),
    }
    return render(request, "admin/retention.html", context, status=status)


def _line(row: kept.RetentionTime) -> RetentionLine:
    before = cutoff(current_city().id, row.kind, clock.now())
    planned = ""
    if row.planned_from is not None:
        planned = _("from %(day)s: %(time)s") % {"day": day(row.planned_from), "time": time_words(row.planned_months)}
    return RetentionLine(
        row.kind.value,
        in_language(row.kind.label),
        time_words(row.months),
        from_words(row.kind),
        planned,
        count_due(row.kind, before=before) if before is not None else None,
        PROPOSED_MONTHS[row.kind],
    )


def _holds(city_id: int, by: Actor) -> list[HoldLine]:
    rows = kept.holds_in_force(city_id, today())
    codes = codes_of([row.case_id for row in rows if row.case_id is not None], seen_by=by)
    names = staff_names(
        {int(row.placed_by.partition(":")[2]) for row in rows if row.placed_by.startswith("staff:")}, language()
    )
    return [
        HoldLine(
            codes.get(row.case_id, "") if row.case_id is not None else "",
            row.reason,
            who(row.placed_by, names),
            row.placed_at,
            row.until,
        )
        for row in rows
    ]
