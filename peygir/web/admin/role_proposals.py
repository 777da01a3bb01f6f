"""Changes of roles by two people: an administrator proposes, a second person confirms what is shown, or refuses it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from peygir.core.refusals import Missing, Refusal
from peygir.people import actions
from peygir.people.first_roles import RoleFacts
from peygir.people.permissions import GUARDED, Permission
from peygir.people.queries import staff_names
from peygir.people.role_catalogue import role_facts
from peygir.people.role_proposals import ProposedRole, holders_by_role, role_proposal
from peygir.people.role_rules import ADD, CHANGE, RETIRE, RoleDeed, touches_guarded
from peygir.people.rules import may_administer
from peygir.web.admin.role_forms import NewRoleForm, RefusalForm, RoleForm
from peygir.web.kit.access import actor, staff
from peygir.web.kit.actor_names import who
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.numbers import whole
from peygir.web.kit.role_words import deed_of, differences, gained, name_of, permission_part
from peygir.web.kit.submitting import administered, refuse
from peygir.web.kit.templatetags.ui import in_language, language

_FIELDS = {
    "RoleCodeIsWrong": "code",
    "RoleNamesAreMissing": "name_fa",
    "RoleNameIsTaken": "name_fa",
    "PermissionNeedsAnother": "permissions",
    "PermissionsAreKeptApart": "permissions",
    "HeldRoleIsNotGuarded": "permissions",
    "HoldersHaveNoUnit": "needs_unit",
    "HoldersShareUnits": "is_sole",
    "RoleReasonIsMissing": "why",
}


@dataclass(frozen=True, slots=True)
class RoleProposalPart:
    """A proposal in a list: what it does, and by whom; once decided, how, by whom and why."""

    change: ProposedRole
    deed: str
    proposed_by: str
    decided_by: str = ""
    outcome: str = ""


def proposal_row(change: ProposedRole, names: Mapping[int, str]) -> RoleProposalPart:
    """Return a proposal that waits."""
    return RoleProposalPart(change, deed_of(change.deed, _name(change)), who(change.proposed_by, names))


def decided_part(change: ProposedRole, names: Mapping[int, str]) -> RoleProposalPart:
    """Return a proposal that was decided."""
    outcomes = {"confirmed": _("confirmed"), "refused": _("refused"), "withdrawn": _("withdrawn")}
    return RoleProposalPart(
        change,
        deed_of(change.deed, _name(change)),
        who(change.proposed_by, names),
        who(change.decided_by, names) if change.decided_by else "",
        outcomes.get(change.outcome, ""),
    )


def proposer_ids_of_roles(changes: Iterable[ProposedRole]) -> set[int]:
    """Return the ids of the staff who proposed or decided these."""
    actors = (name for change in changes for name in (change.proposed_by, change.decided_by))
    return {int(name.partition(":")[2]) for name in actors if name.startswith("staff:")}


@staff(Permission.ADMINISTER)
@require_http_methods(["GET", "POST"])
def admin_role_new(request: HttpRequest) -> HttpResponse:
    """Propose a new role; `like` names one whose values the form begins with."""
    model = role_facts(request.GET.get("like", ""))

    def again(form: RoleForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "like": name_of(model) if model.code else ""}
        return render(request, "admin/role_new.html", context, status=status)

    if request.method != "POST":
        form = NewRoleForm()
        if model.code:
            form.initial = {**model.content(), "name_fa": "", "name_en": "", "base": 0}
        return again(form)
    form = NewRoleForm(request.POST)
    return _proposed(request, form, again, ADD, lambda: form.role_as_given(form.cleaned_data["code"].strip()))


@staff(Permission.ADMINISTER)
@require_http_methods(["GET", "POST"])
def admin_role_change(request: HttpRequest, role: str) -> HttpResponse:
    """Propose a change of a role, or its retirement."""
    facts = role_facts(role)
    if not facts.code or facts.is_retired:
        raise actions.NoSuchRole()

    def again(form: RoleForm, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "role": facts,
            "name": name_of(facts),
            "holders": holders_by_role().get(role, 0),
            "retire_why": request.POST.get("why", "") if request.POST.get("deed") == RETIRE else "",
        }
        return render(request, "admin/role_change.html", context, status=status)

    if request.method != "POST":
        return again(RoleForm(role=facts))
    if request.POST.get("deed") == RETIRE:
        return _retired(request, facts, again)
    form = RoleForm(request.POST, role=facts)
    return _proposed(request, form, again, CHANGE, lambda: form.role_as_given(role))


@staff(Permission.LOOK_AFTER, Permission.CONFIRM_ACCOUNTS)
@require_http_methods(["GET", "POST"])
def admin_role_proposal(request: HttpRequest, role_change_id: int) -> HttpResponse:
    """Show what a proposal would do; POST confirms exactly that, refuses it with a reason, or withdraws it."""
    change, by = role_proposal(role_change_id), actor(request)
    if change is None:
        raise actions.NoSuchRoleChange()
    form = RefusalForm(request.POST if request.POST.get("deed") == "refuse" else None)
    if request.method != "POST":
        return _proposal_page(request, change, form)
    deeds: dict[str, tuple[Callable[[], None], str]] = {
        "confirm": (
            lambda: actions.confirm_role_change(change.id, shown=request.POST.get("shown", ""), by=by),
            _("Confirmed; the role is in force."),
        ),
        "refuse": (
            lambda: actions.refuse_role_change(change.id, reason=request.POST.get("reason", ""), by=by),
            _("Refused; nothing was changed."),
        ),
        "withdraw": (lambda: actions.withdraw_role_change(change.id, by=by), _("The proposal is withdrawn.")),
    }
    act, done = deeds.get(request.POST.get("deed", ""), (None, ""))
    if act is None:
        raise actions.NoSuchRoleChange()
    try:
        act()
    except Missing:
        raise
    except Refusal as refusal:
        if refusal.name == "RoleReasonIsMissing":
            refuse(form, refusal, {"RoleReasonIsMissing": "reason"})
            return _proposal_page(request, change, form, status=status_of(refusal))
        return _proposal_page(request, change, form, status=status_of(refusal), fault=words_of(refusal))
    messages.success(request, done)
    return redirect("admin_roles")


def _proposed(
    request: HttpRequest,
    form: RoleForm,
    again: Callable[..., HttpResponse],
    deed: RoleDeed,
    role: Callable[[], RoleFacts],
) -> HttpResponse:
    def act() -> int:
        why = form.cleaned_data["why"]
        return actions.propose_role_change(role(), deed=deed, base=form.version(), why=why, by=actor(request))

    return administered(request, form, act, fields=_FIELDS, again=again, done=lambda made: _waits(request, made))


def _retired(request: HttpRequest, facts: RoleFacts, again: Callable[..., HttpResponse]) -> HttpResponse:
    form, base = RoleForm(role=facts), whole(request.POST.get("base", "")) or 0
    try:
        made = actions.propose_role_change(
            facts, deed=RETIRE, base=base, why=request.POST.get("why", ""), by=actor(request)
        )
    except Missing:
        raise
    except Refusal as refusal:
        messages.error(request, words_of(refusal))
        return again(form, status=status_of(refusal))
    return _waits(request, made)


def _waits(request: HttpRequest, change_id: int) -> HttpResponse:
    messages.success(request, _("Proposed: a second person must confirm it; until then nothing changes."))
    return redirect("admin_role_proposal", role_change_id=change_id)


def _name(change: ProposedRole) -> str:
    facts = role_facts(change.after.code)
    return name_of(facts) if facts.code else name_of(change.after)


def _proposal_page(
    request: HttpRequest, change: ProposedRole, form: RefusalForm, *, status: int = 200, fault: str = ""
) -> HttpResponse:
    by = actor(request)
    names = staff_names(proposer_ids_of_roles([change]), language())
    barred = actions.refusal_to_confirm(by, change) if not change.outcome else None
    is_guarded = touches_guarded(change.before, change.after)
    kept = [
        permission_part(one, is_guarded=one in GUARDED)
        for one in Permission
        if change.after.may(one) and change.before.may(one)
    ]
    context = {
        "part": decided_part(change, names),
        "change": change,
        "form": form,
        "fault": fault,
        "differences": differences(change.before, change.after) if change.deed != RETIRE else [],
        "gained": gained(change.before, change.after),
        "lost": gained(change.after, change.before) if change.deed != ADD else [],
        "kept": kept,
        "holders": holders_by_role().get(change.after.code, 0),
        "is_guarded": is_guarded,
        "barred": in_language(barred.text) if barred is not None else "",
        "may_decide": not change.outcome and barred is None,
        "may_withdraw": not change.outcome and may_administer(by),
    }
    return render(request, "admin/role_proposal.html", context, status=status)
