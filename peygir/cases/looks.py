"""Who looked at reporters' phone numbers: for the reporter, and by month for the inspectorate."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any, Final

from django.db import connection

from peygir.cases.facts import FiledReport
from peygir.history.kinds.cases import PhoneLookedAt
from peygir.history.queries import stories_of_staff
from peygir.people.look_rules import AROUND_DAYS, LooksOfPerson
from peygir.people.models import Staff
from peygir.people.permissions import Permission
from peygir.people.role_catalogue import roles_with

MOST_SHOWN: Final = 200
_FEWEST_PEERS: Final = 3
_OF_MONTH: Final = """
    SELECT look.by, count(*), count(DISTINCT look.file_id),
        count(*) FILTER (WHERE NOT EXISTS (
            SELECT 1 FROM history_event AS deed
            WHERE deed.file = 'case' AND deed.file_id = look.file_id AND deed.by = look.by AND deed.kind <> look.kind
              AND deed.at BETWEEN look.at - %(around)s AND look.at + %(around)s)),
        count(*) FILTER (WHERE look.data ->> 'how' = 'search'),
        count(*) FILTER (WHERE staff.unit_id IS NOT NULL AND NOT staff.role = ANY(%(centre)s)
            AND cases_case.unit_id IS DISTINCT FROM staff.unit_id AND NOT EXISTS (
            SELECT 1 FROM history_event AS given
            WHERE given.file = 'case' AND given.file_id = look.file_id AND given.kind IN ('case_referred', 'case_moved')
              AND given.at <= look.at AND (given.data ->> 'unit')::bigint = staff.unit_id))
    FROM history_event AS look
    JOIN cases_case ON cases_case.id = look.file_id AND cases_case.city_id = %(city)s
    JOIN people_staff AS staff ON look.by = 'staff:' || staff.id
    WHERE look.file = 'case' AND look.kind = %(kind)s AND look.by LIKE 'staff:%%'
      AND look.at >= %(start)s AND look.at < %(end)s
    GROUP BY look.by
"""


@dataclass(frozen=True, slots=True)
class LookAtNumber:
    """One look at a reporter's number: the event's id, who looked, when, and how ("search": by the number itself).

    `did_more`: the person did something else in the case within a week. `code` is the report's.
    """

    event: int
    case_id: int
    report_id: int
    code: str
    staff_id: int
    at: datetime
    how: str
    did_more: bool


def looks_at(reports: Collection[FiledReport]) -> list[LookAtNumber]:
    """The looks at the numbers of these reports, newest first; one statement."""
    codes = {report.pk: (report.case_id, report.code) for report in reports}
    deeds: dict[tuple[int, str], list[datetime]] = defaultdict(list)
    looks = []
    for event in stories_of_staff("case", {case_id for case_id, _code in codes.values()}):
        if event.kind != PhoneLookedAt.kind:
            deeds[event.file_id, event.by].append(event.at)
        elif event.data.get("report") in codes:
            looks.append(event)
    seen = [
        LookAtNumber(
            event.pk,
            event.file_id,
            int(event.data["report"]),
            codes[event.data["report"]][1],
            int(event.by.partition(":")[2]),
            event.at,
            str(event.data.get("how", "")),
            any(abs(at - event.at) <= timedelta(days=AROUND_DAYS) for at in deeds[event.file_id, event.by]),
        )
        for event in looks
    ]
    return sorted(seen, key=lambda look: look.at, reverse=True)[:MOST_SHOWN]


def looks_of_month(city_id: int, *, start: datetime, end: datetime) -> list[LooksOfPerson]:
    """The looks of each person between two moments, most first; two statements."""
    values: dict[str, Any] = {
        "city": city_id,
        "start": start,
        "end": end,
        "kind": PhoneLookedAt.kind,
        "around": timedelta(days=AROUND_DAYS),
        "centre": sorted(roles_with(Permission.WORK_AT_CENTRE)),
    }
    with connection.cursor() as cursor:
        cursor.execute(_OF_MONTH, values)
        rows = [(int(by.partition(":")[2]), *counts) for by, *counts in cursor.fetchall()]
    roles = dict(Staff.objects.filter(pk__in=[row[0] for row in rows]).values_list("pk", "role"))
    by_role: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for staff_id, looks, *_rest in rows:
        by_role[roles.get(staff_id, "")].append((staff_id, looks))
    people = []
    for staff_id, looks, case_count, idle, searched, foreign in rows:
        role = roles.get(staff_id, "")
        others = [count for other, count in by_role[role] if other != staff_id]
        peers = float(median(others)) if len(others) >= _FEWEST_PEERS else None
        people.append(LooksOfPerson(staff_id, role, looks, case_count, idle, foreign, searched, peers))
    return sorted(people, key=lambda one: (-one.looks, one.staff_id))
