"""What a person gets by mail every week, and the way to end it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from peygir.outlook.insight import actions
from peygir.outlook.insight.saved_queries import subscriptions_of
from peygir.web.kit.access import actor, staff
from peygir.web.kit.submitting import confirmed


@staff()
@require_GET
def subscriptions(request: HttpRequest) -> HttpResponse:
    """List what comes by mail every week; open to all staff, so that nobody keeps mails they cannot end."""
    return render(request, "boards/subscriptions.html", {"rows": subscriptions_of(actor(request))})


@staff()
@require_POST
def subscription_end(request: HttpRequest, subscription_id: int) -> HttpResponse:
    """Let a mail come no longer."""
    confirmed(
        request,
        _("It comes by mail no longer."),
        lambda: actions.unsubscribe(subscription_id, by=actor(request)),
    )
    return redirect("subscriptions")
