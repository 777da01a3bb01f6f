"""The doctor: limits of the account and its processes, and temporary files in the wrong place, are named."""

import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from peygir.ops.doctor import machine
from peygir.ops.doctor.installation import Installation
from tests.homes import own_home
from tests.patients import as_account, codes, in_memory


def test_limits_of_the_machine_are_named(whole: Installation, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    usual = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (512, usual[1]))
    try:
        assert "open-files-limit" in codes(whole, "machine")
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, usual)
    monkeypatch.setenv("TMPDIR", str(tmp_path / "nowhere"))
    assert "temporary-folder-unusable" in codes(whole, "machine")
    assert machine.ZONE == "Asia/Tehran"


@pytest.fixture
def open_to_all() -> Iterator[Installation]:
    """An installation that every account may look at."""
    with own_home() as folder:
        (folder / "peygir").mkdir(mode=0o755)
        (folder / "peygir" / "__init__.py").touch()
        yield Installation(folder, folder, {}, is_checkout=True)


def test_an_account_without_a_name_and_one_of_few_processes_are_named(open_to_all: Installation) -> None:
    assert codes(open_to_all, "machine", "machine.look_at_time") & {"no-account", "processes-limit"} == set()
    with as_account(54321):
        assert "no-account" in codes(open_to_all, "machine.look_at_time")
    usual = resource.getrlimit(resource.RLIMIT_NPROC)
    try:
        resource.setrlimit(resource.RLIMIT_NPROC, (300, usual[1]))
        assert "processes-limit" not in codes(open_to_all, "machine"), "root has no such limit"
        with as_account(54321):
            assert "processes-limit" in codes(open_to_all, "machine")
    finally:
        resource.setrlimit(resource.RLIMIT_NPROC, usual)


def test_a_limit_on_memory_and_another_encoding_are_named_in_a_process_that_has_them(checkout: Installation) -> None:
    show = "import resource; from peygir.ops.doctor import examining, machine; i = examining.installation_here()\n"
    show += "resource.setrlimit(resource.RLIMIT_AS, (2**30, resource.getrlimit(resource.RLIMIT_AS)[1]))\n"
    show += "print([one.kind.code for look in (machine.look, machine.look_at_time) for one in look(i)])"
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    for settings, codes_named in ((plain, {"memory-limit", "encoding-not-utf8"}), ({}, {"memory-limit"})):
        environment = {**os.environ, "PEYGIR_HOME": str(checkout.home), **settings}
        done = subprocess.run(
            [sys.executable, "-P", "-c", show], capture_output=True, text=True, check=True, env=environment
        )
        assert {code for code in ("memory-limit", "encoding-not-utf8") if code in done.stdout} == codes_named


def test_a_temporary_folder_in_memory_is_named(checkout: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    with in_memory() as folder:
        monkeypatch.setenv("TMPDIR", str(folder))
        assert "temporary-folder-in-memory" in codes(checkout, "machine")
