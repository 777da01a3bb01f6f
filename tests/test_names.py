"""Names keep their laws, and each law is seen to be broken when it is."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.name_laws import NAME_LAWS, class_names_are_unique, names_say_what_they_hold
from tests.tree import Finding, Module, read_tree

ROOT: Final = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def tree() -> list[Module]:
    """The package as it is, and the laboratory."""
    return [*read_tree(ROOT / "peygir"), *read_tree(ROOT / "lab", under="lab/")]


@pytest.mark.parametrize("law", NAME_LAWS, ids=lambda law: law.__name__)
def test_names_keep_the_law(law: Callable[[list[Module]], Iterator[Finding]], tree: list[Module]) -> None:
    assert [str(finding) for finding in law(tree)] == []


def test_the_names_of_the_tests_say_what_they_hold() -> None:
    assert [str(finding) for finding in names_say_what_they_hold(read_tree(ROOT / "tests"))] == []


def test_a_second_class_of_a_name_is_found(tree: list[Module]) -> None:
    planted = Module("desks/answers/twice.py", "class Case:\n    class Meta:\n        pass\n")
    findings = [(finding.file, finding.what) for finding in class_names_are_unique([*tree, planted])]
    assert sorted(findings) == [
        ("cases/models/case.py", "Case is in desks/answers/twice.py too"),
        ("desks/answers/twice.py", "Case is in cases/models/case.py too"),
    ]


PLANTED: Final = {
    "a variable": "def f():\n    found = g()\n    a()\n    b()\n    return found\n",
    "a parameter": "def f(words):\n    a()\n    b()\n    return words\n",
    "a parameter of a method": "class A:\n    def f(self, *, line):\n        a()\n        b()\n        return line\n",
    "in a function inside": "def f():\n    told = g()\n    def h():\n        a()\n        return told\n    return h\n",
    "of a loop": "for one in g():\n    a()\n    b()\n    c(one)\n",
    "of a module": "here = g()\n\n\n\nb(here)\n",
    "an import": "from a import queries as asked\n\n\n\nasked.b()\n",
    "an error": "try:\n    a()\nexcept A as said:\n    a()\n    b()\n    c(said)\n",
    "of a comprehension": "b = [\n    c(\n        1,\n        mark,\n        2,\n    )\n    for mark in a\n]\n",
    "a function": "def reader():\n    pass\n\n\nreader()\n",
    "by the walrus": "if any((wanted := x) for x in a):\n    b()\n    c()\n    d(wanted)\n",
}
ALLOWED: Final = {
    "three lines": "def f():\n    found = g()\n    a()\n    return found\n",
    "a part of a name": "def f():\n    found_cases = g()\n    a()\n    b()\n    return found_cases\n",
    "two functions": "def f():\n    one = a()\n    return one\n\n\ndef g():\n    one = b()\n    return one\n",
    "a field": "class A:\n    words: str\n    other: str\n    third: str\n    last = words\n",
    "a keyword of a call": "def f():\n    a(words=1)\n    b()\n    c()\n    d(words=2)\n",
}


@pytest.mark.parametrize("kind", PLANTED)
def test_a_worn_out_name_is_found(kind: str) -> None:
    findings = list(names_say_what_they_hold([Module("cases/planted.py", PLANTED[kind])]))
    assert [(finding.law, finding.file) for finding in findings] == [("names say what they hold", "cases/planted.py")]


@pytest.mark.parametrize("kind", ALLOWED)
def test_what_is_allowed_is_let_be(kind: str) -> None:
    assert list(names_say_what_they_hold([Module("cases/planted.py", ALLOWED[kind])])) == []
