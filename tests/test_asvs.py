"""The table of ASVS requirements is whole, counts itself rightly, and names files and tests that exist."""

import re
from collections import Counter
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[1]
PAGE: Final = ROOT / "docs" / "asvs.md"
# Section of ASVS 5.0.0 → how many requirements of the levels 1 and 2 it has; they are numbered from 1 without a gap.
SECTIONS: Final = """
V1.1:2 V1.2:9 V1.3:11 V1.4:3 V1.5:2 V2.1:3 V2.2:3 V2.3:4 V2.4:1 V3.2:2 V3.3:4 V3.4:6 V3.5:5 V3.7:2 V4.1:3 V4.2:1
V4.3:2 V4.4:4 V5.1:1 V5.2:3 V5.3:2 V5.4:3 V6.1:3 V6.2:12 V6.3:4 V6.4:4 V6.5:5 V6.6:3 V6.8:4 V7.1:3 V7.2:4 V7.3:2
V7.4:5 V7.5:2 V7.6:2 V8.1:2 V8.2:3 V8.3:1 V8.4:1 V9.1:3 V9.2:4 V10.1:2 V10.2:2 V10.3:4 V10.4:11 V10.5:5 V10.6:2
V10.7:3 V11.1:2 V11.2:3 V11.3:3 V11.4:4 V11.5:1 V11.6:1 V12.1:3 V12.2:2 V12.3:4 V13.1:1 V13.2:5 V13.3:2 V13.4:5
V14.1:2 V14.2:4 V14.3:3 V15.1:3 V15.2:3 V15.3:7 V16.1:1 V16.2:5 V16.3:4 V16.4:3 V16.5:3 V17.1:1 V17.2:4 V17.3:2
"""
VERDICTS: Final = ("**held**", "not applicable", "**open**")
_ROW: Final = re.compile(r"^\| (V\d+\.\d+\.\d+) \| ([^|]+) \| (.+) \|$", re.MULTILINE)
_COUNTS: Final = re.compile(r"^\| \[?(V\d+|all)\b[^|]*\| (\d+) \| (\d+) \| (\d+) \|$", re.MULTILINE)
_LINK: Final = re.compile(r"\[([^\]]*)\]\(([^)\s]+)\)")


def text() -> str:
    """The page."""
    return PAGE.read_text(encoding="utf-8")


def rows() -> list[tuple[str, str, str]]:
    """(number, verdict, by what) of each row, as they stand."""
    return _ROW.findall(text())


def expected() -> list[str]:
    """The numbers of all requirements, in their order."""
    pairs = (part.split(":") for part in SECTIONS.split())
    return [f"{section}.{number}" for section, count in pairs for number in range(1, int(count) + 1)]


def anchors(page: Path) -> set[str]:
    """The headings of a Markdown page as addresses within it, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def fault_of(label: str, target: str, *, page: Path = PAGE) -> str:
    """What is wrong with a link of the page, "" for nothing."""
    path, _, anchor = target.partition("#")
    if target.startswith("https://"):
        return ""
    file = (page.parent / path).resolve() if path else page
    if not file.is_file():
        return f"{target}: no such file"
    if anchor and anchor not in anchors(file):
        return f"{target}: no such heading"
    _, is_test, name = label.strip("`").partition("::")
    if is_test and not re.search(rf"^(async )?def {re.escape(name)}\(", file.read_text(encoding="utf-8"), re.MULTILINE):
        return f"{target}: no test {name}"
    return ""


def test_every_requirement_has_one_row_in_order() -> None:
    numbers = [number for number, _, _ in rows()]
    assert len(expected()) == 253
    assert numbers == expected()
    # Nothing that looks like a row is left out by the pattern.
    assert len(re.findall(r"^\| V\d+\.\d+", text(), re.MULTILINE)) == len(numbers)


def test_every_row_has_a_verdict_and_says_by_what() -> None:
    for number, verdict, reason in rows():
        assert verdict in VERDICTS, number
        assert reason.strip(), number
        if verdict == "**held**":
            assert _LINK.search(reason), number
        if verdict == "**open**":
            assert "Missing" in reason, number


def test_what_is_named_exists() -> None:
    links = _LINK.findall(text())
    assert len(links) > 150
    assert [fault for label, target in links if (fault := fault_of(label, target))] == []


@pytest.mark.parametrize(
    ("label", "target"),
    [
        ("`x`", "../tests/no_such_file.py"),
        ("`test_asvs.py::test_that_is_not_there`", "../tests/test_asvs.py"),
        ("limits", "security.md#no-such-heading"),
    ],
)
def test_a_name_of_nothing_is_found(label: str, target: str) -> None:
    assert fault_of(label, target)


def test_the_counts_are_those_of_the_rows() -> None:
    counts = {name: tuple(int(count) for count in counts) for name, *counts in _COUNTS.findall(text())}
    counted: dict[str, Counter[str]] = {}
    for number, verdict, _ in rows():
        for name in (number.partition(".")[0], "all"):
            counted.setdefault(name, Counter())[verdict] += 1
    assert counts == {name: tuple(counter[verdict] for verdict in VERDICTS) for name, counter in counted.items()}
