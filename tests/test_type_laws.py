"""Every way in which a function at the edges takes `Any` is found; passing its arguments on is not one."""

from typing import Final

import pytest

from tests.tree import Module
from tests.type_laws import edges_take_no_any

LOOSE: Final = {
    "plain": "def f(row: Any) -> None:\n    print(row)\n",
    "within": "def f(rows: Sequence[Any]) -> None:\n    print(rows)\n",
    "as text": 'def f(rows: "Sequence[Any]") -> None:\n    print(rows)\n',
    "dotted": "def f(*, row: typing.Any) -> None:\n    print(row)\n",
    "by an alias": "Row = dict[str, Any]\n\n\ndef f(row: Row) -> None:\n    print(row)\n",
    "by an alias of another module": "from peygir.core.rows import Row\n\n\ndef f(row: Row) -> None:\n    print(row)\n",
    "read from a star": "def f(**given: Any) -> None:\n    print(given['name'], g(**given))\n",
    "a star never passed on": "def f(*args: Any) -> None:\n    print(1)\n",
    "inside": "def f() -> None:\n    async def inner(row: Any, /) -> None:\n        print(row)\n",
}
TYPED: Final = {
    "passed on": "def f(*args: Any, **given: Any) -> None:\n    g(*args, **given)\n",
    "returned": "def f(row: object) -> dict[str, Any]:\n    return {'row': row}\n",
    "a literal": 'def f(row: Literal["Any thing"]) -> None:\n    print(row)\n',
}


def _found(text: str, path: str = "web/clerk/case.py") -> list[str]:
    rows = Module("core/rows.py", "Row: TypeAlias = Mapping[str, Any]\n")
    return [finding.file for finding in edges_take_no_any([rows, Module(path, text)])]


@pytest.mark.parametrize("kind", LOOSE)
def test_any_is_found(kind: str) -> None:
    assert _found(LOOSE[kind]) == ["web/clerk/case.py"]


@pytest.mark.parametrize("kind", TYPED)
def test_a_type_is_not(kind: str) -> None:
    assert _found(TYPED[kind]) == []


def test_below_the_edges_it_is_left_to_the_package() -> None:
    assert _found(LOOSE["plain"], path="cases/queries.py") == []
