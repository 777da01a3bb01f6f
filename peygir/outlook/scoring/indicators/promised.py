"""What the indicators of promises have in common: which promises count, and how long each was seen."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from peygir.outlook.scoring.indicator import SnapshotTables


def clocks_of(tables: "SnapshotTables", kind: str) -> "Table":
    """The promises of a kind with the time that each was seen and the time that it allowed (microseconds).

    A promise counts until it was kept; one that is open counts until now, one that the unit no longer has until then.
    The time for which a case was away before it came back, or with a unit before a reorganisation, is not seen. Pauses
    stretch neither side: the time allowed is that without them; what was kept by the due time is within it, and what
    was not is beyond it by the delay.
    """
    promise = tables.promise
    month = tables.month.select("as_of")
    seen = promise.filter(promise.kind == kind).cross_join(month)
    has_left, is_kept = seen.left.notnull(), seen.kept.notnull()
    is_event = is_kept & ~has_left
    end = has_left.ifelse(seen.left, is_kept.ifelse(seen.kept, seen.as_of))
    end = end - seen.away
    used, late, allotted = end - seen.start - seen.paused, end - seen.due, seen.promised
    most = is_event.ifelse(allotted, allotted - 1)  # what is open and not due yet was not seen until the due time
    elapsed = (late > 0).ifelse(allotted + late, (used < most).ifelse(used, most))
    why = has_left.ifelse(
        seen.left_why,
        is_kept.ifelse((late > 0).ifelse("late", "in_time"), (late > 0).ifelse("overdue", "open")),
    )
    return seen.mutate(
        key=seen.case * 0,
        why=why,
        elapsed=(elapsed < 0).ifelse(0, elapsed),
        allotted=(allotted < 1).ifelse(1, allotted),
        is_event=is_event.ifelse(1, 0),
    )


def fallen_due(tables: "SnapshotTables") -> "Table":
    """The promises to finish that were the unit's until they were kept or due, as `clocks_of` gives them."""
    clocks = clocks_of(tables, "finish")
    is_seen = clocks.kept.notnull() | (clocks.elapsed > clocks.allotted)
    return clocks.filter((clocks.left_why == "") & is_seen)
