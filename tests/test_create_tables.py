"""Several tables are created by one operation, and nothing else may stand in it."""

import pytest
from django.db import models
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations import AddField, CreateModel, RunSQL
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from peygir.storage.create_tables import CreateTables


def planted(*, later: str = "Street") -> list[Operation]:
    """Two models that point at each other; the second foreign key comes later."""
    key = models.BigAutoField(primary_key=True)
    street = models.ForeignKey("planted.Street", models.PROTECT)
    return [
        CreateModel("House", [("id", key), ("street", street)]),
        CreateModel("Street", [("id", key.clone())]),
        AddField(later, "first_house", models.ForeignKey("planted.House", models.PROTECT, null=True)),
    ]


def test_the_state_is_what_the_operations_one_by_one_leave() -> None:
    together, apart = ProjectState(), ProjectState()
    for state in (together, apart):
        state.apps.get_models()  # rendered, as in the middle of `migrate`
    CreateTables(planted()).state_forwards("planted", together)
    for operation in planted():
        operation.state_forwards("planted", apart)
    assert together == apart
    for state in (together, apart):
        house, street = (state.apps.get_model("planted", name) for name in ("House", "Street"))
        assert house._meta.get_field("street").related_model is street
        assert street._meta.get_field("first_house").related_model is house


@pytest.mark.parametrize("strange", [RunSQL("SELECT 1"), planted(later="Garden")[-1]])
def test_other_operations_are_refused(strange: Operation) -> None:
    with pytest.raises(ValueError, match="not a part of a table"):
        CreateTables([*planted()[:2], strange])


def test_no_migration_of_ours_creates_several_tables_one_by_one() -> None:
    disk = MigrationExecutor(connection=None).loader.disk_migrations
    ours = {key: one for key, one in disk.items() if type(one).__module__.startswith("peygir.")}
    assert len(ours) > 50
    single = {key: sum(isinstance(operation, CreateModel) for operation in one.operations) for key, one in ours.items()}
    assert {key: count for key, count in single.items() if count > 1} == {}
