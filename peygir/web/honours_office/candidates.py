"""The candidates of an edition: by usefulness, with names of those alone who agreed, and the committee's decisions."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from peygir.outlook.honours import actions, queries
from peygir.outlook.honours.actions import NoSuchCandidate
from peygir.outlook.honours.facts import CandidateFacts, EditionFacts
from peygir.outlook.honours.states import FlagKind, HonourConsentAnswer, HonourDecision, HonourReply
from peygir.outlook.honours.usefulness import DeedKind
from peygir.people.permissions import Permission
from peygir.web.honours_office.editions import edition_seen
from peygir.web.honours_office.forms import DecisionForm, FlagForm
from peygir.web.kit.access import actor, staff
from peygir.web.kit.honour_words import decimal_words
from peygir.web.kit.submitting import confirmed
from peygir.web.kit.templatetags.ui import digits, in_language

_ALL: Final = (Permission.PREPARE_HONOURS, Permission.DECIDE_HONOURS)


@staff(*_ALL)
@require_GET
def honours_candidates(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Show the candidates by usefulness."""
    edition = edition_seen(edition_id)
    rows = [candidate_row(row, edition) for row in queries.candidates(edition_id)]
    return render(request, "honours_office/candidates.html", {"edition": edition, "rows": rows, "tab": "candidates"})


@staff(*_ALL)
@require_GET
def honours_candidate(request: HttpRequest, candidate_id: int) -> HttpResponse:
    """Show a candidate: the parts of the score, the vetting file, and the decision."""
    candidate, edition = _seen(candidate_id)
    flags = [
        {"flag": flag, "name": in_language(FlagKind.of(flag.kind).label)}
        for flag in queries.flags_of_candidate(candidate_id)
    ]
    initial = {"category": candidate.category, "reason": candidate.reason}
    if candidate.decision != HonourDecision.NONE:
        initial["decision"] = candidate.decision
    context = {
        "edition": edition,
        "row": candidate_row(candidate, edition),
        "candidate": candidate,
        "parts": _parts(candidate),
        "flags": flags,
        "flag_form": FlagForm(),
        "form": DecisionForm(edition=edition, initial=initial),
        "may_change": actor(request).may(Permission.PREPARE_HONOURS) and edition.state == "counted",
        "tab": "candidates",
    }
    return render(request, "honours_office/candidate.html", context)


@staff(Permission.PREPARE_HONOURS)
@require_POST
def honours_candidate_press(request: HttpRequest, candidate_id: int, deed: str) -> HttpResponse:
    """Flag a candidate, clear a flag, or record the decision."""
    _seen(candidate_id)
    given, by = request.POST, actor(request)
    kind, reason = given.get("kind", ""), given.get("reason", "")
    if deed == "flag":
        confirmed(
            request,
            _("The flag is noted."),
            lambda: actions.flag_candidate(candidate_id, kind=kind, note=given.get("note", ""), by=by),
        )
    elif deed == "clear":
        confirmed(
            request,
            _("The flag is cleared."),
            lambda: actions.clear_flag(candidate_id, kind=kind, reason=reason, by=by),
        )
    elif deed == "decide":
        confirmed(
            request,
            _("The decision is recorded."),
            lambda: actions.decide_candidate(
                candidate_id,
                decision=given.get("decision", ""),
                category=given.get("category", ""),
                reason=reason,
                by=by,
            ),
        )
    else:
        raise NoSuchCandidate()
    return redirect("honours_candidate", candidate_id=candidate_id)


def candidate_row(row: CandidateFacts, edition: EditionFacts) -> dict[str, Any]:
    """Return a candidate as the lists show one."""
    category = edition.category(row.category)
    return {
        "candidate": row,
        "who": row.name if row.has_agreed and row.name else _("Candidate %(place)s") % {"place": digits(row.place)},
        "score": decimal_words(row.score, ".2f"),
        "trust": digits(f"{100 * float(row.parts['trust']):.0f}"),
        "incidents": row.parts["incidents"],
        "answer": in_language(HonourConsentAnswer.of(row.answer).label) if row.answer else "",
        "flags": [in_language(FlagKind.of(kind).label) for kind in row.open_flags],
        "decision": in_language(HonourDecision.of(row.decision).label),
        "is_decided": row.decision != HonourDecision.NONE,
        "category": in_language(category) if category is not None else "",
        "reply": in_language(HonourReply.of(row.reply).label) if row.reply != HonourReply.NONE else "",
    }


def _parts(candidate: CandidateFacts) -> list[tuple[str, str, str]]:
    """(what, how many, points) of each kind of deed."""
    counts, points = candidate.parts["counts"], candidate.parts["points"]
    return [
        (in_language(kind.label), digits(counts[kind]), decimal_words(float(points.get(kind, 0)), ".2f"))
        for kind in DeedKind
        if kind in counts
    ]


def _seen(candidate_id: int) -> tuple[CandidateFacts, EditionFacts]:
    candidate = queries.candidate(candidate_id)
    if candidate is None:
        raise NoSuchCandidate()
    return candidate, edition_seen(candidate.edition_id)
