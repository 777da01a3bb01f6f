"""One class is laid out by one style sheet: two that share a name would overrule each other on a page of either."""

import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Final

STYLES: Final = Path(__file__).resolve().parent.parent / "frontend" / "src"
ALONE: Final = re.compile(r"^\s*(\.[a-z][\w-]*) \{", re.MULTILINE)
OVERRULES: Final = {"print.css"}  # it is there to lay things out anew


def laid_out_twice(sheets: Mapping[str, str]) -> dict[str, list[str]]:
    """Classes with a rule of their own in more than one sheet, and in which."""
    files_by_class: dict[str, set[str]] = defaultdict(set)
    for name, text in sheets.items():
        for one in ALONE.findall(text):
            files_by_class[one].add(name)
    return {one: sorted(names) for one, names in files_by_class.items() if len(names) > 1}


def test_no_class_is_laid_out_by_two_sheets() -> None:
    sheets = {path.name: path.read_text() for path in STYLES.rglob("*.css") if path.name not in OVERRULES}
    assert len(sheets) > 10
    assert laid_out_twice(sheets) == {}


def test_a_name_that_two_sheets_share_is_seen() -> None:
    sheets = {"a.css": "  .year { gap: 0; }", "b.css": "  .year { gap: 1rem; }\n  .year .day { gap: 0; }"}
    assert laid_out_twice(sheets) == {".year": ["a.css", "b.css"]}
