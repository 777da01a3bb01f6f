"""What the doctor's tests ask: the codes that a check finds, as whom it is asked, and which faults nobody plants."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Final

import pytest

from peygir.core.translation import languages
from peygir.ops.doctor.disks import kind_of_disk
from peygir.ops.doctor.installation import Installation
from peygir.ops.doctor.kinds import DoctorFinding
from peygir.ops.doctor.python_texts import CHECK_FAILED

NOT_PLANTED: Final = {
    "clock-not-synchronised": "the kernel's clock is the whole machine's; a test compares what is told of it",
}
"""Codes whose fault no test plants, with the reason."""


def codes(installation: Installation, *names: str) -> set[str]:
    """The codes that some checks find, such as `home` or `home.look_at_keys`; each has its sentences."""
    findings: list[DoctorFinding] = []
    for name in names:
        module, _, function = name.partition(".")
        findings += getattr(import_module(f"peygir.ops.doctor.{module}"), function or "look")(installation)
    for finding in findings:
        for language in languages():
            assert all(finding.sentences(language))
    return {finding.kind.code for finding in findings}


@contextmanager
def as_account(uid: int) -> Iterator[None]:
    """Do what follows as another account of this machine, as somebody who runs the doctor under a wrong one."""
    if os.geteuid() != 0:
        pytest.skip("only root becomes somebody else")
    for language in languages():  # read while the catalogues of the checkout may be read
        assert CHECK_FAILED.what.in_language(language)
    os.setresuid(uid, uid, 0)  # the saved id leads back
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


@contextmanager
def in_memory() -> Iterator[Path]:
    """A folder of this machine that is in memory, gone afterwards."""
    there = Path("/dev/shm")
    if kind_of_disk(there) != "tmpfs":
        pytest.skip("no folder of this machine is in memory")
    with tempfile.TemporaryDirectory(dir=there, prefix="peygir-") as folder:
        yield Path(folder)
