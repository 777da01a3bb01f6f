"""What the indicators of promises have in common: which promises count, and how long each was seen."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from peygir.outlook.scoring.indicator import SnapshotTables

NOT_HERS = ("agency", "joined", "withdrawn")
"""Why a promise is no longer the unit's: the case is with an agency, part of another, or taken back."""


def clocks_of(tables: "SnapshotTables", kind: str) -> "Table":
    """The promises of a kind with the time that each was seen and the time that it allowed (microseconds).

    A promise counts until it was kept; one that is open counts until now, one that the unit no longer has until then.
    """
    promise = tables.promise
    month = tables.month.select("as_of")
    seen = promise.filter(promise.kind == kind).cross_join(month)
    has_left, is_kept = seen.left.notnull(), seen.kept.notnull()
    is_event = is_kept & ~has_left
    end = has_left.ifelse(seen.left, is_kept.ifelse(seen.kept, seen.as_of))
    why = has_left.ifelse(
        seen.left_why,
        is_kept.ifelse(
            (seen.kept <= seen.due).ifelse("in_time", "late"), (seen.as_of < seen.due).ifelse("open", "overdue")
        ),
    )
    elapsed, allotted = end - seen.start, seen.due - seen.start
    return seen.mutate(
        key=seen.case * 0,
        why=why,
        elapsed=(elapsed < 0).ifelse(0, elapsed),
        allotted=(allotted < 1).ifelse(1, allotted),
        is_event=is_event.ifelse(1, 0),
    )
