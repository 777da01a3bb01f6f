"""The database is what the models say, guards itself, and can be walked back and forth."""

from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction
from django.db.migrations.executor import MigrationExecutor

from peygir.cases.models import Case, Report, SearchEntry
from peygir.history.models import Event
from tests import make
from tests.town import PHONES, Town

OURS = [model for model in apps.get_models() if model.__module__.startswith("peygir.")]
# Which rows may go with what they belong to: Django's own tables between staff and groups.
JOINS = {"Staff_groups", "Staff_user_permissions"}

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


def test_what_comes_after_the_first_migrations_can_be_taken_back(db: None) -> None:
    """Of all apps in one walk: back to the first of each, and forth again."""
    executor = MigrationExecutor(connection)
    firsts = []
    labels = sorted({model._meta.app_label for model in OURS})
    for app in labels:
        names = sorted(name for label, name in executor.loader.graph.nodes if label == app)
        first = [name for name in names if "initial" in name][-1]
        # An app that builds on what came later elsewhere goes whole.
        needs = executor.loader.graph.node_map[(app, first)].parents
        is_late = any("initial" not in parent.key[1] for parent in needs if parent.key[0] in labels)
        firsts.append((app, None if is_late else first))
    before = _schema()
    plan = executor.migration_plan(firsts)
    later = {(one.app_label, one.name) for one, is_backwards in plan if is_backwards}
    ours = {app for app, _ in firsts}
    follow = {node for node in executor.loader.graph.nodes if node[0] in ours and "initial" not in node[1]}
    assert {node for node in later if "initial" not in node[1]} == follow
    executor.migrate(firsts, plan)
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    assert _schema() == before


@pytest.mark.usefixtures("town_clock")
def test_cases_from_before_the_cells_get_theirs(town: Town) -> None:
    codes = {make.report(district="1").code, make.report(district="2").code, make.report("INF-01", district="").code}
    kept = dict(Case.objects.filter(code__in=codes).values_list("code", "cell"))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    MigrationExecutor(connection).migrate([("cases", "0002_initial")])
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    assert dict(Case.objects.filter(code__in=codes).values_list("code", "cell")) == kept
    assert sorted(cell is None for cell in kept.values()) == [False, False, True]


@pytest.mark.usefixtures("town_clock")
def test_cases_from_before_the_cards_get_theirs(town: Town) -> None:
    make.referred(address="بلوار چمران، پلاک ۷")
    make.done(phone=PHONES[1], text="لکه‌گیری آسفالت")
    make.report(phone=PHONES[2])
    kept = dict(SearchEntry.objects.values_list("case_id", "words"))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    MigrationExecutor(connection).migrate([("cases", "0003_place_and_seasons")])
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    assert dict(SearchEntry.objects.values_list("case_id", "words")) == kept
    assert len(kept) == 2, "what waits to be read gets its card with the reading"


def _schema() -> list[Any]:
    """Tables, columns, constraints, indexes and triggers, as text."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT 'column', table_name || '.' || column_name, data_type || is_nullable FROM information_schema.columns
            WHERE table_schema = 'public'
            UNION ALL SELECT 'constraint', conname, pg_get_constraintdef(oid) FROM pg_constraint
            UNION ALL SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
            UNION ALL SELECT 'trigger', tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal
            UNION ALL SELECT 'table', relname, relpersistence::text FROM pg_class WHERE relkind = 'r'
            ORDER BY 1, 2, 3
            """
        )
        return list(cursor.fetchall())


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
