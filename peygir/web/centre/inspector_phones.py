"""The phones on which inspectors keep their visits, and withdrawing the key of one that was lost."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from peygir.people.actions.staff_phones import withdraw_phone
from peygir.people.permissions import Permission
from peygir.people.queries import phones_of_inspectors
from peygir.web.kit.access import actor, staff
from peygir.web.kit.submitting import confirmed


@staff(Permission.LEAD_CENTRE)
@require_GET
def inspector_phones(request: HttpRequest) -> HttpResponse:
    """List the phones of the inspectors."""
    return render(request, "centre/inspector_phones.html", {"phones": phones_of_inspectors()})


@staff(Permission.LEAD_CENTRE)
@require_POST
def inspector_phone_withdraw(request: HttpRequest, phone_id: int) -> HttpResponse:
    """Withdraw the key of a phone: at its next contact it deletes what it keeps."""
    by = actor(request)
    confirmed(
        request,
        _("The key is withdrawn. The phone deletes what it keeps as soon as it has a connection."),
        lambda: withdraw_phone(phone_id, by=by),
    )
    return redirect("inspector_phones")
