"""Who looked at reporters' numbers, words and recordings: for the reporter, and by month for the inspectorate."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any, Final

from django.db import connection

from peygir.cases.facts import FiledReport
from peygir.history.kinds.agencies import AgencySawReporter
from peygir.history.kinds.cases import PhoneLookedAt, ReportWordsTaken
from peygir.history.kinds.contacts import RecordingOpened
from peygir.history.kinds.partners import CasesExported
from peygir.history.queries import stories, stories_of_staff
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
            WHERE deed.file = 'case' AND deed.file_id = look.file_id AND deed.by = look.by
              AND deed.kind <> ALL(%(looks)s)
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
_RECORDINGS: Final = """
    SELECT look.by, count(*) FROM history_event AS look
    WHERE look.file = 'contact' AND look.kind = %(kind)s AND look.by LIKE 'staff:%%'
      AND look.at >= %(start)s AND look.at < %(end)s
    GROUP BY look.by
"""
_FILES: Final = """
    SELECT look.by, count(*) FROM history_event AS look
    WHERE look.file = 'city' AND look.file_id = %(city)s AND look.kind = %(kind)s AND look.by LIKE 'staff:%%'
      AND look.data ->> 'words' = 'whole' AND look.at >= %(start)s AND look.at < %(end)s
    GROUP BY look.by
"""
_HOW: Final = {ReportWordsTaken.kind: "words", AgencySawReporter.kind: "agency"}
_NO_WORK: Final = frozenset({PhoneLookedAt.kind, ReportWordsTaken.kind})


@dataclass(frozen=True, slots=True)
class LookAtNumber:
    """One look at a reporter's number, words or recording: the event's id, who looked, when, and how.

    `how`: "" on the page of the case, "search" by the number itself, "words" in a file, "recording" of the call, or
    "agency", by the agency `agency_id` (then `staff_id` is 0). `did_more`: the person did something else in the case
    within a week. `code` is the report's.
    """

    event: int
    case_id: int
    report_id: int
    code: str
    staff_id: int
    at: datetime
    how: str
    did_more: bool
    agency_id: int = 0


def looks_at(reports: Collection[FiledReport]) -> list[LookAtNumber]:
    """The looks at the numbers and words of these reports, newest first; two statements."""
    codes = {report.pk: (report.case_id, report.code) for report in reports}
    deeds: dict[tuple[int, str], list[datetime]] = defaultdict(list)
    looks = []
    for event in stories_of_staff("case", {case_id for case_id, _code in codes.values()}):
        if event.kind not in _NO_WORK:
            deeds[event.file_id, event.by].append(event.at)
        elif event.data.get("report") in codes:
            looks.append(event)
    case_ids = {case_id for case_id, _code in codes.values()}
    looks += [one for one in stories("case", case_ids, [AgencySawReporter.kind]) if one.data.get("report") in codes]
    seen = [
        LookAtNumber(
            event.pk,
            event.file_id,
            int(event.data["report"]),
            codes[event.data["report"]][1],
            int(event.by.partition(":")[2]) if event.kind != AgencySawReporter.kind else 0,
            event.at,
            _HOW.get(event.kind, str(event.data.get("how", ""))),
            any(abs(at - event.at) <= timedelta(days=AROUND_DAYS) for at in deeds[event.file_id, event.by]),
            int(event.data["agency"]) if event.kind == AgencySawReporter.kind else 0,
        )
        for event in looks
    ]
    return newest_first(seen)


def newest_first(looks: Iterable[LookAtNumber]) -> list[LookAtNumber]:
    """The looks as they are shown: the newest first, not more than a page can hold."""
    return sorted(looks, key=lambda look: look.at, reverse=True)[:MOST_SHOWN]


def looks_of_month(city_id: int, *, start: datetime, end: datetime) -> list[LooksOfPerson]:
    """The looks of each person between two moments, with recordings and files, most first; four statements."""
    values: dict[str, Any] = {
        "city": city_id,
        "start": start,
        "end": end,
        "kind": PhoneLookedAt.kind,
        "looks": sorted(_NO_WORK),
        "around": timedelta(days=AROUND_DAYS),
        "centre": sorted(roles_with(Permission.WORK_AT_CENTRE)),
    }
    with connection.cursor() as cursor:
        cursor.execute(_OF_MONTH, values)
        rows = [(int(by.partition(":")[2]), *counts) for by, *counts in cursor.fetchall()]
        cursor.execute(_RECORDINGS, {**values, "kind": RecordingOpened.kind})
        recordings = {int(by.partition(":")[2]): count for by, count in cursor.fetchall()}
        cursor.execute(_FILES, {**values, "kind": CasesExported.kind})
        files = {int(by.partition(":")[2]): count for by, count in cursor.fetchall()}
    known = {row[0] for row in rows}
    rows += [(staff_id, 0, 0, 0, 0, 0) for staff_id in sorted((recordings.keys() | files.keys()) - known)]
    roles = dict(Staff.objects.filter(pk__in=[row[0] for row in rows]).values_list("pk", "role"))
    by_role: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for staff_id, looks, *_rest in rows:
        by_role[roles.get(staff_id, "")].append((staff_id, looks))
    people = []
    for staff_id, looks, case_count, idle, searched, foreign in rows:
        role = roles.get(staff_id, "")
        peers = [other for other, _count in by_role[role] if other != staff_id]
        own = LooksOfPerson(
            staff_id,
            role,
            looks,
            case_count,
            idle,
            foreign,
            searched,
            _median([count for other, count in by_role[role] if other != staff_id and count]),
            recordings.get(staff_id, 0),
            files.get(staff_id, 0),
            _median([recordings[other] for other in peers if other in recordings]),
        )
        people.append(own)
    return sorted(people, key=lambda one: (-one.looks, -one.words, -one.recordings, one.staff_id))


def _median(counts: Sequence[int]) -> float | None:
    """The median of a person's peers; None where they are too few to compare with."""
    return float(median(counts)) if len(counts) >= _FEWEST_PEERS else None
