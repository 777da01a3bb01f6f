"""The nominated pupils of an edition: seen by the honours office alone."""

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from peygir.core import clock
from peygir.core.persian import ascii_digits
from peygir.core.refusals import Refusal
from peygir.outlook.honours import actions, pupil_queries
from peygir.outlook.honours.actions import NoSuchPupil
from peygir.outlook.honours.facts import EditionFacts, PupilFacts
from peygir.outlook.honours.states import (
    AGREED,
    GuardianConsent,
    HonourDecision,
    NominatedBy,
    PupilHonour,
    PupilTaskKind,
)
from peygir.people.permissions import Permission
from peygir.people.rules import Actor
from peygir.web.honours_office.editions import edition_seen
from peygir.web.honours_office.forms import PupilForm
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.submitting import confirmed
from peygir.web.kit.templatetags.ui import in_language

Given = Callable[[str], str]


@staff(Permission.PREPARE_HONOURS)
@require_http_methods(["GET", "POST"])
def honours_pupils(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Show the nominated pupils and the form; POST nominates one."""
    edition, schools = edition_seen(edition_id), pupil_queries.schools(current_city().id)
    form = PupilForm(request.POST if request.method == "POST" else None, schools=schools)
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        values = {**form.cleaned_data}
        school_id = int(values.pop("school"))
        try:
            pupil_id = actions.nominate_pupil(edition_id, school_id=school_id, by=actor(request), **values)
        except Refusal as refusal:
            form.add_error("guardian_phone" if refusal.name == "PhoneIsNotValid" else None, words_of(refusal))
            status = status_of(refusal)
        else:
            return redirect("honours_pupil", pupil_id=pupil_id)
    rows = [pupil_row(row) for row in pupil_queries.pupils(edition_id)]
    context = {"edition": edition, "rows": rows, "form": form, "has_schools": bool(schools), "tab": "pupils"}
    return render(request, "honours_office/pupils.html", context, status=status)


@staff(Permission.PREPARE_HONOURS)
@require_GET
def honours_pupil(request: HttpRequest, pupil_id: int) -> HttpResponse:
    """Show one pupil: the guardian's consent, the tasks and the decision."""
    pupil, edition = _seen(pupil_id)
    tasks = [(kind.value, in_language(kind.label), kind in pupil.tasks) for kind in PupilTaskKind]
    context = {
        "edition": edition,
        "row": pupil_row(pupil),
        "pupil": pupil,
        "tasks": tasks,
        "has_agreed": pupil.consent in AGREED,
        "is_asked": pupil.consent == GuardianConsent.ASKED,
        "tab": "pupils",
    }
    return render(request, "honours_office/pupil.html", context)


@staff(Permission.PREPARE_HONOURS)
@require_POST
def honours_pupil_press(request: HttpRequest, pupil_id: int, deed: str) -> HttpResponse:
    """Record the guardian's answer, send or use the code, record a task or decision, or erase the data."""
    pupil, _edition = _seen(pupil_id)
    step = _STEPS.get(deed)
    if step is None:
        raise NoSuchPupil()
    done, act = step
    confirmed(request, done(), lambda: act(pupil_id, lambda name: request.POST.get(name, ""), actor(request)))
    if deed == "erase":
        return redirect("honours_pupils", edition_id=pupil.edition_id)
    return redirect("honours_pupil", pupil_id=pupil_id)


def _erase(pupil_id: int, _given: Given, by: Actor) -> None:
    actions.erase_pupil(pupil_id, at=clock.now(), by=by)


_STEPS: Final[dict[str, tuple[Callable[[], str], Callable[[int, Given, Actor], object]]]] = {
    "paper": (
        lambda: _("The signed form is recorded."),
        lambda pupil_id, _given, by: actions.answer_of_guardian(pupil_id, agrees=True, by=by),
    ),
    "decline": (
        lambda: _("The guardian's answer is recorded."),
        lambda pupil_id, _given, by: actions.answer_of_guardian(pupil_id, agrees=False, by=by),
    ),
    "send": (
        lambda: _("The code is on its way to the guardian."),
        lambda pupil_id, _given, by: actions.send_guardian_code(pupil_id, by=by),
    ),
    "code": (
        lambda: _("The guardian agreed by the code."),
        lambda pupil_id, given, by: actions.agree_by_code(
            pupil_id, code=ascii_digits(given("code")).replace(" ", ""), by=by
        ),
    ),
    "task": (
        lambda: _("The task is recorded."),
        lambda pupil_id, given, by: actions.record_task(pupil_id, kind=given("kind"), by=by),
    ),
    "decide": (
        lambda: _("The decision is recorded."),
        lambda pupil_id, given, by: actions.decide_pupil(
            pupil_id, decision=given("decision"), reason=given("reason"), by=by
        ),
    ),
    "erase": (lambda: _("The pupil's data are erased."), _erase),
}


def pupil_row(row: PupilFacts) -> dict[str, Any]:
    """Return a pupil as the lists show one."""
    return {
        "pupil": row,
        "school": in_language(row.school.name),
        "honour": in_language(PupilHonour.of(row.honour).label),
        "nominated_by": in_language(NominatedBy.of(row.nominated_by).label),
        "consent": in_language(GuardianConsent.of(row.consent).label),
        "tasks": [in_language(PupilTaskKind.of(kind).label) for kind in row.tasks],
        "decision": in_language(HonourDecision.of(row.decision).label),
        "is_decided": row.decision != HonourDecision.NONE,
    }


def _seen(pupil_id: int) -> tuple[PupilFacts, EditionFacts]:
    pupil = pupil_queries.pupil(pupil_id)
    if pupil is None:
        raise NoSuchPupil()
    return pupil, edition_seen(pupil.edition_id)
