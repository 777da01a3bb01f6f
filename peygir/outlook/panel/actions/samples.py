"""Draws the cases of a month that the panel judges, and keeps what each member says of them."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from peygir.cases.actions.file import refuse_the_personal
from peygir.cases.models import Case
from peygir.cases.public import FINISHED, WORKED, shown
from peygir.cases.states import CloseKind
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid, Missing
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain, says_something
from peygir.desks.inspection.drawing import lot_of
from peygir.history.kinds.case_moves import CaseReopened
from peygir.history.kinds.panel import PanelCaseJudged, PanelSampleDrawn
from peygir.history.queries import stories
from peygir.outlook.panel.actions.opening import (
    as_citizen,
    open_as_member,
    open_office,
    record_in,
    refuse_interest,
    refuse_unless_at_work,
)
from peygir.outlook.panel.lot_list import record_root_on
from peygir.outlook.panel.models import PanelJudgement, PanelSample, PanelSampleCase, PanelTerm
from peygir.outlook.panel.rules import sample_shares
from peygir.outlook.panel.states import AnswerView, SeedKind, SolvedView
from peygir.people.rules import Actor

JUDGING_DAYS: Final = 14
LONGEST_NOTE: Final = 500


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


class NoSuchSampledCase(Missing):
    """There is no such case in a sample of this panel."""

    message = _("There is no such case in the month's sample.")


class JudgingIsOver(Conflict):
    """The days in which members judge are over."""

    message = _("The cases of this month can be judged no longer.")


class JudgementIsNotRight(Invalid):
    """An answer is missing or none of the list."""

    message = _("Please choose one of the answers to each question.")


@transaction.atomic
def draw_sample(term_id: int, *, first_on: date, last_on: date, seed: str = "", by: Actor) -> int:
    """Draw the month's cases, each with its own chance, as the draw of inspections does; returns the sample's id.

    The seed is the root of the record on the last day, or the public number of the source that the panel named.
    Raises NotYourWork, NoSuchPanel, PanelIsNotAtWork, SampledMonthIsNotOver, MonthWasDrawn, MonthHasNoCases,
    SampleSeedIsMissing, SeedIsNotThere.
    """
    term = open_office(term_id, by)
    refuse_unless_at_work(term)
    now = clock.now()
    today = city.day_of(term.city_id, now)
    if today <= last_on:
        raise SampledMonthIsNotOver()
    if PanelSample.objects.filter(term=term, first_on=first_on).exists():
        raise MonthWasDrawn()
    seed = _seed(term, last_on, seed)
    cases = _finished_in(term.city_id, first_on, last_on)
    if not cases:
        raise MonthHasNoCases()
    marks = _marks_of(cases)
    known = sample_shares(marks, size=term.sample_size, floor_percent=term.floor_percent)
    sample = PanelSample.objects.create(
        term=term,
        first_on=first_on,
        last_on=last_on,
        seed=seed,
        seed_source=term.seed_source,
        population=len(cases),
        size=term.sample_size,
        floor_percent=term.floor_percent,
        mean_weight=known.shares.mean_weight,
        drawn_at=now,
        due_on=today + timedelta(days=JUDGING_DAYS),
    )
    drawn = 0
    for case in cases:
        chance, lot = known.chance_of(case.pk), lot_of(seed, case.code, 1)
        if lot < chance:
            drawn += 1
            PanelSampleCase.objects.create(
                sample=sample,
                number=drawn,
                case=case,
                marks=sorted(marks[case.pk]),
                weight=known.weights[case.pk],
                chance=chance,
                lot=lot,
            )
    event = PanelSampleDrawn(first_on=first_on.isoformat(), seed=seed, population=len(cases), drawn=drawn)
    record_in(term, event, by=by)
    return int(sample.pk)


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


@transaction.atomic
def judge_case(term_id: int, sampled_id: int, *, solved: str, answer: str, note: str, own: Collection[int]) -> None:
    """Keep what a member says of a case of the sample, in place of what the member said before.

    Raises NoSuchPanel, NotOfThePanel, PanelIsNotAtWork, NoSuchSampledCase, JudgingIsOver, MemberHasInterest,
    JudgementIsNotRight, WordsArePersonal.
    """
    term, member = open_as_member(own, term_id=term_id)
    row = PanelSampleCase.objects.select_related("sample", "case").filter(pk=sampled_id, sample__term=term).first()
    if row is None:
        raise NoSuchSampledCase()
    refuse_interest(member, unit_id=row.case.unit_id, district_id=row.case.district_id)
    now = clock.now()
    if city.day_of(term.city_id, now) > row.sample.due_on:
        raise JudgingIsOver()
    if solved not in SolvedView.labels() or answer not in AnswerView.labels():
        raise JudgementIsNotRight()
    note = plain(note)[:LONGEST_NOTE]
    refuse_the_personal(note)
    PanelJudgement.objects.update_or_create(
        case=row, member=member, defaults={"solved": solved, "answer": answer, "note": note, "at": now}
    )
    event = PanelCaseJudged(
        first_on=row.sample.first_on.isoformat(), case=row.number, member=member.number, solved=solved
    )
    record_in(term, event, by=as_citizen(member.citizen_id))
