"""How often the machine's first guess was right in the end: by topic, by month, and which topics it confuses."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import connection

from peygir.city import queries as city
from peygir.desks.understanding.models import TrainingRun

FEWEST: Final = 5  # fewer are not meaningful for a topic
MIXED_UP: Final = 20

# The first reading of each case judged by people: somebody corrected the topic, or the citizen confirmed the work done
# under it. Cases that nobody checked prove nothing and are left out.
_JUDGED: Final = """
    SELECT (c.opened_at AT TIME ZONE %(zone)s)::date AS day, topic.code,
           first.guesses->0->>0 AS said,
           EXISTS (SELECT FROM jsonb_array_elements(first.guesses) one WHERE one->>0 = topic.code) AS is_among,
           count(*)
    FROM cases_case c
    JOIN city_topic topic ON topic.id = c.topic_id
    JOIN LATERAL (
        SELECT guesses FROM understanding_reading one
        WHERE one.case_id = c.id AND one.guesses <> '[]' ORDER BY one.number LIMIT 1
    ) first ON true
    WHERE c.city_id = %(city)s AND c.opened_at >= %(since)s
      AND (c.close_kind = 'confirmed' OR c.state = 'confirmed'
           OR EXISTS (SELECT FROM understanding_reading one WHERE one.case_id = c.id AND one.topic_by = 'person'))
    GROUP BY 1, 2, 3, 4
"""


@dataclass(frozen=True, slots=True)
class GuessAccuracy:
    """Of `count` judged cases: how many the first guess, and one of the first three, had right."""

    count: int
    first: int
    among: int


@dataclass(frozen=True, slots=True)
class Accuracy:
    """`by_day` by the day of opening; `by_topic` by code, only topics with enough cases; `mixed_up` the worst first."""

    whole: GuessAccuracy
    by_day: dict[date, GuessAccuracy]
    by_topic: dict[str, GuessAccuracy]
    mixed_up: tuple[tuple[str, str, int], ...]  # (right, guessed, how often)


def accuracy(city_id: int, *, since: datetime) -> Accuracy:
    """The machine's guesses compared with the final topics, for cases opened since a moment; one statement."""
    with connection.cursor() as cursor:
        zone = city.city_by_id(city_id).time_zone
        cursor.execute(_JUDGED, {"city": city_id, "since": since, "zone": zone})
        rows = cursor.fetchall()
    days: defaultdict[date, Counter[str]] = defaultdict(Counter)
    topics: defaultdict[str, Counter[str]] = defaultdict(Counter)
    whole: Counter[str] = Counter()
    mixed: Counter[tuple[str, str]] = Counter()
    for day, code, guessed_code, is_among, count in rows:
        for tally in (days[day], topics[code], whole):
            tally.update({"count": count, "first": count * (guessed_code == code), "among": count * is_among})
        if guessed_code != code:
            mixed[(code, guessed_code)] += count
    return Accuracy(
        _share(whole),
        {day: _share(tally) for day, tally in sorted(days.items())},
        {code: _share(tally) for code, tally in sorted(topics.items()) if tally["count"] >= FEWEST},
        tuple((right, said, times) for (right, said), times in mixed.most_common(MIXED_UP)),
    )


def _share(tally: Counter[str]) -> GuessAccuracy:
    return GuessAccuracy(tally["count"], tally["first"], tally["among"])


def nights(city_id: int, *, count: int = 14) -> list[TrainingRun]:
    """The results of the last nightly trainings, the newest first."""
    return list(TrainingRun.objects.filter(city_id=city_id).order_by("-made_at")[:count])
