"""The doctor asks a real server: settings, roles and tables that are planted wrong are each named by their code."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from importlib import import_module
from pathlib import Path

import psycopg
import pytest

from peygir.core import clock
from peygir.ops import postgres
from peygir.ops.cluster import Cluster
from peygir.ops.database import NAME, running_cluster
from peygir.ops.doctor.installation import Installation
from peygir.ops.paths import ROOT
from tests.homes import own_home
from tests.schema import KeptSchema


@dataclass
class Patient:
    """A running server with the tables of this version, and the installation that it belongs to."""

    cluster: Cluster
    installation: Installation

    def ask(self, *statements: str, role: str = "peygir") -> None:
        with postgres.connect(self.cluster, NAME, role=role) as connection:
            connection.execute("SET search_path = public")
            for statement in statements:
                connection.execute(statement.encode())

    def codes(self, *modules: str) -> set[str]:
        looks = [import_module(f"peygir.ops.doctor.{module}").look for module in modules]
        return {finding.kind.code for look in looks for finding in look(self.installation)}


@pytest.fixture(scope="module")
def patient(django_db_setup: None, kept_schema: KeptSchema | None) -> Iterator[Patient]:
    if kept_schema is None:
        pytest.skip("on a server of the city's own no test changes settings")
    with own_home() as home:
        kept_schema.furnish(home)
        command = [sys.executable, "-P", "-m", "peygir.ops", "migrate", "--quiet"]
        subprocess.run(command, env=_environment(home), check=True)  # grants what the web's role needs
        with running_cluster(home) as cluster:
            yield Patient(cluster, Installation(home, ROOT, {"PEYGIR_HOME": str(home)}, is_checkout=True))


def _environment(home: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PEYGIR_", "DATABASE_URL"))}
    return {**kept, "PEYGIR_HOME": str(home), "PEYGIR_READER": "off", **more}


@contextmanager
def planted(patient: Patient, plant: list[str], mend: list[str]) -> Iterator[None]:
    patient.ask(*plant)
    try:
        yield
    finally:
        patient.ask(*mend)


def _system(name: str, value: str) -> tuple[list[str], list[str]]:
    reload = "SELECT pg_reload_conf(), pg_sleep(0.3)"
    return [f"ALTER SYSTEM SET {name} = {value}", reload], [f"ALTER SYSTEM RESET {name}", reload]


PLANTED: dict[str, tuple[str, list[str], list[str]]] = {
    "fsync": ("setting-of-database-unsafe", *_system("fsync", "off")),
    "full_page_writes": ("setting-of-database-unsafe", *_system("full_page_writes", "off")),
    "autovacuum": ("setting-of-database-unsafe", *_system("autovacuum", "off")),
    "log_statement": ("database-logs-people", *_system("log_statement", "'all'")),
    "read-only": ("database-read-only", *_system("default_transaction_read_only", "on")),
    "standby": ("standby-unprotected", *_system("synchronous_standby_names", "'other'")),
    "synchronous_commit of the role": (
        "setting-of-database-unsafe",
        ["ALTER ROLE peygir_app SET synchronous_commit = off"],
        ["ALTER ROLE peygir_app RESET synchronous_commit"],
    ),
    "connections": (
        "connections-too-few",
        ["ALTER ROLE peygir_app CONNECTION LIMIT 20"],
        ["ALTER ROLE peygir_app CONNECTION LIMIT -1"],
    ),
    "superuser": ("role-too-powerful", ["ALTER ROLE peygir_app SUPERUSER"], ["ALTER ROLE peygir_app NOSUPERUSER"]),
    "creator": ("role-too-powerful", ["ALTER ROLE peygir_app CREATEDB"], ["ALTER ROLE peygir_app NOCREATEDB"]),
    "past": (
        "role-changes-past",
        ["GRANT UPDATE ON history_event TO peygir_app"],
        ["REVOKE UPDATE ON history_event FROM peygir_app"],
    ),
    "weak": (
        "role-privileges-wrong",
        ["REVOKE INSERT ON cases_case FROM peygir_app"],
        ["GRANT INSERT ON cases_case TO peygir_app"],
    ),
    "guard": (
        "history-unguarded",
        ["ALTER TABLE history_event DISABLE TRIGGER history_event_insert_only"],
        ["ALTER TABLE history_event ENABLE ALWAYS TRIGGER history_event_insert_only"],
    ),
    "pending": (
        "migrations-pending",
        ["DELETE FROM django_migrations WHERE app = 'cases' AND name = '0005_case_asset'"],
        ["INSERT INTO django_migrations (app, name, applied) VALUES ('cases', '0005_case_asset', now())"],
    ),
    "future": (
        "migrations-from-future",
        ["INSERT INTO django_migrations (app, name, applied) VALUES ('cases', '0999_to_come', now())"],
        ["DELETE FROM django_migrations WHERE name = '0999_to_come'"],
    ),
    "vacuum": (
        "autovacuum-off-for-tables",
        ["ALTER TABLE cases_case SET (autovacuum_enabled = false)"],
        ["ALTER TABLE cases_case RESET (autovacuum_enabled)"],
    ),
    "constraint": (
        "constraint-not-valid",
        ["ALTER TABLE cases_case ADD CONSTRAINT planted CHECK (id > 0) NOT VALID"],
        ["ALTER TABLE cases_case DROP CONSTRAINT planted"],
    ),
    "index": (
        "index-invalid",
        ["UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'cases_case_pkey'::regclass"],
        ["UPDATE pg_index SET indisvalid = true WHERE indexrelid = 'cases_case_pkey'::regclass"],
    ),
    "collation": (
        "collation-changed",
        ["UPDATE pg_database SET datcollversion = 'of a former system' WHERE datname = 'peygir'"],
        ["UPDATE pg_database SET datcollversion = pg_database_collation_actual_version(oid) WHERE datname = 'peygir'"],
    ),
    "extension": (
        "extension-missing",
        ["UPDATE pg_extension SET extname = 'btree_away' WHERE extname = 'btree_gin'"],
        ["UPDATE pg_extension SET extname = 'btree_gin' WHERE extname = 'btree_away'"],
    ),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_fault_of_the_database_is_named(patient: Patient, name: str) -> None:
    code, plant, mend = PLANTED[name]
    with planted(patient, plant, mend):
        assert code in patient.codes("database", "tables")


def test_a_whole_database_has_no_fault(patient: Patient) -> None:
    assert patient.codes("database", "tables") == set()


def test_a_transaction_that_stays_open_is_named(patient: Patient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("peygir.ops.doctor.tables.LONG_MINUTES", 0)
    with postgres.connect(patient.cluster, NAME) as connection, connection.transaction():
        connection.execute("SELECT txid_current()")
        assert "long-transaction" in patient.codes("tables")


def test_what_another_clock_a_second_place_and_a_line_to_the_exchange_lack_is_named(patient: Patient) -> None:
    with clock.simulated(lambda: datetime.now(UTC) + timedelta(minutes=10)):  # noqa: TID251 - the machine's own clock
        assert patient.codes("database") == {"clocks-differ"}
    plain = patient.installation.environment
    row_of_line = (
        "INSERT INTO contacts_pbxline (city_id, is_up, changed_at, words) VALUES (1, false, now() - interval '1 h', '')"
    )
    try:
        patient.installation.environment = {**plain, "PEYGIR_RECOVERY": "/srv/other-disk"}
        assert patient.codes("database") == {"archiving-off"}
        patient.installation.environment = {**plain, "PEYGIR_PBX_URL": "ami://u:p@exchange.example"}
        assert patient.codes("tables") == set()
        with planted(
            patient, ["SET session_replication_role = replica", row_of_line], ["DELETE FROM contacts_pbxline"]
        ):
            assert patient.codes("tables") == {"pbx-away"}
    finally:
        patient.installation.environment = plain


def test_the_sessions_of_the_doctor_can_change_nothing(patient: Patient) -> None:
    for role in ("peygir", "peygir_owner", "peygir_app"):
        with patient.installation.connected(role) as connection, pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            connection.execute("CREATE TABLE planted (id int)")


def test_a_stopped_database_is_told_by_its_files(patient: Patient, tmp_path: Path) -> None:
    away = Installation(tmp_path, ROOT, {"DATABASE_URL": "postgresql://u:hidden@127.0.0.1:9/x"}, is_checkout=True)
    (finding,) = import_module("peygir.ops.doctor.database").look(away)
    assert finding.kind.code == "database-away"
    assert "does not answer" in finding.sentences("en")[0]
    assert "hidden" not in finding.sentences("en")[0]
    (tmp_path / "database" / "data").mkdir(parents=True)
    (tmp_path / "peygir.lock").touch()
    (tmp_path / "database" / "data" / "PG_VERSION").write_text("13\n")
    (tmp_path / "database" / "data" / "postgresql.auto.conf").write_text("fsync = 'off'\n")
    stopped = Installation(tmp_path, ROOT, {}, is_checkout=True)
    codes = {finding.kind.code for finding in import_module("peygir.ops.doctor.database").look(stopped)}
    assert codes >= {"database-not-running", "database-of-other-version", "setting-of-database-unsafe"}


def _listing(home: Path) -> str:
    lines = [f"{path} {path.lstat().st_mode} {path.lstat().st_mtime_ns}" for path in sorted(home.rglob("*"))]
    return sha256("\n".join(line for line in lines if "/database/" not in line).encode()).hexdigest()


def test_the_command_names_ten_faults_changes_nothing_and_shows_no_secret(patient: Patient) -> None:
    home = patient.installation.home
    (home / "secret_key").write_text("hunter2-hunter2")
    (home / "secret_key").chmod(0o644)
    (home / "uploads").chmod(0o777)
    (home / "key.txt").write_text("AGE-SECRET-KEY-1HUNTER2")
    wrong = {
        "PEYGIR_PUBLIC_ULR": "x",
        "PEYGIR_PUBLIC_URL": "http://137.example",
        "PEYGIR_EMAIL_URL": "smtp://u:hunter2@mail.example",
        "PEYGIR_DEBUG": "1",
        "PEYGIR_HOSTS": "*",
    }
    _, plant, mend = PLANTED["fsync"]
    before = _listing(home)
    with planted(patient, [*plant, *PLANTED["future"][1]], [*mend, *PLANTED["future"][2]]):
        done = subprocess.run(
            [sys.executable, "-P", "-m", "peygir.ops", "doctor", "--json"],
            env=_environment(home, **wrong),
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 1, done.stderr
    told = {finding["code"] for finding in json.loads(done.stdout)["faults"]}
    assert told >= {
        "setting-misspelt",
        "public-url-http",
        "setting-unreadable",
        "debug-on",
        "hosts-any",
        "signing-key-weak",
        "files-open-to-others",
        "files-writable-by-others",
        "private-backup-key-here",
        "setting-of-database-unsafe",
        "migrations-from-future",
        "not-serving",
    }
    assert "hunter2" not in done.stdout.lower() + done.stderr.lower()
    assert _listing(home) == before


def test_a_command_without_any_environment_still_says_what_is_missing(tmp_path: Path) -> None:
    """The source alone, under a Python without a single package."""
    boot = "import sys; sys.path.insert(0, sys.argv[1]); from peygir.ops.cli import main; sys.exit(main(['doctor']))"
    done = subprocess.run(
        [getattr(sys, "_base_executable", sys.executable), "-I", "-S", "-c", boot, str(ROOT)],
        env=_environment(tmp_path / "home"),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert "packages-missing" in done.stdout
    assert not (tmp_path / "home").exists()
