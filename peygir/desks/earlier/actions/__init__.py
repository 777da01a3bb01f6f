"""Decisions about an earlier system: its words, whether it counts, the number of a case, and the way back."""

from collections.abc import Mapping

from django.db import transaction

from peygir.city.models import City
from peygir.core import clock
from peygir.core.persian import search_key
from peygir.core.words import plain
from peygir.desks.earlier.actions.reports import (
    AcceptanceNeedsReason,
    ComparisonCounts,
    ComparisonIsGone,
    ComparisonIsSigned,
    keep_report,
    sign_report,
)
from peygir.desks.earlier.models import EarlierNumber, EarlierSystem, EarlierWord
from peygir.desks.earlier.rules import WordField
from peygir.history.actions import record
from peygir.history.kinds.earlier import EarlierSystemCounted, EarlierTakenBack, EarlierWordsKept
from peygir.people.actions import NotYourWork
from peygir.people.rules import Actor, may_administer
from peygir.storage.rows import insert

__all__ = [
    "AcceptanceNeedsReason",
    "ComparisonCounts",
    "ComparisonIsGone",
    "ComparisonIsSigned",
    "count_system",
    "keep_report",
    "keep_words",
    "note_number",
    "record_way_back",
    "sign_report",
]


def keep_words(city_id: int, meanings: Mapping[tuple[str, str], str], *, by: Actor) -> int:
    """Remember our codes for words of a table, (field, word) → code; returns how many. Raises NotYourWork."""
    _refuse(by)
    known = [
        (field, plain(text)[:120], code) for (field, text), code in meanings.items() if field in WordField.values()
    ]
    with transaction.atomic():
        for field, text, code in known:
            values = {"text": text, "code": code, "decided_at": clock.now(), "decided_by": str(by)}
            EarlierWord.objects.update_or_create(
                city_id=city_id, field=field, key=search_key(text)[:160], defaults=values
            )
        if known:
            _record(city_id, EarlierWordsKept(count=len(known)), by)
    return len(known)


def count_system(city_id: int, source: str, *, is_counted: bool, by: Actor) -> None:
    """Decide whether the cases of an earlier system count in figures and marks. Raises NotYourWork."""
    _refuse(by)
    with transaction.atomic():
        values = {"is_counted": is_counted, "decided_at": clock.now(), "decided_by": str(by)}
        EarlierSystem.objects.update_or_create(city_id=city_id, source=source[:20], defaults=values)
        _record(city_id, EarlierSystemCounted(source=source[:20], is_counted=is_counted), by)


def note_number(source: str, number: str, case_id: int) -> None:
    """Write the number that a case had; call it in the transaction that imports it. A repeated call changes nothing."""
    insert(EarlierNumber(source=source, number=number, case_id=case_id), unless_known=True)


def record_way_back(city_id: int, source: str, *, rows: int, by: Actor) -> None:
    """Record that all cases were written into a table for the earlier system. Raises NotYourWork."""
    _refuse(by)
    with transaction.atomic():
        _record(city_id, EarlierTakenBack(source=source, rows=rows), by)


def _refuse(by: Actor) -> None:
    if not may_administer(by):
        raise NotYourWork()


def _record(city_id: int, event: EarlierWordsKept | EarlierSystemCounted | EarlierTakenBack, by: Actor) -> None:
    record(City.objects.select_for_update().get(pk=city_id), event, by=str(by), at=clock.now())
