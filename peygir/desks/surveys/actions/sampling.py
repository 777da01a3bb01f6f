"""The nightly sample: of the cases closed on a day, some citizens are to be asked about the outcome."""

from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.db import transaction

from peygir.cases import actions as cases
from peygir.cases.models import Case, Report
from peygir.cases.states import CaseState
from peygir.city import queries as city
from peygir.city.models import City
from peygir.city.urgencies import Urgency
from peygir.desks.surveys.models import SurveyAsk, SurveyDraw
from peygir.desks.surveys.reading import survey_settings_at
from peygir.desks.surveys.rules import ASKED_KINDS, Closed, SampledCase, SurveySettings, draw, lot, next_call, seed_of
from peygir.history.actions import record
from peygir.history.kinds.case_answers import CaseSurveyed
from peygir.history.kinds.case_moves import CaseReopened
from peygir.history.kinds.surveys import SurveyAskPlanned
from peygir.history.queries import stories
from peygir.people.channels import Channel
from peygir.people.rules import CLOCK

MOST_DAYS: Final = 7
"""The most days that are caught up after the job did not run; of older cases nobody remembers enough."""


def draw_surveys(now: datetime) -> int:
    """Draw for every city the sample of each past day not drawn yet; returns how many citizens are to be asked."""
    return sum(_draw_city(city_facts.id, now) for city_facts in city.cities())


def _draw_city(city_id: int, now: datetime) -> int:
    survey_settings, today = survey_settings_at(city_id, now), city.day_of(city_id, now)
    if survey_settings is None or not survey_settings.is_on:
        return 0
    days = [today - timedelta(days=back) for back in range(MOST_DAYS, 0, -1)]
    known = set(SurveyDraw.objects.filter(city_id=city_id, day__in=days).values_list("day", flat=True))
    wanted = [day for day in days if day >= survey_settings.first_on and day not in known]
    return sum(_draw_day(city_id, day, survey_settings, now) for day in wanted)


@transaction.atomic
def _draw_day(city_id: int, day: date, survey_settings: SurveySettings, now: datetime) -> int:
    City.objects.select_for_update(no_key=True).get(pk=city_id)
    if SurveyDraw.objects.filter(city_id=city_id, day=day).exists():
        return 0
    city_facts = city.city_by_id(city_id)
    closed, seed = (
        _closed_on(city_id, day, ZoneInfo(city_facts.time_zone)),
        seed_of(survey_settings, city_facts.code, day),
    )
    drawn = draw(closed, survey_settings=survey_settings, seed=seed)
    row = SurveyDraw.objects.create(city_id=city_id, day=day, at=now, seed=seed, closed=len(closed), drawn=len(drawn))
    asked_count = sum(_ask(row, one, survey_settings, now, ZoneInfo(city_facts.time_zone)) for one in drawn)
    row.unreachable = len(drawn) - asked_count
    row.save(update_fields=["unreachable"])
    return asked_count


def _closed_on(city_id: int, day: date, zone: ZoneInfo) -> list[Closed]:
    """The cases closed on the day; without confidential ones and complaints about people, which are never surveyed."""
    start = datetime.combine(day, time(), zone)
    rows = Case.objects.filter(
        city_id=city_id,
        state=CaseState.CLOSED,
        state_at__gte=start,
        state_at__lt=start + timedelta(days=1),
        close_kind__in=sorted(ASKED_KINDS),
        is_confidential=False,
        about_unit=None,
        about_staff=None,
        unit__isnull=False,
    ).values_list("pk", "code", "unit_id", "urgency")
    closed_cases = list(rows)
    objected = {line.file_id for line in stories("case", [row[0] for row in closed_cases], [CaseReopened.kind])}
    return [
        Closed(pk, code, int(unit_id or 0), urgency == Urgency.URGENT, pk in objected)
        for pk, code, unit_id, urgency in closed_cases
    ]


def _ask(
    row: SurveyDraw, sampled_case: SampledCase, survey_settings: SurveySettings, now: datetime, zone: ZoneInfo
) -> bool:
    """Create the survey question of one case; False where nobody may be asked."""
    with cases.open_file(sampled_case.case_id) as case:
        report = _reporter(case, row.seed, now - timedelta(days=survey_settings.rest_days))
        if case.state != CaseState.CLOSED or report is None or report.citizen_id is None:
            return False
        due = next_call(now, tried="", survey_settings=survey_settings, zone=zone)
        ask = SurveyAsk(
            draw=row,
            city_id=row.city_id,
            case=case,
            report=report,
            citizen_id=report.citizen_id,
            unit_id=sampled_case.unit_id,
            why=sampled_case.why,
            way=sampled_case.way,
            asked_at=now,
            next_at=now + timedelta(hours=survey_settings.sms_hours) if sampled_case.way == "sms" else due,
            closes_at=now + timedelta(days=survey_settings.answer_days),
        )
        ask.save(force_insert=True)
        record(ask, SurveyAskPlanned(why=sampled_case.why, way=sampled_case.way), by=str(CLOCK), at=now)
        days = survey_settings.answer_days
        surveyed = CaseSurveyed(report=report.pk, channel=sampled_case.way, days=days, ask=ask.pk)
        cases.record_event(case, surveyed, by=CLOCK, at=now)
    return True


def _reporter(case: Case, seed: str, since: datetime) -> Report | None:
    """The reporter to be asked, drawn by lot among those with a phone who want messages and were not asked lately."""
    rows = (
        Report.objects.filter(case=case, citizen__isnull=False, citizen__is_silent=False)
        .exclude(channel=Channel.IMPORT)
        .exclude(citizen__phone="")
    )
    asked_citizens = set(
        SurveyAsk.objects.filter(
            citizen_id__in=[row.citizen_id for row in rows if row.citizen_id], asked_at__gt=since
        ).values_list("citizen_id", flat=True)
    )
    free = [row for row in rows if row.citizen_id not in asked_citizens]
    return min(free, key=lambda row: (lot(seed, row.code), row.pk), default=None)
