"""The role that web and worker connect as works with rows, and can change neither the past nor the database."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from peygir.ops import postgres
from peygir.ops.accounts import database_account
from peygir.ops.cluster import APP, OWNER, SUPERUSER, Cluster, cluster_of
from peygir.ops.database import NAME, running_database
from tests.homes import own_home

TRIGGER = "history_event_insert_only"


def migrate(home: Path, **more: str) -> "subprocess.CompletedProcess[str]":
    """`./run migrate` in a home of its own."""
    left_out = ("DATABASE_URL", "PEYGIR_DATABASE_URL", "PEYGIR_OWNER_DATABASE_URL")
    environment = {name: value for name, value in os.environ.items() if name not in left_out}
    return subprocess.run(
        [sys.executable, "-P", "-m", "peygir.ops", "migrate", "--quiet"],
        env={**environment, "PEYGIR_HOME": str(home), **more},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def city() -> Iterator[Cluster]:
    """A city with its tables, as the command makes it, and its server up."""
    with own_home() as home, pytest.MonkeyPatch.context() as patch:
        patch.delenv("DATABASE_URL", raising=False)
        with running_database(home):
            done = migrate(home)
            assert done.returncode == 0, done.stderr
            yield cluster_of(home, database_account())


def run(cluster: Cluster, statement: str, *, role: str = APP) -> object:
    with psycopg.connect(cluster.url(NAME, role=role), autocommit=True) as connection:
        found = connection.execute(statement.encode())
        row = found.fetchone() if found.description else None
    return row[0] if row else None


def test_it_has_no_power_over_the_server(city: Cluster) -> None:
    question = "SELECT rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls FROM pg_roles"
    assert run(city, f"{question} WHERE rolname = current_user") is False
    assert run(city, f"{question} WHERE rolname = current_user", role=OWNER) is False
    owned = "SELECT count(*) FROM pg_class WHERE relowner = (SELECT oid FROM pg_roles WHERE rolname = '{}')"
    assert run(city, owned.format(APP)) == 0
    assert run(city, f"SELECT pg_has_role('{OWNER}', 'MEMBER') OR pg_has_role('{SUPERUSER}', 'MEMBER')") is False
    assert run(city, "SELECT relowner::regrole::text FROM pg_class WHERE relname = 'history_event'") == OWNER


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE history_event SET kind = 'x'",
        "DELETE FROM history_event",
        "TRUNCATE history_event",
        "TRUNCATE cases_case CASCADE",
        f"ALTER TABLE history_event DISABLE TRIGGER {TRIGGER}",
        "ALTER TABLE history_event DISABLE TRIGGER ALL",
        f"DROP TRIGGER {TRIGGER} ON history_event",
        "CREATE TRIGGER mine BEFORE INSERT ON history_event"
        " FOR EACH ROW EXECUTE FUNCTION history_event_is_insert_only()",
        "CREATE OR REPLACE FUNCTION history_event_is_insert_only() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END'",
        "DROP FUNCTION history_event_is_insert_only() CASCADE",
        "CREATE RULE silent AS ON INSERT TO history_event DO INSTEAD NOTHING",
        "ALTER TABLE history_event ADD COLUMN more text",
        "DROP TABLE history_event",
        "DROP TABLE people_staff CASCADE",
        "CREATE TABLE mine (number int)",
        "CREATE EXTENSION pg_stat_statements",
        "CREATE SCHEMA mine",
        "COPY history_event TO PROGRAM 'true'",
        "COPY cases_case FROM PROGRAM 'echo'",
        "COPY history_event TO '/tmp/events'",
        "SELECT pg_read_file('/etc/passwd')",
        "SET session_replication_role = replica",
        f"SET ROLE {OWNER}",
        f"SET SESSION AUTHORIZATION {SUPERUSER}",
        f"GRANT {OWNER} TO {APP}",
        f"ALTER ROLE {APP} SUPERUSER",
        f"ALTER DATABASE {NAME} OWNER TO {APP}",
        "ALTER SYSTEM SET fsync = off",
        "DELETE FROM django_migrations",
    ],
)
def test_it_changes_no_history_and_no_table(city: Cluster, statement: str) -> None:
    with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.WrongObjectType)):
        run(city, statement)


def test_what_it_may_not_do_it_cannot_grant_itself(city: Cluster) -> None:
    run(city, f"GRANT ALL ON history_event TO {APP}")  # PostgreSQL only warns that nothing was granted
    assert run(city, "SELECT has_table_privilege('history_event', 'UPDATE, DELETE, TRUNCATE, TRIGGER')") is False


def test_it_works_with_every_other_table(city: Cluster) -> None:
    for table in ("cases_case", "people_staff", "jobs_job", "django_session"):
        run(city, f"DELETE FROM {table} WHERE id::text = ''" if table != "django_session" else f"DELETE FROM {table}")
    run(city, "INSERT INTO jobs_job (queue, action, file_id) VALUES ('outside', 'none', 1)")
    assert run(city, "DELETE FROM jobs_job RETURNING action") == "none"
    run(city, "SELECT history_event_hold()")


def test_what_runs_with_the_owners_rights_is_open_to_nobody_else(city: Cluster) -> None:
    open_to_all = (
        "SELECT string_agg(proname, ' ') FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef"
        " AND has_function_privilege('public', oid, 'EXECUTE')"
    )
    assert run(city, open_to_all) is None
    with psycopg.connect(city.url(NAME, role=SUPERUSER), autocommit=True) as connection:
        connection.execute("CREATE ROLE stranger")
        try:
            connection.execute("SET ROLE stranger")
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute("SELECT history_event_hold()")
        finally:
            connection.execute("RESET ROLE")
            connection.execute("DROP ROLE stranger")
    run(city, "GRANT EXECUTE ON FUNCTION history_event_hold() TO PUBLIC", role=OWNER)
    done = migrate(city.place.parent)
    assert done.returncode == 0, done.stderr
    assert run(city, open_to_all) is None, "what a restored dump brings is taken back"
    run(city, "SELECT history_event_hold()")


def test_a_table_of_a_later_migration_is_open_to_it_at_once(city: Cluster) -> None:
    run(city, "CREATE TABLE later (number bigint GENERATED BY DEFAULT AS IDENTITY, words text)", role=OWNER)
    try:
        assert run(city, "INSERT INTO later (words) VALUES ('x') RETURNING number") == 1
        run(city, "DELETE FROM later")
    finally:
        run(city, "DROP TABLE later", role=OWNER)


def test_a_home_of_the_earlier_version_is_handed_over(city: Cluster) -> None:
    """Until now one superuser owned everything, and there were no other roles."""
    names = "SELECT string_agg(format('%I', relname), ', ') FROM pg_class WHERE relkind = 'r' AND relnamespace = 2200"
    tables = str(run(city, names, role=SUPERUSER))
    for table in tables.split(", "):
        run(city, f"ALTER TABLE {table} OWNER TO {SUPERUSER}", role=SUPERUSER)
    run(city, f"REASSIGN OWNED BY {OWNER} TO {SUPERUSER}", role=SUPERUSER)
    for role in (APP, OWNER):
        run(city, f"DROP OWNED BY {role}", role=SUPERUSER)
    with psycopg.connect(city.url("postgres", role=SUPERUSER), autocommit=True) as connection:
        connection.execute(f"DROP OWNED BY {OWNER}".encode())
        connection.execute(f"DROP ROLE {APP}, {OWNER}".encode())
    (city.place / "etc" / "pg_ident.conf").write_text(
        "".join(
            line + "\n"
            for line in (city.place / "etc" / "pg_ident.conf").read_text().splitlines()
            if line.endswith(f" {SUPERUSER}")
        )
    )
    (city.place / "etc" / "pg_hba.conf").write_text(f"local all {SUPERUSER} peer map=house\n")
    postgres.reload_configuration(city)

    done = migrate(city.place.parent)
    assert done.returncode == 0, done.stderr
    owners = "SELECT string_agg(DISTINCT relowner::regrole::text, ' ') FROM pg_class WHERE relnamespace = 2200"
    assert run(city, f"{owners} AND relkind IN ('r', 'S', 'v')") == OWNER
    assert (
        run(
            city,
            "SELECT string_agg(DISTINCT typowner::regrole::text, ' ') FROM pg_type"
            " WHERE typnamespace = 2200 AND typname = 'jobs_job'",
        )
        == OWNER
    )
    assert run(city, "SELECT proowner::regrole::text FROM pg_proc WHERE proname = 'history_event_hold'") == OWNER
    test_it_works_with_every_other_table(city)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        run(city, "UPDATE history_event SET kind = 'x'")


def test_the_owner_gets_in_when_the_others_have_taken_every_connection(city: Cluster) -> None:
    taken: list[psycopg.Connection[tuple[object, ...]] | None] = []
    try:
        with pytest.raises(psycopg.OperationalError, match="remaining connection slots"):
            taken.extend(iter(lambda: psycopg.connect(city.url(NAME, role=APP)), None))
        assert run(city, "SELECT 1", role=OWNER) == 1
    finally:
        for connection in taken:
            assert connection is not None
            connection.close()


def test_on_a_server_of_the_citys_own_two_roles_do_as_the_manual_says(city: Cluster, tmp_path: Path) -> None:
    """The recipe of docs/operations.md, run by its administrator; then the command with both addresses."""
    recipe = Path("docs/operations.md").read_text().split("```sql\n", 1)[1].split("```", 1)[0]
    socket = city.socket
    with psycopg.connect(city.url("postgres", role=SUPERUSER), autocommit=True) as admin:
        for statement in (
            recipe.replace("peygir_owner", "town_owner")
            .replace("peygir_app", "town_app")
            .replace("DATABASE peygir", "DATABASE town")
            .split(";")
        ):
            if statement.strip():
                admin.execute(statement.encode())
    hba, ident = city.place / "etc" / "pg_hba.conf", city.place / "etc" / "pg_ident.conf"
    before = hba.read_text()
    hba.write_text(before + "local town town_owner,town_app scram-sha-256\n")
    postgres.reload_configuration(city)
    assert ident.exists()
    owner = f"postgresql://town_owner:change-me-1@/town?host={socket}"
    app = f"postgresql://town_app:change-me-2@/town?host={socket}"
    done = migrate(tmp_path, DATABASE_URL=app, PEYGIR_OWNER_DATABASE_URL=owner)
    assert done.returncode == 0, done.stderr
    with psycopg.connect(app, autocommit=True) as connection:
        connection.execute("SELECT count(*) FROM cases_case")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("DELETE FROM history_event")
    refused = migrate(tmp_path, DATABASE_URL=app)  # nothing to migrate: the role is enough
    assert refused.returncode == 0, refused.stderr
