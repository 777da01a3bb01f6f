"""Bookkeeping of imports of old records: column mappings by name, and each table's progress."""

from collections.abc import Mapping
from typing import Final, TypedDict

from django.db import IntegrityError, transaction
from django.db.models import F

from peygir.core import clock
from peygir.core.refusals import Invalid, Missing
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain
from peygir.desks.partners.actions.webhooks import _city, _may
from peygir.desks.partners.models import ImportBatch, ImportMapping
from peygir.desks.partners.record_rules import FIELDS, NEEDED, SOURCE
from peygir.history.actions import record
from peygir.history.kinds.partners import ImportBegun, ImportEnded, ImportMappingKept
from peygir.people.rules import Actor

LONGEST_NAME: Final = 60


class SourceIsWrong(Invalid):
    """The name of a source is not usable to tell its numbers from another's."""

    message = _("The source needs a short name of 1 to 20 small letters, digits or dashes, such as old-137.")


class MappingIsWrong(Invalid):
    """The mapping lacks a required field, or names an unknown field or column."""

    message = _("The columns are not right: {why}")


class NeededColumnIsNotNamed(MappingIsWrong):
    """A field without which nothing can be imported has no column."""

    message = _("Say which column is this: {field}")


class HeadingIsNotInTable(MappingIsWrong):
    """The table has no column with this heading."""

    message = _("This table has no column “{heading}”. Write the heading exactly as in the first row.")


class MappingHasNoName(Invalid):
    """The mapping's name is empty or too long."""

    message = _("To save the columns write a name of up to {limit} characters.")


class NoSuchMapping(Missing):
    """No mapping has this name."""

    message = _("No columns are saved under the name “{name}”.")


class _ImportFacts(TypedDict):
    """The data of an import's begin and end in the history."""

    batch: int
    name: str
    rows: int
    taken: int
    known: int


def places_of(columns: Mapping[str, str], headings: tuple[str, ...]) -> dict[str, int]:
    """Field → column index in a table. Raises MappingIsWrong, NeededColumnIsNotNamed, HeadingIsNotInTable."""
    headings_by_field = {field: heading for field, heading in columns.items() if heading}
    unknown = [field for field in headings_by_field if field not in FIELDS]
    missing = [field for field in NEEDED if field not in headings_by_field]
    absent = [heading for heading in headings_by_field.values() if heading not in headings]
    if unknown:
        raise MappingIsWrong(why=", ".join(unknown)[:200])
    if missing:
        raise NeededColumnIsNotNamed(field=FIELDS[missing[0]])
    if absent:
        raise HeadingIsNotInTable(heading=absent[0][:120])
    return {field: headings.index(heading) for field, heading in headings_by_field.items()}


def keep_mapping(name: str, columns: Mapping[str, str], *, by: Actor) -> None:
    """Keep a column mapping under a name, replacing an older one. Raises NotYourWork, MappingHasNoName."""
    _may(by)
    name = plain(name)
    if not name or len(name) > LONGEST_NAME:
        raise MappingHasNoName(limit=LONGEST_NAME)
    values = {
        "columns": {field: one for field, one in columns.items() if one},
        "made_at": clock.now(),
        "made_by": str(by),
    }
    with transaction.atomic():
        ImportMapping.objects.update_or_create(name=name, defaults=values)
        record(_city(), ImportMappingKept(name=name), by=str(by), at=clock.now())


def begin_batch(
    source: str, *, file_name: str, digest: str, columns: Mapping[str, str], rows: int, by: Actor
) -> tuple[int, int]:
    """The import of a file, new or resumed, and its last imported row. Raises NotYourWork, SourceIsWrong."""
    _may(by)
    if not SOURCE.fullmatch(source):
        raise SourceIsWrong()
    known = ImportBatch.objects.filter(source=source, digest=digest).first()
    if known is not None:
        return known.pk, known.last_row
    try:
        with transaction.atomic():
            row = ImportBatch.objects.create(
                source=source,
                file_name=file_name[:120],
                digest=digest,
                columns=dict(columns),
                rows=rows,
                begun_at=clock.now(),
                begun_by=str(by),
            )
            record(_city(), ImportBegun(**_facts_of(row)), by=str(by), at=clock.now())
    except IntegrityError:  # another process began it at the same moment
        return begin_batch(source, file_name=file_name, digest=digest, columns=columns, rows=rows, by=by)
    return row.pk, 0


def note_row(batch_id: int, row: int, *, is_new: bool) -> None:
    """Record an imported row; call it in the transaction that imports it."""
    grown = {"taken": F("taken") + 1} if is_new else {"known": F("known") + 1}
    ImportBatch.objects.filter(pk=batch_id).update(last_row=row, **grown)


def end_batch(batch_id: int, *, by: Actor) -> None:
    """Record that every row of the table is imported; idempotent."""
    with transaction.atomic():
        row = ImportBatch.objects.select_for_update().get(pk=batch_id)
        if row.ended_at is None:
            row.ended_at = clock.now()
            row.save(update_fields=["ended_at"])
            record(_city(), ImportEnded(**_facts_of(row)), by=str(by), at=row.ended_at)


def _facts_of(row: ImportBatch) -> _ImportFacts:
    return {"batch": row.pk, "name": row.source, "rows": row.rows, "taken": row.taken, "known": row.known}
