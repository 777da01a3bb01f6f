"""The editions of honours: their rules, and each step from a draft to certificates."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from peygir.core.refusals import Refusal
from peygir.outlook.honours import actions, queries
from peygir.outlook.honours.actions import NoSuchEdition
from peygir.outlook.honours.facts import EditionFacts
from peygir.outlook.honours.states import CHANGEABLE, EditionState, HonourDecision, HonourReply
from peygir.people.permissions import Permission
from peygir.people.queries import staff_names
from peygir.people.rules import Actor
from peygir.web.honours_office.forms import EditionForm
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.honour_words import rule_lines
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.submitting import confirmed
from peygir.web.kit.templatetags.ui import in_language, language

_ALL: Final = (Permission.PREPARE_HONOURS, Permission.DECIDE_HONOURS)


@staff(*_ALL)
@require_GET
def honours_home(request: HttpRequest) -> HttpResponse:
    """Show all editions."""
    rows = [(row, in_language(EditionState.of(row.state).label)) for row in queries.editions(current_city().id)]
    context = {"rows": rows, "may_prepare": actor(request).may(Permission.PREPARE_HONOURS), "tab": "editions"}
    return render(request, "honours_office/home.html", context)


@staff(Permission.PREPARE_HONOURS)
@require_http_methods(["GET", "POST"])
def honours_edition_new(request: HttpRequest) -> HttpResponse:
    """Show the form of a new edition; POST makes it as a draft."""
    form = EditionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            edition_id = actions.make_edition(current_city().id, form.terms(), by=actor(request))
        except Refusal as refusal:
            form.add_error(None, words_of(refusal))
            return _form_page(request, form, None, status=status_of(refusal))
        return redirect("honours_edition", edition_id=edition_id)
    return _form_page(request, form, None, status=422 if form.errors else 200)


@staff(Permission.PREPARE_HONOURS)
@require_http_methods(["GET", "POST"])
def honours_terms(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Show the form of an edition that is not frozen; POST changes it."""
    edition = edition_seen(edition_id)
    form = EditionForm(request.POST if request.method == "POST" else None, edition=edition)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_edition(edition_id, form.terms(), by=actor(request))
        except Refusal as refusal:
            form.add_error(None, words_of(refusal))
            return _form_page(request, form, edition, status=status_of(refusal))
        return redirect("honours_edition", edition_id=edition_id)
    return _form_page(request, form, edition, status=422 if form.errors else 200)


@staff(*_ALL)
@require_GET
def honours_edition(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Show an edition: its rules, how far it is, and the next step."""
    edition, by = edition_seen(edition_id), actor(request)
    rows = queries.candidates(edition_id) if edition.state not in CHANGEABLE else []
    honoured = [row for row in rows if row.decision == HonourDecision.HONOURED]
    names = staff_names({edition.proposed_by_id or 0, edition.frozen_by_id or 0, edition.sealed_by_id or 0}, language())
    agreed, refused = queries.consents_since(edition_id)
    context = {
        "edition": edition,
        "state": in_language(EditionState.of(edition.state).label),
        "rules": rule_lines(edition.rules),
        "may_prepare": by.may(Permission.PREPARE_HONOURS),
        "may_decide": by.may(Permission.DECIDE_HONOURS),
        "is_own": edition.proposed_by_id == by.id,
        "is_over": today() > edition.to_on,
        "proposer": names.get(edition.proposed_by_id or 0, "—"),
        "confirmer": names.get(edition.frozen_by_id or 0, ""),
        "sealer": names.get(edition.sealed_by_id or 0, ""),
        "kept": len(rows),
        "asked": sum(row.asked_at is not None for row in rows),
        "agreed": agreed,
        "refused": refused,
        "honoured": len(honoured),
        "reserve": sum(row.decision == HonourDecision.RESERVE for row in rows),
        "invited": sum(row.reply != HonourReply.NONE for row in honoured),
        "accepted": sum(row.reply == HonourReply.ACCEPTED for row in honoured),
        "certificates": sum(bool(row.certificate) for row in honoured),
        "tab": "edition",
    }
    return render(request, "honours_office/edition.html", context)


@staff(*_ALL)
@require_POST
def honours_edition_press(request: HttpRequest, edition_id: int, deed: str) -> HttpResponse:
    """Take one step of an edition: propose, confirm, refuse, count, ask, seal, invite or issue."""
    step = _STEPS.get(deed)
    if step is None:
        raise NoSuchEdition()
    done, act = step
    confirmed(request, done(), lambda: act(edition_id, request, actor(request)))
    return redirect("honours_edition", edition_id=edition_id)


def edition_seen(edition_id: int) -> EditionFacts:
    """Return an edition of this city. Raises NoSuchEdition."""
    edition = queries.edition(edition_id)
    if edition is None or edition.city_id != current_city().id:
        raise NoSuchEdition()
    return edition


def _version(request: HttpRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


_STEPS: Final[dict[str, tuple[Callable[[], str], Callable[[int, HttpRequest, Actor], object]]]] = {
    "propose": (
        lambda: _("The rules are proposed. A second person decides."),
        lambda edition_id, _request, by: actions.propose_edition(edition_id, by=by),
    ),
    "confirm": (
        lambda: _("The rules are frozen, and everybody may read them."),
        lambda edition_id, request, by: actions.freeze_edition(edition_id, version=_version(request), by=by),
    ),
    "refuse": (
        lambda: _("The rules are a draft again."),
        lambda edition_id, request, by: actions.refuse_edition(edition_id, version=_version(request), by=by),
    ),
    "count": (
        lambda: _("The candidates are found."),
        lambda edition_id, _request, by: actions.count_candidates(edition_id, by=by),
    ),
    "ask": (
        lambda: _("The candidates who had not answered were asked by SMS."),
        lambda edition_id, _request, by: actions.ask_consents(edition_id, by=by),
    ),
    "seal": (
        lambda: _("The decisions are sealed."),
        lambda edition_id, _request, by: actions.seal_edition(edition_id, by=by),
    ),
    "invite": (
        lambda: _("The invitations are on their way."),
        lambda edition_id, _request, by: actions.invite_honoured(edition_id, by=by),
    ),
    "issue": (
        lambda: _("The certificates of all who accepted are there."),
        lambda edition_id, _request, by: actions.issue_certificates(edition_id, by=by),
    ),
}


def _form_page(request: HttpRequest, form: EditionForm, edition: EditionFacts | None, *, status: int) -> HttpResponse:
    context = {"form": form, "edition": edition, "tab": "edition" if edition is not None else "editions"}
    return render(request, "honours_office/edition_form.html", context, status=status)
