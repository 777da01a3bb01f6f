"""`./run method`: the examples of docs/methods.md, and files that are refused with the number of the bad row."""

import contextlib
import io
import json
import os
import re
import shlex
import signal
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from peygir.ops.cli import command_modules, main

ROOT = Path(__file__).resolve().parents[2]
HEAD = "stratum,chance,finding\n"
BLOCKS = re.findall(
    r"^```console\n(.*?)\n^```", (ROOT / "docs/methods.md").read_text("utf-8"), re.DOTALL | re.MULTILINE
)


def method(*arguments: str) -> "subprocess.CompletedProcess[str]":
    """The command in this process, as `python -m peygir.ops` starts it; what it sets for itself is taken back."""
    environment, leaving = dict(os.environ), signal.getsignal(signal.SIGTERM)
    out, err = io.StringIO(), io.StringIO()
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), warnings.catch_warnings():
            warnings.simplefilter("default")  # a process prints them
            code = main(["method", *arguments])
    except SystemExit as wrong:
        code = int(wrong.code or 0)
    finally:
        signal.signal(signal.SIGTERM, leaving)
        os.environ.clear()
        os.environ.update(environment)
    return subprocess.CompletedProcess(arguments, code, out.getvalue(), err.getvalue())


def method_process(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-P", "-m", "peygir.ops", "method", *arguments], capture_output=True, text=True, check=False
    )


def test_a_process_prints_and_ends_as_the_command_does(tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    for content, code in ((f"{HEAD}A,0.5,fixed\n", 0), (f"{HEAD}A,2,fixed\n", 2)):
        file.write_text(content, encoding="utf-8")
        process, here = (run("false-closure", str(file)) for run in (method_process, method))
        assert process.returncode == here.returncode == code
        assert (process.stdout, process.stderr) == (here.stdout, here.stderr)
    assert method_process("no-such-method").returncode == method("no-such-method").returncode == 2


def refused(tmp_path: Path, content: str | bytes, name: str = "false-closure") -> str:
    """The words on standard error of a file that must be refused."""
    file = tmp_path / "rows.csv"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    done = method(name, str(file))
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
    return done.stderr


@pytest.mark.parametrize("block", BLOCKS)
def test_the_examples_of_the_docs_are_true(block: str, tmp_path: Path) -> None:
    shown, command, expected = re.split(r"^\$ ./run method (.*)\n", block, flags=re.MULTILINE)
    heading, _, content = shown.partition("\n")
    name = heading.removeprefix("$ cat ")
    (tmp_path / name).write_text(content, encoding="utf-8")
    words = [str(tmp_path / name) if word == name else word for word in shlex.split(command)]
    done = method(*words)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == json.loads(expected)


def test_every_method_has_an_example_and_a_section() -> None:
    from peygir.ops.commands.method import methods

    names = [name for name, _module in methods()]
    assert {"wilson", "false-closure", "sprt"} <= set(names)
    text = (ROOT / "docs/methods.md").read_text("utf-8")
    for name in names:
        assert f"\n## {name}\n" in text
        assert f"$ ./run method {name} " in text
    assert "method" in dict(command_modules())


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("A,0,fixed", "the chance 0 is not above 0"),
        ("A,1.01,fixed", "the chance 1.01 is not above 0"),
        ("A,-0.5,fixed", "the chance -0.5 is not above 0"),
        ("A,nan,fixed", "“nan” in “chance” is no number"),
        ("A,inf,fixed", "“inf” in “chance” is no number"),
        ("A,1_0,fixed", "“1_0” in “chance” is no number"),
        ("A,1e-320,fixed", "is no"),
        ('A,"0,5",fixed', "“0,5” in “chance” is no number"),
        ("A,,fixed", "the column “chance” is empty"),
        (",0.5,fixed", "the column “stratum” is empty"),
        ("A,0.5,", "the column “finding” is empty"),
        ("A,0.5", "the column “finding” is empty"),
        ("A,0.5,perhaps", "“perhaps” is no finding"),
        ("A,0.5,2", "“2” is no finding"),
        ("A,0.5,true", "“true” is no finding"),
        ("A,0.5,fixed,not", "it has more cells"),
    ],
)
def test_a_bad_row_is_refused_with_its_number_and_reason(tmp_path: Path, row: str, reason: str) -> None:
    error = refused(tmp_path, f"{HEAD}A,0.5,fixed\n\n{row}\n")
    assert "row 4: " in error
    assert reason in error
    assert "ردیف 4: " in error, "the refusal is said in Persian too"


def test_all_bad_rows_are_named_up_to_a_number(tmp_path: Path) -> None:
    error = refused(tmp_path, HEAD + "A,2,fixed\n" * 25)
    assert all(f"row {number}: " in error for number in range(2, 22))
    assert "and 5 more rows" in error


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "is empty"),
        ("\n\n", "is empty"),
        (HEAD, "no rows"),
        ("A,0.5,fixed\nA,0.5,not\n", "does not name: stratum, chance, finding"),
        ("stratum,finding\nA,fixed\n", "does not name: chance"),
        ("stratum,chance,chance,finding\nA,1,1,fixed\n", "“chance” is there twice"),
        ("case,stratum,chance,finding\nx,A,1,fixed\ny,A,1,fixed\nx,A,1,not\n", "row 4: “x” is in row 2 already"),
        ('stratum,chance,finding\nA,0.5,"fixed\n', "from row 2 on"),
        (b"stratum,chance,finding\n" + bytes(range(32)), "no table"),
    ],
)
def test_a_file_that_is_none_is_refused(tmp_path: Path, content: str | bytes, reason: str) -> None:
    assert reason in refused(tmp_path, content)


def test_missing_files_and_folders_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere.csv", tmp_path):
        done = method("wilson", str(path))
        assert done.returncode == 2
        assert "no table" in done.stderr


def test_marks_line_ends_separators_digits_and_case_do_not_matter(tmp_path: Path) -> None:
    plain, strange = tmp_path / "plain.csv", tmp_path / "strange.csv"
    plain.write_text(f"{HEAD}A,0.5,fixed\nB,0.25,not_fixed\n", encoding="utf-8")
    strange.write_bytes("Finding; Chance ;extra;STRATUM\r\nFixed;۰٫۵;;A\r\n\r\nNOT;٠.٢٥;?;B\r\n".encode("utf-8-sig"))
    assert method("false-closure", str(plain)).stdout == method("false-closure", str(strange)).stdout


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("wilson", "count,n,count\n1,2,1\n", "“count” is there twice"),
        ("wilson", "count,n\n3,2\n", "row 2: the count 3 is more than n, 2"),
        ("wilson", "count,n\n0,0\n", "row 2: 0 in “n” is no whole number from 1"),
        ("wilson", "count,n\n1.5,2\n", "row 2: 1.5 in “count” is no whole number"),
        ("sprt", "finding\nmaybe\n", "row 2: “maybe” is no finding"),
    ],
)
def test_the_other_methods_refuse_too(tmp_path: Path, name: str, content: str, reason: str) -> None:
    assert reason in refused(tmp_path, content, name)


def test_options_out_of_range_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_text(f"{HEAD}A,1,fixed\n", encoding="utf-8")
    for arguments in (
        ("false-closure", "--confidence", "1"),
        ("false-closure", "--population", "0"),
        ("sprt", "--p0", "0.2"),
        ("sprt", "--alpha", "0.7"),
        ("wilson", "--confidence", "nan"),
        ("no-such-method",),
    ):
        done = method(arguments[0], str(file), *arguments[1:])
        assert (done.returncode, done.stdout) == (2, ""), arguments
        assert "Traceback" not in done.stderr
