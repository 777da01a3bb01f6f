"""A command imports no other, and a word that is none is answered with all of them."""

import subprocess
import sys

from peygir.ops.cli import command_modules

SCRIPT = """
import sys
from peygir.ops.cli import main

code = main(["method"])
print(*(name for name in sys.modules if name.startswith(("peygir.ops.commands.", "lab.commands."))))
raise SystemExit(code)
"""


def test_a_command_imports_no_other() -> None:
    done = subprocess.run([sys.executable, "-P", "-c", SCRIPT], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "peygir.ops.commands.method"


def test_one_command_is_found_by_its_name() -> None:
    assert [name for name, _module in command_modules(only="import-city")] == ["import-city"]
    assert list(command_modules(only="import")) == []


def test_a_word_that_is_no_command_is_answered_with_all() -> None:
    words = [sys.executable, "-P", "-m", "peygir.ops", "import"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert all(f"'{name}'" in done.stderr for name, _module in command_modules())
