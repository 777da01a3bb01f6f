"""The doctor: faults of Python, the packages, the built files and the machine are named by their code."""

import ctypes
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from peygir.core import clock
from peygir.ops import assets, bootstrap
from peygir.ops.binaries import PACKAGE
from peygir.ops.doctor import examining, machine, python
from peygir.ops.doctor.installation import Installation
from peygir.ops.doctor.kinds import DoctorFinding, fault
from peygir.ops.doctor.running_texts import NOT_SERVING
from tests.patients import codes

# ── Python, packages, built files ───────────────────────────────────────────────────────────────────────────────────


ENVIRONMENTS: dict[str, Callable[[Path], object]] = {
    "environment-missing": lambda root: (root / ".venv" / "bin" / "python").unlink(),
    "environment-half-made": lambda root: (root / ".venv" / "half-made").touch(),
    "wrong-environment": lambda root: None,  # this test runs under another one
}


@pytest.mark.parametrize("code", ENVIRONMENTS)
def test_a_fault_of_the_environment_is_named(checkout: Installation, code: str) -> None:
    ENVIRONMENTS[code](checkout.root)
    assert code in codes(checkout, "python")


def test_an_environment_of_other_locks_and_a_python_that_is_set_up_wrongly_are_named(
    checkout: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    (checkout.root / ".venv" / "stamps").mkdir()
    monkeypatch.setattr(bootstrap, "STAMPS", checkout.root / ".venv" / "stamps")
    for name in bootstrap.steps("serve"):
        bootstrap.write_stamp(name, bootstrap.current_stamp(name))
    assert "environment-old" not in codes(checkout, "python")
    bootstrap.write_stamp("base", "of a former lock")
    checkout.environment = {"PYTHONPATH": "/somewhere"}
    assert codes(checkout, "python") >= {"environment-old", "python-path-set"}
    monkeypatch.setattr(python, "OLDEST", (3, 99))
    assert "python-too-old" in codes(checkout, "python")
    show = "from peygir.ops.doctor import examining, python; i = examining.installation_here()\n"
    show += "print([one.kind.code for one in python.look(i)])"
    command = [sys.executable, "-O", "-P", "-c", show]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=checkout.root)
    assert "python-optimised" in done.stdout


def test_packages_that_are_missing_differ_or_are_damaged_are_named(
    checkout: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = checkout.root / "requirements" / "base.txt"
    lock.write_text("no-such-package==1.0 \\\n    --hash=sha256:00\n")
    assert codes(checkout, "python.look_at_packages") == {"packages-missing"}
    place = checkout.root / "more"
    (place / "planted-1.0.dist-info").mkdir(parents=True)
    (place / "planted-1.0.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: planted\nVersion: 1.0\n")
    (place / "planted-1.0.dist-info" / "RECORD").write_text("planted.py,sha256=x,7\nplanted-1.0.dist-info/METADATA,,\n")
    (place / "planted.py").write_text("x = 1\n\n")
    monkeypatch.syspath_prepend(str(place))
    lock.write_text("planted==0.9\n")
    assert codes(checkout, "python.look_at_packages") == {"packages-differ"}
    lock.write_text("planted==1.0\n")
    assert codes(checkout, "python.look_at_packages") == set()
    (place / "planted.py").write_text("x = 12345\n")
    assert codes(checkout, "python.look_at_packages") == {"packages-damaged"}
    (place / "planted.py").unlink()
    assert codes(checkout, "python.look_at_packages") == {"packages-damaged"}


@pytest.mark.parametrize(
    ("setting", "value"), [("PEYGIR_S3_BUCKET", "city"), ("PEYGIR_LAKE_ENGINE", "spark"), ("PEYGIR_READER", "both")]
)
def test_a_package_that_a_setting_needs_is_named(
    checkout: Installation, monkeypatch: pytest.MonkeyPatch, setting: str, value: str
) -> None:
    monkeypatch.setattr(sys, "path", [str(checkout.root)])
    checkout.environment = {setting: value}
    assert codes(checkout, "python.look_at_packages") == {"package-for-setting-missing"}
    checkout.environment = {"PEYGIR_LAKE_ENGINE": "embedded", "PEYGIR_READER": "off", "PEYGIR_SPARK": "local[2] 1g"}
    assert codes(checkout, "python.look_at_packages") == set()


def test_built_files_that_are_missing_or_damaged_are_named(
    checkout: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = checkout.root / "peygir"
    monkeypatch.setattr(python, "FOLDER", package / "locale")
    catalogue = package / "locale" / "fa" / "LC_MESSAGES" / "django.mo"
    catalogue.parent.mkdir(parents=True)
    everything = codes(checkout, "python.look_at_built_files")
    assert everything == {"assets-missing", "translations-missing", "fonts-missing"}
    catalogue.write_bytes(b"\xde\x12\x04\x95" + bytes(2000))
    (package / python.FONTS).mkdir(parents=True)
    (package / python.FONTS / "Vazirmatn.ttf").write_bytes(bytes(2000))
    manifest = checkout.root / assets.MANIFEST
    manifest.parent.mkdir(parents=True)
    manifest.write_text("{")
    assert codes(checkout, "python.look_at_built_files") == {"assets-damaged"}
    manifest.write_text(json.dumps({"src/kit/main.ts": {"file": "main.js", "css": ["main.css"]}}))
    (manifest.parent / "main.js").touch()
    assert codes(checkout, "python.look_at_built_files") == {"assets-damaged"}, "a style is not there"
    (manifest.parent / "main.css").touch()
    assert codes(checkout, "python.look_at_built_files") == set()
    (checkout.root / assets.FRONTEND).mkdir()
    (checkout.root / assets.FRONTEND / "package.json").write_text("{}")
    monkeypatch.setattr(bootstrap, "STAMPS", checkout.root / "stamps")
    (checkout.root / "stamps").mkdir()
    bootstrap.write_stamp("assets", "of former sources")
    assert codes(checkout, "python.look_at_built_files") == {"assets-old"}


def test_a_check_that_fails_or_hangs_is_named_and_what_it_had_found_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> Iterator[DoctorFinding]:
        yield fault(NOT_SERVING)
        raise RuntimeError("hunter2")

    found = examining._within("planted", fails)
    assert [finding.kind.code for finding in found] == ["not-serving", "check-failed"]
    assert "hunter2" not in str([finding.sentences("en") for finding in found])
    monkeypatch.setattr(examining, "SECONDS", 0.2)

    def hangs() -> list[DoctorFinding]:
        time.sleep(3)
        return []

    hanging = examining._within("planted", hangs)
    assert [finding.kind.code for finding in hanging] == ["check-took-too-long"]


# ── the machine ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_wrong_clock_and_time_zones_that_are_missing_or_old_are_named(
    checkout: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    with clock.simulated(lambda: datetime(2020, 1, 1, tzinfo=UTC)):
        assert "clock-wrong" in codes(checkout, "machine.look_at_time")
    assert "clock-wrong" not in codes(checkout, "machine.look_at_time")
    monkeypatch.setattr(machine, "ZONE", "Asia/Nowhere")
    assert "time-zones-missing" in codes(checkout, "machine.look_at_time")
    monkeypatch.setattr(machine, "ZONE", "Europe/Berlin")  # as Tehran was, with summer time
    assert "time-zones-old" in codes(checkout, "machine.look_at_time")


def test_what_keeps_the_clock_is_told_as_the_kernel_tells_it(checkout: Installation) -> None:
    """By the answer of ntp_adjtime(3), where the doctor reads a bit of what it fills in."""
    time_error = 5  # the clock is not synchronised, sys/timex.h
    is_wrong = ctypes.CDLL(None).ntp_adjtime(ctypes.byref((ctypes.c_long * 64)())) == time_error
    assert ("clock-not-synchronised" in codes(checkout, "machine.look_at_time")) is is_wrong


def test_settings_that_stop_every_start_are_told_by_the_command(tmp_path: Path) -> None:
    (tmp_path / "ldap.toml").write_text('kind = "novell"\n')
    done = subprocess.run(
        [sys.executable, "-P", "-m", "peygir.ops", "doctor", "--json"],
        env={**os.environ, "PEYGIR_HOME": str(tmp_path / "home"), "PEYGIR_LDAP": str(tmp_path / "ldap.toml")},
        capture_output=True,
        text=True,
        check=False,
    )
    told = {fault["code"]: json.dumps(fault, ensure_ascii=False) for fault in json.loads(done.stdout)["faults"]}
    assert "kind is “ad” or “ldap”" in told["settings-do-not-load"]


def test_programs_of_the_database_that_are_missing_or_do_not_run_are_named(
    checkout: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = checkout.root / "packages"
    monkeypatch.setattr(sys, "path", [str(place)])
    assert codes(checkout, "database") == {"database-program-missing"}
    programs = place / PACKAGE / "pginstall" / "bin"
    programs.mkdir(parents=True)
    (place / PACKAGE / "__init__.py").touch()
    (programs / "postgres").write_bytes(b"\x7fELF of another machine")
    (programs / "postgres").chmod(0o755)
    assert codes(checkout, "database") == {"database-program-missing"}


def test_what_the_machine_has_too_little_of_is_named(checkout: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    import resource

    usual = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (2048, usual[1]))
    try:
        assert "open-files-low" in codes(checkout, "machine")
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, usual)
    kilobyte, gigabyte = 1024, 1024**3
    small = {"MemTotal": gigabyte, "MemAvailable": 100 * kilobyte**2, "SwapTotal": 0}
    monkeypatch.setattr(machine, "_meminfo", lambda: small)
    assert codes(checkout, "machine") >= {"memory-too-small", "memory-short", "no-swap"}
    monkeypatch.setattr(machine, "_meminfo", lambda: small | {"SwapTotal": gigabyte, "SwapFree": gigabyte // 10})
    assert "swap-in-use" in codes(checkout, "machine")
    monkeypatch.setattr(os, "getloadavg", lambda: (99.0, 999.0, 99.0))
    assert "machine-overloaded" in codes(checkout, "machine")
