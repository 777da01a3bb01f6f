"""Gathers what citizens did in an edition's days, and what was found of it, in three statements."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db import connection

from peygir.city import queries as city
from peygir.outlook.honours.usefulness import Deed, DeedKind

MONTH_DAYS: Final = 30
"""A month of the diminishing rule: thirty days, counted from the edition's first day."""
FEWEST_PLACES: Final = 6
"""Neighbourhoods with cases below which none counts as one that reports little."""
QUIET_SHARE: Final = 3
"""One in so many neighbourhoods, those with the fewest cases, reports little."""
_BATCH: Final = 5_000

# Confidential cases and complaints about units or people are left out: nobody's thanks may show that there was one.
_OPEN_CASES: Final = "NOT c.is_confidential AND c.about_unit_id IS NULL AND c.about_staff_id IS NULL"
# Who finished the work: the id of a member of staff, or a number below zero for a contractor or another system.
FINISHER: Final = "coalesce(substring(e.by from '^staff:([0-9]+)$')::bigint, -1 - abs(hashtext(e.by)::bigint))"

# Reports whose phone was proven. Confirmed: the work was called done, or an inspection found the problem. Where none
# did, the word of whoever finished the case stands alone, though others reported the same: they may be one person.
_REPORTS: Final = f"""
    SELECT coalesce(p.merged_into_id, p.id), c.id, c.topic_id, r.received_at, r.code = c.code, c.neighbourhood_id,
           CASE WHEN c.state IN ('done', 'confirmed') OR c.close_kind IN ('confirmed', 'silence', 'delivered')
                  OR seen.finding IN ('partly', 'not_fixed', 'another_problem') THEN true
                WHEN c.state = 'not_actionable' OR c.close_kind = 'no_action' THEN false END,
           CASE WHEN seen.finding IN ('partly', 'not_fixed', 'another_problem') THEN 0
                ELSE coalesce(finish.checker, 0) END
    FROM cases_report r
    JOIN cases_case c ON c.id = r.case_id
    JOIN people_citizen p ON p.id = r.citizen_id
    LEFT JOIN LATERAL (
        SELECT {FINISHER} AS checker FROM history_event e
        WHERE e.file = 'case' AND e.file_id = c.id AND e.kind = 'case_finished' ORDER BY e.number DESC LIMIT 1
    ) finish ON true
    LEFT JOIN LATERAL (
        SELECT i.finding FROM inspection_inspection i
        WHERE i.case_id = c.id AND i.finding <> 'not_seen' ORDER BY i.number DESC LIMIT 1
    ) seen ON true
    WHERE c.city_id = %(city)s AND r.received_at >= %(since)s AND r.received_at < %(until)s
      AND r.proof <> '' AND {_OPEN_CASES} AND c.state <> 'withdrawn'
      AND NOT EXISTS (SELECT 1 FROM answers_withdrawnreport w WHERE w.report_id = r.id)
    ORDER BY 1, r.received_at
"""  # noqa: S608 - constants of this file
# Answers to "is it fixed?", with what an inspection found after the question and before the work was finished again;
# and objections to "no action needed", with who finished the work afterwards, or that no action was needed again.
# A "no" that only made the unit call it done again proves nothing, nor does a call before which somebody would have
# moved the case anyway: both would pay for nagging.
_VERDICTS: Final = f"""
    SELECT coalesce(p.merged_into_id, p.id), c.id, c.topic_id, v.at, q.kind, v.is_fixed, seen.finding,
           again.checker, c.state = 'not_actionable' OR c.close_kind = 'no_action'
    FROM answers_verdict v
    JOIN answers_question q ON q.id = v.question_id
    JOIN cases_report r ON r.id = v.report_id
    JOIN cases_case c ON c.id = r.case_id
    JOIN people_citizen p ON p.id = r.citizen_id
    LEFT JOIN LATERAL (
        SELECT e.at, {FINISHER} AS checker FROM history_event e
        WHERE e.file = 'case' AND e.file_id = c.id AND e.kind = 'case_finished' AND e.at > v.at
        ORDER BY e.number LIMIT 1
    ) again ON true
    LEFT JOIN LATERAL (
        SELECT i.finding FROM inspection_inspection i
        WHERE i.case_id = c.id AND i.finding <> 'not_seen' AND i.at >= q.asked_at
          AND i.at < coalesce(again.at, 'infinity') ORDER BY i.number DESC LIMIT 1
    ) seen ON true
    WHERE c.city_id = %(city)s AND v.at >= %(since)s AND v.at < %(until)s AND q.kind IN ('fixed', 'objection')
      AND r.proof <> '' AND {_OPEN_CASES}
"""  # noqa: S608
_PLACES: Final = f"""
    SELECT c.neighbourhood_id, count(*) FROM cases_case c
    WHERE c.city_id = %(city)s AND c.opened_at >= %(since)s AND c.opened_at < %(until)s
      AND c.neighbourhood_id IS NOT NULL AND {_OPEN_CASES}
    GROUP BY 1 ORDER BY 2, 1
"""  # noqa: S608


def days_between(city_id: int, from_on: date, to_on: date) -> tuple[datetime, datetime]:
    """Return the moment at which the first day begins, and the one at which the last day has ended."""
    zone = ZoneInfo(city.city_by_id(city_id).time_zone)
    return datetime.combine(from_on, time(), zone), datetime.combine(to_on + timedelta(days=1), time(), zone)


def deeds_of_citizens(city_id: int, *, from_on: date, to_on: date) -> dict[int, list[Deed]]:
    """Return the deeds of each citizen whose phone was proven, by the id of the person that the name was merged into.

    Reports and answers count from the first to the last day. What was found of them counts as it is known now.
    """
    since, until = days_between(city_id, from_on, to_on)
    values = {"city": city_id, "since": since, "until": until}
    quiet = _quiet_places(values)
    when = _EditionDays(since, until)
    deeds: dict[int, list[Deed]] = defaultdict(list)
    for person, case, topic, at, is_first, place, outcome, checker in _rows(_REPORTS, values):
        kind = DeedKind.FIRST if is_first else DeedKind.JOINED
        is_quiet = is_first and place in quiet
        deeds[person].append(Deed(kind, case, topic or 0, *when.of(at), outcome, checker, is_quiet))
    for person, case, topic, at, question, is_fixed, finding, checker, is_declined in _rows(_VERDICTS, values):
        outcome = _outcome_of_answer(question, is_fixed, finding, checker, is_declined)
        if outcome is not None:
            kind = DeedKind.VERDICT if is_fixed else DeedKind.FOLLOW_UP
            alone = 0 if question == "fixed" else checker or 0
            deeds[person].append(Deed(kind, case, topic or 0, *when.of(at), outcome, alone))
    return deeds


def _outcome_of_answer(
    question: str, is_fixed: bool, finding: str | None, checker: int | None, is_declined: bool
) -> bool | None:
    """Whether an answer was right; None where nobody found out.

    `checker` is who finished the work after it, None if nobody did; `is_declined`: still no action is needed.
    """
    if question == "fixed":
        return None if finding is None else (finding in ("not_fixed", "partly")) is not is_fixed
    if is_fixed:  # agreed that no action was needed
        return None
    return True if checker is not None else (False if is_declined else None)


class _EditionDays:
    """The days of an edition: (number of thirty days since the first, days before the end) of a moment."""

    def __init__(self, since: datetime, until: datetime) -> None:
        self._since, self._until = since, until

    def of(self, at: datetime) -> tuple[int, float]:
        return (at - self._since).days // MONTH_DAYS, (self._until - at).total_seconds() / 86_400


def _quiet_places(values: dict[str, Any]) -> frozenset[int]:
    """The neighbourhoods with the fewest cases: one third of all that have some."""
    with connection.cursor() as cursor:
        cursor.execute(_PLACES, values)
        places = [place for place, _count in cursor.fetchall()]
    return frozenset(places[: len(places) // QUIET_SHARE]) if len(places) >= FEWEST_PLACES else frozenset()


def _rows(statement: str, values: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    """The rows of a statement, some thousands at a time."""
    with closing(connection.cursor()) as cursor:
        cursor.execute(statement, values)
        while rows := cursor.fetchmany(_BATCH):
            yield from rows
