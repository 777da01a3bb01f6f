"""When a message may be sent, what it costs, and when a limited address is free again."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from peygir.core.jalali import local, to_gregorian, to_jalali
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy
from peygir.people.channels import MESSAGE_CHANNELS, Channel
from peygir.people.permissions import Permission
from peygir.people.rules import Actor

EVERY_KIND: Final = "*"
QUIET_CHANNELS: Final = frozenset(MESSAGE_CHANNELS) - {Channel.MAIL}
"""Channels that make a phone ring; an email waits silently."""
# The default hours: at night only what the person has just asked for.
DEFAULT_HOURS: Final[dict[str, tuple[time, time]]] = {
    EVERY_KIND: (time(8), time(21, 30)),
    "one_time_code": (time(0), time(0)),
    "received": (time(0), time(0)),
    "follow_asked": (time(0), time(0)),
}
ALWAYS: Final = (time(0), time(0))

Hours = Mapping[str, tuple[time, time]]
"""Kind → (from, to) in the city's time; both equal: at any hour."""


class PriceIsNotRight(Invalid):
    """The price is negative or unreasonably high."""

    message = gettext_lazy("The price must be a number from 0 to {most} rials.")


class AddressIsNotRight(Invalid):
    """The text is neither a phone nor a mail address."""

    message = gettext_lazy("Write a mobile number or a mail address.")


MOST_RIALS: Final = 1_000_000


def check_price(rials: int) -> None:
    """Raises PriceIsNotRight."""
    if not 0 <= rials <= MOST_RIALS:
        raise PriceIsNotRight(most=MOST_RIALS)


def may_keep_messages(by: Actor) -> bool:
    """Whether this person administers the outbox: the centre's supervisor and the administrator."""
    return by.is_system or (by.kind == "staff" and by.may(Permission.LOOK_AFTER))


def goes_at(kind: str, channel: str, *, now: datetime, hours: Hours, zone: str) -> datetime:
    """The first moment from `now` on at which a message of this kind may be sent; `now` itself while it may."""
    opens, closes = hours.get(kind) or hours.get(EVERY_KIND) or ALWAYS
    if channel not in QUIET_CHANNELS or opens == closes or kind.startswith("talk_"):
        return now  # a reply in a conversation goes to somebody who has just written
    local_now = now.astimezone(ZoneInfo(zone))
    clock = local_now.time()
    is_open = opens <= clock < closes if opens < closes else clock >= opens or clock < closes
    if is_open:
        return now
    day = local_now.date() if clock < opens else local_now.date() + timedelta(days=1)
    return datetime.combine(day, opens, local_now.tzinfo).astimezone(now.tzinfo)


UNPROVEN_HOUR: Final = timedelta(hours=1)
UNPROVEN_DAY: Final = timedelta(days=1)


def free_at(sent: Sequence[datetime], *, now: datetime, per_hour: int, per_day: int) -> datetime | None:
    """When an unproven address may get one more message; None: now.

    `sent` holds the times of its last messages, the newest first, at least as many as the greater of the two limits.
    """
    frees = [
        sent[most - 1] + span if most > 0 else now + span
        for most, span in ((per_hour, UNPROVEN_HOUR), (per_day, UNPROVEN_DAY))
        if most <= len(sent)
    ]
    free = max(frees, default=now)
    return free if free > now else None


def cost_of(stated_cost: int | None, *, parts: int, tariff: int | None) -> int | None:
    """Rials: as the provider stated, else parts by the tariff, else unknown."""
    if stated_cost is not None:
        return stated_cost
    return None if tariff is None else tariff * max(parts, 1)


def month_starts(now: datetime, zone: str, months: int) -> list[tuple[date, datetime]]:
    """The first days of this Jalali month and of those before it, each with the moment at which it began."""
    year, month, _ = to_jalali(local(now, zone).date())
    starts = []
    for back in range(months):
        number = year * 12 + month - 1 - back
        first = to_gregorian(number // 12, number % 12 + 1, 1)
        starts.append((first, datetime.combine(first, time(), ZoneInfo(zone))))
    return starts
