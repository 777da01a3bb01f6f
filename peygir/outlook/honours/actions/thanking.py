"""Writes what the reports of each neighbourhood achieved, so that the city can thank places and not persons alone."""

from typing import Any, Final

from django.db import connection

from peygir.outlook.honours.gathering import days_between
from peygir.outlook.honours.models import HonourEdition, NeighbourhoodThanks
from peygir.storage.rows import insert_all

FEWEST_CASES: Final = 10
FEWEST_PEOPLE: Final = 5
"""Cases, and phones that reported, below which a neighbourhood is not named: few are easily recognised."""

# Fixed: confirmed by a citizen, or delivered after it was scheduled; silence does not count.
_COUNTS: Final = """
    WITH own AS (
        SELECT c.id, c.neighbourhood_id AS place, c.topic_id AS topic,
               c.state = 'confirmed' OR c.close_kind IN ('confirmed', 'delivered') AS is_fixed
        FROM cases_case c
        WHERE c.city_id = %(city)s AND c.opened_at >= %(since)s AND c.opened_at < %(until)s
          AND c.neighbourhood_id IS NOT NULL AND c.state NOT IN ('merged', 'withdrawn')
          AND NOT c.is_confidential AND c.about_unit_id IS NULL AND c.about_staff_id IS NULL
    ), people AS (
        SELECT own.place, count(DISTINCT p.phone) AS people
        FROM own JOIN cases_report r ON r.case_id = own.id JOIN people_citizen p ON p.id = r.citizen_id
        GROUP BY 1
    ), topics AS (
        SELECT DISTINCT ON (place) place, topic, count(*) AS fixed
        FROM own WHERE is_fixed AND topic IS NOT NULL GROUP BY place, topic ORDER BY place, count(*) DESC, topic
    )
    SELECT own.place, count(*), count(*) FILTER (WHERE own.is_fixed), max(topics.topic), coalesce(max(topics.fixed), 0)
    FROM own JOIN people USING (place) LEFT JOIN topics USING (place)
    WHERE people.people >= %(people)s
    GROUP BY 1 HAVING count(*) >= %(cases)s ORDER BY 1
"""


def thank_neighbourhoods(edition: HonourEdition) -> int:
    """Write the figures of each neighbourhood with enough cases and people anew; returns how many there are."""
    since, until = days_between(edition.city_id, edition.from_on, edition.to_on)
    values: dict[str, Any] = {
        "city": edition.city_id,
        "since": since,
        "until": until,
        "people": FEWEST_PEOPLE,
        "cases": FEWEST_CASES,
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, values)
        counts = cursor.fetchall()
    NeighbourhoodThanks.objects.filter(edition=edition).delete()
    rows = [
        NeighbourhoodThanks(
            edition=edition, neighbourhood_id=place, cases=cases, fixed=fixed, topic_id=topic, topic_fixed=of_topic
        )
        for place, cases, fixed, topic, of_topic in counts
        if fixed
    ]
    insert_all(rows)
    return len(rows)
