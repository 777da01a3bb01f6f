"""The laws of the house hold, and each is seen to be broken when it is."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest

from lab import events_page, floors, permissions_page
from tests import plot_laws
from tests.form_laws import MOST_LINES, files_and_functions_are_short, the_formatter_decides
from tests.laws import LAWS, only_actions_write_rows, templates_stay_with_their_audience
from tests.tree import Finding, Module, read_tree

ROOT: Final = Path(__file__).resolve().parent.parent
PACKAGE: Final = ROOT / "peygir"
LINT: Final = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as go; go()", "--no-cache"]


@pytest.fixture(scope="module")
def tree() -> list[Module]:
    """The package as it is, and the laboratory."""
    return [*read_tree(PACKAGE), *read_tree(ROOT / "lab", under="lab/")]


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_the_house_keeps(law: Callable[[list[Module]], Iterator[Finding]], tree: list[Module]) -> None:
    assert [str(finding) for finding in law(tree)] == []


CUT_CLASS: Final = re.compile(r'class="[^"]*-\{%')


def test_no_class_is_cut_by_a_tag() -> None:
    """The builder of styles reads whole names alone: of `grid-cols-{% if … %}2{% endif %}` it makes nothing."""
    assert CUT_CLASS.search('class="grid grid-cols-{% if a %}2{% endif %}"')
    assert [path.name for path in sorted(PACKAGE.rglob("*.html")) if CUT_CLASS.search(path.read_text())] == []


def test_templates_stay_with_their_audience(tmp_path: Path) -> None:
    assert list(templates_stay_with_their_audience(PACKAGE / "web")) == []
    page = tmp_path / "clerk" / "templates" / "clerk" / "case.html"
    page.parent.mkdir(parents=True)
    page.write_text('{% include "clerk/row.html" %}{% include "admin/tabs.html" %}', encoding="utf-8")
    assert list(templates_stay_with_their_audience(tmp_path)) == ["clerk/templates/clerk/case.html: admin/tabs.html"]


def test_the_tests_are_short_too() -> None:
    assert [str(finding) for finding in files_and_functions_are_short(read_tree(ROOT / "tests"))] == []


def test_the_formatter_decides_in_the_tests_too() -> None:
    assert [str(finding) for finding in the_formatter_decides(read_tree(ROOT / "tests"))] == []


def test_the_house_keeps_every_event_heard(tree: list[Module]) -> None:
    assert [str(finding) for finding in plot_laws.every_event_is_heard(tree)] == []


def test_the_floors_hold() -> None:
    done = _lint(ROOT)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("page", floors.PAGES)
def test_a_page_shows_the_floors_of_the_contract(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    assert text == floors.written(text, ROOT)


def test_a_new_floor_is_missed_on_the_pages(tmp_path: Path) -> None:
    contract = (ROOT / "pyproject.toml").read_text(encoding="utf-8").replace('    "(cases)",', '    "(cellar)",')
    (tmp_path / "pyproject.toml").write_text(contract, encoding="utf-8")
    (tmp_path / "peygir" / "cellar").mkdir(parents=True)
    (tmp_path / "peygir" / "cellar" / "__init__.py").touch()
    assert floors.floors(tmp_path) == "         cellar\nbeside   lab\n"


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    return subprocess.run(LINT, cwd=folder, env=environment, capture_output=True, text=True, check=False)


# ── planted violations ──────────────────────────────────────────────────────────────────────────────────────────────

# law → (file, what is added to it, what the finding says)
PLANTED: Final[dict[str, tuple[str, str, str]]] = {
    "desks are independent": (
        "desks/routing/rules.py",
        "from peygir.desks.promises.rules import Terms\n",
        "peygir.desks.promises.rules",
    ),
    "containers hold no code": ("desks/helpers.py", "WORDS = 1\n", "helpers.py"),
    "a module keeps its name": (
        "journey/__init__.py",
        "from peygir.desks.surveys import actions as surveys\n",
        "surveys",
    ),
    "audiences are independent": (
        "web/kit/numbers.py",
        "from peygir.web.clerk import inbox\n",
        "peygir.web.clerk",
    ),
    "edges import no models": (
        "api/cases.py",
        "from peygir.cases.models import Case\n",
        "peygir.cases.models",
    ),
    "edges take no any": (
        "web/clerk/options.py",
        "def f(case: Any) -> None:\n    print(case)\n",
        "f(case: Any)",
    ),
    "rules are pure": (
        "people/rules.py",
        "from django.conf import settings\n",
        "django.conf",
    ),
    "there are no circles": (
        "desks/answers/links.py",
        "from peygir.desks.answers.queries import texts\n",
        "peygir.desks.answers.queries",
    ),
    "only actions write rows": (
        "cases/queries.py",
        "def forget(pk: int) -> None:\n    Case.objects.filter(pk=pk).delete()\n",
        ".delete()",
    ),
    "desks point down": (
        "desks/routing/models/choices.py",
        'class Wrong(models.Model):\n    promise = models.ForeignKey("promises.Promise", on_delete=models.PROTECT)\n',
        "promises.Promise",
    ),
    "modules open with a sentence": ("centre/contacts/silent.py", "WORDS = 1\n", "nothing"),
    "files and functions are short": ("core/ids.py", "\n" * MOST_LINES, "lines"),
    "the formatter decides": ("core/ids.py", "A = (1,  2)  # fmt: skip\n", "# fmt: skip"),
    "only the clock asks the time": (
        "cases/rules.py",
        "def today() -> datetime:\n    return datetime.now()\n",
        "datetime.now",
    ),
    "cases are locked in one place": (
        "desks/promises/actions/settling.py",
        "def f(case_id: int) -> None:\n    Case.objects.filter(pk=case_id).select_for_update().get()\n",
        ".select_for_update()",
    ),
    "logs say known facts": (
        "ops/live.py",
        'def f() -> None:\n    log.warning("gone", extra={"message": 1})\n',
        "message",
    ),
    "nothing is left unfinished": ("core/ids.py", "# TODO: later\n", "TODO"),
}

MORE_WRITING: Final = {
    "save": "def f(case: Case) -> None:\n    case.save()\n",
    "save fields": "def f(case: Case) -> None:\n    case.save(update_fields=['state'])\n",
    "create": "def f() -> None:\n    Note.objects.create(text='x')\n",
    "bulk": "def f(rows: list[Case]) -> None:\n    anything.bulk_create(rows)\n",
    "update": "def f(rows: QuerySet[Case]) -> None:\n    rows.update(state='new')\n",
    "by the row": "from peygir.storage.rows import insert\n",
    "sql": "SQL = 'UPDATE cases_case SET state = 1'\n",
    "sql insert": "SQL = '''\n  insert  into cases_case VALUES (1)'''\n",
}


def plant(tree: list[Module], path: str, text: str) -> list[Module]:
    """The tree with text added to a file, or with a new file."""
    old = next((module for module in tree if module.path == path), None)
    planted = Module(path, (old.text if old else "") + text)
    return [*(module for module in tree if module.path != path), planted]


def alone(tree: list[Module], path: str) -> list[Module]:
    """The tree of one file."""
    return [module for module in tree if module.path == path]


@pytest.mark.parametrize("law", PLANTED)
def test_a_planted_violation_is_found(tree: list[Module], law: str) -> None:
    path, text, said = PLANTED[law]
    keep = next(keep for keep in LAWS if keep.__name__.replace("_", " ") == law)
    found = [finding for finding in keep(plant(tree, path, text)) if said in finding.what]
    assert {(finding.law, finding.file) for finding in found} == {(law, path)}


def test_a_long_function_is_found(tree: list[Module]) -> None:
    text = "def long() -> None:\n" + "    print()\n" * 60
    found = files_and_functions_are_short(plant(alone(tree, "core/ids.py"), "core/ids.py", text))
    assert any("long: 61 lines" in finding.what for finding in found)


@pytest.mark.parametrize("kind", MORE_WRITING)
def test_every_way_of_writing_is_found(tree: list[Module], kind: str) -> None:
    path = "cases/queries.py"
    found = only_actions_write_rows(plant(alone(tree, path), path, MORE_WRITING[kind]))
    assert {finding.law for finding in found} == {"only actions write rows"}


def test_an_event_that_nobody_hears_is_found(tree: list[Module]) -> None:
    text = '\n\n@event("case_shouted", file="case")\nclass CaseShouted(CaseEvent):\n    """Somebody shouted."""\n'
    planted = plant(tree, "history/kinds/cases.py", text)
    assert [finding.what for finding in plot_laws.every_event_is_heard(planted)] == [
        "nobody hears case_shouted",
        "case_shouted is never recorded",
    ]


def test_an_ending_that_wakes_something_is_found(tree: list[Module]) -> None:
    plot = next(module for module in tree if module.path == plot_laws.PLOT)
    changed = Module(plot.path, plot.text.replace("case_moves.CaseWithdrawn:", "cases.CaseAssigned:"))
    others = [module for module in tree if module is not plot]
    found = {finding.what for finding in plot_laws.every_event_is_heard([*others, changed])}
    assert found == {"case_assigned wakes something and is an ending", "nobody hears case_withdrawn"}


def test_planted_imports_break_the_contracts(tmp_path: Path) -> None:
    copy = tmp_path / "peygir"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__", "static", "data", "templates"))
    shutil.copytree(ROOT / "lab", tmp_path / "lab", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    planted = {
        "core/ids.py": "from peygir.city import rules as _up",
        "people/rules.py": "from peygir.cases import lifecycle as _up",
        "centre/sessions/rules.py": "from peygir.desks.answers import rules as _up",
        "desks/routing/rules.py": "from peygir.desks.promises import rules as _across",
        "api/cases.py": "from peygir.cases import models as _models",
        "desks/promises/rules.py": "import django as _django",
        "ops/rounds.py": "from lab.bench.million import lives as _lab",
    }
    for path, line in planted.items():
        with (copy / path).open("a") as file:
            file.write(f"\n{line}\n")
    done = _lint(tmp_path)
    assert done.returncode == 1, done.stdout + done.stderr
    output = done.stdout
    for needle in (
        "peygir.core.ids -> peygir.city.rules",
        "peygir.people.rules -> peygir.cases.lifecycle",
        "peygir.centre.sessions.rules -> peygir.desks.answers.rules",
        "peygir.desks.routing.rules -> peygir.desks.promises.rules",
        "peygir.api.cases -> peygir.cases.models",
        "peygir.desks.promises.rules -> django",
        "peygir.ops.rounds -> lab.bench.million.lives",
    ):
        assert needle in output.replace("\n", " "), output


def test_the_page_of_permissions_shows_the_declarations(tmp_path: Path) -> None:
    assert permissions_page.check(ROOT) == []
    (tmp_path / "docs").mkdir()
    shown = (ROOT / permissions_page.PAGE).read_text(encoding="utf-8")
    (tmp_path / permissions_page.PAGE).write_text(shown.replace("`admin_people`", "`admin_folk`"), encoding="utf-8")
    assert permissions_page.check(tmp_path) == [permissions_page.PAGE]


def test_the_page_of_events_shows_the_catalogue(tmp_path: Path) -> None:
    assert events_page.check(ROOT) == []
    (tmp_path / "docs").mkdir()
    shutil.copytree(PACKAGE / "journey", tmp_path / "peygir" / "journey")
    shown = (ROOT / events_page.PAGE).read_text(encoding="utf-8")
    (tmp_path / events_page.PAGE).write_text(shown.replace("`case_opened`", "`case_begun`"), encoding="utf-8")
    assert events_page.check(tmp_path) == [events_page.PAGE]
