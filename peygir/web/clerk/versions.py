"""A person chooses between two versions of the same: a phone's late command, and what others changed."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from peygir.journey.sync.actions import decide_conflict
from peygir.web.clerk.acting import acted, version_of
from peygir.web.kit.access import actor, staff


@staff()
@require_POST
def case_versions(request: HttpRequest, code: str, command_id: int) -> HttpResponse:
    """Choose one of two versions."""
    return acted(
        request,
        code,
        _("The choice is recorded."),
        lambda: decide_conflict(
            code,
            command_id,
            choice=request.POST.get("choice", ""),
            version=version_of(request),
            by=actor(request),
        ),
    )
