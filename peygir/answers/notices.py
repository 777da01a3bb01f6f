"""What waits for the eye of one member of staff."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F

from peygir.answers.models import Notice
from peygir.cases.models import Note
from peygir.cases.rules import sight_of
from peygir.people.queries import staff_names
from peygir.people.rules import Actor, may_see


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One notice with the words that it is about; for a case that left the person's sight, nothing but that."""

    id: int
    code: str
    topic: Any
    who: str
    at: datetime
    words: str
    is_new: bool
    is_visible: bool


def count_new(staff_id: int) -> int:
    """How many have not been seen; one statement."""
    return Notice.objects.filter(staff_id=staff_id, seen_at=None).count()


def notice_code(notice_id: int, actor: Actor) -> str:
    """The code of the case that one's own notice is about, "" for none."""
    return Notice.objects.filter(pk=notice_id, staff_id=actor.id).values_list("case__code", flat=True).first() or ""


def notices_of(actor: Actor, limit: int = 100, *, language: str = "fa") -> list[NoticeLine]:
    """The newest, those not yet seen first, in the reader's language; three statements."""
    asked = Notice.objects.select_related("case__topic").filter(staff_id=actor.id)
    rows = list(asked.order_by(F("seen_at").desc(nulls_first=True), "-at")[:limit])
    notes = {
        (case, number): text
        for case, number, text in Note.objects.filter(case_id__in={row.case_id for row in rows}).values_list(
            "case_id", "number", "text"
        )
    }
    names = staff_names({int(row.by.partition(":")[2] or 0) for row in rows if row.by.startswith("staff:")}, language)
    found = []
    for row in rows:
        is_visible = may_see(actor, sight_of(row.case))
        writer = int(row.by.partition(":")[2] or 0) if row.by.startswith("staff:") else 0
        found.append(
            NoticeLine(
                row.pk, row.case.code, row.case.topic if is_visible else None, names.get(writer, ""), row.at,
                notes.get((row.case_id, row.number), "") if is_visible else "", row.seen_at is None, is_visible,
            )
        )  # fmt: skip
    return found
