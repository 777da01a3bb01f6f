"""Webhooks of other systems: created, changed, ended; failed deliveries are listed and can be sent again."""

from collections.abc import Callable
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

from peygir.core.refusals import Conflict
from peygir.desks.partners import actions
from peygir.desks.partners.queries import DeliveryLine, WebhookLine, deliveries, webhooks
from peygir.desks.partners.rules import KINDS, LONGEST_NAME, LONGEST_URL
from peygir.history.kinds.partners import (
    WebhookChanged,
    WebhookEnded,
    WebhookMade,
    WebhookMessageSentAgain,
    WebhookOldSecretEnded,
    WebhookSecretRenewed,
)
from peygir.people.permissions import Permission
from peygir.people.queries import keys
from peygir.people.rules import may_administer
from peygir.web.admin.decisions import decisions
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city
from peygir.web.kit.form_fields import choices_of, set_choices
from peygir.web.kit.middleware.refusals import words_of
from peygir.web.kit.submitting import administered, confirmed
from peygir.web.kit.templatetags.ui import in_language

LINES: Final = (
    WebhookMade.kind,
    WebhookChanged.kind,
    WebhookSecretRenewed.kind,
    WebhookOldSecretEnded.kind,
    WebhookEnded.kind,
    WebhookMessageSentAgain.kind,
)
_FIELDS: Final = {
    "WebhookNameIsTaken": "name",
    "WebhookHasNoName": "name",
    "WebhookAddressIsWrong": "url",
    "KeyHearsNothing": "key",
    "NothingToTell": "kinds",
}


class WebhookForm(forms.Form):
    """The target URL, the API key and the events."""

    key = forms.TypedChoiceField(
        label=gettext_lazy("Key"),
        coerce=int,
        help_text=gettext_lazy(
            "It says of which cases the system may hear: the public ones, or those that its person sees."
        ),
    )
    url = forms.CharField(
        label=gettext_lazy("Address"), max_length=LONGEST_URL, help_text=gettext_lazy("Like https://example.ir/peygir")
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Events that are sent"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one.")},
    )

    def __init__(self, data: QueryDict | None = None, *, initial: dict[str, object] | None = None) -> None:
        super().__init__(data, initial=initial)
        hearing = [(key.id, key.name) for key in keys() if not key.is_over and "events" in key.scopes]
        set_choices(self, "key", hearing)
        set_choices(self, "kinds", [(kind, in_language(names)) for kind, names in KINDS.items()])

    def given(self) -> dict[str, Any]:
        """Return the values as the actions take them."""
        values = dict(self.cleaned_data)
        key_id = values.pop("key")
        return {**values, "key_id": key_id}


class NewWebhookForm(WebhookForm):
    """A new webhook, with the name that identifies it."""

    field_order = ("name", "key")
    name = forms.CharField(label=gettext_lazy("Name of the system"), max_length=LONGEST_NAME)


@staff(Permission.LOOK_AFTER)
@never_cache
@require_http_methods(["GET", "POST"])
def admin_webhooks(request: HttpRequest) -> HttpResponse:
    """List the webhooks and their dead letters; POST creates a webhook and shows its secret this once."""
    if request.method != "POST":
        return _list(request, NewWebhookForm())
    form = NewWebhookForm(request.POST)
    return administered(
        request,
        form,
        lambda: actions.make_webhook(by=actor(request), **form.given()),
        fields=_FIELDS,
        again=partial(_list, request),
        done=lambda made: _list(request, NewWebhookForm(), made=(form.cleaned_data["name"], made[1])),
    )


@staff(Permission.LOOK_AFTER)
@never_cache
@require_http_methods(["GET", "POST"])
def admin_webhook(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """Show a webhook with its last deliveries; POST changes it."""
    hook = _found(webhook_id)
    if request.method != "POST":
        return _one(request, hook, _filled(hook))
    form = WebhookForm(request.POST)
    return administered(
        request,
        form,
        lambda: actions.change_webhook(webhook_id, by=actor(request), **form.given()),
        fields=_FIELDS,
        again=partial(_one, request, hook),
        done=lambda _made: _changed(request, webhook_id),
    )


@staff(Permission.ADMINISTER)
@never_cache
@require_POST
def admin_webhook_press(request: HttpRequest, webhook_id: int, deed: str) -> HttpResponse:
    """End a webhook or its earlier secret, or issue a new secret, which is shown this once."""
    _found(webhook_id)
    if deed == "secret":
        return _renewed(request, webhook_id)
    deeds: dict[str, tuple[str, Callable[..., None]]] = {
        "end": (_("The webhook has ended; nothing more is sent there."), actions.end_webhook),
        "end-old": (_("The earlier secret has ended; the newest one signs alone."), actions.end_old_secrets),
    }
    if deed not in deeds:
        raise actions.NoSuchWebhook()
    done, act = deeds[deed]
    confirmed(request, done, lambda: act(webhook_id, by=actor(request)))
    return redirect("admin_webhook", webhook_id=webhook_id)


@staff(Permission.ADMINISTER)
@require_POST
def admin_delivery_again(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Retry a dead delivery for another day."""
    confirmed(
        request,
        _("It is sent again, for a day if it must be."),
        lambda: actions.send_again(delivery_id, by=actor(request)),
    )
    return redirect("admin_webhooks")


def _found(webhook_id: int) -> WebhookLine:
    webhook_row = next((hook for hook in webhooks() if hook.id == webhook_id), None)
    if webhook_row is None:
        raise actions.NoSuchWebhook()
    return webhook_row


def _renewed(request: HttpRequest, webhook_id: int) -> HttpResponse:
    try:
        secret = actions.renew_secret(webhook_id, by=actor(request))
    except Conflict as refusal:
        messages.error(request, words_of(refusal))
        return redirect("admin_webhook", webhook_id=webhook_id)
    hook = _found(webhook_id)
    return _one(request, hook, _filled(hook), made=(hook.name, secret))


def _changed(request: HttpRequest, webhook_id: int) -> HttpResponse:
    messages.success(request, _("The webhook is changed from now on."))
    return redirect("admin_webhook", webhook_id=webhook_id)


def _filled(hook: WebhookLine) -> WebhookForm:
    return WebhookForm(initial={"key": hook.key_id, "url": hook.url, "kinds": list(hook.kinds)})


def _told(lines: list[DeliveryLine]) -> list[tuple[DeliveryLine, str]]:
    return [(line, in_language(KINDS[line.kind]) if line.kind in KINDS else line.kind) for line in lines]


def _list(
    request: HttpRequest, form: NewWebhookForm, *, made: tuple[str, str] | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "hooks": webhooks(),
        "dead": _told(deliveries(state="dead")),
        "form": form,
        "made": made,
        "has_keys": bool(choices_of(form, "key")),
        "may_change": may_administer(actor(request)),
        "lines": decisions(current_city().id, *LINES),
    }
    return render(request, "admin/webhooks.html", context, status=status)


def _one(
    request: HttpRequest,
    hook: WebhookLine,
    form: WebhookForm,
    *,
    made: tuple[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "hook": hook,
        "form": form,
        "made": made,
        "deliveries": _told(deliveries(webhook_id=hook.id)),
        "here": reverse("admin_webhook", args=[hook.id]),
        "lines": decisions(current_city().id, *LINES, about=hook.name),
        "may_change": may_administer(actor(request)) and hook.ended_at is None,
        "kinds": [in_language(KINDS[kind]) for kind in hook.kinds if kind in KINDS],
    }
    return render(request, "admin/webhook.html", context, status=status)
