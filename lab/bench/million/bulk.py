"""Writes many finished cases at once by COPY: the one exception to "only actions.py writes rows".

The bench measures a city of a million cases; through the actions they take ten hours (ADR 40). So their rows are
built here as the actions would write them (`lives.py` mirrors those, as far as the bench needs them), and stored table
by table. All constraints of the database stay in force, and the hash chains are complete: `./run verify` finds no
difference from other cases.
"""

from collections.abc import Iterator
from typing import Any, Final, LiteralString

from django.db import connection, models, transaction
from psycopg import sql
from psycopg.types.json import Jsonb

from peygir.cases.models import Case, Note, Report, SearchEntry
from peygir.desks.answers.models import Question, Verdict
from peygir.desks.fieldwork.models import Evidence
from peygir.desks.promises.models import EscalationStep, Promise
from peygir.desks.routing.models import Choice
from peygir.desks.understanding.models import Reading
from peygir.history.models import Event
from peygir.ops.roles import as_owner
from peygir.people.models import Citizen

# In the order of foreign keys: referenced tables first.
MODELS: Final[tuple[type[models.Model], ...]] = (
    Citizen,
    Case,
    Report,
    SearchEntry,
    Note,
    Event,
    Reading,
    Choice,
    Promise,
    EscalationStep,
    Evidence,
    Question,
    Verdict,
)
NUMBERS_AT_ONCE: Final = 2000


class CopyTable:
    """Rows of one model that wait to be written, each as a tuple in the order of `columns`."""

    def __init__(self, model: type[models.Model]) -> None:
        self.model = model
        key = model._meta.pk
        # Rows get their id from the table's own sequence, unless others refer to them before they are written.
        self.is_numbered_by_database = isinstance(key, models.AutoField) and model in (
            Note,
            Event,
            Reading,
            Choice,
            Verdict,
        )
        fields = [
            f for f in model._meta.concrete_fields if not (f.generated or (f is key and self.is_numbered_by_database))
        ]
        self.names = tuple(field.attname for field in fields)
        self.columns = [sql.Identifier(str(field.column)) for field in fields]
        self.usual = {field.attname: field.get_default() for field in fields}
        self._json = frozenset(field.attname for field in fields if isinstance(field, models.JSONField))
        self.rows: list[tuple[Any, ...]] = []
        self._numbers: Iterator[int] = iter(())

    def add(self, **values: Any) -> None:
        """Add a row; missing values get the model's defaults. Raises KeyError for a name the model lacks."""
        row = {**self.usual, **values}
        if len(row) != len(self.names):
            raise KeyError(f"{self.model.__name__} has no {sorted(row.keys() - set(self.names))}")
        # A plain list would be written as a PostgreSQL array, and an empty one as an empty object where JSON is
        # expected.
        self.rows.append(tuple(Jsonb(row[name]) if name in self._json else row[name] for name in self.names))

    def next_number(self) -> int:
        """Return an id for a row that others refer to, from the table's own sequence; nobody else gets the same."""
        for number in self._numbers:
            return number
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [self.model._meta.db_table, NUMBERS_AT_ONCE],
            )
            self._numbers = iter([row[0] for row in cursor.fetchall()])
        return next(self._numbers)

    def copy_statement(self) -> sql.Composed:
        """Return the COPY statement for these rows."""
        text: LiteralString = "COPY {} ({}) FROM STDIN"
        return sql.SQL(text).format(sql.Identifier(self.model._meta.db_table), sql.SQL(", ").join(self.columns))


class CopyBuffer:
    """The buffers of all tables; `flush` writes the waiting rows in one transaction."""

    def __init__(self) -> None:
        self._tables = {model: CopyTable(model) for model in MODELS}
        self.citizens = self[Citizen]
        self.cases, self.reports, self.cards = self[Case], self[Report], self[SearchEntry]
        self.notes, self.events = self[Note], self[Event]
        self.readings, self.choices, self.promises = self[Reading], self[Choice], self[Promise]
        self.steps = self[EscalationStep]
        self.evidence, self.questions, self.verdicts = self[Evidence], self[Question], self[Verdict]

    def __getitem__(self, model: type[models.Model]) -> CopyTable:
        return self._tables[model]

    def __len__(self) -> int:
        return sum(len(table.rows) for table in self._tables.values())

    def flush(self) -> int:
        """Store every waiting row or none; returns how many. Raises IntegrityError as an ordinary insert would."""
        count = len(self)
        with transaction.atomic(), connection.cursor() as cursor:
            for table in self._tables.values():
                if table.rows:
                    with cursor.copy(table.copy_statement()) as copy:
                        for row in table.rows:
                            copy.write_row(row)
        for table in self._tables.values():
            table.rows.clear()
        return count


def refresh_statistics() -> None:
    """Run ANALYZE, so that the planner knows the new tables' sizes."""
    with as_owner(), connection.cursor() as cursor:  # PostgreSQL skips tables of other owners
        for model in MODELS:
            cursor.execute(sql.SQL("VACUUM (ANALYZE) {}").format(sql.Identifier(model._meta.db_table)))
