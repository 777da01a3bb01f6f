"""The public cases that each figure of a version counted, as one table that is kept beside the version's files.

A list has a row for each row that its figure counts, so that nothing is left over by which a case that is not public
could be told. Listed are only those that lie in no hidden part of the city: what is left out of a shown place is then
what its hidden parts have together, which the figures say already.
"""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from peygir.outlook.insight.publishing.catalogue import FIGURES
from peygir.outlook.insight.publishing.population import CountedCase, Good
from peygir.outlook.insight.publishing.rows import FigureRow, keys_of

Codes = Mapping[int, tuple[str, date]]
"""The code of each public case, and the day on which it was opened."""


@dataclass(frozen=True, slots=True)
class ListedRow:
    """A row of a list: of which figure, which case, where it was counted, and as what (`population.Good`).

    `is_listed`: pages show it. The others are kept so that a version is known to count a case that stops being public.
    """

    figure: str
    case_id: int
    code: str
    district: str
    topic_group: str
    topic: str
    good: Good
    is_listed: bool

    def lies_in(self, split: str, keys: Sequence[str]) -> bool:
        """Whether it was counted in a place."""
        return keys_of(split, self.district, self.topic_group, self.topic) == tuple(keys)


def list_rows(figure: str, counted: Iterable[CountedCase], rows: Iterable[FigureRow], codes: Codes) -> list[ListedRow]:
    """Return the list of a figure, the latest day first and by code within it, as the files of cases stand.

    `rows`: those of the version, which say what is hidden.
    """
    hidden = {row.place for row in rows if row.figure == figure and row.is_hidden}
    own = []
    for case in counted:
        code, opened_on = codes.get(case.case_id, ("", date.min))
        places = {(split, *keys_of(split, *case.leaf)) for split in FIGURES[figure].splits}
        row = ListedRow(figure, case.case_id, code, *case.leaf, case.good, bool(code) and not places & hidden)
        own.append((-opened_on.toordinal(), code, case.case_id, row))
    return [row for *_order, row in sorted(own, key=lambda one: one[:3])]


def kept_lists(
    before: Sequence[ListedRow],
    old: Sequence[FigureRow],
    new: Sequence[FigureRow],
    fresh: Mapping[str, list[ListedRow]],
) -> dict[str, list[ListedRow]]:
    """Return the lists of a version that follows another: where the figures stay as they were, so do their lists.

    Subtracted from each other, two lists of one figure would else tell of single cases.
    """
    lists: dict[str, list[ListedRow]] = {}
    known = {row.figure for row in before}
    for code in FIGURES:
        if code in {row.figure for row in old} and _figures(old, code) == _figures(new, code):
            if code in known:
                lists[code] = [row for row in before if row.figure == code]
        elif code in fresh:
            lists[code] = fresh[code]
    return lists


def _figures(rows: Iterable[FigureRow], code: str) -> list[dict[str, object]]:
    return [row.as_json() for row in rows if row.figure == code]


def written_lists(lists: Iterable[Sequence[ListedRow]]) -> bytes:
    """Return lists as Parquet."""
    import pyarrow as pa
    from pyarrow import parquet

    rows = [row for one in lists for row in one]
    kinds = {"case_id": pa.int64(), "good": pa.int8(), "is_listed": pa.bool_()}
    columns = {
        name: pa.array([getattr(row, name) for row in rows], kinds.get(name, pa.string()))
        for name in ListedRow.__dataclass_fields__
    }
    written = io.BytesIO()
    parquet.write_table(pa.table(columns), written, compression="zstd")
    return written.getvalue()


def read_lists(content: bytes, figure: str = "") -> list[ListedRow]:
    """Return the lists of a file, or the one of a figure."""
    from pyarrow import parquet

    filters = [("figure", "=", figure)] if figure else None
    return [ListedRow(**row) for row in parquet.read_table(io.BytesIO(content), filters=filters).to_pylist()]
