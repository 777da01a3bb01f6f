"""The saved views of an inbox: saved under a name, renamed, opened first, shared with the unit, deleted."""

from collections.abc import Callable
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from peygir.core import translation
from peygir.core.refusals import Invalid, Missing, Refusal
from peygir.people import actions as people
from peygir.people.permissions import Permission
from peygir.people.queries import views_of
from peygir.people.rules import Actor
from peygir.web.clerk.inbox_filters import chosen_in, kept_filters
from peygir.web.kit.access import actor, staff
from peygir.web.kit.middleware.refusals import status_of, words_of


class UnknownCommand(Missing):
    """A command that no button sends."""

    published_as = "NoSuchDeed"
    message = translation.gettext_lazy("A view has no such command.")


class ViewShowsEverything(Invalid):
    """A view without a filter would equal the inbox itself."""

    message = translation.gettext_lazy("Filter the inbox first; then what you see can be saved as a view.")


@staff()
@require_http_methods(["GET", "POST"])
def views(request: HttpRequest) -> HttpResponse:
    """Save the filters of the inbox as a view, or list the saved views."""
    if request.method != "POST":
        return _page(request)
    name, filters = request.POST.get("name", ""), _filters(request)
    try:
        if not filters:
            raise ViewShowsEverything()
        people.save_view(name, filters, by=actor(request))
    except Refusal as refusal:
        return _page(request, status=status_of(refusal), fault=words_of(refusal), typed=(name, filters))
    messages.success(request, _("The view is saved."))
    return HttpResponseRedirect(f"{reverse('inbox')}?{filters}")


@staff()
@require_POST
def view(request: HttpRequest, view_id: int, deed: str) -> HttpResponse:
    """Run a command on a saved view."""
    press = _DEEDS.get(deed)
    if press is None:
        raise UnknownCommand()
    try:
        press(view_id, actor(request), request.POST.get("name", ""))
    except Invalid as refusal:
        return _page(request, status=status_of(refusal), fault=words_of(refusal))
    messages.success(request, _("Done."))
    return redirect("views")


def _page(
    request: HttpRequest, *, status: int = 200, fault: str = "", typed: tuple[str, str] | None = None
) -> HttpResponse:
    by = actor(request)
    views = views_of(by)
    context = {
        "own": [one for one in views if one.is_own],
        "shared": [one for one in views if not one.is_own],
        "may_share": by.may(Permission.LEAD_UNIT),
        "fault": fault,
        "typed": typed,
    }
    return render(request, "clerk/views.html", context, status=status)


def _filters(request: HttpRequest) -> str:
    """Return the filters of the form, without any other parameter of the request."""
    return kept_filters(chosen_in(QueryDict(request.POST.get("filters", "")[:2000])))


_Press = Callable[[int, Actor, str], None]
_DEEDS: Final[dict[str, _Press]] = {
    "rename": lambda view_id, by, name: people.rename_view(view_id, name=name, by=by),
    "open": lambda view_id, by, name: people.open_with_view(view_id, by=by),
    "close": lambda view_id, by, name: people.open_with_view(None, by=by),
    "share": lambda view_id, by, name: people.share_view(view_id, is_shared=True, by=by),
    "unshare": lambda view_id, by, name: people.share_view(view_id, is_shared=False, by=by),
    "delete": lambda view_id, by, name: people.delete_view(view_id, by=by),
}
