"""The citizen's charter with the hours in force, and contact channels for those who cannot phone."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from peygir.city import queries as city
from peygir.city.facts import TermsFacts
from peygir.city.urgencies import ClockKind
from peygir.core.translation import Names
from peygir.desks.promises.calendar import HOURS_OF_A_DAY
from peygir.web.kit.access import public
from peygir.web.kit.current_city import current_city, today, topic_groups
from peygir.web.kit.retention_words import retention_lines
from peygir.web.kit.templatetags.ui import digits, named

# Emergency numbers to call in danger, first of all; then the others that the city's emergency rules name.
_FIRST: Final = ("125", "115", "110", "123")


@dataclass(frozen=True, slots=True)
class PromisedRange:
    """The promises of a topic group, from the shortest to the longest of its topics."""

    group_code: str
    group: Names
    ack: str
    finish: str


@dataclass(frozen=True, slots=True, order=True)
class _Time:
    """A promised time; `minutes` is for sorting only."""

    minutes: int
    words: str


@public()
@require_GET
def rights(request: HttpRequest) -> HttpResponse:
    """Show the promises, how to object, how data are used, and whom to call in danger."""
    city_facts = current_city()
    week = city.office_week(city_facts.id, None, today())
    danger, others = _numbers()
    context = {
        "promised": promised(),
        "silence_days": city_facts.silence_days,
        "opens": week.opens.strftime("%H:%M"),
        "closes": week.closes.strftime("%H:%M"),
        "numbers": danger,
        "others": others,
        "times": retention_lines(),
        "backup_days": settings.BACKUPS_KEPT_DAYS,
    }
    return render(request, "public/rights.html", context)


@public()
@require_GET
def ways(request: HttpRequest) -> HttpResponse:
    """Show help for those who cannot phone: deaf, without Persian, or unable to speak just now."""
    return render(request, "public/contact_channels.html", {"numbers": _numbers()[0]})


def promised() -> list[PromisedRange]:
    """Return each topic group with its times in force today; groups without a promise are left out."""
    rows = []
    for names, code, topics in topic_groups():
        terms = [found for topic in topics if (found := city.terms_of(topic.id, on=today())) is not None]
        ack = _between(_ack(one) for one in terms if one.ack_hours > 0)
        finish = _between(_finish(one) for one in terms if one.due_hours > 0)
        if finish:
            rows.append(PromisedRange(code, names, ack, finish))
    return rows


def _between(times: Iterable[_Time]) -> str:
    """«۴ ساعت تا ۳ روز کاری»."""
    sorted_times = sorted(times)
    if not sorted_times:
        return ""
    shortest, longest = sorted_times[0].words, sorted_times[-1].words
    if shortest == longest:
        return shortest
    return _("%(shortest)s to %(longest)s") % {"shortest": shortest, "longest": longest}


def _ack(terms: TermsFacts) -> _Time:
    if terms.clock == ClockKind.CALENDAR or terms.ack_hours >= HOURS_OF_A_DAY:
        return _finish_in(terms.ack_hours, terms.clock)
    count = math.ceil(terms.ack_hours)
    words = ngettext("%(count)s office hour", "%(count)s office hours", count) % {"count": digits(count)}
    return _Time(count * 60 * 3, words)  # sorts an office hour after an hour of clock C


def _finish(terms: TermsFacts) -> _Time:
    return _finish_in(terms.due_hours, terms.clock)


def _finish_in(hours: Decimal, clock: str) -> _Time:
    """Count as `promises.calendar` does: every hour (clock C), or whole working days (clock B)."""
    if clock == ClockKind.CALENDAR:
        if hours % HOURS_OF_A_DAY or hours == HOURS_OF_A_DAY:
            count = math.ceil(hours)
            duration_text = ngettext("%(count)s hour", "%(count)s hours", count) % {"count": digits(count)}
        else:
            days = int(hours // HOURS_OF_A_DAY)
            duration_text = ngettext("%(count)s day", "%(count)s days", days) % {"count": digits(days)}
        return _Time(int(hours * 60), duration_text)
    days = math.ceil(hours / HOURS_OF_A_DAY)
    duration_text = ngettext("%(count)s working day", "%(count)s working days", days) % {"count": digits(days)}
    return _Time(days * 34 * 60, duration_text)  # a working day takes a day and its share of the weekend


def _numbers() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return (number, who answers) for danger, and for the other agencies."""
    names_by_phone = {agency.phone: named(agency) for agency in city.agencies(current_city().id) if agency.phone}
    urgent = {phone for phone, _words in city.emergencies(current_city().id)} | set(_FIRST)
    order = {number: place for place, number in enumerate(_FIRST)}
    rows = sorted(names_by_phone.items(), key=lambda row: (order.get(row[0], len(order)), len(row[0]), row[0]))
    return [row for row in rows if row[0] in urgent], [row for row in rows if row[0] not in urgent]
