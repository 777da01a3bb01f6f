"""Writes the lake: what changed since the last time, or everything; killed anywhere, the next run goes on."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from peygir.city.facts import CityFacts
from peygir.history.queries import Root, hash_of, last_event_settled, root_up_to
from peygir.outlook.insight.lake.calendar import LakeMonth, month_at, months_between
from peygir.outlook.insight.lake.columns import FACTS, NAMES
from peygir.outlook.insight.lake.files import are_the_same, read_file, split, sweep, write_file
from peygir.outlook.insight.lake.lock import lake_lock
from peygir.outlook.insight.lake.manifest import (
    BUILDING,
    WHOLE,
    LakeFile,
    Manifest,
    read_manifest,
    write_manifest,
)
from peygir.outlook.insight.lake.months_of_marks import take_snapshots
from peygir.outlook.insight.lake.selecting.statements import ALL, OF_IDS, in_month
from peygir.outlook.insight.lake.shapes import CASE, CONTACT, ORDER, SUBJECTS, VERSION, LakeTable
from peygir.outlook.insight.lake.taking import newest, oldest, one_view, take, values_of
from peygir.outlook.insight.lake.touched import Touched, last_settled_message, touched

if TYPE_CHECKING:
    import pyarrow as pa

IDS: Final = {CASE: "case_id", CONTACT: "contact_id", ORDER: "order_id"}
"""The column that numbers a subject."""
AT_ONCE: Final = 5000
"""How many subjects one question asks for."""
Progress = Callable[[str, int], None]
"""Called with the table and its rows after each file."""
Files = dict[str, dict[str, LakeFile]]


@dataclass(frozen=True, slots=True)
class LakeRun:
    """What a run did: the new manifest, whether it wrote everything, files written anew, and old ones deleted."""

    manifest: Manifest
    is_whole: bool
    files: int
    swept: int


@dataclass
class _Work:
    """One run on the way."""

    folder: Path
    city: CityFacts
    values: Mapping[str, Any]
    progress: Progress
    tables: Files = field(default_factory=dict)
    written: int = 0

    def store(self, table: LakeTable, month: str, rows: Any) -> None:
        """Write a month of a table."""
        file = write_file(self.folder, table, month, rows)
        self.tables.setdefault(table.name, {})[month] = file
        self.written += 1
        self.progress(table.name, file.rows)


def write_lake(
    folder: Path,
    city: CityFacts,
    *,
    now: datetime,
    root: Root | None = None,
    is_whole: bool = False,
    progress: Progress = lambda table, rows: None,
) -> LakeRun:
    """Bring the lake in a folder up to date, or write it anew (`is_whole`, or where none of this version is there).

    A lake of another database, or of a later state of this one (it was restored), counts as none.
    It then holds every event up to `root`, tonight's if it was just computed; without one it is computed now. A run
    that writes everything and was killed goes on after the last month that it finished. Raises TheLakeIsBeingWritten.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with lake_lock(folder):
        before = read_manifest(folder)
        is_whole = is_whole or before is None or not _is_of(before, city)
        head = _head(city, now, root or root_up_to(last_event_settled()))
        work = _Work(folder, city, values_of(city, now), progress)
        if is_whole or before is None:
            head = _everything(work, head)
        else:
            _changes(work, before)
        with one_view():
            for table in NAMES:
                work.store(table, WHOLE, take(table, ALL, work.values, scratch=folder))
            for name, files in take_snapshots(folder, city, before).items():
                work.tables[name] = files
        manifest = replace(head, tables=work.tables)
        write_manifest(folder, manifest)
        (folder / BUILDING).unlink(missing_ok=True)
        return LakeRun(manifest, is_whole, work.written, sweep(folder))


def _head(city: CityFacts, now: datetime, root: Root) -> Manifest:
    """The manifest of this run, still without files."""
    return Manifest(
        version=VERSION,
        city=city.code,
        zone=city.time_zone,
        as_of=now.isoformat(),
        last_event=root.last_event,
        root=root.root,
        last_hash=hash_of(root.last_event),
        last_message=last_settled_message(now),
    )


def _is_of(known: Manifest, city: CityFacts) -> bool:
    """Whether a manifest is of this version, this city and this database, which may have been restored since."""
    here = (VERSION, "", city.code, city.time_zone, hash_of(known.last_event))
    return (known.version, known.source, known.city, known.zone, known.last_hash) == here


def _everything(work: _Work, head: Manifest) -> Manifest:
    """Write every month of every subject; after each the list of what is done. Returns the manifest's head.

    A run that goes on keeps the head of the one that was killed: what happened since comes with the next run.
    """
    known = read_manifest(work.folder, BUILDING)
    if known is not None and _is_of(known, work.city):
        head, work.tables = known, {name: dict(files) for name, files in known.tables.items()}
    for subject in SUBJECTS:
        tables = [table for table in FACTS if table.subject == subject]
        for month in _months(work.city, subject):
            if all(str(month.number) in work.tables.get(table.name, {}) for table in tables):
                continue
            zone = work.city.time_zone
            values = {**work.values, "since": month.since(zone), "until": month.until(zone)}
            with one_view():
                for table in tables:
                    rows = take(table, in_month(subject), values, scratch=work.folder)
                    work.store(table, str(month.number), rows)
            write_manifest(work.folder, replace(head, tables=work.tables), BUILDING)
    return head


def _months(city: CityFacts, subject: str) -> Iterator[LakeMonth]:
    first, last = oldest(city, subject), newest(city, subject)
    if first is not None and last is not None:
        yield from months_between(month_at(first, city.time_zone), month_at(last, city.time_zone))


def _changes(work: _Work, before: Manifest) -> None:
    """Replace the rows of what changed, month by month; the files of other months stay."""
    work.tables = {table.name: dict(before.tables[table.name]) for table in FACTS if table.name in before.tables}
    with one_view():
        for subject in SUBJECTS:
            tables = [table for table in FACTS if table.subject == subject]
            for months in _at_once(touched(work.city, subject, before)):
                for table in tables:
                    rows = _rows_of(work, table, [number for ids in months.values() for number in ids])
                    for month, ids in months.items():
                        _replace(work, table, str(month), ids, split(rows, IDS[subject], ids)[1])


def _at_once(by_month: Touched) -> Iterator[Touched]:
    """Months in their order, as many together as have AT_ONCE subjects: a question for each of them costs too much."""
    together: Touched = {}
    for month, ids in sorted(by_month.items()):
        if together and sum(map(len, together.values())) + len(ids) > AT_ONCE:
            yield together
            together = {}
        together[month] = ids
    if together:
        yield together


def _rows_of(work: _Work, table: LakeTable, ids: list[int]) -> "pa.Table":
    """The rows of subjects as they are now."""
    import pyarrow as pa

    return pa.concat_tables(
        take(table, OF_IDS, {**work.values, "ids": ids[first : first + AT_ONCE]}, scratch=work.folder)
        for first in range(0, len(ids), AT_ONCE)
    )


def _replace(work: _Work, table: LakeTable, month: str, ids: list[int], now: "pa.Table") -> None:
    """Write a month of a table with new rows for some subjects; what may no longer be in the lake is gone then.

    Where their rows are as before, the file stays.
    """
    import pyarrow as pa

    known = work.tables.get(table.name, {}).get(month)
    others, before = split(read_file(work.folder, table, known), IDS[table.subject], ids)
    if known is None or not are_the_same(table, before, now):
        work.store(table, month, pa.concat_tables([others, now]))
