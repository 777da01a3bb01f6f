"""Each recipe of CONTRIBUTING.md works as it is written, and touches no more files than it promises."""

import re
from pathlib import Path
from typing import Final

import pytest

from tests.recipes.copies import ROOT, Recipe, TreeCopy

RECIPES: Final = (
    Recipe("report-field", 9, ("tests/pages/test_call_time.py",)),
    Recipe("channel", 8, ("tests/desks/test_rcs.py",)),
    Recipe("state", 10, ("tests/desks/test_inspected_cases.py", "tests/test_glossary.py")),
)
_WRITTEN: Final = """
import pathlib, django
django.setup()
from django.core.management import call_command
from lab import events_page, translations
root = pathlib.Path()
translations.check(root, fix=True)
assert not events_page.check(root, fix=False), "docs/events.md: ./run check --fix"
call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)
"""


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.name)
def test_a_recipe_touches_few_files(recipe: Recipe) -> None:
    files = recipe.files()
    assert len(files) <= recipe.most_files, files
    assert set(recipe.tests) & set(files), "it brings a test"


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.name)
def test_contributing_lists_the_files_of_a_recipe(recipe: Recipe) -> None:
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    _, _, chapter = page.partition(f"](tests/recipes/{recipe.name}.patch)")
    named = re.findall(r"^\d+\. `([^`]+)`", chapter.partition("\n### ")[0], re.MULTILINE)
    assert sorted(named) == sorted(recipe.files())


@pytest.mark.slow
def test_the_recipes_work(tmp_path: Path) -> None:
    """On a copy of the tree: each patch applies, and with all of them the checks hold and their tests pass."""
    if not (ROOT / ".git").exists():
        pytest.skip("a tree without git")
    copy = TreeCopy(tmp_path / "tree")
    for recipe in RECIPES:
        copy.fits(recipe)
    for recipe in RECIPES:
        copy.apply(recipe)
    copy.run("ruff", "format", "--check", ".")
    copy.run("ruff", "check", ".")
    copy.run("django", "makemigrations", "--verbosity", "0")
    copy.run("timeit", "-n1", "-r1", _WRITTEN)
    copy.run("pytest", "-q", "-p", "no:xdist", *(test for recipe in RECIPES for test in recipe.tests))
