"""The database is what the models say, guards itself, and can be walked back and forth."""

import os
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction
from django.db import migrations as operations
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from peygir.cases.models import Case, Report
from peygir.history.models import Event
from peygir.ops.earlier_numbers import RENUMBERED, renumber_earlier_migrations
from peygir.ops.former_tables import DatabaseIsTooOld, rename_former_tables
from peygir.ops.schema_age import compared, migrations_of_program
from tests import make
from tests.migration_laws import BEFORE_THE_LAW, REASONED, faults_of
from tests.table_shapes import shape
from tests.town import Town

OURS = [model for model in apps.get_models() if model.__module__.startswith("peygir.")]
# Which rows may go with what they belong to: Django's own tables between staff and groups.
JOINS = {"Staff_groups", "Staff_user_permissions"}

THOROUGH = os.environ.get("PEYGIR_THOROUGH") == "1"

# A migration is the owner's business.
pytestmark = pytest.mark.usefixtures("tables_owner")


def test_models_and_migrations_are_in_step(db: None) -> None:
    out = StringIO()
    call_command("makemigrations", check_changes=True, dry_run=True, stdout=out, verbosity=1)
    assert "No changes detected" in out.getvalue()


def test_no_migration_waits(db: None) -> None:
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


def test_every_app_of_ours_has_its_migrations() -> None:
    labels = {model._meta.app_label for model in OURS}
    executor = MigrationExecutor(connection=None)
    assert labels <= executor.loader.migrated_apps


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_no_row_takes_another_with_it(model: type[models.Model]) -> None:
    if model.__name__ in JOINS:
        return
    for field in model._meta.get_fields():
        if isinstance(field, models.ForeignKey):
            assert field.remote_field.on_delete is models.PROTECT, field


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_constraint_is_in_the_database(db: None, model: type[models.Model]) -> None:
    with connection.cursor() as cursor:
        there = connection.introspection.get_constraints(cursor, model._meta.db_table)
    for wanted in (*model._meta.constraints, *model._meta.indexes):
        assert wanted.name in there


def test_history_is_insert_only_in_the_database_itself(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = 'history_event'::regclass AND NOT tgisinternal")
        assert ("history_event_insert_only",) in cursor.fetchall()


def test_each_package_begins_with_one_initial_migration() -> None:
    """`former_tables` leaves a database as these leave it; what comes later has a number of its own."""
    disk = MigrationExecutor(connection=None).loader.disk_migrations
    for label in sorted({model._meta.app_label for model in OURS}):
        names = sorted(name for app, name in disk if app == label)
        assert names[0] == "0001_initial", label
        assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1)), label


def test_every_migration_can_be_taken_back() -> None:
    loader = MigrationExecutor(connection=None).loader
    labels = {model._meta.app_label for model in OURS}
    ours = {key: one for key, one in loader.disk_migrations.items() if key[0] in labels}
    assert [key for key, one in ours.items() for operation in one.operations if not operation.reversible] == []


def ours_on_disk() -> dict[tuple[str, str], Any]:
    labels = {model._meta.app_label for model in OURS}
    return {key: one for key, one in MigrationExecutor(None).loader.disk_migrations.items() if key[0] in labels}


def test_the_release_before_works_on_the_tables_of_the_next() -> None:
    """Old web beside new worker, for one release: docs/upgrade.md."""
    allowed = BEFORE_THE_LAW | REASONED.keys()
    faults = {key: list(faults_of(key, one)) for key, one in ours_on_disk().items() if key not in allowed}
    assert {key: found for key, found in faults.items() if found} == {}


def test_no_exception_of_that_law_is_left_over() -> None:
    ours = ours_on_disk()
    assert [
        key for key in BEFORE_THE_LAW | REASONED.keys() if key not in ours or not list(faults_of(key, ours[key]))
    ] == []


def test_a_process_knows_which_tables_are_older_or_newer_than_it_is() -> None:
    known = set(ours_on_disk())
    assert migrations_of_program() == known
    assert compared(known) == ([], [])
    assert compared(known - {("cases", "0005_case_asset")}) == (["cases.0005_case_asset"], [])
    assert compared(known | {("cases", "0999_later"), ("auth", "0999_later")}) == ([], ["cases.0999_later"])
    renumbered = {(app, former) for app, former in RENUMBERED}
    assert compared(known - {(app, RENUMBERED[app, name]) for app, name in renumbered} | renumbered) == ([], [])


@pytest.mark.usefixtures("db")
def test_what_two_days_named_otherwise_gets_its_present_name() -> None:
    before, applied = shape(), set(MigrationRecorder(connection).applied_migrations())
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE cases_searchentry RENAME COLUMN partition TO shelf")
        cursor.execute("ALTER TABLE cases_searchentry RENAME CONSTRAINT partition_is_known TO shelf_is_known")
        for (app, former), name in RENUMBERED.items():
            cursor.execute("UPDATE django_migrations SET name = %s WHERE (app, name) = (%s, %s)", [former, app, name])
    assert renumber_earlier_migrations()
    assert (shape(), set(MigrationRecorder(connection).applied_migrations())) == (before, applied)
    assert not renumber_earlier_migrations()


BREAKING: tuple[Any, ...] = (
    operations.RemoveField("case", "code"),
    operations.RenameField("case", "code", "number"),
    operations.AlterField("case", "code", models.TextField()),
    operations.DeleteModel("case"),
    operations.AddField("case", "grade", models.IntegerField(default=1)),
    operations.AddIndex("case", models.Index(fields=["code"], name="by_code")),
    operations.AddConstraint("case", models.CheckConstraint(condition=models.Q(code=""), name="no_code")),
    operations.RunSQL("SELECT 1"),
)


@pytest.mark.parametrize("operation", BREAKING, ids=lambda operation: type(operation).__name__)
def test_the_law_of_migrations_finds_what_breaks_it(operation: Any) -> None:
    key = ("cases", "0009_planted")
    planted = type("Planted", (operations.Migration,), {"operations": [operation]})(*key[::-1])
    assert len(list(faults_of(key, planted))) == 1
    made = operations.CreateModel("case", [("id", models.BigAutoField(primary_key=True))])
    of_new = type("Planted", (operations.Migration,), {"operations": [made, operation]})(*key[::-1])
    assert not list(faults_of(key, of_new)) or isinstance(operation, operations.RunSQL)


@pytest.mark.skipif(not THOROUGH, reason="100 s; run with PEYGIR_THOROUGH=1")
def test_all_tables_can_be_taken_back_and_made_again(db: None) -> None:
    executor = MigrationExecutor(connection)
    before = shape()
    none: list[tuple[str, str | None]] = [(label, None) for label in sorted({model._meta.app_label for model in OURS})]
    executor.migrate(none)
    assert not {model._meta.db_table for model in OURS} & set(connection.introspection.table_names())
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    assert shape() == before


def test_a_database_of_a_still_older_version_is_refused(db: None) -> None:
    MigrationRecorder(connection).record_applied("cases", "0002_initial")
    before = shape()
    with pytest.raises(DatabaseIsTooOld, match="27 November 2026"):
        rename_former_tables()
    assert shape() == before


@pytest.mark.usefixtures("town_clock")
def test_the_database_guards_itself(town: Town) -> None:
    code = make.referred()
    case, report = make.case(code), make.report_row(code)

    def at_once(deed: Any) -> None:
        deed()
        connection.check_constraints()

    def refuses(deed: Any) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            at_once(deed)

    refuses(lambda: Case.objects.filter(pk=case.pk).update(code=make.report().code))
    refuses(lambda: Case.objects.filter(pk=case.pk).update(unit_id=10**9))
    refuses(lambda: Report.objects.filter(pk=report.pk).update(channel="pigeon"))
    refuses(lambda: Report.objects.filter(pk=report.pk).update(idempotency_key=""))
    refuses(lambda: Report.objects.filter(pk=report.pk).update(case_id=5))
    with pytest.raises(models.ProtectedError), transaction.atomic():
        case.delete()
    assert Event.objects.filter(file="case", file_id=case.pk).exists()
