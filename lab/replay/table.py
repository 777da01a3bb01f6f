"""The results of the replayed records, counted from our own tables, and how far the file agrees."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Final, Literal

from lab.replay.boston import BostonRecord
from lab.replay.simulate import KEY
from peygir.cases.queries import Imported, imported
from peygir.cases.states import OPEN, CaseState
from peygir.city import queries as city
from peygir.desks.promises.queries import finishes
from peygir.desks.routing.queries import agreement

Standing = Literal["on_time", "overdue", "running", "without_target"]
# The file's values for a promise's result; it calls what has no target "on time" too.
_FLAGS: Final = {"on_time": "ONTIME", "overdue": "OVERDUE"}


@dataclass(slots=True)
class DepartmentCounts:
    """The counts of one department, or of all."""

    received: int = 0
    closed: int = 0
    open: int = 0
    on_time: int = 0
    overdue: int = 0
    without_target: int = 0
    running: int = 0  # with a target that is still in the future when the replay ends

    def count(self, *, is_open: bool, is_closed: bool, standing: Standing) -> None:
        """Count one more record."""
        self.received += 1
        self.closed += is_closed
        self.open += is_open
        setattr(self, standing, getattr(self, standing) + 1)


@dataclass(slots=True)
class ReplayTable:
    """Our counts by department (unit's name → counts) and in total, the file's, and the differences."""

    ended_at: datetime
    departments: dict[str, DepartmentCounts] = field(default_factory=dict)
    ours: DepartmentCounts = field(default_factory=DepartmentCounts)
    files: DepartmentCounts = field(default_factory=DepartmentCounts)
    flags: Counter[str] = field(default_factory=Counter)  # same, no_target, no_flag, other
    standings: Counter[bool] = field(default_factory=Counter)  # record by record: same as by the file's times
    ownership: Counter[bool] = field(default_factory=Counter)  # the rule chooses the recorded department

    @property
    def agrees(self) -> bool:
        """Whether our counts equal the file's, and its flag differs only where it has less data."""
        return self.ours == self.files and not self.standings[False] and not self.flags["other"]

    def as_data(self) -> dict[str, Any]:
        """Return the table as JSON values."""
        return {
            "ended_at": self.ended_at.isoformat(),
            "departments": {name: asdict(row) for name, row in self.departments.items()},
            "all": asdict(self.ours),
            "file": asdict(self.files),
            "flag": {name: self.flags[name] for name in ("same", "no_target", "no_flag", "other")},
            "ownership_rule": {"same": self.ownership[True], "other": self.ownership[False]},
            "agrees": self.agrees,
        }


def make_table(records: Sequence[BostonRecord], city_id: int) -> ReplayTable:
    """Count our tables' results of these records, and compare them with the records' own values."""
    moments = [moment for record in records for moment in (record.opened_at, record.closed_at) if moment is not None]
    table = ReplayTable(ended_at=max(moments))
    lines = {line.key: line for line in imported(city_id, prefix=KEY)}
    promised = finishes(city_id)
    names = {unit.id: unit.name_en for unit in city.units(city_id)}
    rows: dict[int, DepartmentCounts] = {}
    for record in records:
        theirs = _standing(record.target_at, record.closed_at, table.ended_at)
        is_closed = record.closed_at is not None
        table.files.count(is_open=not is_closed, is_closed=is_closed, standing=theirs)
        imported_case = lines.get(f"{KEY}{record.id}")
        if imported_case is None:
            table.standings[False] += 1
            continue
        due_at, kept_at = promised.get(imported_case.case_id, (None, None))
        ours = _standing(due_at, kept_at, table.ended_at)
        for row in (table.ours, rows.setdefault(imported_case.unit_id or 0, DepartmentCounts())):
            row.count(
                is_open=imported_case.state in OPEN, is_closed=imported_case.state == CaseState.CLOSED, standing=ours
            )
        table.standings[_is_same(imported_case, ours, theirs, is_closed=is_closed)] += 1
        table.flags[_flag(ours, record.flag)] += 1
    order = sorted(rows.items(), key=lambda item: (-item[1].received, item[0]))
    table.departments = {names.get(unit_id, "—"): row for unit_id, row in order}
    table.ownership = agreement(city_id)
    return table


def _is_same(line: Imported, ours: Standing, theirs: Standing, *, is_closed: bool) -> bool:
    return ours == theirs and (line.state == CaseState.CLOSED) == is_closed


def _standing(due_at: datetime | None, kept_at: datetime | None, ended_at: datetime) -> Standing:
    """Return on time if done no later than promised; else overdue, once the moment has passed."""
    if due_at is None:
        return "without_target"
    if kept_at is not None:
        return "on_time" if kept_at <= due_at else "overdue"
    return "overdue" if due_at < ended_at else "running"


def _flag(ours: Standing, flag: str) -> str:
    """Compare with the file's own flag: the same, or different because there is no target or no flag, or otherwise."""
    if _FLAGS.get(ours) == flag:
        return "same"
    if ours == "without_target" and flag == "ONTIME":
        return "no_target"
    return "no_flag" if not flag else "other"
