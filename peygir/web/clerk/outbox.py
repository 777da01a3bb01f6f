"""The outbox: undelivered messages, cost by month, sending hours, prices, and phones that want no messages."""

from collections.abc import Callable
from datetime import datetime, time
from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from peygir.core import clock, translation
from peygir.core.moments import day_start
from peygir.core.persian import ascii_digits
from peygir.core.phones import mask_phone
from peygir.core.refusals import Invalid, Missing
from peygir.desks.answers import actions as answers
from peygir.desks.answers import queries as answers_queries
from peygir.desks.answers import sending as sent
from peygir.desks.answers.facts import UnsentMessage
from peygir.desks.answers.sending_rules import EVERY_KIND
from peygir.desks.intake.inbound import actions as inbound
from peygir.desks.intake.inbound import queries as inbound_queries
from peygir.people.channels import Channel
from peygir.people.permissions import Permission
from peygir.people.rules import Actor
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city
from peygir.web.kit.middleware.refusals import words_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MONTHS_SHOWN: Final = 6
# message kind → label on screen
KINDS: Final = {
    "one_time_code": gettext_lazy("One-time code"),
    "received": gettext_lazy("Report received"),
    "referred": gettext_lazy("Referral and promise"),
    "referred_out": gettext_lazy("Passed on to an agency"),
    "done": gettext_lazy("Is it fixed?"),
    "declined": gettext_lazy("No action needed"),
    "closed": gettext_lazy("Case closed"),
    "reopened": gettext_lazy("Opened again"),
    "late": gettext_lazy("Apology for being late"),
    "new_date": gettext_lazy("A new date"),
    "renewed": gettext_lazy("Topic corrected"),
    "followed": gettext_lazy("News of a followed case"),
    "evening": gettext_lazy("Evening news"),
    "follow_asked": gettext_lazy("Confirming a following"),
    "several": gettext_lazy("News of several reports"),
    "climbed": gettext_lazy("Escalated to a colleague"),
    "inquiry": gettext_lazy("A leader asked or ordered"),
    "brief": gettext_lazy("The morning's brief"),
    "mentioned": gettext_lazy("A colleague was named"),
    "honour_asked": gettext_lazy("Honours: may we thank you?"),
    "honour_invited": gettext_lazy("Honours: invitation"),
    "panel_invited": gettext_lazy("A seat in the citizens' panel"),
    "panel_owed": gettext_lazy("Answer owed to the citizens' panel"),
    "guardian_code": gettext_lazy("Honours: code for a guardian"),
    "plan_proposed": gettext_lazy("Plan: before the council"),
    "plan_funded": gettext_lazy("Plan: there is money"),
    "plan_begun": gettext_lazy("Plan: the work begins"),
    "plan_done": gettext_lazy("Plan: the work is done"),
    "plan_refused": gettext_lazy("Plan: no money yet"),
    "objection": gettext_lazy("A citizen objects"),
    "objection_answered": gettext_lazy("Objection: answered"),
    "objection_raised": gettext_lazy("Objection: went on unanswered"),
    "look_answered": gettext_lazy("Objection to a look: answered"),
    "drop_waiting": gettext_lazy("Boxes wait (mail to holders of keys)"),
    "marks": gettext_lazy("The monthly mail of marks"),
}
TALK: Final = gettext_lazy("Answer in a conversation")
PORTS: Final = {
    "kavenegar": gettext_lazy("Kavenegar"),
    "magfa": gettext_lazy("Magfa"),
    "melipayamak": gettext_lazy("MeliPayamak"),
    "smpp": gettext_lazy("SMPP line"),
    "safir": gettext_lazy("Bale Safir"),
    "bale": gettext_lazy("Bale"),
    "mail": gettext_lazy("Mail"),
    "file": gettext_lazy("File (no provider)"),
    "console": gettext_lazy("Terminal (no provider)"),
}
WHY: Final = {
    "asked": gettext_lazy("they asked for it"),
    "provider": gettext_lazy("the provider says so"),
    "staff": gettext_lazy("the centre decided"),
}


class UnknownOutboxAction(Missing):
    """The URL names no command of the outbox."""

    published_as = "NoSuchDeed"
    message = translation.gettext_lazy("The outbox has no command “{deed}”.")


class TimeIsNotRight(Invalid):
    """A time of day that cannot be read."""

    message = translation.gettext_lazy("Write the time like 08:00.")


@staff(Permission.LOOK_AFTER)
@require_GET
def outbox(request: HttpRequest) -> HttpResponse:
    """Show the whole page."""
    return _page(request)


@staff(Permission.LOOK_AFTER)
@require_POST
def outbox_press(request: HttpRequest, deed: str) -> HttpResponse:
    """Run a command of the outbox; after a refusal, show the page again with what was typed."""
    press = _PRESSES.get(deed)
    if press is None:
        raise UnknownOutboxAction(deed=deed[:40])
    try:
        confirmation = press(request.POST, actor(request))
    except Invalid as refusal:
        return _page(request, fault=(deed, words_of(refusal)), typed=request.POST, status=422)
    flash.success(request, confirmation)
    return redirect("outbox")


def _resend(given: QueryDict, by: Actor) -> str:
    answers.resend(_number(given, "message"), by=by)
    return _("The message is sent again.")


def _hear(given: QueryDict, by: Actor) -> str:
    inbound.hear_again(_number(given, "message"), by=by)
    return _("The message is read again.")


def _price(given: QueryDict, by: Actor) -> str:
    answers.save_tariff(given.get("port", ""), rials=_number(given, "rials"), by=by)
    return _("The price is in force from now on.")


def _hours(given: QueryDict, by: Actor) -> str:
    always = given.get("always") == "1"
    opens, closes = (time(), time()) if always else (_time(given, "opens"), _time(given, "closes"))
    answers.save_hours(given.get("kind", EVERY_KIND), opens=opens, closes=closes, by=by)
    return _("The hours are in force from now on.")


def _block(given: QueryDict, by: Actor) -> str:
    answers.block(given.get("address", ""), why="staff", by=by)
    return _("Nothing is sent to this address any more.")


def _unblock(given: QueryDict, by: Actor) -> str:
    answers.unblock(_number(given, "block"), by=by)
    return _("Messages go to this address again.")


_PRESSES: Final[dict[str, Callable[[QueryDict, Actor], str]]] = {
    "resend": _resend,
    "hear": _hear,
    "price": _price,
    "hours": _hours,
    "block": _block,
    "unblock": _unblock,
}


def _number(given: QueryDict, name: str) -> int:
    """Read a number as typed; anything else becomes -1, which every action refuses or does not find."""
    text = ascii_digits(given.get(name, "")).strip().replace(",", "").replace("٬", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else -1


def _time(given: QueryDict, name: str) -> time:
    try:
        return time.fromisoformat(ascii_digits(given.get(name, "")).strip())
    except ValueError as wrong:
        raise TimeIsNotRight() from wrong


def _page(
    request: HttpRequest, *, fault: tuple[str, str] = ("", ""), typed: QueryDict | None = None, status: int = 200
) -> HttpResponse:
    city_facts, now = current_city(), clock.now()
    hours = sent.hours_in_force()
    context = {
        "now": sent.standing(midnight=day_start(now, city_facts.time_zone)),
        "dead": [_line(row) for row in answers_queries.dead_letters(100)],
        "deaf": [{"row": row, "address": shown(row.channel, row.sender)} for row in inbound_queries.not_heard()],
        "months": [(line, _provider_name(line.provider, line.channel)) for line in _months(now, city_facts.time_zone)],
        "ports": [(name, _provider_name(name, "sms"), state) for name, state in sent.provider_states()],
        "tariffs": sent.tariffs_in_force(),
        "usual": hours.get(EVERY_KIND),
        "kinds": KINDS.items(),
        "every_kind": EVERY_KIND,
        "own": [(kind, KINDS.get(kind, kind), *span) for kind, span in sorted(hours.items()) if kind != EVERY_KIND],
        "blocked": [(row, shown(row.channel, row.address), WHY[row.why]) for row in sent.blacklist()],
        "fault": {"at": fault[0], "words": fault[1]},
        "typed": typed or {},
    }
    return render(request, "clerk/outbox.html", context, status=status)


def _months(now: datetime, zone: str) -> list[sent.MonthLine]:
    return sent.by_month(now, zone, months=MONTHS_SHOWN)


def _line(row: UnsentMessage) -> dict[str, Any]:
    """Return one dead letter as shown, with its address masked."""
    kind = KINDS.get(row.kind, TALK if row.kind.startswith("talk_") else row.kind)
    return {
        "id": row.pk,
        "kind": kind,
        "channel": row.channel,
        "address": shown(row.channel, row.address),
        "at": row.created_at,
        "error": row.error,
        "is_unsure": row.is_unsure,
        "port": _provider_name(row.provider, row.channel) if row.provider else "",
    }


def _provider_name(provider: str, channel: str) -> "StrOrPromise":
    return PORTS.get(provider, provider) if provider else PORTS["mail"] if channel == Channel.MAIL else _("not known")


def shown(channel: str, address: str) -> str:
    """Return an address with its middle masked."""
    if channel == Channel.SMS:
        return mask_phone(address)
    if channel == Channel.MAIL:
        name, _at, domain = address.rpartition("@")
        return f"{name[:1]}•••@{domain}"
    return f"{address.partition(':')[0]}:•••{address[-3:]}"
