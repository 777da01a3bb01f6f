"""A migration that only adds renders what it changes alone, and every other one finds all models as they are."""

from typing import Any

import pytest
from django.core.management.commands import migrate
from django.db import connection, models
from django.db.migrations.migration import Migration
from django.db.migrations.operations import AddField, AlterField, CreateModel, RunPython
from django.db.migrations.operations.base import Operation

from peygir.ops.sparing_migrations import SparingExecutor, migrate_sparingly, only_adds

pytestmark = [pytest.mark.usefixtures("tables_owner"), pytest.mark.django_db]


def to_street(**more: Any) -> Any:
    return models.ForeignKey("planted.Street", models.PROTECT, **more)


STREET = CreateModel("Street", [("id", models.AutoField(primary_key=True))])
HOUSE = CreateModel("House", [("id", models.BigAutoField(primary_key=True)), ("street", to_street())])
CORNER = AddField("House", "corner", to_street(null=True, related_name="corners"))
NAME = AddField("Street", "name", models.TextField(default=""))
WIDER = AlterField("Street", "id", models.BigAutoField(primary_key=True))


def migration_of(operation: Operation) -> Migration:
    """A migration of one operation."""

    class Planted(Migration):
        operations = [operation]

    return Planted("0001_planted", "planted")


def applied(*steps: Operation) -> Any:
    """The state after the planted tables were made and each further operation applied as a migration of its own."""
    executor = SparingExecutor(connection)
    state = executor.loader.project_state()
    state.apps.get_models()  # rendered, as in the middle of `migrate`
    for operation in (STREET, HOUSE, *steps):
        state = executor.apply_migration(state, migration_of(operation))
    return state


def test_an_addition_renders_no_other_model() -> None:
    state = applied()
    street, house = (state.apps.get_model("planted", name) for name in ("Street", "House"))
    after = SparingExecutor(connection).apply_migration(state, migration_of(CORNER))
    assert after.apps.get_model("planted", "Street") is street
    changed = after.apps.get_model("planted", "House")
    assert changed is not house
    assert changed._meta.get_field("corner").related_model is street


def test_code_of_a_migration_finds_the_relations_from_both_sides() -> None:
    counts = []

    def count(apps: Any, schema_editor: Any) -> None:
        street = apps.get_model("planted", "Street").objects.create()
        apps.get_model("planted", "House").objects.create(street=street, corner=street)
        counts.append((street.house_set.count(), street.corners.count()))

    applied(CORNER, NAME, RunPython(count))
    assert counts == [(1, 1)]


def test_a_key_that_is_altered_takes_the_columns_that_lead_to_it_along() -> None:
    applied(CORNER, NAME, WIDER)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns"
            " WHERE table_name IN ('planted_house', 'planted_street')"
        )
        types = dict(cursor.fetchall())
    assert types == {"name": "text"} | dict.fromkeys(("id", "street_id", "corner_id"), "bigint")


@pytest.mark.parametrize(("operation", "expected"), [(STREET, True), (CORNER, True), (WIDER, False)])
def test_what_only_adds(operation: Operation, expected: bool) -> None:
    assert only_adds(migration_of(operation)) is expected


def test_the_command_uses_it() -> None:
    migrate_sparingly()
    assert vars(migrate)["MigrationExecutor"] is SparingExecutor
