"""Writing an answer: filled from a template, and previewed as the citizen will see it, before it is sent."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from peygir.cases import queries as cases
from peygir.cases.commands import BY_COMMAND
from peygir.cases.facts import CaseFacts
from peygir.cases.lifecycle import BY_VERB
from peygir.desks.answers import templates as answers
from peygir.desks.answers.draft_rules import DraftOutcome, outcome_of
from peygir.desks.answers.previews import previews
from peygir.desks.fieldwork.queries import needs_of
from peygir.web.clerk.acting import NoSuchMove
from peygir.web.clerk.case import case_page, open_case_of
from peygir.web.clerk.moves import MoveForm, typed_words
from peygir.web.clerk.proposals import proposed_in
from peygir.web.clerk.publishing_panel import may_publish
from peygir.web.kit.access import actor, staff
from peygir.web.kit.templatetags.ui import field

MOST = 2000


@staff()
@require_POST
def case_fill(request: HttpRequest, code: str, verb: str) -> HttpResponse:
    """Insert a template's text into the answer, below what was typed before, or in place of the proposal.

    With `own` in place of a template the proposal is taken away.
    """
    case = _case_for(request, code, verb)
    typed_values = typed_words(request.POST)
    wanted = request.POST.get("template", "")
    template = answers.template(int(wanted)) if wanted.isascii() and wanted.isdigit() and len(wanted) < 18 else None
    proposed, typed_note = proposed_in(request.POST), typed_values.get("note", "").strip()
    if proposed is not None and outcome_of(proposed.text, typed_note) == DraftOutcome.UNCHANGED:
        typed_note = ""
    if "own" in request.POST:
        typed_values["note"] = typed_note
    elif template is not None and template.city_id == case.city_id and template.unit_id in (None, case.unit_id):
        ready = answers.fill(template, case)
        typed_values["note"] = (ready if not typed_note or ready in typed_note else f"{typed_note}\n{ready}")[:MOST]
    form = _form(request, case, verb, typed_values)
    if request.headers.get("HX-Request"):
        return HttpResponse(field(form["note"])["box"])
    return case_page(request, code, typed=form)


@staff()
@require_POST
def case_preview(request: HttpRequest, code: str, verb: str) -> HttpResponse:
    """Show the message that this answer would send."""
    case = _case_for(request, code, verb)
    if verb not in BY_COMMAND or not BY_COMMAND[verb].message:
        raise NoSuchMove(verb=verb[:20])
    typed_values = typed_words(request.POST)
    answer = typed_values.get("note", "")[:MOST].strip()
    seen = previews(case, verb, answer=answer or "…", reports=cases.reports_of(case.pk))
    if request.headers.get("HX-Request"):
        return render(request, "clerk/preview.html", {"previews": seen})
    return case_page(request, code, typed=_form(request, case, verb, typed_values), previews=seen)


def _form(request: HttpRequest, case: CaseFacts, verb: str, typed_values: dict[str, str]) -> MoveForm:
    initial: dict[str, str | bool] = {**typed_values, "show_photo": "show_photo" in request.POST}
    may_show = may_publish(actor(request), case)
    return MoveForm(verb, case.state, initial=initial, may_show=may_show, needs=needs_of(case))


def _case_for(request: HttpRequest, code: str, verb: str) -> CaseFacts:
    if verb not in BY_VERB:
        raise NoSuchMove(verb=verb[:20])
    return open_case_of(actor(request), code)
