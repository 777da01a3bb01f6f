"""The command on a case's page that publishes a photo or a reporter's text, or withdraws it."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from peygir.core import translation
from peygir.core.refusals import Missing
from peygir.journey.commands import SHOWABLE, show_to_everybody
from peygir.web.clerk.acting import acted
from peygir.web.clerk.refused_command import wanted_showing
from peygir.web.kit.access import actor, staff


class NothingToShow(Missing):
    """A kind of item that no public page has."""

    message = translation.gettext_lazy("There is nothing of this kind to show.")


@staff()
@require_POST
def case_publish(request: HttpRequest, code: str, kind: str, number: int) -> HttpResponse:
    """Publish one item, or withdraw it."""
    if kind not in SHOWABLE:
        raise NothingToShow()
    is_shown = request.POST.get("show") == "yes"
    covered = request.POST.get("covered", "")
    done = _("Everybody sees it now.") if is_shown else _("It is taken off the public page.")
    return acted(
        request,
        code,
        done,
        lambda: show_to_everybody(code, kind, number=number, is_shown=is_shown, by=actor(request), text=covered),
        make_refused=partial(wanted_showing, address=request.path, is_shown=is_shown, covered=covered),
    )
