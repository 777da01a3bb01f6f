"""Read queries about cases for other packages."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet

from peygir.cases.areas import lately_in, news_by_area
from peygir.cases.facts import CaseFacts, CaseTimes
from peygir.cases.inbox import COLOURS, PAGE, Counts, Filters, Inbox, InboxRow, counts, inbox
from peygir.cases.judging import MoveJudgement, judge_all
from peygir.cases.list_orders import ORDERS
from peygir.cases.load import Tally, TopicTally, UnitWeek, arrivals_of, load_of, tallies, weeks_of
from peygir.cases.models import Case, Note, Report
from peygir.cases.narrowing import Narrowing
from peygir.cases.new_report import NewReport
from peygir.cases.rules import PermissionColumns, colour_of, visibility_of
from peygir.cases.searching import FIRST as FIRST_FOUND
from peygir.cases.searching import MOST as MOST_FOUND
from peygir.cases.searching import SearchResult, cases_found, reporters_known_to, search
from peygir.cases.seeing import visible
from peygir.cases.states import ENDED, OPEN, CloseKind
from peygir.cases.tracking import PublicCase, ReporterView, has_public_page, public_case, reporter_view
from peygir.core.codes import is_code
from peygir.core.words import plain
from peygir.people.channels import Channel
from peygir.people.rules import Actor, may_see
from peygir.storage.asking import select
from peygir.storage.prepared import prepared
from peygir.storage.unit_of_work import from_identity_map, held

__all__ = [
    "COLOURS",
    "FIRST_FOUND",
    "MOST_FOUND",
    "ORDERS",
    "PAGE",
    "Counts",
    "Filters",
    "Inbox",
    "InboxRow",
    "Narrowing",
    "PublicCase",
    "ReporterView",
    "SearchResult",
    "Tally",
    "TopicTally",
    "UnitWeek",
    "allowed_moves",
    "arrivals_of",
    "callers_since",
    "case_as_it_is",
    "case_of",
    "cases_found",
    "cases_seen",
    "codes_of",
    "colour",
    "counts",
    "first_report",
    "has_public_page",
    "imported",
    "inbox",
    "lately_in",
    "load_of",
    "may_open",
    "news_by_area",
    "notes_of",
    "own_report",
    "public_case",
    "report_by_code",
    "report_of",
    "report_said",
    "reporter_view",
    "reporters_known_to",
    "reports_of",
    "reports_of_citizens",
    "search",
    "tallies",
    "tally",
    "visible",
    "was_imported",
    "weeks_of",
]


@dataclass(frozen=True, slots=True)
class Imported:
    """A record imported from another system: its key, its case, and the case's state and unit."""

    key: str
    case_id: int
    state: str
    unit_id: int | None


def imported(city_id: int, *, prefix: str) -> Iterator[Imported]:
    """Every imported report of a city whose idempotency key begins with `prefix`; one statement, streamed."""
    rows = Report.objects.filter(channel=Channel.IMPORT, idempotency_key__startswith=prefix, case__city_id=city_id)
    columns = ("idempotency_key", "case_id", "case__state", "case__unit_id")
    for values in rows.values_list(*columns).iterator(chunk_size=5000):
        yield Imported(*values)


def case_as_it_is(case_id: int) -> Case:
    """One case, not locked. Raises Case.DoesNotExist."""
    case = from_identity_map(Case, case_id) or next(iter(select(Case, id=case_id)), None)
    if case is None:
        raise Case.DoesNotExist(case_id)
    return case


def first_report(case: CaseFacts) -> Report:
    """The report that opened the case: the one whose code the case carries."""
    report = held(Report, case.code, lambda: select(Report, code=case.code)[0])
    return held(Report, report.pk, lambda: report)


def says_the_same(code: str, report: NewReport) -> bool:
    """Whether a report that came is the stored one of this code, sent again: words, topic and place; one statement.

    Photos are counted alone: fewer may come again, never more than the first time.
    """
    known = Report.objects.select_related("topic_said").get(code=code)
    stored_texts = (known.text, known.address, known.place_label, known.topic_said.code if known.topic_said else "")
    texts = tuple(plain(text) for text in (report.text, report.address, report.place_label, report.topic_code))
    return (
        texts == stored_texts
        and ((report.lat, report.lon) == (known.lat, known.lon) or _is_at_asset(report))
        and report.photo_count <= known.photo_count
    )


def _is_at_asset(report: NewReport) -> bool:
    """Whether the report has no point of its own, but that of the asset that it names."""
    return bool(report.asset_tag) and report.lat is None and report.lon is None


def report_said(report_id: int) -> Report | None:
    """One report, cached for a unit of work: its text, and how its reporter is answered."""
    return held(Report, report_id, lambda: next(iter(select(Report, id=report_id)), None))


def report_of_citizen_in(case_id: int, citizen_id: int) -> Report | None:
    """The first report of a citizen in a case; one statement."""
    return Report.objects.filter(case_id=case_id, citizen_id=citizen_id).order_by("pk").first()


def was_imported(case: Case) -> bool:
    """Whether the case was opened by a record of another system and not by a citizen."""
    return first_report(case).channel == Channel.IMPORT


def case_of(code: str) -> Case | None:
    """The case that a report's code leads to, with its names loaded; follows joining and merging."""
    if not is_code(code):
        return None
    return next(iter(_by_own_code(code) or _by_reports_code(code)), None)


@prepared
def _by_own_code(code: str) -> QuerySet[Case]:
    return _with_names().filter(code=code)


@prepared
def _by_reports_code(code: str) -> QuerySet[Case]:
    return _with_names().filter(reports__code=code)


def _with_names() -> QuerySet[Case]:
    rows = Case.objects.select_related(
        "topic", "district", "neighbourhood", "unit", "agency", "assignee", "about_unit", "merged_into"
    )
    return rows.defer("district__polygon", "neighbourhood__polygon")


def cases_seen(actor: Actor, codes: Sequence[str]) -> list[Case]:
    """Those of the cases with these codes that the actor may see, in the order of the codes; one statement."""
    rows = Case.objects.filter(visible(actor), code__in=[code for code in codes if is_code(code)])
    place = {code: number for number, code in enumerate(codes)}
    return sorted(rows, key=lambda case: place[case.code])


def may_open(actor: Actor, case: PermissionColumns) -> bool:
    """Whether the actor may see the staff's page of this case."""
    return may_see(actor, visibility_of(case))


def allowed_moves(actor: Actor, case: CaseFacts) -> list[MoveJudgement]:
    """Every move of the table, with the reason why it is closed to this actor now, if it is."""
    return judge_all(state=case.state, actor=actor, visibility=visibility_of(case))


def colour(case: CaseTimes, now: datetime) -> str:
    """The promise colour of a case; an ended case has none."""
    return "none" if case.state in ENDED else colour_of(case.opened_at, case.due_at, now)


@prepared
def reports_of(case_id: int) -> QuerySet[Report]:
    """All reports of a case, oldest first, with their citizens."""
    return Report.objects.select_related("citizen", "spoken_for").filter(case_id=case_id).order_by("received_at", "pk")


def callers_since(case_id: int, since: datetime) -> int:
    """How many people reported a case since a moment; each report without a phone number counts."""
    rows = Report.objects.filter(case_id=case_id, received_at__gt=since)
    found = rows.aggregate(known=Count("citizen", distinct=True), unknown=Count("pk", filter=Q(citizen=None)))
    return int(found["known"] + found["unknown"])


def report_of(report_id: int) -> Report | None:
    """One report with its case, or None."""
    return Report.objects.select_related("case", "citizen").filter(pk=report_id).first()


def report_by_code(code: str) -> Report | None:
    """The report of a tracking code with its case, or None."""
    return Report.objects.select_related("case").filter(code=code).first() if is_code(code) else None


def reports_of_citizens(citizen_ids: list[int]) -> list[Report]:
    """The reports of these citizens, at most 200, with their cases and topics.

    Reports with a proven phone come first, so that reports filed by strangers under the phone cannot displace them;
    within each group the newest first.
    """
    rows = Report.objects.select_related("case__topic", "case__unit").filter(citizen_id__in=citizen_ids)
    is_unproven = ExpressionWrapper(Q(proof=""), output_field=BooleanField())
    return list(rows.order_by(is_unproven, "-received_at", "-pk")[:200])


def own_report(code: str, citizen_ids: list[int]) -> Report | None:
    """The report of a code with its case, if one of these citizens made it."""
    rows = Report.objects.select_related("case__topic", "citizen")
    return rows.filter(code=code, citizen_id__in=citizen_ids).first() if is_code(code) else None


def notes_of(case_id: int) -> dict[int, Note]:
    """The notes of a case by the number of their event."""
    return {note.number: note for note in _notes(case_id)}


@prepared
def _notes(case_id: int) -> QuerySet[Note]:
    return Note.objects.filter(case_id=case_id)


def codes_of(case_ids: Iterable[int], *, seen_by: Actor) -> dict[int, str]:
    """The codes of those of the cases that the actor may see, by id; one statement."""
    return dict(Case.objects.filter(visible(seen_by), pk__in=list(case_ids)).values_list("pk", "code"))


def tally(city_id: int, *, since: datetime, until: datetime) -> dict[str, int]:
    """Cases opened in [since, until) by outcome: all, open, done, confirmed, unconfirmed."""
    rows = Case.objects.filter(city_id=city_id, opened_at__gte=since, opened_at__lt=until)
    totals = rows.aggregate(
        all=Count("pk"),
        open=Count("pk", filter=Q(state__in=sorted(OPEN))),
        confirmed=Count("pk", filter=Q(close_kind=CloseKind.CONFIRMED)),
        unconfirmed=Count("pk", filter=Q(close_kind=CloseKind.SILENCE)),
    )
    return {key: int(value) for key, value in totals.items()}
