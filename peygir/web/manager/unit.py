"""A unit on one page: load and lateness by person and topic, inactive cases, the oldest and the next ones due."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from peygir.cases import queries as cases
from peygir.cases.queries import Filters, Narrowing, Tally, TopicTally
from peygir.cases.states import WORKABLE, CaseState
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.jalali import format_day_short
from peygir.history.audit import last_moves
from peygir.people.facts import StaffFacts
from peygir.people.permissions import Permission
from peygir.people.queries import away_among, staff_names, staff_of_units
from peygir.people.rules import Actor
from peygir.web.kit.access import actor, staff
from peygir.web.kit.actor_names import role_words
from peygir.web.kit.charts import Chart, HeatChart, Series
from peygir.web.kit.clocks import colour_now
from peygir.web.kit.current_city import current_city, end_of, start_of, today, zone
from peygir.web.kit.numbers import whole
from peygir.web.kit.scope import Scope, scope_of
from peygir.web.kit.templatetags.ui import language, named
from peygir.web.manager.comparison import unit_comparison

WEEKS: Final = 8
SILENCES: Final = (3, 7, 14)  # days without a move, from which the viewer chooses
OLDEST: Final = 10
MOST_LINES: Final = 60
MOST_TOPICS: Final = 12
_SATURDAY: Final = 5


@dataclass(frozen=True, slots=True)
class TallyRow:
    """One row of a table: a person or topic, the counts, and the links behind its numbers."""

    name: str
    tally: Tally
    href: str
    late_href: str
    due_href: str
    role: str = ""
    last_at: datetime | None = None
    is_silent: bool = False
    away: Any = None
    share_href: str = ""


@dataclass(frozen=True, slots=True)
class WeekBar:
    """One week of the trend."""

    first: date
    received: int
    finished: int
    received_href: str
    finished_href: str
    is_running: bool


@dataclass(frozen=True, slots=True)
class _Days:
    """The two days that the page looks ahead to; equal if tomorrow is a working day."""

    tomorrow: date
    next_day: date


@staff(Permission.SEE_LOAD)
@require_GET
def unit_load(request: HttpRequest) -> HttpResponse:
    """Show the unit; at most twelve SQL statements."""
    by, city_facts, now = actor(request), current_city(), clock.now()
    scope, days = scope_of(request, by), _days_ahead(city_facts.id)
    silence = _silence(request.GET.get("silent", ""))
    parts = cases.load_of(
        by, city_facts.id, scope.unit_ids, now=now, tomorrow=_span(days.tomorrow), next_day=_span(days.next_day)
    )
    everyone = staff_of_units(scope.unit_ids, also_closed=True)
    people = [one for one in everyone if one.is_active]
    total = sum((part.tally for part in parts), Tally())
    by_unit = cases.tallies(parts, lambda part: part.unit_id) if not scope.is_one else {}
    oldest = Filters(
        states=tuple(sorted(WORKABLE)), order="old", narrowing=Narrowing(unit_ids=tuple(sorted(scope.unit_ids)))
    )
    lines = _people(scope, people, cases.tallies(parts, lambda part: part.assignee_id), days, silence)
    by_topic = cases.tallies(parts, lambda part: part.topic_id)
    topics = _topics(scope, by_topic, days, most=None if request.GET.get("topics") == "all" else MOST_TOPICS)
    nobody, weeks = _nobody(scope, parts, days), _weeks(by, city_facts.id, scope, everyone)
    context = {
        "most": {
            "people": _most(one.tally.to_do for one in (*lines, nobody)),
            "topics": _most(one.tally.to_do for one in topics),
        },
        "scope": scope,
        "compared": unit_comparison(scope.unit),
        "total": total,
        "days": days,
        "links": _links(scope, days),
        "people": lines[:MOST_LINES],
        "people_left_out": max(0, len(lines) - MOST_LINES),
        "nobody": nobody,
        "topics": topics,
        "topics_left_out": len(by_topic) - len(topics),
        "units": _units(by_unit, days),
        "silence": silence,
        "silences": SILENCES,
        "weeks": weeks,
        "weeks_chart": weeks_chart(weeks),
        "arrivals": HeatChart(
            _("Cases that were opened, by day and hour, in eight weeks"),
            cases.arrivals_of(by, city_facts.id, scope.unit_ids, (start_of(weeks[0].first), now), zone=zone()),
        ),
        "oldest": [(case, colour_now(case)) for case in cases.inbox(by, city_facts.id, oldest).cases[:OLDEST]],
        "may_share": by.may(Permission.LEAD_UNIT) and scope.unit.id == by.unit_id,
    }
    return render(request, "manager/unit.html", context)


def _most(counts: Iterable[int]) -> int:
    """Return the maximum of the counts, at least 1."""
    return max([1, *counts])


def _silence(text: str) -> int:
    days = whole(text)
    return days if days in SILENCES else SILENCES[0]


def _days_ahead(city_id: int) -> _Days:
    """Return tomorrow, and the next working day of the city's offices."""
    tomorrow = today() + timedelta(days=1)
    closed = city.closed_days(city_id, tomorrow, tomorrow + timedelta(days=60))
    ahead = (tomorrow + timedelta(days=offset) for offset in range(60))
    return _Days(tomorrow, next((one for one in ahead if one not in closed), tomorrow))


def _span(day: date) -> tuple[datetime, datetime]:
    return start_of(day), end_of(day)


def listed(**wishes: str | int | date) -> str:
    """Return the inbox URL with these filters."""
    return f"{reverse('inbox')}?{urlencode({name: value for name, value in wishes.items() if value})}"


def _links(scope: Scope, days: _Days) -> dict[str, str]:
    unit = scope.unit.code
    return {
        "to_do": listed(unit=unit),
        "late": listed(unit=unit, colour="red"),
        "tomorrow": listed(unit=unit, due=days.tomorrow),
        "next_day": listed(unit=unit, due=days.next_day),
        "returned": listed(unit=unit, returned=1),
        "reopened": listed(unit=unit, state=CaseState.REOPENED),
    }


def _people(
    scope: Scope, people: Sequence[StaffFacts], tallies: Mapping[int | None, Tally], days: _Days, silence: int
) -> list[TallyRow]:
    """Return a row for each person of the unit, also without cases, and for leavers with cases; the most late first."""
    known = {person.pk: person for person in people}
    gone = staff_names({one for one in tallies if one is not None and one not in known}, language())
    moved = last_moves(f"staff:{pk}" for pk in known)
    away = away_among(known, on=today())
    quiet_since = clock.now() - timedelta(days=silence)
    bars = []
    for pk in [*(one for one in tallies if one is not None), *(one for one in known if one not in tallies)]:
        person, tally = known.get(pk), tallies.get(pk, Tally())
        last = moved.get(f"staff:{pk}")
        is_silent = tally.to_do > 0 and pk not in away and (last is None or last < quiet_since)
        name = (named(person) or person.username) if person is not None else gone.get(pk, "")
        bars.append(
            TallyRow(
                name,
                tally,
                *_hrefs(scope, days, assignee=pk),
                last_at=last,
                is_silent=is_silent,
                away=away.get(pk),
                role=role_words(person.role) if person is not None else "",
                share_href=f"{reverse('unit_share')}?{urlencode({'unit': scope.unit.code, 'from': pk})}",
            )
        )
    return bars


def _hrefs(scope: Scope, days: _Days, **wishes: str | int | date) -> tuple[str, str, str]:
    unit = scope.unit.code
    return (
        listed(unit=unit, **wishes),
        listed(unit=unit, colour="red", **wishes),
        listed(unit=unit, due=days.tomorrow, **wishes),
    )


def _nobody(scope: Scope, parts: Sequence[TopicTally], days: _Days) -> TallyRow:
    tally = sum((part.tally for part in parts if part.assignee_id is None), Tally())
    share = f"{reverse('unit_share')}?{urlencode({'unit': scope.unit.code, 'from': 'none'})}"
    return TallyRow("", tally, *_hrefs(scope, days, assignee="none"), share_href=share)


def _topics(scope: Scope, found: Mapping[int | None, Tally], days: _Days, *, most: int | None) -> list[TallyRow]:
    rows = []
    for topic_id, tally in list(found.items())[:most]:
        topic = city.topic(scope.unit.city_id, topic_id) if topic_id is not None else None
        if topic is not None:
            rows.append(TallyRow(named(topic), tally, *_hrefs(scope, days, topic=topic.code)))
    return rows


def _units(found: Mapping[int | None, Tally], days: _Days) -> list[TallyRow]:
    rows = []
    for unit_id, tally in found.items():
        unit = city.unit(unit_id) if unit_id is not None else None
        if unit is not None:
            page = f"{reverse('unit_load')}?{urlencode({'unit': unit.code})}"
            own: dict[str, str | int] = {"unit": unit.code, "only": 1}
            hrefs = (listed(**own), listed(colour="red", **own), listed(due=days.tomorrow, **own))
            rows.append(TallyRow(named(unit), tally, *hrefs, share_href=page))
    return rows


def _weeks(by: Actor, city_id: int, scope: Scope, everyone: Sequence[StaffFacts]) -> list[WeekBar]:
    """Return eight weeks from Saturday to Friday, the current one last."""
    now = today()
    saturday = now - timedelta(days=(now.weekday() - _SATURDAY) % 7)
    firsts = [saturday - timedelta(weeks=back) for back in range(WEEKS - 1, -1, -1)]
    spans = [(start_of(first), start_of(first + timedelta(days=7))) for first in firsts]
    movers = tuple(f"staff:{one.pk}" for one in everyone)
    unit_weeks = cases.weeks_of(by, city_id, scope.unit_ids, spans, by=movers)
    unit = scope.unit.code
    return [
        WeekBar(
            first,
            week.received,
            week.finished,
            listed(unit=unit, opened=first),
            listed(unit=unit, finished=first),
            first == saturday,
        )
        for first, week in zip(firsts, unit_weeks, strict=True)
    ]


def weeks_chart(weeks: list[WeekBar]) -> Chart:
    """Return a chart of received and finished cases by week, each labelled by its Saturday."""
    labels = tuple(format_day_short(week.first, language()) for week in weeks)
    came = Series(_("Came in"), tuple(week.received for week in weeks))
    went = Series(_("Finished"), tuple(week.finished for week in weeks))
    return Chart(_("Came in and finished, week by week"), labels, (came, went), _("Week from Saturday"))
