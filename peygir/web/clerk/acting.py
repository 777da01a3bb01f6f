"""The commands of a case's page: a move, a note, another topic, showing the phone number."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from peygir.cases import queries as cases
from peygir.cases.actions.looking import look_at_phone
from peygir.cases.facts import CaseFacts
from peygir.cases.lifecycle import BY_VERB
from peygir.city import queries as city
from peygir.core import translation
from peygir.core.bodies import PHOTOS
from peygir.core.refusals import Invalid, Missing, Refusal
from peygir.desks.fieldwork.queries import needs_of
from peygir.journey.commands import apply_command
from peygir.people.permissions import Permission
from peygir.web.clerk.case import case_page, open_case_of
from peygir.web.clerk.drafts import seen_of
from peygir.web.clerk.moves import MoveForm
from peygir.web.clerk.proposals import proposed_in
from peygir.web.clerk.publishing_panel import may_publish
from peygir.web.clerk.refused_command import RefusedCommand, wanted_assign, wanted_place, wanted_topic
from peygir.web.clerk.turning import address_after, same_case
from peygir.web.kit.access import actor, staff, takes
from peygir.web.kit.current_city import current_city
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.numbers import whole
from peygir.web.kit.once import act_once
from peygir.web.kit.templatetags.ui import in_language


@takes(PHOTOS)
@staff()
@require_POST
def case_move(request: HttpRequest, code: str, verb: str) -> HttpResponse:
    """Make a move of the table; a refusal shows the same page again with the typed values."""
    if verb not in BY_VERB:
        raise NoSuchMove(verb=verb)
    case = open_case_of(actor(request), code)
    may_show = may_publish(actor(request), case)
    form = MoveForm(verb, case.state, request.POST, request.FILES, may_show=may_show, needs=needs_of(case))
    if not form.is_valid():
        return case_page(request, code, status=422, typed=form)
    move, proposed = BY_VERB[verb], proposed_in(request.POST)
    return acted(
        request,
        case.code,
        _("“%(move)s” is recorded.") % {"move": in_language(move.label)},
        lambda: apply_command(
            case.code,
            verb,
            by=actor(request),
            version=version_of(request),
            draft=verb,
            proposed=proposed,
            **form.given(),
        ),
        typed=form,
        then=address_after(request, case),
    )


@staff()
@require_POST
def case_note(request: HttpRequest, code: str) -> HttpResponse:
    """Write a note for staff."""
    text = request.POST.get("note", "")[:4000]
    return acted(
        request,
        code,
        _("The note is saved."),
        lambda: apply_command(code, "note", by=actor(request), version=None, draft="note", note=text),
        note=text,
    )


@staff()
@require_POST
def case_topic(request: HttpRequest, code: str) -> HttpResponse:
    """Correct the topic, to a proposed one or any other; the reason is optional."""
    topic = city.topic_by_code(current_city().id, request.POST.get("guess") or request.POST.get("topic", ""))
    why, make_refused = request.POST.get("note", "")[:300], partial(wanted_topic, request.POST, address=request.path)
    if topic is None:
        fault = _("Please choose a topic from the list.")
        return case_page(request, code, status=422, fault=fault, make_refused=make_refused)
    return acted(
        request,
        code,
        _("The topic is corrected."),
        lambda: apply_command(
            code, "topic", by=actor(request), version=version_of(request), topic_id=topic.id, note=why
        ),
        make_refused=make_refused,
    )


@staff()
@require_POST
def case_place(request: HttpRequest, code: str) -> HttpResponse:
    """Correct the place: a proposal (a code, or latitude and longitude), or a neighbourhood of the list."""
    value = request.POST.get("guess") or request.POST.get("neighbourhood", "")
    given: dict[str, Any] = {"label": value[:80], "note": request.POST.get("note", "")[:300]}
    lat, comma, lon = value.partition(",")
    if comma:
        try:
            given |= {"lat": float(lat), "lon": float(lon), "label": ""}
        except ValueError:
            given["label"] = value[:80]
    return acted(
        request,
        code,
        _("The place is corrected."),
        lambda: apply_command(code, "place", by=actor(request), version=version_of(request), **given),
        make_refused=partial(wanted_place, request.POST, address=request.path),
    )


@staff(Permission.LEAD_UNIT)
@require_POST
def case_assign(request: HttpRequest, code: str) -> HttpResponse:
    """Assign the case to a person of the unit, or to nobody; for its manager."""
    wanted = request.POST.get("assignee", "")
    assignee_id = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 10 else None
    return acted(
        request,
        code,
        _("The case is handed over."),
        lambda: apply_command(code, "assign", by=actor(request), version=version_of(request), assignee_id=assignee_id),
        make_refused=partial(wanted_assign, request.POST, address=request.path),
    )


@staff()
@never_cache
@require_POST
def case_phone(request: HttpRequest, code: str, report_id: int) -> HttpResponse:
    """Show the reporter's number once; this is recorded."""
    phone = look_at_phone(code, report_id=report_id, by=actor(request))
    return case_page(request, code, shown_phone=(report_id, phone))


class NoSuchMove(Missing):
    """A verb that the table of moves does not have."""

    message = translation.gettext_lazy("There is no such move: {verb}")


def acted(
    request: HttpRequest,
    code: str,
    done: str,
    act: Callable[[], object],
    *,
    typed: MoveForm | None = None,
    note: str = "",
    asked_form: Form | None = None,
    make_refused: Callable[[CaseFacts], RefusedCommand] | None = None,
    then: str = "",
) -> HttpResponse:
    """Call `act`, once for the form's key, and redirect (to `then`, if given); or show the page again with the refusal
    and what was typed.
    """
    try:
        act_once(request, act)
    except Missing:
        raise
    except Refusal as refusal:
        status = status_of(refusal)
        if typed is not None and isinstance(refusal, Invalid):
            typed.add_error(None, words_of(refusal))
            return case_page(request, code, status=status, typed=typed)
        if asked_form is not None and isinstance(refusal, Invalid):
            asked_form.add_error(None, words_of(refusal))
            return case_page(request, code, status=status, asked_form=asked_form)
        return case_page(
            request,
            code,
            status=status,
            typed=typed,
            fault=words_of(refusal),
            note=note,
            asked_form=asked_form,
            seen=seen_of(request),
            make_refused=make_refused,
        )
    messages.success(request, done)
    if then:
        return redirect(then)
    after = cases.case_of(code)
    is_still_mine = after is not None and cases.may_open(actor(request), after)
    return redirect(same_case(request, code)) if is_still_mine else redirect("inbox")


def version_of(request: HttpRequest) -> int:
    """Return the version that the form shows; 0, which is never current, where the form has none."""
    return whole(request.POST.get("version", "")) or 0
