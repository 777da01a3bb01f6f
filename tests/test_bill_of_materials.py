"""A release's bill of materials: valid by its standard, complete, with hashes, and free of developers' tools."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from lab.bill_of_materials import LOCK, bill_of_materials

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def bill() -> dict[str, Any]:
    """The bill of this checkout, which the standard's own schema accepts."""
    text = bill_of_materials(ROOT)
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    parsed: dict[str, Any] = json.loads(text)
    return parsed


def test_every_locked_package_is_in_it_with_its_hashes(bill: dict[str, Any]) -> None:
    locked = re.findall(r"^([a-z0-9][a-z0-9._-]*)(?:\[.*\])?==([^\s;\\]+)", (ROOT / LOCK).read_text(), re.MULTILINE)
    parts = [part for part in bill["components"] if part["purl"].startswith("pkg:pypi/")]
    assert sorted((part["name"], part["version"]) for part in parts) == sorted(locked)
    assert all(part["hashes"] for part in parts)
    assert all(part["purl"] == f"pkg:pypi/{part['name']}@{part['version']}" for part in parts)


def test_the_pages_packages_are_in_it_and_no_tool(bill: dict[str, Any]) -> None:
    names = {part["name"] for part in bill["components"]}
    assert {"maplibre-gl", "echarts", "htmx.org", "vazirmatn"} <= names
    assert not {"vite", "vitest", "typescript", "pytest", "mypy", "playwright"} & names


def test_nearly_every_part_says_its_licence(bill: dict[str, Any]) -> None:
    silent = [part["name"] for part in bill["components"] if not part.get("licenses")]
    # Three name a file of theirs only, which pip has installed beside them; colorama is for Windows.
    assert set(silent) <= {"imapclient", "resvg-py", "skops", "colorama"}
    words = json.dumps([part.get("licenses") for part in bill["components"]])
    assert "AGPL" not in words


def test_all_parts_belong_to_the_product(bill: dict[str, Any]) -> None:
    (of_product,) = [row for row in bill["dependencies"] if row["ref"] == "peygir"]
    assert set(of_product["dependsOn"]) == {part["bom-ref"] for part in bill["components"]}
