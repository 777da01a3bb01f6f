"""The monthly mail of marks in a leader's own account: whether it comes."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from peygir.outlook.scoring import actions
from peygir.outlook.scoring.people_queries import wants_mark_mail
from peygir.outlook.scoring.seeing import gets_mark_mail
from peygir.people.permissions import Permission
from peygir.people.queries import staff_by_id
from peygir.people.rules import Actor
from peygir.web.kit.access import actor, staff
from peygir.web.kit.submitting import confirmed


class MarkMailForm(forms.Form):
    """Whether the monthly mail comes; `has_address` says whether it could."""

    is_wanted = forms.BooleanField(label=gettext_lazy("Send it to me each month"), required=False)

    def __init__(self, *given: Any, has_address: bool = True, **more: Any) -> None:
        super().__init__(*given, **more)
        self.has_address = has_address


def mark_mail_form(by: Actor) -> MarkMailForm | None:
    """Return the form as it is set now; None for who leads no unit and stands above none."""
    if not gets_mark_mail(by):
        return None
    person = staff_by_id(by.id)
    has_address = person is not None and bool(person.email)
    return MarkMailForm(initial={"is_wanted": wants_mark_mail(by.id)}, has_address=has_address)


@staff(Permission.LEAD_UNIT, Permission.STEER_CITY)
@require_POST
def staff_mark_mail(request: HttpRequest) -> HttpResponse:
    """Switch the monthly mail on or off."""
    is_wanted = request.POST.get("is_wanted") == "on"
    confirmed(
        request,
        _("Saved: the monthly mail of marks."),
        lambda: actions.switch_mark_mail(is_wanted=is_wanted, by=actor(request)),
    )
    return redirect("staff_account")
