"""A copy of the tree in which a recipe is tried: its patch applied, catalogues compiled, migrations made."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
FOLDER: Final = Path(__file__).resolve().parent
RENEW: Final = """
The patch tests/recipes/{name}.patch does not fit the tree any more. To renew it, in a checkout without changes:
    git apply --3way tests/recipes/{name}.patch    (resolve what conflicts)
    ./run check --fix && ./run test {tests}
    git add --intent-to-add . && git diff HEAD -- . ':!*.mo' ':!*/migrations/*' > /tmp/{name}.patch
    git reset -q --hard && mv /tmp/{name}.patch tests/recipes/
and see whether CONTRIBUTING.md still tells what it does."""
# Written by tools from the files that the recipe edits.
_MADE: Final = re.compile(r"/migrations/|\.mo$")


@dataclass(frozen=True, slots=True)
class Recipe:
    """A patch, the most files that it may touch, and the tests that it names."""

    name: str
    most_files: int
    tests: tuple[str, ...]

    @property
    def patch(self) -> Path:
        """The patch's file."""
        return FOLDER / f"{self.name}.patch"

    def files(self) -> list[str]:
        """The files that a person edits for it: code, tests, docs and translations, and no migrations."""
        touched = re.findall(r"^diff --git a/(\S+) b/", self.patch.read_text(encoding="utf-8"), re.MULTILINE)
        return [path for path in touched if not _MADE.search(path)]


class TreeCopy:
    """What git knows of this tree, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        listed = _output(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT)
        for name in listed.split("\0"):
            source = ROOT / name
            if name and source.is_file():
                target = folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, target)
        built = ROOT / "peygir" / "web" / "static" / "built"  # not in git, and the same in the copy
        if built.is_dir():
            shutil.copytree(built, folder / built.relative_to(ROOT))

    def fits(self, recipe: Recipe) -> None:
        """Try the patch and change nothing. Raises AssertionError with the way to renew it."""
        self._apply(recipe, "--check")

    def apply(self, recipe: Recipe) -> None:
        """Apply the patch. Raises AssertionError with the way to renew it."""
        self._apply(recipe)

    def _apply(self, recipe: Recipe, *options: str) -> None:
        done = subprocess.run(
            ["git", "apply", "--whitespace=nowarn", "-C1", *options, str(recipe.patch)],
            cwd=self._folder,
            env={**os.environ, "GIT_CEILING_DIRECTORIES": str(self._folder.parent)},
            capture_output=True,
            text=True,
            check=False,
        )
        tests = " ".join(recipe.tests)
        assert done.returncode == 0, done.stderr + RENEW.format(name=recipe.name, tests=tests)

    def run(self, *command: str) -> str:
        """Run a module of Python in the copy; returns its output. Raises AssertionError if it fails."""
        foreign = ("PEYGIR_", "PYTEST_", "DATABASE_URL")  # the copy has a database of its own
        own = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
        done = subprocess.run(
            [sys.executable, "-m", *command],
            cwd=self._folder,
            env={**own, "PYTHONPATH": str(self._folder), "DJANGO_SETTINGS_MODULE": "peygir.settings"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout[-6000:]}\n{done.stderr[-3000:]}"
        return done.stdout


def _output(command: list[str], *, cwd: Path) -> str:
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=True).stdout
