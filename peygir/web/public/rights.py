"""The citizen's charter with the hours in force, and contact channels for those who cannot phone."""

import math
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
from peygir.city.facts import TermsFacts, TopicFacts
from peygir.city.urgencies import ClockKind
from peygir.core.jalali import to_jalali
from peygir.core.refusals import Missing
from peygir.core.translation import Names
from peygir.core.translation import gettext_lazy as _text
from peygir.desks.objections.queries import FEWEST
from peygir.desks.promises.calendar import HOURS_OF_A_DAY
from peygir.web.kit.access import public
from peygir.web.kit.current_city import current_city, today, topic_groups
from peygir.web.kit.objection_levels import shown_levels
from peygir.web.kit.reader import writing
from peygir.web.kit.retention_words import retention_lines
from peygir.web.kit.templatetags.ui import digits, named
from peygir.web.public.charter import charter_figures, last_twelve_months, measured_rights, year_of
from peygir.web.public.charter_document import statement_document

YEARS: Final = 3
# Emergency numbers to call in danger, first of all; then the others that the city's emergency rules name.
_FIRST: Final = ("125", "115", "110", "123")


class NoSuchStatement(Missing):
    """There is no statement of this year."""

    message = _text("There is no statement of this year.")


@dataclass(frozen=True, slots=True)
class PromisedTopic:
    """The promises of a topic in words; "" for what is not promised."""

    topic: TopicFacts
    ack: str
    finish: str


@dataclass(frozen=True, slots=True)
class PromisedGroup:
    """A topic group, and those of its topics that promise to finish."""

    group_code: str
    group: Names
    topics: list[PromisedTopic]


@public()
@require_GET
def rights(request: HttpRequest) -> HttpResponse:
    """Show the promises, how to object, how data are used, and whom to call in danger."""
    city_facts = current_city()
    week = city.office_week(city_facts.id, None, today())
    danger, others = _numbers()
    period = last_twelve_months()
    figures = charter_figures(period)
    context = {
        "rights": measured_rights(figures),
        "period": period,
        "levels": shown_levels(),
        "counts": figures.levels,
        "has_objections": any(level.reached for level in figures.levels),
        "fewest": FEWEST,
        "years": statement_years(),
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
def charter_statement(request: HttpRequest, year: str) -> HttpResponse:
    """Return the statement of a Jalali year as PDF. Raises NoSuchStatement for a year without one."""
    if year not in {str(one) for one in statement_years()}:
        raise NoSuchStatement()
    figures = charter_figures(year_of(int(year)))
    disposition = f'inline; filename="charter-{year}.pdf"'
    content = statement_document(int(year), figures)
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": disposition})


def statement_years() -> list[int]:
    """Return the Jalali years that have a statement, the running one first."""
    here = to_jalali(today()).year
    return list(range(here, here - YEARS, -1))


@public()
@require_GET
def ways(request: HttpRequest) -> HttpResponse:
    """Show help for those who cannot phone: deaf, without Persian, or unable to speak just now."""
    names = writing().comma.join(name for _code, name in settings.LANGUAGES)
    return render(request, "public/contact_channels.html", {"numbers": _numbers()[0], "languages": names})


def promised() -> list[PromisedGroup]:
    """Return the topics with their times in force today, by groups; topics without a promise are left out."""
    groups = []
    for names, code, topics in topic_groups():
        rows = [row for topic in topics if (row := _promised(topic)) is not None]
        if rows:
            groups.append(PromisedGroup(code, names, rows))
    return groups


def _promised(topic: TopicFacts) -> PromisedTopic | None:
    terms = city.terms_of(topic.id, on=today())
    if terms is None or terms.due_hours <= 0:
        return None
    finish = _finish_in(terms.due_hours, terms.clock)
    if city.collection_kind_of(topic):
        finish = _("the day of the next collection")
    return PromisedTopic(topic, _ack(terms) if terms.ack_hours > 0 else "", finish)


def _ack(terms: TermsFacts) -> str:
    if terms.clock == ClockKind.CALENDAR or terms.ack_hours >= HOURS_OF_A_DAY:
        return _finish_in(terms.ack_hours, terms.clock)
    count = math.ceil(terms.ack_hours)
    return ngettext("%(count)s office hour", "%(count)s office hours", count) % {"count": digits(count)}


def _finish_in(hours: Decimal, clock: str) -> str:
    """Count as `promises.calendar` does: every hour (clock C), or whole working days (clock B)."""
    if clock == ClockKind.CALENDAR:
        if hours % HOURS_OF_A_DAY or hours == HOURS_OF_A_DAY:
            count = math.ceil(hours)
            return ngettext("%(count)s hour", "%(count)s hours", count) % {"count": digits(count)}
        days = int(hours // HOURS_OF_A_DAY)
        return ngettext("%(count)s day", "%(count)s days", days) % {"count": digits(days)}
    days = math.ceil(hours / HOURS_OF_A_DAY)
    return ngettext("%(count)s working day", "%(count)s working days", days) % {"count": digits(days)}


def _numbers() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return (number, who answers) for danger, and for the other agencies."""
    names_by_phone = {agency.phone: named(agency) for agency in city.agencies(current_city().id) if agency.phone}
    urgent = {phone for phone, _words in city.emergencies(current_city().id)} | set(_FIRST)
    order = {number: place for place, number in enumerate(_FIRST)}
    rows = sorted(names_by_phone.items(), key=lambda row: (order.get(row[0], len(order)), len(row[0]), row[0]))
    return [row for row in rows if row[0] in urgent], [row for row in rows if row[0] not in urgent]
