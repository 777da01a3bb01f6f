"""Reads another system's file of cases by DuckDB, and gives its rows as those of the lake's tables.

Values become codes of ASCII letters, digits and dashes. A value that fewer than RARE rows have becomes `other`: such
ones are typed by hand, and may name somebody.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from peygir.core.jalali import to_jalali
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.outlook.insight.lake.case_columns import OF_CASE
from peygir.outlook.insight.lake.mapping import CODED, GROUPED, MOMENTS, NAMED, ForeignMapping
from peygir.outlook.insight.lake.shapes import DAY, INT, MOMENT, TEXT, LakeTable

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

RARE: Final = 10
OTHER: Final = "other"
LONGEST: Final = 70
MEMORY: Final = "1GB"
_TYPES: Final = {INT: "BIGINT", TEXT: "VARCHAR", DAY: "DATE", MOMENT: "TIMESTAMP"}


class ForeignFileIsNotRight(Invalid):
    """The file cannot be read as the mapping says."""

    message = _("{file} cannot be read: {why}")


@dataclass
class ForeignRows:
    """A file as rows of the lake, and the names of its codes by column of the lake: (code, name, code of the group)."""

    connection: "DuckDBPyConnection"
    mapping: ForeignMapping
    names: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)

    def months(self) -> list[int]:
        """The months of the Iranian calendar in which cases were opened, in their order."""
        rows = self.connection.execute("SELECT DISTINCT month FROM coded ORDER BY month").fetchall()
        return [int(month) for (month,) in rows]

    def of_month(self, table: LakeTable, month: int) -> "pa.Table":
        """The rows of the table of cases or of reports for a month."""
        own = {**_SHARED, **_OWN[table.name], "city": "$city"}
        columns = ", ".join(
            f'CAST({own[name] if name in own else _code(name)} AS {_TYPES[kind]}) AS "{name}"'
            for name, kind in table.kinds.items()
        )
        question = f"SELECT {columns} FROM coded WHERE month = $month"  # noqa: S608 - constants
        values = {"month": month, "city": self.mapping.city}
        return self.connection.query(question, params=values).to_arrow_table()

    def counted(self) -> dict[str, int]:
        """How many rows there are, how many repeat the key of another, and how many end before they begin."""
        row = self.connection.execute(_COUNTED).fetchone()
        assert row is not None
        return dict(zip(("rows", "repeated_keys", "closed_before_opened"), map(int, row), strict=True))

    def days(self) -> tuple[date, date]:
        """The days on which the first and the last case were opened."""
        row = self.connection.execute("SELECT min(day), max(day) FROM coded").fetchone()
        assert row is not None
        return row[0], row[1]


_COUNTED: Final = """
SELECT count(*), count(key) - count(DISTINCT key), count(*) FILTER (closed < opened) FROM coded
"""
_SHARED: Final = {
    "case_id": "case_id",
    **{name: name for name in ("day", "jalali_day", "ten_day", "month", "season", "year", "hour_of_week")},
    "cell_7": "NULL",
    "cell_8": "NULL",
    "is_holiday": "NULL",
}
_OWN: Final[Mapping[str, Mapping[str, str]]] = {
    "case": {
        "opened_at": "date_trunc('minute', opened)",
        "state": "CASE WHEN closed IS NULL THEN 'in_hand' ELSE 'closed' END",
        "close_kind": "CASE WHEN closed IS NULL THEN '' END",
        "reports": "1",
        "returns": "0",
        "minutes_to_finish": "CASE WHEN finished >= opened THEN date_diff('second', opened, finished) // 60 END",
        "minutes_to_close": "CASE WHEN closed >= opened THEN date_diff('second', opened, closed) // 60 END",
        "finished": "CASE WHEN finished IS NULL THEN 0 ELSE 1 END",
        "reopened": "0",
    },
    "report": {
        "number": "1",
        "said_by": "c_channel",
        "language": "NULL",
        "proof": "''",
        "photos": "0",
        "minutes_after": "0",
    },
}


def _code(column: str) -> str:
    assert column in {one.name for one in OF_CASE}, column
    return f"c_{column}"


@contextmanager
def foreign_rows(path: Path, mapping: ForeignMapping) -> Iterator[ForeignRows]:
    """Read a Parquet or CSV file (by its name's end) with a mapping. Raises ForeignFileIsNotRight."""
    import duckdb

    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": MEMORY,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    with duckdb.connect(":memory:", config=settings) as connection:
        rows = ForeignRows(connection, mapping)
        try:
            connection.execute(f"SET TimeZone = '{mapping.zone}'")
            _load(connection, path, mapping)
            bad = connection.execute("SELECT min(case_id) FROM given WHERE opened IS NULL").fetchone()
        except duckdb.Error as failure:
            raise ForeignFileIsNotRight(file=path.name, why=str(failure).splitlines()[0]) from failure
        if bad is not None and bad[0] is not None:
            raise ForeignFileIsNotRight(file=path.name, why=f"{mapping.columns['opened']}, {bad[0]}")
        if connection.execute("SELECT 1 FROM given LIMIT 1").fetchone() is None:
            raise ForeignFileIsNotRight(file=path.name, why="0")
        _make_codes(rows)
        yield rows


def _load(connection: "DuckDBPyConnection", path: Path, mapping: ForeignMapping) -> None:
    """Read the columns that the mapping names, numbered as they stand in the file, with moments in UTC."""
    place = str(path).replace("'", "''")
    is_parquet = path.suffix.lower() == ".parquet"
    source = f"read_parquet('{place}', file_row_number = true)" if is_parquet else f"read_csv('{place}', header = true)"
    number = "file_row_number + 1" if is_parquet else "row_number() OVER ()"
    if not is_parquet:
        connection.execute("SET threads = 1")  # so that rows are numbered as they stand
    parts = [f"{number} AS case_id"]
    for moment in MOMENTS:
        name = mapping.columns.get(moment)
        local = f"CAST({_quoted(name)} AS TIMESTAMP)" if name else "CAST(NULL AS TIMESTAMP)"
        parts.append(f"{local} AS {moment}_local")
        parts.append(
            f"{local} AT TIME ZONE '{mapping.zone}' AT TIME ZONE 'UTC' AS {moment}" if name else f"{local} AS {moment}"
        )
    for column in (*CODED, "key"):
        name = mapping.columns.get(column)
        parts.append(
            f"nullif(trim(CAST({_quoted(name)} AS VARCHAR)), '') AS v_{column}"
            if name
            else f"NULL::VARCHAR AS v_{column}"
        )
    connection.execute(f"CREATE TABLE given AS SELECT {', '.join(parts)} FROM {source}")  # noqa: S608 - quoted


def _make_codes(rows: ForeignRows) -> None:
    """Give every value its code, and every row the keys of its day: the table `coded`."""
    connection, mapping = rows.connection, rows.mapping
    joins, columns = [], []
    for column in CODED:
        group = "v_topic_group" if column == "topic" else "NULL::VARCHAR"
        values = connection.execute(
            f"SELECT {group}, v_{column}, count(*) FROM given WHERE v_{column} IS NOT NULL GROUP BY ALL ORDER BY ALL"  # noqa: S608
        ).fetchall()
        codes = codes_of(values)
        known_codes = [(above, value, code) for (above, value), code in codes.items()]
        _register(connection, f"codes_{column}", {"above": TEXT, "value": TEXT, "code": TEXT}, known_codes)
        same = f"AND {column}_.above IS NOT DISTINCT FROM given.v_topic_group" if column == "topic" else ""
        joins.append(f"LEFT JOIN codes_{column} {column}_ ON {column}_.value = given.v_{column} {same}")
        columns.append(f"{column}_.code AS c_{column}")
        if column in NAMED or column == GROUPED:
            known = {(code, value, above or "") for (above, value), code in codes.items() if code != OTHER}
            rows.names[column] = sorted(known) + ([(OTHER, OTHER, "")] if OTHER in codes.values() else [])
    _make_days(connection)
    hour = "(isodow(opened_local) + 1) % 7 * 24 + hour(opened_local)" if mapping.has_clock else "NULL"
    connection.execute(
        f"""
        CREATE TABLE coded AS SELECT case_id, opened, finished, closed, v_key AS key, {", ".join(columns)},
            days.*, {hour} AS hour_of_week
        FROM given JOIN days ON days.day = CAST(opened_local AS DATE) {" ".join(joins)}
        """  # noqa: S608 - constants
    )


def _make_days(connection: "DuckDBPyConnection") -> None:
    """The table `days`: every day on which a case was opened, with its keys."""
    row = connection.execute(
        "SELECT min(CAST(opened_local AS DATE)), max(CAST(opened_local AS DATE)) FROM given"
    ).fetchone()
    assert row is not None
    kinds = {"day": DAY, **dict.fromkeys(("jalali_day", "ten_day", "month", "season", "year"), INT)}
    _register(connection, "days", kinds, [(day, *keys_of(day)) for day in days_between(*row)])


def _register(
    connection: "DuckDBPyConnection", name: str, kinds: Mapping[str, str], rows: Sequence[tuple[object, ...]]
) -> None:
    """Make rows known as a table."""
    import pyarrow as pa

    types = {DAY: pa.date32(), INT: pa.int64(), TEXT: pa.string()}
    columns = {
        column: pa.array([row[place] for row in rows], types[kind])
        for place, (column, kind) in enumerate(kinds.items())
    }
    connection.register(name, pa.table(columns))


def days_between(first: date, last: date) -> list[date]:
    """The days from one to another, both included."""
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def keys_of(day: date) -> tuple[int, int, int, int, int]:
    """The keys of a day in the Iranian calendar: day, ten days, month, season and year."""
    jalali = to_jalali(day)
    month = jalali.year * 100 + jalali.month
    return (
        month * 100 + jalali.day,
        month * 10 + min((jalali.day - 1) // 10, 2) + 1,
        month,
        jalali.year * 10 + (jalali.month - 1) // 3 + 1,
        jalali.year,
    )


def codes_of(values: Iterable[tuple[str | None, str, int]]) -> dict[tuple[str | None, str], str]:
    """The code of each (group, value) that so many rows have: of its own letters, distinct, OTHER for rare ones."""
    taken: dict[str, str] = {}
    codes: dict[tuple[str | None, str], str] = {}
    for group, value, rows in values:
        if rows < RARE:
            codes[(group, value)] = OTHER
            continue
        known = f"{group or ''}\n{value.casefold()}"
        code = plain = _letters(f"{group} {value}" if group else value)
        number = 2
        while taken.get(code, known) != known or code == OTHER:
            code, number = f"{plain}-{number}", number + 1
        taken[code] = known
        codes[(group, value)] = code
    return codes


def _letters(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "-", text).strip("-").lower()[:LONGEST] or "unnamed"


def _quoted(name: str | None) -> str:
    assert name is not None
    return '"' + name.replace('"', '""') + '"'
