"""Draws answers of a month for a second reading, and keeps the points that a second person gives."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from django.db import connection, transaction

from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Conflict, Missing, NotAllowed
from peygir.core.translation import gettext_lazy as _
from peygir.history.actions import record
from peygir.history.kinds.scores import ScoreAnswerRead, ScoreAnswersDrawn
from peygir.outlook.scoring.answer_rules import checked_points, lot
from peygir.outlook.scoring.models import AnswerSample, SampledAnswer
from peygir.outlook.scoring.months import ScoreMonth, month_before, month_of
from peygir.outlook.scoring.people_queries import answers_to_read
from peygir.people.actions.interests import refuse_interested
from peygir.people.permissions import Permission
from peygir.people.rules import CLOCK, Actor

EACH: Final = 20
"""So many answers of a unit are read each month."""
# Public notes that units wrote when they called work done or said that none is needed; confidential cases stay out.
_ANSWERS: Final = """
SELECT note.case_id, note.number, holder.unit_id, note.by
FROM history_event event JOIN cases_case one ON one.id = event.file_id
    JOIN cases_note note ON note.case_id = event.file_id AND note.number = event.number
    JOIN LATERAL (
        SELECT (last.data->>'unit')::bigint AS unit_id FROM history_event last
        WHERE last.file = 'case' AND last.file_id = event.file_id AND last.number < event.number
            AND last.kind IN ('case_referred', 'case_moved')
        ORDER BY last.number DESC LIMIT 1
    ) holder ON holder.unit_id IS NOT NULL
WHERE event.kind IN ('case_finished', 'case_declined') AND event.file = 'case' AND event.at >= %s AND event.at < %s
    AND one.city_id = %s AND NOT one.is_confidential AND one.about_unit_id IS NULL AND one.about_staff_id IS NULL
    AND note.is_public AND note.by LIKE 'staff:%%'
"""


class AnswerIsNotYours(NotAllowed):
    """Answers are read by people who lead the centre, and not by those who wrote them or their unit."""

    message = _("An answer is read by somebody of the centre who did not write it and is not of its unit.")


class NoSuchSampledAnswer(Missing):
    """There is no such sampled answer."""

    message = _("There is no such answer to read.")


class AnswerIsRead(Conflict):
    """Somebody has read the answer."""

    message = _("Somebody has read this answer already.")


class AnswerIsNotNext(Conflict):
    """Answers of a unit are read in the order of their lots, so that nobody chooses among them."""

    message = _("The answers of a unit are read in the order of the lot. Please read the one before first.")


def draw_answers(now: datetime) -> int:
    """Draw the answers of the past month of every city, once; returns how many."""
    return sum(
        draw_answers_of(city_facts.id, month_before(month_of(city.day_of(city_facts.id, now))), now=now)
        for city_facts in city.cities()
    )


@transaction.atomic
def draw_answers_of(city_id: int, month: ScoreMonth, *, now: datetime, each: int = EACH) -> int:
    """Draw at most `each` answers of every unit of a past month, once; returns how many."""
    if AnswerSample.objects.filter(city_id=city_id, first_on=month.first_on).exists():
        return 0
    zone = city.city_by_id(city_id).time_zone
    with connection.cursor() as cursor:
        cursor.execute(_ANSWERS, [month.since(zone), month.until(zone), city_id])
        answers = cursor.fetchall()
    if not answers:
        return 0
    seed = secrets.token_hex(16)
    sample = AnswerSample(city_id=city_id, first_on=month.first_on, each=each, seed=seed, drawn_at=now)
    sample.save(force_insert=True)
    rows = [
        SampledAnswer(sample=sample, case_id=case_id, number=number, unit_id=unit_id, author=author)
        for case_id, number, unit_id, author in drawn(answers, seed, each)
    ]
    SampledAnswer.objects.bulk_create(rows, batch_size=500)
    event = ScoreAnswersDrawn(first_on=month.first_on.isoformat(), answers=len(answers), drawn=len(rows), seed=seed)
    record(sample, event, by=str(CLOCK), at=now)
    return len(rows)


def drawn(all_answers: Iterable[tuple[int, int, int, str]], seed: str, each: int) -> list[tuple[int, int, int, str]]:
    """Of answers (case, number, unit, author), those of each unit with the smallest lots, in order of cases."""
    by_unit: dict[int, list[tuple[int, int, int, str]]] = {}
    for answer in sorted(all_answers, key=lambda answer: lot(seed, answer[0], answer[1])):
        by_unit.setdefault(answer[2], []).append(answer)
    return sorted(answer for answers in by_unit.values() for answer in answers[:each])


@transaction.atomic
def read_answer(answer_id: int, points: Mapping[str, int], *, by: Actor) -> SampledAnswer:
    """Keep the points of a second reading: whoever leads the centre, not the author and not of the unit.

    Raises AnswerIsNotYours, OwnInterest, NoSuchSampledAnswer, AnswerIsRead, AnswerIsNotNext, PointsAreNotRight.
    """
    row = SampledAnswer.objects.select_for_update().select_related("sample").filter(pk=answer_id).first()
    if row is None:
        raise NoSuchSampledAnswer()
    is_second = str(by) != row.author and by.unit_id != row.unit_id
    if by.kind != "staff" or not by.may(Permission.LEAD_CENTRE) or not is_second:
        raise AnswerIsNotYours()
    refuse_interested(by, unit_id=row.unit_id)
    if row.points is not None:
        raise AnswerIsRead()
    following = answers_to_read(row.sample.city_id, by, most=None)
    if row.pk not in {answer[0] for answer in following}:
        raise AnswerIsNotNext()
    now = clock.now()
    row.points, row.read_by_id, row.read_at = checked_points(points), by.id, now
    row.save(update_fields=["points", "read_by", "read_at"])
    sample = AnswerSample.objects.select_for_update(no_key=True).get(pk=row.sample_id)
    event = ScoreAnswerRead(answer=row.pk, points=dict(row.points))
    record(sample, event, by=str(by), at=now)
    return row
