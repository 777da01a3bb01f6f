"""Plants surveys in a bench's city: of every third closed case somebody was asked, and most are satisfied."""

from datetime import timedelta
from random import Random
from typing import Final

EVERY: Final = 3
SATISFIED: Final = 0.8
"""The share of those who are satisfied: in small groups often all of them, which must not be told."""


def plant_surveys(random: Random) -> int:
    """Write answers to surveys a day after their cases ended; returns how many. Call it in the city's own home."""
    from django.conf import settings

    from peygir.cases.models import Case
    from peygir.cases.states import CaseState
    from peygir.city.queries import current_city
    from peygir.core import clock
    from peygir.desks.surveys.models import SurveyAsk, SurveyDraw

    city_id = current_city(settings.CITY).id
    ended = Case.objects.filter(state__in=(CaseState.CONFIRMED, CaseState.CLOSED), unit__isnull=False)
    cases = list(ended.prefetch_related("reports").order_by("pk")[::EVERY])
    first = min(case.state_at for case in cases)
    draw = SurveyDraw.objects.create(
        city_id=city_id, day=first.date(), at=first, seed="bench", closed=len(cases) * EVERY, drawn=len(cases)
    )
    asks = []
    for case in cases:
        report = next((one for one in case.reports.all() if one.citizen_id is not None), None)
        asked_at = case.state_at + timedelta(days=1)
        if (
            report is None
            or report.citizen_id is None
            or case.unit_id is None
            or asked_at + timedelta(days=1) > clock.now()
        ):
            continue
        asks.append(
            SurveyAsk(
                draw=draw,
                city_id=city_id,
                case=case,
                report=report,
                citizen_id=report.citizen_id,
                unit_id=case.unit_id,
                why="random",
                way="sms",
                state="answered",
                answer="satisfied" if random.random() < SATISFIED else "unsatisfied",
                channel="sms",
                asked_at=asked_at,
                closes_at=asked_at + timedelta(days=7),
                ended_at=asked_at + timedelta(hours=2),
            )
        )
    SurveyAsk.objects.bulk_create(asks, batch_size=1000)
    return len(asks)
