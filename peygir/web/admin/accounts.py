"""Accounts of the highest roles: proposals waiting for a second person, holders of such accounts, recent changes."""

from dataclasses import dataclass
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from peygir.city import queries as city
from peygir.core.json_values import JsonObject
from peygir.core.refusals import Missing, Refusal
from peygir.desks.answers.account_words import WORDS as ACCOUNT_EVENTS
from peygir.history.queries import stories
from peygir.people import actions
from peygir.people.account_changes import ProposedChange, highest_staff, waiting_changes
from peygir.people.permissions import Permission
from peygir.people.post_rules import PostChange
from peygir.people.queries import staff_names
from peygir.people.role_proposals import count_waiting_roles
from peygir.people.rules import Actor
from peygir.people.two_person_rules import may_confirm
from peygir.web.kit.access import actor, staff
from peygir.web.kit.account_words import deed_words
from peygir.web.kit.actor_names import role_words, staff_ids, who
from peygir.web.kit.event_words import event_words
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.post_words import days_words, post_words
from peygir.web.kit.templatetags.ui import day, digits, language, named

SHOWN_LINES: Final = 20


@dataclass(frozen=True, slots=True)
class ProposalPart:
    """A proposal on the page: its differences as (what, before, after), and whether the viewer may confirm it."""

    change: ProposedChange
    name: str
    deed: str
    lines: list[tuple[str, str, str]]
    proposed_by: str
    may_confirm: bool
    is_own: bool  # whether it concerns the viewer's own account


@staff(Permission.CONFIRM_ACCOUNTS, Permission.ADMINISTER)
@require_GET
def account_changes(request: HttpRequest) -> HttpResponse:
    """Show the waiting proposals, the accounts of the highest roles and their latest changes."""
    return _page(request)


@staff(Permission.CONFIRM_ACCOUNTS, Permission.ADMINISTER)
@never_cache
@require_POST
def account_change_press(request: HttpRequest, change_id: int, deed: str) -> HttpResponse:
    """Confirm or refuse a proposal as the second person; an administrator may also withdraw one."""
    by = actor(request)
    change = next((one for one in waiting_changes() if one.id == change_id), None)
    if change is None or deed not in ("confirm", "refuse", "withdraw"):
        raise actions.NoSuchAccountChange()
    try:
        if deed == "confirm":
            password = actions.confirm_account_change(change_id, by=by)
            if password:
                return _page(request, made=(_account_name(change), password))
            messages.success(request, _("Confirmed; the change is in effect."))
        elif deed == "refuse":
            actions.refuse_account_change(change_id, by=by)
            messages.success(request, _("Refused; nothing was changed."))
        else:
            actions.withdraw_account_change(change_id, by=by)
            messages.success(request, _("The proposal is withdrawn."))
    except Missing:
        raise
    except Refusal as refusal:
        return _page(request, status=status_of(refusal), fault=words_of(refusal))
    return redirect("account_changes")


def proposal_part(change: ProposedChange, by: Actor, names: dict[int, str]) -> ProposalPart:
    """Return a proposal with its texts in the viewer's language."""
    role = str(change.after.get("role", change.before["role"]))
    return ProposalPart(
        change,
        _account_name(change),
        deed_words(change.deed, change.before["role"], role),
        _differences(change),
        who(change.proposed_by, names),
        may_confirm(by, subject_id=change.staff_id, proposed_by=change.proposed_by),
        by.id == change.staff_id,
    )


def proposer_ids(changes: list[ProposedChange]) -> set[int]:
    """Return the ids of the staff who made these proposals."""
    return {int(one.proposed_by.partition(":")[2]) for one in changes if one.proposed_by.startswith("staff:")}


def _account_name(change: ProposedChange) -> str:
    return (change.name_en if language() == "en" else change.name_fa) or change.name_fa or change.username


def _differences(change: ProposedChange) -> list[tuple[str, str, str]]:
    lines = []
    if "role" in change.after:
        pair = (digits(role_words(one)) for one in (change.before["role"], change.after["role"]))
        lines.append((_("Role"), *pair))
    if "unit_id" in change.after:
        pair = (_unit(one) for one in (change.before["unit_id"], change.after["unit_id"]))
        lines.append((_("Unit"), *pair))
    if "is_active" in change.after:
        pair = (_("open") if one else _("closed") for one in (change.before["is_active"], change.after["is_active"]))
        lines.append((_("Account"), *pair))
    if "post" in change.after:
        lines.append((_("Post"), "", _post_words(change.after["post"])))
    labels = {"name_fa": _("Name in Persian"), "name_en": _("Name in English"), "email": _("Mail address")}
    lines += [(label, "", str(change.after[name])) for name, label in labels.items() if name in change.after]
    return [(what, before, after) for what, before, after in lines]


def _post_words(values: JsonObject) -> str:
    """Return a proposed change of posts: what is done, the post, and its days."""
    change = PostChange.of_json(values)
    if not change.role:
        return _("a post that was never held is withdrawn")
    if change.deed == "end":
        return _("%(role)s: ends on %(day)s") % {
            "role": digits(role_words(change.role)),
            "day": day(change.to_on) if change.to_on else "—",
        }
    post = post_words(change.role, change.kind, change.unit_id)
    return f"{post}; {days_words(change.from_on, change.to_on)}" if change.from_on else post


def _unit(unit_id: int | None) -> str:
    return named(city.unit(unit_id)) if unit_id else "—"


def _page(
    request: HttpRequest, *, status: int = 200, fault: str = "", made: tuple[str, str] | None = None
) -> HttpResponse:
    by, changes, people = actor(request), waiting_changes(), highest_staff()
    events = stories("staff", [one.pk for one in people] + [one.staff_id for one in changes], tuple(ACCOUNT_EVENTS))
    events = sorted(events, key=lambda one: (one.at, one.number), reverse=True)[:SHOWN_LINES]
    names = staff_names(staff_ids(events) | proposer_ids(changes) | {one.file_id for one in events}, language())
    context = {
        "parts": [proposal_part(one, by, names) for one in changes],
        "fault": fault,
        "made": made,
        "roles_waiting": count_waiting_roles(),
        "people": [(one, role_words(one.role)) for one in people],
        "is_keeper": by.may(Permission.CONFIRM_ACCOUNTS),
        "may_withdraw": by.may(Permission.ADMINISTER),
        "open_count": sum(one.is_active for one in people),
        "lines": [(one.at, names.get(one.file_id, ""), event_words(one, names), who(one.by, names)) for one in events],
    }
    return render(request, "admin/account_changes.html", context, status=status)
