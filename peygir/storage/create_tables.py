"""A migration operation that creates many tables at the price of one."""

from collections.abc import Iterator, Sequence
from typing import Final

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation, OperationCategory
from django.db.migrations.state import ProjectState

_PARTS: Final = (AddField, AddConstraint, AddIndex)


class CreateTables(Operation):
    """Create the tables of several models, each with all its columns, constraints and indexes.

    Django renders every related model again after each operation of a migration. With two hundred tables that all lead
    to units and people, that took three quarters of the time of `migrate`; here it is done once for all.

    `operations` are those that `makemigrations` writes: CreateModel, and AddField, AddConstraint and AddIndex of the
    models created here. Raises ValueError for any other.
    """

    category = OperationCategory.ADDITION
    serialization_expand_args = ["operations"]

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = list(operations)
        names = {name.lower() for name in self._names()}
        for operation in self.operations:
            is_part = isinstance(operation, _PARTS) and operation.model_name.lower() in names
            if not isinstance(operation, CreateModel) and not is_part:
                raise ValueError(f"{operation.describe()}: not a part of a table that is created here")

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Add the models to the state, and render them and what they are related to once."""
        rendered = state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)
        if rendered is not None:
            state.__dict__["apps"] = rendered
            state.reload_models([(app_label, name.lower()) for name in self._names()], delay=False)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Create each table as it stands at the end; foreign keys between them follow at the end of the migration."""
        for operation in self._models():
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Drop the tables, the last one first."""
        for operation in reversed(list(self._models())):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """Return what `migrate` prints."""
        return f"Create the tables of {', '.join(self._names())}"

    def _models(self) -> Iterator[CreateModel]:
        return (operation for operation in self.operations if isinstance(operation, CreateModel))

    def _names(self) -> list[str]:
        return [operation.name for operation in self._models()]
