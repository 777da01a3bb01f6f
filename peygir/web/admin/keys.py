"""API keys of other systems: created and shown once, changed in scope, withdrawn; each change recorded by whom and
when.
"""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from peygir.history.kinds.partners import KeyChanged, KeyIssued, KeyRevoked
from peygir.people import actions
from peygir.people.actions.agreed_keys import propose_key, propose_key_change
from peygir.people.actions.keys import change_needs_two
from peygir.people.key_rules import LONGEST_NAME, LONGEST_OWNER, SCOPES, KeyTerms, needs_two
from peygir.people.permissions import Permission
from peygir.people.queries import KeyLine, keys
from peygir.people.rules import may_administer
from peygir.web.admin.decisions import decisions
from peygir.web.kit.access import actor, staff
from peygir.web.kit.change_requests import why_field
from peygir.web.kit.current_city import current_city, end_of, zone
from peygir.web.kit.dates import written_day
from peygir.web.kit.form_fields import DayField, WholeNumber, set_choices, with_example
from peygir.web.kit.submitting import administered, confirmed
from peygir.web.kit.templatetags.ui import in_language

KINDS: Final = (KeyIssued.kind, KeyChanged.kind, KeyRevoked.kind)
_FIELDS: Final = {
    "KeyNameIsTaken": "name",
    "KeyHasNoName": "name",
    "ScopeIsUnknown": "scopes",
    "KeyActsForNobody": "acts_as",
    "KeyActsTooHigh": "acts_as",
    "QuotaIsWrong": "per_minute",
    "KeyEndsInThePast": "until",
    "ChangeReasonIsMissing": "why",
}


class ApiKeyForm(forms.Form):
    """The scopes of a key, its owner, rate limit and expiry."""

    owner = forms.CharField(
        label=gettext_lazy("Who answers for it"),
        max_length=LONGEST_OWNER,
        required=False,
        help_text=gettext_lazy("A name and how they are reached"),
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What it may do"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one.")},
    )
    acts_as = forms.CharField(
        label=gettext_lazy("Sees and works as"),
        max_length=150,
        required=False,
        help_text=gettext_lazy("A user name; needed to read cases, to work with them and for files."),
    )
    per_minute = WholeNumber(required=False, label=gettext_lazy("Most uses in a minute"))
    per_day = WholeNumber(required=False, label=gettext_lazy("Most uses in a day"))
    until = DayField(label=gettext_lazy("Last day"), required=False)
    why = why_field()

    def __init__(self, data: QueryDict | None = None, *, initial: dict[str, object] | None = None) -> None:
        super().__init__(data, initial=initial)
        set_choices(self, "scopes", [(scope, in_language(names)) for scope, names in SCOPES.items()])
        with_example(self, "until")

    def given(self) -> dict[str, Any]:
        """Return the values as the actions take them."""
        values = dict(self.cleaned_data)
        last = values.pop("until")
        return {**values, "valid_until": end_of(last) if last else None}


@dataclass(frozen=True, slots=True)
class MadeKey:
    """A key that is shown this once; `change_id`: of the proposal that a second person must confirm first."""

    name: str
    token: str
    change_id: int | None


class NewKeyForm(ApiKeyForm):
    """A new key, with the name that identifies it."""

    field_order = ("name", "owner")
    name = forms.CharField(label=gettext_lazy("Name of the system"), max_length=LONGEST_NAME)


@staff(Permission.LOOK_AFTER)
@never_cache
@require_http_methods(["GET", "POST"])
def admin_keys(request: HttpRequest) -> HttpResponse:
    """List all keys; POST creates a key, or proposes one with a wide scope, and shows it this once."""
    if request.method != "POST":
        return _list(request, _empty())
    form = NewKeyForm(request.POST)
    return administered(
        request,
        form,
        lambda: _make(request, form),
        fields=_FIELDS,
        again=partial(_list, request),
        done=lambda made: _list(request, _empty(), made=made),
    )


@staff(Permission.LOOK_AFTER)
@require_http_methods(["GET", "POST"])
def admin_key(request: HttpRequest, key_id: int) -> HttpResponse:
    """Show a key; POST changes its scopes, or proposes to widen them."""
    key = _found(key_id)
    if request.method != "POST":
        return _one(request, key, ApiKeyForm(initial=_initial(key)))
    form = ApiKeyForm(request.POST)
    return administered(
        request,
        form,
        lambda: _change(request, key_id, form),
        fields=_FIELDS,
        again=partial(_one, request, key),
        done=lambda change_id: _changed(request, key_id, change_id),
    )


@staff(Permission.ADMINISTER)
@require_POST
def admin_key_withdraw(request: HttpRequest, key_id: int) -> HttpResponse:
    """Withdraw the key; from now on it grants no access."""
    confirmed(
        request,
        _("The key is withdrawn and gives no access any more."),
        lambda: actions.revoke_key(_found(key_id).name, by=actor(request)),
    )
    return redirect("admin_keys")


def scope_words(scopes: tuple[str, ...]) -> list[str]:
    """Return the scopes of a key as texts in the viewer's language."""
    return [in_language(SCOPES[scope]) for scope in scopes if scope in SCOPES]


def _found(key_id: int) -> KeyLine:
    key_row = next((key for key in keys() if key.id == key_id), None)
    if key_row is None:
        raise actions.NoSuchKey()
    return key_row


def _empty() -> NewKeyForm:
    return NewKeyForm(initial={"scopes": ["report"]})


def _make(request: HttpRequest, form: NewKeyForm) -> MadeKey:
    given = form.given()
    name, why, by = given.pop("name"), given.pop("why"), actor(request)
    if not needs_two(given["scopes"]):
        return MadeKey(name, actions.issue_key(name, by=by, **given), None)
    change_id, token = propose_key(current_city().id, name, KeyTerms(**given), why=why, by=by)
    return MadeKey(name, token, change_id)


def _change(request: HttpRequest, key_id: int, form: ApiKeyForm) -> int | None:
    given = form.given()
    why, by = given.pop("why"), actor(request)
    asked = {name: given[name] for name in ("scopes", "acts_as", "valid_until")}
    if change_needs_two(key_id, **asked):
        return propose_key_change(current_city().id, key_id, KeyTerms(**given), why=why, by=by)
    actions.change_key(key_id, by=by, **given)
    return None


def _changed(request: HttpRequest, key_id: int, change_id: int | None) -> HttpResponse:
    if change_id is not None:
        messages.success(request, _("Proposed: a second person must confirm it; until then nothing changes."))
        return redirect("admin_change", change_id=change_id)
    messages.success(request, _("The key is changed from now on."))
    return redirect("admin_key", key_id=key_id)


def _initial(key: KeyLine) -> dict[str, Any]:
    # `valid_until` is the start of the day after the last valid day.
    last = (key.valid_until - timedelta(microseconds=1)).astimezone(zone()).date() if key.valid_until else None
    return {
        "owner": key.owner,
        "scopes": list(key.scopes),
        "acts_as": key.acts_as,
        "per_minute": key.per_minute,
        "per_day": key.per_day,
        "until": written_day(last) if last else "",
    }


def _list(request: HttpRequest, form: NewKeyForm, *, made: MadeKey | None = None, status: int = 200) -> HttpResponse:
    context = {
        "keys": [(key, scope_words(key.scopes)) for key in keys()],
        "form": form,
        "made": made,
        "may_change": may_administer(actor(request)),
        "lines": decisions(current_city().id, *KINDS),
    }
    return render(request, "admin/keys.html", context, status=status)


def _one(request: HttpRequest, key: KeyLine, form: ApiKeyForm, *, status: int = 200) -> HttpResponse:
    context = {
        "key": key,
        "scopes": scope_words(key.scopes),
        "form": form,
        "here": reverse("admin_key", args=[key.id]),
        "may_change": may_administer(actor(request)) and key.revoked_at is None,
        "lines": decisions(current_city().id, *KINDS, about=key.name),
    }
    return render(request, "admin/key.html", context, status=status)
