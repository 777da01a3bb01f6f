"""Erases personal data of one case at every desk, each desk its own rows, in one transaction under the case's lock."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from peygir.cases import actions as cases
from peygir.cases.models import Case
from peygir.cases.queries import reports_of
from peygir.cases.states import ENDED
from peygir.desks.answers import actions as answers
from peygir.desks.fieldwork import actions as fieldwork
from peygir.desks.inspection import actions as inspection
from peygir.desks.intake import actions as intake
from peygir.desks.routing import actions as routing
from peygir.journey.retention.holding import is_held
from peygir.journey.retention.letter_words import erase_letters_of
from peygir.journey.retention.unwanted import let_go
from peygir.journey.sync import actions as sync
from peygir.outlook.scoring import actions as scoring
from peygir.people.privacy_rules import Traces
from peygir.people.retention_kinds import RetentionKind
from peygir.people.rules import Actor


def erase_in_case(case_id: int, kind: RetentionKind, *, before: datetime, by: Actor) -> int:
    """Erase everything of one kind in a case that ended before a moment; returns how many rows.

    Nothing goes where the case was reopened or held since it was looked for. Doing it again changes nothing.
    """
    with cases.open_file(case_id) as case:
        count = 0
        if case.state not in ENDED or case.state_at >= before or is_held(case):
            return count
        if kind == RetentionKind.WORDS:
            count = cases.erase_words(case) + intake.erase_words_beside(case)
            count += answers.erase_reasons(case) + routing.erase_agency_words(case)
            count += _erase_commands(case) + fieldwork.erase_order_words(case)
            count += inspection.erase_answers(case) + scoring.erase_appeal_words(case) + erase_letters_of(case)
        elif kind == RetentionKind.NAMES:
            count = cases.erase_names(case)
        elif kind == RetentionKind.PHOTOS:
            count = _erase_pictures(case)
        elif kind == RetentionKind.PHONES:
            count = answers.erase_reply_channels([report.pk for report in reports_of(case.pk)])
        if count:
            cases.record_erasure(case, kinds=[kind], count=count, by=by)
        return count


def erase_own_reports(
    case_id: int, report_ids: Collection[int], *, traces: Traces, authors: Collection[str], by: Actor, request: int
) -> Counter[str]:
    """Erase some reports of a case at their author's request: words, names, photos, and notes that quote them.

    `authors` are the citizen's own ids as events and notes name them. Returns rows by kind.
    """
    counts: Counter[str] = Counter()
    with cases.open_file(case_id) as case:
        counts[RetentionKind.WORDS] = (
            cases.erase_own_words(case, report_ids, traces=traces, authors=authors)
            + intake.erase_words_beside(case, report_ids)
            + answers.erase_reasons(case, report_ids)
            + routing.erase_agency_words(case, traces=traces)
            + _erase_commands(case)
            + fieldwork.erase_order_words(case)
            + inspection.erase_answers(case)
            + scoring.erase_appeal_words(case)
            + erase_letters_of(case)
        )
        counts[RetentionKind.NAMES] = cases.erase_names(case, report_ids)
        counts[RetentionKind.PHOTOS] = _erase_pictures(case, report_ids)
        counts[RetentionKind.PHONES] = answers.erase_reply_channels(report_ids)
        _record(case, counts, by=by, request=request)
    return counts


def unlink_reports(
    case_id: int, report_ids: Collection[int], *, traces: Traces, by: Actor, request: int
) -> Counter[str]:
    """Take name and number off some reports of an open case; its words and photos stay until it ends.

    Notes, and what phones sent, go where they hold one of the `traces`.
    """
    counts: Counter[str] = Counter()
    with cases.open_file(case_id) as case:
        counts[RetentionKind.WORDS] = (
            cases.erase_quotes(case, traces=traces)
            + routing.erase_agency_words(case, traces=traces)
            + _erase_commands(case, traces)
            + fieldwork.erase_order_words(case, traces=traces)
            + scoring.erase_appeal_words(case)
        )
        counts[RetentionKind.NAMES] = cases.erase_names(case, report_ids)
        counts[RetentionKind.PHONES] = answers.erase_reply_channels(report_ids) + cases.unlink_reporters(
            case, report_ids
        )
        _record(case, counts, by=by, request=request)
    return counts


def unname_reports(case_id: int, report_ids: Collection[int], *, by: Actor, request: int) -> Counter[str]:
    """Take the names off some reports of a case: of those in which a person was spoken for."""
    counts: Counter[str] = Counter()
    with cases.open_file(case_id) as case:
        counts[RetentionKind.NAMES] = cases.erase_names(case, report_ids)
        _record(case, counts, by=by, request=request)
    return counts


def _erase_commands(case: Case, traces: Traces | None = None) -> int:
    return sync.erase_bodies(case, {case.code, *(report.code for report in reports_of(case.pk))}, traces=traces)


def _erase_pictures(case: Case, report_ids: Collection[int] | None = None) -> int:
    count, names = intake.erase_photos(case, report_ids)
    if report_ids is None:
        more, more_names = fieldwork.erase_evidence(case)
        count, names = count + more, names | more_names
    else:
        fieldwork.forget_reported_photos(case)
    let_go(names)
    return count


def _record(case: Case, counts: Counter[str], *, by: Actor, request: int) -> None:
    if total := sum(counts.values()):
        kinds = [kind for kind, count in counts.items() if count]
        cases.record_erasure(case, kinds=kinds, count=total, by=by, request=request)
