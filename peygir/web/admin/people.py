"""Staff accounts: search, creation, changes and closing; each change is recorded with author and time and can be
undone.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from peygir.city import queries as city
from peygir.core.refusals import Missing, Refusal
from peygir.history.kinds.people import StaffChanged
from peygir.history.queries import timeline
from peygir.people import actions
from peygir.people.account_changes import waiting_change_of
from peygir.people.directory import directory
from peygir.people.facts import StaffFacts
from peygir.people.permissions import Permission
from peygir.people.queries import staff_by_id, staff_names
from peygir.people.role_catalogue import highest_roles
from peygir.people.rules import may_administer
from peygir.web.admin.accounts import proposal_part, proposer_ids
from peygir.web.kit.access import actor, staff
from peygir.web.kit.actor_names import role_choices, role_words, staff_ids, who
from peygir.web.kit.current_city import current_city
from peygir.web.kit.event_words import event_words
from peygir.web.kit.form_fields import set_choices
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.numbers import whole
from peygir.web.kit.templatetags.ui import language, named
from peygir.web.kit.turning import Turning

SHOWN_LINES: Final = 30


class AccountForm(forms.Form):
    """The personal fields of an account; user name and password appear only on creation."""

    name_fa = forms.CharField(label=gettext_lazy("Name in Persian"), max_length=120)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=120, required=False)
    email = forms.EmailField(label=gettext_lazy("Mail address"), required=False)
    role = forms.ChoiceField(label=gettext_lazy("Role"))
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), required=False)

    def __init__(self, data: QueryDict | None = None, *, person: StaffFacts | None = None) -> None:
        initial = {}
        if person is not None:
            unit = city.unit(person.unit_id) if person.unit_id else None
            initial = {
                "name_fa": person.name_fa,
                "name_en": person.name_en,
                "email": person.email,
                "role": person.role,
                "unit": unit.code if unit is not None else "",
            }
        super().__init__(data, initial=initial)
        set_choices(self, "role", role_choices())
        units = [(unit.code, named(unit)) for unit in city.units(current_city().id)]
        closed = [(initial["unit"], initial["unit"])] if initial.get("unit") not in (None, "", *dict(units)) else []
        set_choices(self, "unit", [("", "—"), *units, *closed])

    def given(self) -> dict[str, str]:
        """Return the values as the actions take them."""
        values = self.cleaned_data
        return {
            "role": values["role"],
            "unit_code": values["unit"],
            "name": values["name_fa"],
            "name_en": values["name_en"],
            "email": values["email"],
        }


class NewAccountForm(AccountForm):
    """A new account, with its user name and first password."""

    username = forms.RegexField(
        r"^[\w.@+-]+$",
        label=gettext_lazy("User name"),
        max_length=150,
        error_messages={"invalid": gettext_lazy("Letters, digits and . @ + - _ only.")},
    )
    password = forms.CharField(
        label=gettext_lazy("First password"),
        max_length=200,
        widget=forms.PasswordInput,
        required=False,
        help_text=gettext_lazy(
            "At least 10 unusual characters; tell it in person. Not for the inspectorate and the mayor's desk: "
            "whoever confirms their account hands it over."
        ),
    )


@dataclass(frozen=True, slots=True)
class AccountHistoryRow:
    """One event of an account's history; `undo` is its number if it is the newest change that can be undone."""

    what: str
    at: datetime
    who: str
    undo: int | None


@staff(Permission.LOOK_AFTER)
@require_GET
def admin_people(request: HttpRequest) -> HttpResponse:
    """List and search the accounts."""
    query = request.GET
    unit = city.unit_by_code(current_city().id, query.get("unit", "")) if query.get("unit") else None
    page = whole(query.get("page", "")) or 1
    state = query.get("state", "open")
    people = directory(
        text=query.get("q", "").strip()[:80],
        role=query.get("role", ""),
        unit_id=unit.id if unit is not None else None,
        is_active={"open": True, "closed": False}.get(state),
        page=page,
    )
    context = {
        "people": [(one, role_words(one.role)) for one in people.people],
        "pages": Turning(page, people.has_more),
        "chosen": {name: query.get(name, "") for name in ("q", "role", "unit")} | {"state": state},
        "roles": role_choices(),
        "units": [(one.code, named(one)) for one in city.units(current_city().id)],
        "may_change": may_administer(actor(request)),
    }
    return render(request, "admin/people.html", context)


@staff(Permission.ADMINISTER)
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def admin_person_new(request: HttpRequest) -> HttpResponse:
    """Create an account for a colleague."""
    form = NewAccountForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            values = form.cleaned_data
            try:
                made = actions.add_staff(
                    values["username"],
                    password=values["password"],
                    role=values["role"],
                    unit_code=values["unit"],
                    name=values["name_fa"],
                    name_en=values["name_en"],
                    email=values["email"],
                    by=actor(request),
                )
            except Refusal as refusal:
                form.add_error(None, words_of(refusal))
                status = status_of(refusal)
            else:
                is_open = form.cleaned_data["role"] not in highest_roles()
                messages.success(request, _("The account is made.") if is_open else _waits())
                return redirect("admin_person", staff_id=made)
    return render(request, "admin/person_new.html", {"form": form}, status=status)


@staff(Permission.LOOK_AFTER)
@require_http_methods(["GET", "POST"])
def admin_person(request: HttpRequest, staff_id: int) -> HttpResponse:
    """Show an account, and (to the administrator) the forms that change it."""
    person = staff_by_id(staff_id)
    if person is None:
        raise actions.NoSuchPerson()
    if request.method != "POST":
        return _page(request, person, AccountForm(person=person))
    form = AccountForm(request.POST, person=person)
    if not form.is_valid():
        return _page(request, person, form, status=422)
    try:
        is_done = actions.change_staff(staff_id, by=actor(request), **form.given())
    except Refusal as refusal:
        form.add_error(None, words_of(refusal))
        return _page(request, person, form, status=status_of(refusal))
    messages.success(request, _("The account is changed.") if is_done else _waits())
    return redirect("admin_person", staff_id=staff_id)


@staff(Permission.ADMINISTER)
@sensitive_post_parameters("password")
@require_POST
def admin_person_press(request: HttpRequest, staff_id: int, deed: str) -> HttpResponse:
    """Close or open the account, reset the second step or the password, or undo a change."""
    by, number = actor(request), request.POST.get("number", "")
    deeds = {
        "close": lambda: actions.open_account(staff_id, is_active=False, by=by),
        "open": lambda: actions.open_account(staff_id, is_active=True, by=by),
        "second-step": lambda: actions.reset_second_step(staff_id, by=by),
        "password": lambda: actions.reset_password(staff_id, password=request.POST.get("password", "")[:200], by=by),
        "sessions": lambda: actions.end_sessions_for(staff_id, by=by) >= 0,
        "undo": lambda: actions.take_back_change(
            staff_id, number=int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 0, by=by
        ),
    }
    done = {
        "close": _("The account is closed; its history stays."),
        "open": _("The account is open again."),
        "second-step": _("The second step is off; the password alone lets them in."),
        "password": _("The password is new; tell it in person."),
        "undo": _("The change is undone."),
        "sessions": _("Signed out everywhere."),
    }
    if deed not in deeds:
        raise actions.NoSuchPerson()
    try:
        is_done = deeds[deed]()
    except Missing:
        raise
    except Refusal as refusal:
        person = staff_by_id(staff_id)
        if person is None:
            raise actions.NoSuchPerson() from refusal
        return _page(request, person, AccountForm(person=person), status=status_of(refusal), fault=words_of(refusal))
    messages.success(request, done[deed] if is_done else _waits())
    return redirect("admin_person", staff_id=staff_id)


def _waits() -> str:
    """Return the message shown when a change waits for a second person."""
    return _("Proposed: somebody of the inspectorate or the mayor's desk must confirm it; until then nothing changes.")


def _page(
    request: HttpRequest, person: StaffFacts, form: AccountForm, *, status: int = 200, fault: str = ""
) -> HttpResponse:
    by = actor(request)
    may_change = may_administer(by)
    waiting = waiting_change_of(person.pk)
    names = staff_names(proposer_ids([waiting]), language()) if waiting is not None else {}
    context = {
        "waiting": proposal_part(waiting, by, names) if waiting is not None else None,
        "is_highest": person.role in highest_roles(),
        "person": person,
        "role": role_words(person.role),
        "form": form,
        "fault": fault,
        "unit": city.unit(person.unit_id) if person.unit_id else None,
        "lines": _lines(person.pk, may_change=may_change),
        "may_change": may_change,
        "is_self": by.id == person.pk,
    }
    return render(request, "admin/person.html", context, status=status)


def _lines(staff_id: int, *, may_change: bool) -> list[AccountHistoryRow]:
    events = timeline("staff", staff_id)
    names = staff_names(staff_ids(events), language())
    changes = [one.number for one in events if one.kind == StaffChanged.kind and one.data.get("changed")]
    last = changes[-1] if changes and may_change else None
    lines = [
        AccountHistoryRow(
            event_words(event, names), event.at, who(event.by, names), last if event.number == last else None
        )
        for event in events
    ]
    return lines[::-1][:SHOWN_LINES]
