"""Draws the cases of a month that the panel judges: by the secretary, or by the night if nobody did."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from peygir.cases.models import Case
from peygir.cases.public import FINISHED, WORKED, shown
from peygir.cases.states import CloseKind
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain, says_something
from peygir.desks.inspection.drawing import lot_of
from peygir.history.kinds.case_moves import CaseReopened
from peygir.history.kinds.panel import PanelSampleDrawn
from peygir.history.queries import stories
from peygir.outlook.panel.actions.opening import open_office, open_panel, record_in, refuse_unless_at_work
from peygir.outlook.panel.lot_list import SeedIsNotThere, first_record_root, list_of_cases, record_root_on
from peygir.outlook.panel.models import PanelSample, PanelSampleCase, PanelSampleList, PanelTerm
from peygir.outlook.panel.month_queries import drawn_by_itself_on, undrawn_months
from peygir.outlook.panel.rules import SampleShares, sample_shares
from peygir.outlook.panel.states import PanelState, SeedKind
from peygir.people.rules import CLOCK, Actor

JUDGING_DAYS: Final = 14


class SampledMonthIsNotOver(Conflict):
    """A sample is of a whole month that is over."""

    message = _("The cases of a month are drawn once the month is over.")


class MonthWasDrawn(Conflict):
    """The sample of this month was drawn."""

    message = _("The cases of this month were drawn already.")


class MonthHasNoCases(Conflict):
    """No public case was finished in the month."""

    message = _("No public case was finished in this month, so there is nothing to draw.")


class SampleSeedIsMissing(Invalid):
    """The public number was not entered."""

    message = _("Please enter the public number of the last day of the month, from the source that was named.")


@dataclass(frozen=True, slots=True)
class SampleSeed:
    """The value that decides which cases are drawn: where it comes from, and of which day it is."""

    value: str
    kind: str
    on: date


@transaction.atomic
def draw_sample(term_id: int, *, first_on: date, last_on: date, seed: str = "", by: Actor) -> int:
    """Draw the month's cases, each with its own chance, as the draw of inspections does; returns the sample's id.

    The seed is the root of the record on the last day, or the public number of the source that the panel named.
    Raises NotYourWork, NoSuchPanel, PanelIsNotAtWork, SampledMonthIsNotOver, MonthWasDrawn, MonthHasNoCases,
    SampleSeedIsMissing, SeedIsNotThere.
    """
    term = open_office(term_id, by)
    refuse_unless_at_work(term)
    if city.day_of(term.city_id, clock.now()) <= last_on:
        raise SampledMonthIsNotOver()
    if PanelSample.objects.filter(term=term, first_on=first_on).exists():
        raise MonthWasDrawn()
    value = _seed(term, last_on, seed)
    cases = _finished_in(term.city_id, first_on, last_on)
    if not cases:
        raise MonthHasNoCases()
    return _draw(term, (first_on, last_on), cases, SampleSeed(value, term.seed_kind, last_on), by=by)


def draw_due_samples(now: datetime) -> int:
    """Draw the months that nobody has drawn by the end of their second working day; returns how many were drawn.

    The seed is the root of the public record of the month's last day, or of the first day after it that has one, so
    that nobody chooses it. A month without finished cases is kept as such. An earlier month that was missed is drawn
    once the members judge no other, so that they are not given many at once. Called again, it changes nothing.
    """
    terms = PanelTerm.objects.filter(state=PanelState.DRAWN).values_list("pk", flat=True)
    return sum(_draw_due(term_id, now) for term_id in list(terms))


@transaction.atomic
def _draw_due(term_id: int, now: datetime) -> int:
    """Draw the newest month of one panel that is due, or one that was missed earlier; returns how many: 0 or 1."""
    term = open_panel(term_id)
    today = city.day_of(term.city_id, now)
    if term.state != PanelState.DRAWN or today > term.to_on:
        return 0
    undrawn = [month for month in undrawn_months(term.pk, today) if drawn_by_itself_on(term.city_id, month[1]) <= today]
    is_judging = PanelSample.objects.filter(term=term, due_on__gte=today, population__gt=0).exists()
    newest = PanelSample.objects.filter(term=term).order_by("-first_on").values_list("first_on", flat=True).first()
    for first_on, last_on in undrawn:
        if is_judging and newest is not None and first_on < newest:
            continue
        zone = city.city_by_id(term.city_id).time_zone
        try:
            on, root = first_record_root(settings.HOME, last_on, today - timedelta(days=1), zone)
        except SeedIsNotThere:
            continue
        cases = _finished_in(term.city_id, first_on, last_on)
        _draw(term, (first_on, last_on), cases, SampleSeed(root, SeedKind.RECORD.value, on), by=CLOCK)
        return 1
    return 0


def _draw(term: PanelTerm, days: tuple[date, date], cases: Collection[Case], seed: SampleSeed, *, by: Actor) -> int:
    """Draw from these cases for a locked panel, and keep the list of them; returns the sample's id."""
    now = clock.now()
    marks = _marks_of(cases)
    known = sample_shares(marks, size=term.sample_size, floor_percent=term.floor_percent) if cases else None
    weights = known.weights if known is not None else {}
    listed = [(case.code, weights[case.pk]) for case in cases]
    sample = PanelSample.objects.create(
        term=term,
        first_on=days[0],
        last_on=days[1],
        seed=seed.value,
        seed_source=term.seed_source if seed.kind == SeedKind.PUBLIC else "",
        seed_kind=seed.kind,
        seed_on=seed.on,
        by_clock=by == CLOCK,
        list_digest=hashlib.sha256(list_of_cases(listed).encode()).hexdigest(),
        population=len(cases),
        size=term.sample_size,
        floor_percent=term.floor_percent,
        mean_weight=known.shares.mean_weight if known is not None else 0,
        drawn_at=now,
        due_on=city.day_of(term.city_id, now) + timedelta(days=JUDGING_DAYS),
    )
    PanelSampleList.objects.create(sample=sample, cases=listed)
    drawn = _keep_drawn(sample, cases, known, marks) if known is not None else 0
    event = PanelSampleDrawn(
        first_on=days[0].isoformat(),
        seed=seed.value,
        population=len(cases),
        drawn=drawn,
        list_digest=sample.list_digest,
    )
    record_in(term, event, by=by)
    return int(sample.pk)


def _keep_drawn(
    sample: PanelSample, cases: Collection[Case], shares: SampleShares, marks: Mapping[int, set[str]]
) -> int:
    """Keep the cases whose lots lie below their chances; returns how many."""
    drawn = 0
    for case in cases:
        chance, lot = shares.chance_of(case.pk), lot_of(sample.seed, case.code, 1)
        if lot < chance:
            drawn += 1
            PanelSampleCase.objects.create(
                sample=sample,
                number=drawn,
                case=case,
                marks=sorted(marks[case.pk]),
                weight=shares.weights[case.pk],
                chance=chance,
                lot=lot,
            )
    return drawn


def _seed(term: PanelTerm, last_on: date, given: str) -> str:
    if term.seed_kind == SeedKind.RECORD:
        return record_root_on(settings.HOME, last_on, city.city_by_id(term.city_id).time_zone)
    if not says_something(given):
        raise SampleSeedIsMissing()
    return " ".join(plain(given).split())[:200]


def _finished_in(city_id: int, first_on: date, last_on: date) -> list[Case]:
    """The public cases whose work was called done within the days, by code."""
    zone = ZoneInfo(city.city_by_id(city_id).time_zone)
    since = datetime.combine(first_on, time(0), tzinfo=zone)
    until = datetime.combine(last_on + timedelta(days=1), time(0), tzinfo=zone)
    rows = Case.objects.filter(shown(city_id), city_id=city_id, state__in=sorted(FINISHED), close_kind__in=WORKED)
    rows = rows.filter(state_at__gte=since, state_at__lt=until)
    return list(rows.only("code", "state_at", "due_at", "report_count", "close_kind").order_by("code"))


def _marks_of(cases: Collection[Case]) -> Mapping[int, set[str]]:
    """Why each case deserves a look more than others do."""
    reopened = {event.file_id for event in stories("case", [case.pk for case in cases], [CaseReopened.kind])}
    marks: dict[int, set[str]] = {case.pk: set() for case in cases}
    for case in cases:
        if case.due_at is not None and case.state_at > case.due_at:
            marks[case.pk].add("late")
        if case.pk in reopened:
            marks[case.pk].add("reopened")
        if case.report_count > 1:
            marks[case.pk].add("reporters")
        if case.close_kind == CloseKind.SILENCE:
            marks[case.pk].add("silence")
    return marks
