"""The commands of the day's board: plan, accept, move, lock, send; each is a form, so it works without scripts."""

from collections.abc import Callable
from datetime import date, time
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from peygir.core.persian import ascii_digits
from peygir.core.refusals import Invalid, Missing, Refusal
from peygir.core.translation import gettext_lazy
from peygir.desks.fieldwork import actions
from peygir.desks.fieldwork import queries as fieldwork
from peygir.desks.fieldwork.order_states import OrderState
from peygir.people.permissions import Permission
from peygir.people.rules import Actor
from peygir.web.kit.access import actor, staff
from peygir.web.kit.chosen_area import point_asked
from peygir.web.kit.middleware.refusals import words_of
from peygir.web.kit.numbers import number_of, whole
from peygir.web.kit.submitting import confirmed
from peygir.web.kit.templatetags.ui import digits
from peygir.web.planner.board import board_url, day_in, unit_of

MOST_TOLD: Final = 20


class BoardCommandIsUnknown(Invalid):
    """The form names no command of the board."""

    message = gettext_lazy("The board has no such command. Load the page again.")


@staff(Permission.PLAN_ORDERS)
@require_POST
def board_move(request: HttpRequest) -> HttpResponse:
    """Carry out one command of the board, and show the board again."""
    by, on = actor(request), day_in(request.POST.get("on", ""))
    command = _COMMANDS.get(request.POST.get("command", ""))
    if command is None:
        raise BoardCommandIsUnknown()
    command(request, by, on)
    if request.headers.get("X-Live"):
        return HttpResponse(status=204)
    return redirect(board_url(on))


def _plan(request: HttpRequest, by: Actor, on: date) -> None:
    done = _("The routes are being calculated; the proposal appears here.")
    confirmed(request, done, lambda: actions.ask_for_routes(unit_of(by), on, by=by))


def _accept(request: HttpRequest, by: Actor, on: date) -> None:
    try:
        count = actions.accept_routes(_plan_id(request), by=by)
    except Missing:
        raise
    except actions.RoutePlanDoesNotFit as refusal:
        messages.error(request, words_of(refusal))
        request.session["board_stayed"] = [(number, words_of(why)) for number, why in refusal.conflicts[:MOST_TOLD]]
        return
    except Refusal as refusal:
        messages.error(request, words_of(refusal))
        return
    planned = ngettext("%(count)s order is planned as proposed.", "%(count)s orders are planned as proposed.", count)
    messages.success(request, planned % {"count": digits(count)})


def _dismiss(request: HttpRequest, by: Actor, on: date) -> None:
    confirmed(request, _("The proposal was put aside."), lambda: actions.dismiss_routes(_plan_id(request), by=by))


def _plan_id(request: HttpRequest) -> int:
    return whole(request.POST.get("plan", "")) or 0


def _move(request: HttpRequest, by: Actor, on: date) -> None:
    number, crew_id = request.POST.get("number", "")[:20], whole(request.POST.get("crew", ""))
    position = number_of(request.POST.get("position", "")) or 999
    done = _("The order was moved.") if crew_id is not None else _("The order is without a crew again.")
    confirmed(
        request,
        done,
        lambda: actions.place_on_board(number, crew_id=crew_id, position=min(position, 999), on=on, by=by),
    )


def _lock(request: HttpRequest, by: Actor, on: date) -> None:
    number, is_locked = request.POST.get("number", "")[:20], request.POST.get("locked") == "1"
    done = _("Planning leaves this order as it is.") if is_locked else _("Planning may move this order again.")
    confirmed(request, done, lambda: actions.lock_order(number, is_locked=is_locked, by=by))


def _send(request: HttpRequest, by: Actor, on: date) -> None:
    """Send what is planned of one crew, or of all: each order in a transaction of its own."""
    crew_id, sent, refused = whole(request.POST.get("crew", "")), 0, []
    for lane in fieldwork.board_of(unit_of(by), on).lanes:
        for order in lane.orders:
            if order.state == OrderState.PLANNED and crew_id in (None, lane.crew.id):
                try:
                    actions.send_order(order.number, by=by)
                    sent += 1
                except Refusal as refusal:
                    refused.append((order.number, words_of(refusal)))
    told = ngettext("%(count)s order was sent.", "%(count)s orders were sent.", sent)
    messages.success(request, told % {"count": digits(sent)})
    request.session["board_stayed"] = refused[:MOST_TOLD]


def _unloading(request: HttpRequest, by: Actor, on: date) -> None:
    point = point_asked(request.POST)
    times = {name: _time(request.POST.get(name, "")) for name in ("opens", "closes")}
    minutes = number_of(request.POST.get("minutes", "") or "15")

    def keep() -> None:
        actions.keep_unloading_place(
            unit_of(by),
            name=request.POST.get("name", ""),
            point=point,
            minutes=-1 if minutes is None else min(minutes, 100_000),
            by=by,
            **times,
        )

    confirmed(request, _("The place to unload was kept."), keep)


def _no_unloading(request: HttpRequest, by: Actor, on: date) -> None:
    place_id = whole(request.POST.get("place", "")) or 0
    confirmed(request, _("The place is used no more."), lambda: actions.end_unloading_place(place_id, by=by))


def _time(text: str) -> time | None:
    try:
        return time.fromisoformat(ascii_digits(text[:5])) if text else None
    except ValueError:
        return None


_COMMANDS: Final[dict[str, Callable[[HttpRequest, Actor, date], None]]] = {
    "plan": _plan,
    "accept": _accept,
    "dismiss": _dismiss,
    "move": _move,
    "lock": _lock,
    "send": _send,
    "unloading": _unloading,
    "no_unloading": _no_unloading,
}
