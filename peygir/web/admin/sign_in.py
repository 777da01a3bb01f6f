"""Sign-in of the organisation: what is set up, whose accounts are linked, and what its groups give."""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from peygir.city import queries as city
from peygir.journey.two_person import propose_groups
from peygir.people.change_kinds import TwoPersonKind
from peygir.people.directory_links import SourceSummary, mapping, sources
from peygir.people.permissions import Permission
from peygir.people.role_catalogue import highest_roles
from peygir.people.rules import may_administer
from peygir.people.sign_in_rules import DirectorySource, group_lines
from peygir.people.two_person_queries import waiting_changes
from peygir.web.admin.record_changes import WhyForm
from peygir.web.kit.access import actor, staff
from peygir.web.kit.actor_names import role_choices
from peygir.web.kit.current_city import current_city
from peygir.web.kit.submitting import administered
from peygir.web.kit.templatetags.ui import in_language, named
from peygir.web.kit.two_person_words import group_words

_LINES = dict.fromkeys(("GroupLineIsWrong", "GroupIsTwice", "GroupRoleIsUnknown"), "lines")
_FIELDS = {**_LINES, "GroupRoleIsGuarded": "lines", "GroupNeedsUnit": "lines", "ChangeReasonIsMissing": "why"}


class GroupsForm(WhyForm):
    """The whole mapping as lines, and why it changes."""

    lines = forms.CharField(
        label=gettext_lazy("Groups and what they give"),
        help_text=gettext_lazy(
            "One line for each group: its name as the directory writes it, the code of the role, and for roles of a "
            "unit its code, with semicolons between them. Whoever is in several groups gets what stands first."
        ),
        max_length=60_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10, "dir": "ltr", "spellcheck": "false"}),
    )

    field_order = ("lines", "why")


@dataclass(frozen=True, slots=True)
class SourcePart:
    """One way in for people of the organisation: whether it is set up, where, and how many accounts it has."""

    name: str
    is_on: bool
    where: str
    accounts: int
    asked_at: datetime | None


@staff(Permission.LOOK_AFTER)
@require_http_methods(["GET", "POST"])
def admin_sign_in(request: HttpRequest) -> HttpResponse:
    """Show the sources and the mapping; POST proposes another mapping to a second person."""
    if request.method != "POST":
        return _page(request, GroupsForm(initial={"lines": group_lines(mapping())}))
    form, by = GroupsForm(request.POST), actor(request)

    def act() -> int:
        values = form.cleaned_data
        return propose_groups(current_city().id, values["lines"], why=values["why"], by=by)

    def again(form: GroupsForm, status: int = 200) -> HttpResponse:
        return _page(request, form, status=status)

    def done(change_id: int) -> HttpResponse:
        messages.success(request, _("Proposed: a second person must confirm it; until then nothing changes."))
        return redirect("admin_change", change_id=change_id)

    return administered(request, form, act, fields=_FIELDS, again=again, done=done)


def _page(request: HttpRequest, form: GroupsForm, *, status: int = 200) -> HttpResponse:
    city_id = current_city().id
    barred = highest_roles()
    waiting = [one for one in waiting_changes(city_id) if one.kind == TwoPersonKind.GROUPS]
    context = {
        "form": form,
        "sources": _sources(),
        "groups": [(one.group, group_words(one)) for one in mapping()],
        "waiting": waiting[0] if waiting else None,
        "roles": [(code, name) for code, name in role_choices() if code not in barred],
        "units": [(one.code, named(one)) for one in city.units(city_id)],
        "makes_accounts": settings.JUST_IN_TIME,
        "may_change": may_administer(actor(request)),
    }
    return render(request, "admin/sign_in.html", context, status=status)


def _sources() -> list[SourcePart]:
    known = {one.source: one for one in sources()}
    ldap = ", ".join(host for host, _port in settings.LDAP.hosts) if settings.LDAP is not None else ""
    where = {DirectorySource.LDAP: ldap, DirectorySource.OIDC: settings.OIDC.issuer if settings.OIDC else ""}
    parts = []
    for source in DirectorySource:
        row = known.get(source, SourceSummary(source, 0, None))
        is_on = bool(where.get(source)) or (source == DirectorySource.SCIM and row.accounts > 0)
        name = in_language(source.label)
        parts.append(SourcePart(name, is_on, where.get(source, ""), row.accounts, row.asked_at))
    return parts
