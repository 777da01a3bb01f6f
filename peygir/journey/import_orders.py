"""Imports of old records from the page: a table is checked and kept for a day; when ordered, the worker imports it."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from peygir.core.refusals import Refusal
from peygir.desks.partners import actions as partners
from peygir.journey.importing import Judged, judge_file, take_over
from peygir.media import files
from peygir.people.actions import NotYourWork
from peygir.people.queries import actor_of, staff_by_id
from peygir.people.rules import SYSTEM, Actor

_ENDING: Final = re.compile(r"\.[a-z0-9]{1,5}")


def look_at(
    path: Path, columns: Mapping[str, str], *, file_name: str, keep_as: str = "", by: Actor
) -> tuple[Judged, int]:
    """Find every fault of a table and keep it, so that its import can be ordered; returns its number.

    `keep_as`: the name under which the column mapping is kept. Raises NotYourWork, TableIsNotReadable, MappingIsWrong,
    MappingHasNoName.
    """
    judged = judge_file(path, columns)
    if keep_as:
        partners.keep_mapping(keep_as, columns, by=by)
    kept = files.save(path.read_bytes(), path.suffix if _ENDING.fullmatch(path.suffix) else ".csv", is_own=True)
    order, left = partners.keep_look(
        file=kept,
        file_name=file_name,
        digest=judged.digest,
        columns=columns,
        rows=len(judged.sheet.rows),
        faulty=len({fault.row for fault in judged.faults}),
        by=by,
    )
    for name in left:
        files.delete(name)
    return judged, order


def take_ordered(order_id: int) -> bool:
    """Run an ordered import, from where it was; a refusal is kept with the order. Returns whether it is done.

    Sets the process's clock back while it runs, so it needs a process of its own.
    """
    order = partners.take_order(order_id)
    if order is None:
        return False
    try:
        with files.local_copy(order.file) as path:
            judged = judge_file(path, order.columns).without_cells()
        faulty = {fault.row for fault in judged.faults}
        if faulty and not order.leaves_faulty:
            raise partners.TableHasFaults(count=len(faulty))
        by = _asker(order.asked_by_id)
        for _done in take_over(judged, order.source, file_name=order.file_name, columns=order.columns, by=by):
            pass
    except Refusal as refusal:
        partners.end_order(order_id, refused=refusal)
        return False
    partners.end_order(order_id)
    files.delete(order.file)
    return True


def _asker(staff_id: int | None) -> Actor:
    """The person who ordered, with their present rights."""
    if staff_id is None:
        return SYSTEM
    row = staff_by_id(staff_id)
    if row is None or not row.is_active:
        raise NotYourWork()
    return actor_of(row)
