"""The morning's brief in a leader's own account: by SMS, by mail, and at which hour."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from peygir.core.phones import national_form
from peygir.desks.inquiries import actions, queries
from peygir.people.permissions import Permission
from peygir.people.rules import Actor
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city
from peygir.web.kit.form_fields import set_choices
from peygir.web.kit.submitting import confirmed
from peygir.web.kit.templatetags.ui import digits


class BriefForm(forms.Form):
    """By which ways the brief comes, and at which hour."""

    phone = forms.CharField(
        label=gettext_lazy("Mobile number for the SMS"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Empty: no SMS."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    by_mail = forms.BooleanField(label=gettext_lazy("By mail too"), required=False)
    hour = forms.TypedChoiceField(label=gettext_lazy("At"), coerce=int)

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        set_choices(self, "hour", [(hour, digits(f"{hour}:00")) for hour in actions.BRIEF_HOURS])


def brief_form(by: Actor) -> BriefForm | None:
    """Return the form as it is set now; None for who gets no brief."""
    if not (by.may(Permission.STEER_CITY) or by.may(Permission.WATCH_CITY)):
        return None
    row = queries.brief_of(by)
    if row is None:
        return BriefForm(initial={"hour": 8})
    phone = national_form(row.phone) if row.phone else ""
    return BriefForm(initial={"phone": phone, "by_mail": row.by_mail, "hour": row.hour})


@staff(Permission.STEER_CITY, Permission.WATCH_CITY)
@require_POST
def staff_brief(request: HttpRequest) -> HttpResponse:
    """Switch the brief on or off."""
    form = BriefForm(request.POST)
    values = form.cleaned_data if form.is_valid() else {"phone": "", "by_mail": False, "hour": -1}
    confirmed(
        request,
        _("Saved: the morning's brief."),
        lambda: actions.switch_brief(current_city().id, by=actor(request), **values),
    )
    return redirect("staff_account")
