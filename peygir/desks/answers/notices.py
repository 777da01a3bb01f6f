"""Notices for one member of staff."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection
from django.db.models import F

from peygir.cases.models import Case, Note
from peygir.cases.rules import visibility_of
from peygir.desks.answers.account_words import WORDS as ACCOUNT_EVENTS
from peygir.desks.answers.models import Notice
from peygir.history.queries import stories
from peygir.people.models import Staff
from peygir.people.queries import staff_names
from peygir.people.rules import Actor, may_see

# In the frame of every page, so composed once.
_NEW: Final = "SELECT count(*) FROM answers_notice WHERE staff_id = %s AND seen_at IS NULL"


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One notice with its note's text; without it, for a case that the person may not see any more.

    A notice of an account has no `code`; `account` names its holder and `event` is the event of its history. One of
    another file has its kind and id.
    """

    id: int
    code: str
    topic: Any
    who: str
    at: datetime
    words: str
    is_new: bool
    is_visible: bool
    account: str = ""
    event: Any = None
    file: str = ""
    file_id: int = 0


def count_new(staff_id: int) -> int:
    """The number of unseen notices; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_NEW, [staff_id])
        return int(cursor.fetchone()[0])


def is_of_account(notice_id: int, actor: Actor) -> bool:
    """Whether one of the actor's own notices is about an account."""
    return Notice.objects.filter(pk=notice_id, staff_id=actor.id, account__isnull=False).exists()


def file_of_notice(notice_id: int, actor: Actor) -> tuple[str, int]:
    """The kind and the id of the file that one of the actor's own notices is about; ("", 0) for none."""
    rows = Notice.objects.filter(pk=notice_id, staff_id=actor.id, file_id__isnull=False)
    file, file_id = rows.values_list("file", "file_id").first() or ("", 0)
    return file, file_id or 0


def is_file_read(file: str, file_id: int) -> bool:
    """Whether anybody who got a notice about a file has seen it."""
    return Notice.objects.filter(file=file, file_id=file_id, seen_at__isnull=False).exists()


def notice_code(notice_id: int, actor: Actor) -> str:
    """The code of the case that one of the actor's own notices is about; "" for none."""
    return Notice.objects.filter(pk=notice_id, staff_id=actor.id).values_list("case__code", flat=True).first() or ""


def notices_of(actor: Actor, limit: int = 100, *, language: str = "fa") -> list[NoticeLine]:
    """The newest notices, the unseen first, in a language; at most four statements."""
    asked = Notice.objects.select_related("case__topic", "account").filter(staff_id=actor.id)
    rows = list(asked.order_by(F("seen_at").desc(nulls_first=True), "-at")[:limit])
    notes = {
        (case, number): text
        for case, number, text in Note.objects.filter(case_id__in={row.case_id for row in rows}).values_list(
            "case_id", "number", "text"
        )
    }
    events = _account_events(rows)
    names = staff_names({_doer(row) for row in rows if _doer(row)}, language)
    lines = []
    for row in rows:
        if row.account is not None:
            lines.append(_of_account(row, row.account, names, events, language))
        elif row.case is not None:
            lines.append(_of_case(row, row.case, names, notes, actor))
        elif row.file_id is not None:
            lines.append(_of_file(row, row.file, row.file_id))
    return lines


def _doer(row: Notice) -> int:
    """The id of the member of staff who caused a notice, 0 for others."""
    return int(row.by.partition(":")[2] or 0) if row.by.startswith("staff:") else 0


def _account_events(rows: Sequence[Notice]) -> dict[tuple[int, int], Any]:
    """The events behind notices of accounts, by account and number; a statement only if there are any."""
    ids = {row.account_id for row in rows if row.account_id}
    kinds = tuple(ACCOUNT_EVENTS)
    return {(one.file_id, one.number): one for one in stories("staff", ids, kinds)} if ids else {}


def _of_account(
    row: Notice, account: Staff, names: dict[int, str], events: dict[tuple[int, int], Any], language: str
) -> NoticeLine:
    name = (account.name_en if language == "en" else "") or str(account)
    return NoticeLine(
        row.pk,
        "",
        None,
        names.get(_doer(row), ""),
        row.at,
        "",
        row.seen_at is None,
        is_visible=True,
        account=name,
        event=events.get((account.pk, row.number)),
    )


def _of_file(row: Notice, file: str, file_id: int) -> NoticeLine:
    is_new = row.seen_at is None
    return NoticeLine(row.pk, "", None, "", row.at, "", is_new, is_visible=True, file=file, file_id=file_id)


def _of_case(
    row: Notice, case: Case, names: dict[int, str], notes: dict[tuple[int, int], str], actor: Actor
) -> NoticeLine:
    is_visible = may_see(actor, visibility_of(case))
    return NoticeLine(
        row.pk,
        case.code,
        case.topic if is_visible else None,
        names.get(_doer(row), ""),
        row.at,
        notes.get((case.pk, row.number), "") if is_visible else "",
        row.seen_at is None,
        is_visible,
    )
