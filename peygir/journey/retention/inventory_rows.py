"""What a row of the inventory of personal data says."""

from dataclasses import dataclass

from peygir.people.retention_kinds import RetentionKind as Kind


@dataclass(frozen=True, slots=True)
class PersonalColumns:
    """Columns of one table, the kind whose time applies (None: see `how`), and how they are erased."""

    table: str
    columns: str
    kind: Kind | None
    how: str


@dataclass(frozen=True, slots=True)
class PersonalFiles:
    """Files or streams outside the tables that may hold personal data."""

    place: str
    kind: Kind | None
    how: str
