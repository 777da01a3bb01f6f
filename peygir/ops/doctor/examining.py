"""Runs all checks, each by itself, so that one that fails or hangs keeps no other from being done."""

import importlib
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from peygir.ops.doctor import python_texts as texts
from peygir.ops.doctor.home_texts import HOME_CLOSED
from peygir.ops.doctor.installation import Installation
from peygir.ops.doctor.kinds import DoctorFinding, FaultKind, fault
from peygir.ops.paths import ROOT, home, is_checkout

SECONDS: Final = 60.0
"""A check that has not ended by then is left."""
# (module, function); the first ones need the standard library alone, the last ones a database and Django.
PLAIN: Final = (
    ("python", "look"),
    ("python", "look_at_packages"),
    ("python", "look_at_built_files"),
    ("machine", "look"),
    ("machine", "look_at_time"),
    ("home", "look"),
    ("home", "look_at_disks"),
    ("home", "look_at_keys"),
    ("settings", "look"),
    ("processes", "look"),
    ("database", "look"),
    ("tables", "look"),
    ("outside", "look"),
)
NO_PACKAGES: Final = (texts.ENVIRONMENT_MISSING, texts.PACKAGES_MISSING, texts.PACKAGES_DAMAGED)
WITH_DJANGO: Final = (("settings", "look_at_real_city"), ("keeping", "look"))
WITH_TABLES: Final = ("data", "look")


def installation_here(*, is_outside: bool = False) -> Installation:
    """Return the installation that a command would use here."""
    installation = Installation(home(), ROOT, dict(os.environ), is_checkout(), is_outside)
    try:
        from peygir.ops.doctor.running import running_processes, served_settings

        installation.served_by = served_settings(running_processes(installation.home))
    except OSError:
        pass
    return installation


def examined(installation: Installation) -> list[DoctorFinding]:
    """Return everything that is wrong, the most basic first; nothing is changed."""
    findings: list[DoctorFinding] = []
    _know_the_city(installation)
    for module, function in PLAIN:
        findings += _of_check(module, function, installation)
    findings += _settings_and_data(installation)
    if any(finding.kind in NO_PACKAGES for finding in findings):
        findings = [finding for finding in findings if not _is_failure_by(finding, "import ")]
    if any(finding.kind is HOME_CLOSED for finding in findings):
        findings = [finding for finding in findings if not _is_failure_by(finding, "PermissionError ")]
    unique: dict[object, DoctorFinding] = {}
    for finding in findings:
        unique.setdefault((finding.kind.code, finding.sentences("en")), finding)
    return sorted(unique.values(), key=lambda finding: finding.kind.is_advice)


def _is_failure_by(finding: DoctorFinding, why: str) -> bool:
    """Whether a check failed for a reason that is said anyway: a missing package, or a closed home."""
    return finding.kind is texts.CHECK_FAILED and dict(finding.values)["why"].startswith(why)


def _know_the_city(installation: Installation) -> None:
    """Note whether this is a sample city, which nobody lives in."""

    def ask() -> list[DoctorFinding]:
        from peygir.ops.doctor.installation import WEB_ROLE

        if installation.url(WEB_ROLE):
            with installation.connected(WEB_ROLE) as connection:
                code = installation.environment.get("PEYGIR_CITY", "shiraz")
                row = connection.execute("SELECT is_sample FROM city_city WHERE code = %s", [code]).fetchone()
                installation.is_sample = bool(row and row[0])
        return []

    _within("city", ask)


def _settings_and_data(installation: Installation) -> list[DoctorFinding]:
    from peygir.ops.doctor.settings_texts import SETTINGS_DO_NOT_LOAD

    findings: list[DoctorFinding] = []

    def load() -> list[DoctorFinding]:
        from peygir.ops.doctor.data import set_up_django

        why = set_up_django(installation)
        return [fault(SETTINGS_DO_NOT_LOAD, why=why)] if why else []

    findings += _within("settings", load)
    for module, function in WITH_DJANGO:
        findings += _of_check(module, function, installation)
    is_set_up = not any(finding.kind in (SETTINGS_DO_NOT_LOAD, texts.CHECK_FAILED) for finding in findings)
    if is_set_up and _has_tables(installation):
        findings += _of_check(*WITH_TABLES, installation)
    return findings


def _has_tables(installation: Installation) -> bool:
    """Whether the database answers and is of this version, so that Django can ask it."""
    try:
        import psycopg

        from peygir.ops.doctor.installation import WEB_ROLE
        from peygir.ops.schema_age import compared
    except ImportError:
        return False
    try:
        with installation.connected(WEB_ROLE) as connection:
            rows = connection.execute("SELECT app, name FROM django_migrations").fetchall()
    except (psycopg.Error, ValueError):
        return False
    return not compared([(str(app), str(name)) for app, name in rows], installation.root)[0]


def _of_check(module: str, function: str, installation: Installation) -> list[DoctorFinding]:
    name = module if function == "look" else f"{module}, {function}"

    def run() -> Iterator[DoctorFinding]:
        look: Callable[[Installation], Iterator[DoctorFinding]]
        look = getattr(importlib.import_module(f"peygir.ops.doctor.{module}"), function)
        yield from look(installation)

    return _within(name, run)


def _within(name: str, run: "Callable[[], Iterator[DoctorFinding] | list[DoctorFinding]]") -> list[DoctorFinding]:
    """Return what a check says within SECONDS; what it had said before it failed is kept."""
    findings: list[DoctorFinding] = []

    def collect() -> None:
        try:
            findings.extend(run())  # one by one: what was said before a failure stays
        except ImportError as failure:
            missing = getattr(failure, "name", None) or type(failure).__name__
            findings.append(fault(texts.CHECK_FAILED, check=name, why=f"import {missing}"))
        except Exception as failure:
            findings.append(fault(texts.CHECK_FAILED, check=name, why=_why(failure)))

    thread = threading.Thread(target=collect, daemon=True)
    thread.start()
    thread.join(SECONDS)
    if thread.is_alive():
        return [*findings, fault(texts.CHECK_TOOK_TOO_LONG, check=name, seconds=f"{SECONDS:.0f}")]
    if name == "city":  # what it cannot say, the check of the database says
        return []
    return findings


def _why(failure: Exception) -> str:
    """The kind and the first words of a failure; of a value in it nothing."""
    if not isinstance(failure, OSError) or not failure.filename:
        return type(failure).__name__
    return f"{type(failure).__name__} {failure.strerror or ''} {Path(str(failure.filename)).name}"


def every_kind() -> "Iterator[tuple[str, list[FaultKind]]]":
    """Yield (group, kinds) of every fault that the doctor knows, for the documentation."""
    folder = Path(__file__).parent
    groups: dict[str, list[FaultKind]] = {}
    order = ("python", "machine", "home", "settings", "database", "running", "data", "outside")
    for group in order:
        for name in (f"{group}_texts", f"{group}_more_texts"):
            if (folder / f"{name}.py").exists():
                module = importlib.import_module(f"peygir.ops.doctor.{name}")
                kinds = [value for value in vars(module).values() if isinstance(value, FaultKind)]
                groups.setdefault(group, []).extend(kinds)
    yield from groups.items()
