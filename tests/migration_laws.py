"""The law of migrations: one release's old processes work on the next release's tables, and no table is locked long."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from django.db import migrations, models
from django.db.migrations.migration import Migration
from django.db.models.fields import NOT_PROVIDED

from peygir.storage.create_tables import CreateTables

if TYPE_CHECKING:
    AnyField = models.Field[Any, Any]

Key = tuple[str, str]
# What breaks the code of the release before, or holds a lock for as long as a table is long.
_BREAKS: Final[dict[type[Any], str]] = {
    migrations.RemoveField: "the release before still writes the column: stop using it now, remove it a release later",
    migrations.RenameField: "the release before knows the former name: add the new column and copy",
    migrations.DeleteModel: "the release before still uses the table: remove it a release later",
    migrations.RenameModel: "the release before knows the former name",
    migrations.AlterModelTable: "the release before knows the former name",
    migrations.AlterField: "it may rewrite the table, or refuse what the release before writes",
}
_REASONED: Final = (migrations.RunSQL, migrations.RunPython)

REASONED: Final[dict[Key, str]] = {
    (
        "history",
        "0003_longer_pulse_names",
    ): "a text column that may only get longer is neither rewritten nor refuses anything",
    ("people", "0020_by_two_people"): "the table has a row for each change by two people, some hundreds in ten years",
    ("people", "0021_sign_in"): "the same check on the same table, with one value more",
}
"""Migrations since the law that may do otherwise, each with its reason: (app, name) → why nothing breaks or waits."""

BEFORE_THE_LAW: Final[frozenset[Key]] = frozenset(
    {
        ("answers", "0003_talk_ask_area"),
        ("answers", "0005_file_notices"),
        ("atlas", "0002_search_and_box"),
        ("atlas", "0003_name_keys"),
        ("cases", "0002_patrol_channel"),
        ("cases", "0003_confidential_index"),
        ("cases", "0004_confirmed_index"),
        ("cases", "0005_case_asset"),
        ("fieldwork", "0002_evidence_by_picture"),
        ("fieldwork", "0003_evidence_covers"),
        ("fieldwork", "0007_costs_and_contracts"),
        ("fieldwork", "0008_evidence_rules_and_signals"),
        ("fieldwork", "0010_orders_point_at_assets"),
        ("fieldwork", "0011_masked_calls"),
        ("inspection", "0002_draws"),
        ("intake", "0003_photo_by_picture"),
        ("intake", "0004_photo_covers"),
        ("intake", "0005_photo_sha256"),
        ("media", "0002_documents_and_sound"),
        ("media", "0004_examined_files"),
        ("media", "0006_picture_copies"),
        ("partners", "0002_code_of_an_order"),
        ("people", "0002_posts"),
        ("people", "0003_first_posts"),
        ("people", "0004_retention"),
        ("people", "0006_first_roles"),
        ("people", "0007_roles_are_rows"),
        ("people", "0008_statistics_of_empty_tables"),
        ("people", "0009_requests_of_people"),
        ("people", "0010_leaders_steer"),
        ("people", "0011_inspectors_inspect"),
        ("people", "0012_crews_work_on_orders"),
        ("people", "0014_honours"),
        ("people", "0015_decide_appeals"),
        ("people", "0016_jury"),
        ("people", "0017_planning"),
        ("people", "0018_panel"),
        ("planning", "0002_council_and_votes"),
        ("planning", "0003_goals_and_portfolios"),
        ("receipts", "0003_command_photos"),
        ("receipts", "0004_code_of_an_order"),
        ("scoring", "0002_restating_job"),
        ("scoring", "0004_comparisons"),
        ("scoring", "0006_decided_by_two"),
        ("scoring", "0007_ranking"),
        ("scoring", "0009_publication"),
    }
)
"""Those that break it and were there when it began, on 29 November 2026: no city had run two releases by then."""


def faults_of(key: Key, migration: Migration) -> Iterator[str]:
    """Yield what a migration does that a rolling update does not bear; the first of a package makes what it likes."""
    if key[1].startswith("0001_"):
        return
    operations = list(_flat(migration.operations))
    made_here = {one.name_lower for one in operations if isinstance(one, migrations.CreateModel)}
    for operation in operations:
        if _model_of(operation) in made_here:
            continue
        for kind, why in _BREAKS.items():
            if isinstance(operation, kind):
                yield f"{operation.describe()}: {why}"
        if isinstance(operation, migrations.AddField) and not _may_be_left_out(operation.field):
            yield f"{operation.describe()}: the release before does not fill it; give it null=True or a db_default"
        if isinstance(operation, migrations.AddIndex) and "Concurrently" not in type(operation).__name__:
            yield f"{operation.describe()}: use AddIndexConcurrently in a migration with atomic = False"
        if isinstance(operation, migrations.AddConstraint) and "NotValid" not in type(operation).__name__:
            yield f"{operation.describe()}: use AddConstraintNotValid, and ValidateConstraint in a later migration"
        if isinstance(operation, _REASONED):
            yield f"{operation.describe()}: say in REASONED why it neither breaks the release before nor locks a table"


def _flat(operations: Any) -> Iterator[Any]:
    for operation in operations:
        if isinstance(operation, CreateTables):
            yield from _flat(operation.operations)
        elif isinstance(operation, migrations.SeparateDatabaseAndState):
            yield from _flat(operation.database_operations)
        else:
            yield operation


def _model_of(operation: Any) -> str:
    return str(getattr(operation, "model_name", getattr(operation, "name", ""))).lower()


def _may_be_left_out(field: "AnyField") -> bool:
    """Whether an INSERT without the column works in the database itself."""
    has_default = getattr(field, "db_default", NOT_PROVIDED) is not NOT_PROVIDED
    return bool(field.null or field.many_to_many or has_default or getattr(field, "generated", False))
