"""Migrations that only add are applied without rendering again each model that is related to the changed one."""

from typing import Any, Final

from django.core.management.commands import migrate
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.migration import Migration
from django.db.migrations.operations import (
    AddConstraint,
    AddField,
    AddIndex,
    CreateModel,
    RemoveConstraint,
    RemoveIndex,
    RunPython,
    RunSQL,
)
from django.db.migrations.state import ProjectState

from peygir.storage.create_tables import CreateTables

# What these do in the database asks for no relation that leads to a model: not `_meta.related_objects`, no manager of
# the other side. RunPython may, and gets models that are all rendered anew.
ADDING: Final = frozenset(
    {
        AddConstraint,
        AddField,
        AddIndex,
        CreateModel,
        CreateTables,
        RemoveConstraint,
        RemoveIndex,
        RunPython,
        RunSQL,
    }
)


def only_adds(migration: Migration) -> bool:
    """Whether no operation of a migration needs the relations that lead to a model."""
    return all(type(operation) in ADDING for operation in migration.operations)


class SparingState(ProjectState):
    """A state that, while `spares` is set, renders a changed model alone.

    The others keep their class, whose foreign keys lead to the changed model as it was before; its table is the same.
    `clear_delayed_apps_cache`, which RunPython calls, lets all be rendered anew.
    """

    spares = False

    def reload_model(self, app_label: str, model_name: str, delay: bool = False) -> None:  # noqa: FBT001, FBT002
        """Render one model, and what is related to it only where this state does not spare."""
        if self.spares:
            self.reload_models([(app_label, model_name)])
        else:
            super().reload_model(app_label, model_name, delay)

    def reload_models(self, models: Any, delay: bool = True) -> None:  # noqa: FBT001, FBT002
        """Render several models, and what is related to them only where this state does not spare."""
        if not self.spares:
            super().reload_models(models, delay)
        elif "apps" in self.__dict__:
            self.is_delayed = True
            vars(ProjectState)["_reload"](self, set(models))

    def clone(self) -> ProjectState:
        """Return a copy that spares as this one does."""
        return sparing(super().clone(), spares=self.spares)


def sparing(state: ProjectState, *, spares: bool) -> ProjectState:
    """Make a state one that can spare, in place: Django chooses the class itself wherever it makes one."""
    state.__class__ = SparingState
    vars(state)["spares"] = spares
    return state


class SparingExecutor(MigrationExecutor):
    """Applies each migration on a state that spares, if it only adds, and else on one that was rendered whole."""

    def apply_migration(
        self,
        state: ProjectState,
        migration: Migration,
        fake: bool = False,  # noqa: FBT001, FBT002
        fake_initial: bool = False,  # noqa: FBT001, FBT002
    ) -> ProjectState:
        """Apply one migration, and return the state after it."""
        spares = only_adds(migration)
        if not spares:
            state.clear_delayed_apps_cache()
        return super().apply_migration(sparing(state, spares=spares), migration, fake, fake_initial)


def migrate_sparingly() -> None:
    """Let Django's command `migrate` use this executor; it offers no other way to choose one."""
    vars(migrate)["MigrationExecutor"] = SparingExecutor
