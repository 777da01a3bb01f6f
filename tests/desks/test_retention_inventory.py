"""Every column that may hold personal data is in the inventory, and docs/retention.md shows the inventory."""

from pathlib import Path

import pytest
from django.db import connection

from peygir.journey.retention.inventory import personal, tables_for_docs
from peygir.journey.retention.not_personal import IN_CHAINS, NOT_PERSONAL

DOCS = Path(__file__).parents[2] / "docs" / "retention.md"
# Asked of the database, not of the models: a table that only SQL makes counts, too. Partitions are their parent.
COLUMNS = """
SELECT pg_class.relname, attname
FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid JOIN pg_type ON pg_type.oid = atttypid
WHERE relnamespace IN ('public'::regnamespace, pg_my_temp_schema()) AND relkind IN ('r', 'p', 'm')
  AND NOT relispartition AND attnum > 0 AND NOT attisdropped AND relname <> 'django_migrations'
  AND (typcategory IN ('S', 'I', 'A', 'U') AND typname <> ALL ('{uuid,_int2,_int4,_int8,_bool,_uuid}')
       OR attname ~ '(^|_)(lat|lon)$')
"""
WHAT_TO_DO = """
May {names} hold words, names, numbers, addresses, files or places of citizens?
- If so: name it in peygir/journey/retention/inventory.py with its kind and how it is erased, erase it in the
  actions/erasing.py of its package, call that from journey/retention/erasing.py or due.py, let tests/desks/
  test_retention.py look for it, and put what tables_for_docs() returns into docs/retention.md.
- If not: name it in peygir/journey/retention/not_personal.py.
See “A new table or column” in docs/retention.md."""


def columns_that_decide() -> dict[str, set[str]]:
    """Each table's columns of text, JSON, bytes, addresses, lists of text, and degrees."""
    by_table: dict[str, set[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS)
        for table, column in cursor.fetchall():
            if column not in IN_CHAINS:
                by_table.setdefault(table, set()).add(column)
    return by_table


def undecided() -> list[str]:
    """The columns that are neither in the inventory nor declared as not personal."""
    named = personal()
    declared = {table: set(columns.split()) for table, columns in NOT_PERSONAL.items()}
    return [
        f"{table}.{column}"
        for table, columns in sorted(columns_that_decide().items())
        for column in sorted(columns - named.get(table, frozenset()) - declared.get(table, set()))
    ]


@pytest.mark.django_db
def test_every_column_of_text_is_decided() -> None:
    names = undecided()
    assert not names, WHAT_TO_DO.format(names=", ".join(names))


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["text", "jsonb", "bytea", "varchar(20)[]", "inet"])
def test_a_new_table_or_column_is_noticed(kind: str) -> None:
    with connection.cursor() as cursor:  # temporary, for the tables' owner is another role
        cursor.execute(f"CREATE TEMPORARY TABLE cases_new (id bigint, count integer, said {kind}) ON COMMIT DROP")
        cursor.execute("CREATE TEMPORARY TABLE cases_note (id bigint, spot_lat double precision) ON COMMIT DROP")
    assert undecided() == ["cases_new.said", "cases_note.spot_lat"]
    assert "cases_new.said" in WHAT_TO_DO.format(names=", ".join(undecided()))


@pytest.mark.django_db
def test_nothing_is_named_that_is_not_there() -> None:
    there = columns_that_decide()
    for table, columns in [*personal().items(), *((name, text.split()) for name, text in NOT_PERSONAL.items())]:
        assert set(columns) <= there.get(table, set()), table


def test_nothing_is_both() -> None:
    for table, columns in NOT_PERSONAL.items():
        assert not personal().get(table, frozenset()) & set(columns.split()), table


def test_the_docs_show_the_inventory() -> None:
    assert tables_for_docs() in DOCS.read_text(encoding="utf-8"), "docs/retention.md: print(tables_for_docs())"
