"""A child process keeps to its limits, and however it ends its parent learns why and goes on."""

import json
import os
import signal
import socket
import zipfile
from pathlib import Path

import pytest

from peygir.core import sheets
from peygir.core.child import (
    MEGABYTE,
    WROTE_TOO_MUCH,
    ChildFailed,
    ChildLimits,
    ChildWasKilled,
    run_child,
    stream_child,
)
from tests.workbooks import workbook

LIMITS = ChildLimits(megabytes=512, seconds=1)
# For a child that is to end by itself: on a machine that is busy its start alone may take as long as the above.
AMPLE = ChildLimits(megabytes=512, seconds=60)

MODULE = "tests.children"


def test_a_child_answers() -> None:
    assert run_child(MODULE, "echo", data=b"abc", limits=AMPLE) == b"abc"
    assert [line.strip() for line in stream_child(MODULE, "lines", limits=AMPLE)] == [b"0", b"1", b"2"]


@pytest.mark.parametrize("how", ["memory", "loop", "sleep"])
def test_too_much_memory_or_time_ends_the_child_alone(how: str) -> None:
    with pytest.raises(ChildFailed) as failure:
        run_child(MODULE, how, data=b"", limits=LIMITS)
    assert failure.value.is_over_limit
    with pytest.raises(ChildFailed):
        list(stream_child(MODULE, how, limits=LIMITS))


def test_an_answer_without_end_is_read_no_further_than_its_limit() -> None:
    """A decoder that a file has taken over could fill its parent's memory."""
    few = ChildLimits(megabytes=512, seconds=30, answer_megabytes=1)
    with pytest.raises(ChildFailed) as failure:
        run_child(MODULE, "flood", data=b"x" * 10_000_000, limits=few)
    assert (failure.value.code, failure.value.is_over_limit) == (WROTE_TOO_MUCH, True)
    with pytest.raises(ChildFailed) as failure:
        list(stream_child(MODULE, "flood", limits=few))
    assert failure.value.code == WROTE_TOO_MUCH
    assert len(run_child(MODULE, "shout", str(MEGABYTE - 1), data=b"", limits=few)) == MEGABYTE
    assert len(next(stream_child(MODULE, "shout", str(MEGABYTE - 1), limits=few))) == MEGABYTE
    with pytest.raises(ChildFailed):
        run_child(MODULE, "shout", str(MEGABYTE), data=b"", limits=few)


def test_a_child_inherits_nothing_that_is_open(tmp_path: Path) -> None:
    """Not even what its parent marked to be inherited: sockets (as the database's) and files."""
    here, there = socket.socketpair()
    with here, there, (tmp_path / "secret").open("w+b") as file:
        for each in (here, there, file):
            os.set_inheritable(each.fileno(), True)
        for answer in (
            run_child(MODULE, "descriptors", data=b"", limits=AMPLE),
            b"".join(stream_child(MODULE, "descriptors", limits=AMPLE)),
        ):
            open_in_child = json.loads(answer)
            assert set(open_in_child) == {"0", "1", "2"}
            assert all(name == os.devnull or name.startswith("pipe:") for name in open_in_child.values())


def test_a_child_knows_no_secret_and_writes_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEYGIR_SECRET_KEY", "secret")
    known = json.loads(run_child(MODULE, "environment", data=b"", limits=AMPLE))
    assert set(known) <= {"LC_CTYPE", "LD_LIBRARY_PATH"}
    with pytest.raises((ChildFailed, ChildWasKilled)):
        run_child(MODULE, "write", str(tmp_path / "written"), data=b"", limits=AMPLE)
    assert (tmp_path / "written").read_bytes() == b""


def test_a_crash_is_a_failure_and_a_kill_may_be_tried_again() -> None:
    with pytest.raises(ChildFailed) as failure:
        run_child(MODULE, "signal", str(int(signal.SIGSEGV)), data=b"", limits=AMPLE)
    assert failure.value.code == -signal.SIGSEGV
    with pytest.raises(ChildWasKilled):
        run_child(MODULE, "signal", str(int(signal.SIGKILL)), data=b"", limits=AMPLE)


def test_a_child_that_does_not_start_is_no_fault_of_the_file() -> None:
    with pytest.raises(ChildWasKilled):
        run_child("peygir.core.not_there", data=b"", limits=AMPLE)


def test_a_child_finds_what_its_parent_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the package lies on PYTHONPATH alone, as it does for a city that root has started."""
    (tmp_path / "lies_beside.py").write_text("print('found')\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert run_child("lies_beside", data=b"", limits=AMPLE).strip() == b"found"


def test_who_has_seen_enough_ends_the_child() -> None:
    rows = stream_child(MODULE, "endless", limits=AMPLE)
    assert next(rows) == b"0\n"
    rows.close()


@pytest.mark.parametrize(("row", "column"), [(1_048_575, 16_383), (1_048_575, 99)])
def test_a_cell_far_away_gets_a_sentence(tmp_path: Path, row: int, column: int) -> None:
    """A workbook of five kilobytes that asks its reader for hundreds of gigabytes."""
    path = workbook(tmp_path / "far.xlsx", {(0, 0): "a", (1, 0): "1", (row, column): "x"})
    with pytest.raises(sheets.TableIsTooLarge) as refusal:
        sheets.read_sheet(path)
    assert "خانه‌ای دور" in refusal.value.words("fa")


def test_an_archive_of_very_many_or_very_long_parts_is_not_unpacked(tmp_path: Path) -> None:
    many, long = tmp_path / "many.xlsx", tmp_path / "long.xlsx"
    with zipfile.ZipFile(many, "w") as packed:
        for number in range(5_001):
            packed.writestr(f"xl/{number}.xml", "")
    workbook(long, {(0, 0): "a", (1, 0): "1"})
    content = bytearray(long.read_bytes())
    place = content.index(b"PK\x01\x02") + 24  # the length of the first part, unpacked, as the directory states it
    content[place : place + 4] = (2**31).to_bytes(4, "little")
    long.write_bytes(content)
    for path in (many, long):
        with pytest.raises(sheets.TableIsTooLarge):
            sheets.read_sheet(path)


def test_rows_are_numbered_as_people_see_them(tmp_path: Path) -> None:
    path = workbook(tmp_path / "near.xlsx", {(0, 1): "b", (0, 0): "a", (3, 1): 5.0})
    sheet = sheets.read_sheet(path)
    assert (sheet.headings, sheet.rows) == (("a", "b"), [(4, ("", "5"))])
    (tmp_path / "none.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    with pytest.raises(sheets.TableIsNotReadable):
        sheets.read_sheet(tmp_path / "none.xlsx")
