"""The styles and scripts of the pages: none is long, and those who build and check them agree on what they are."""

from pathlib import Path
from typing import Final

from tests.form_laws import MOST_BYTES, MOST_LINES

FRONTEND: Final = Path(__file__).resolve().parent.parent / "frontend"


def written() -> list[Path]:
    """The scripts and styles that people write; not the packages of others."""
    files = [path for path in FRONTEND.rglob("*") if path.suffix in {".ts", ".css"}]
    return sorted(path for path in files if "node_modules" not in path.parts)


def long_ones(files: list[Path]) -> list[str]:
    """The files of more lines or bytes than a file may have."""
    return [
        path.name
        for path in files
        if len(path.read_text(encoding="utf-8").splitlines()) > MOST_LINES or path.stat().st_size > MOST_BYTES
    ]


def test_no_script_and_no_sheet_is_long() -> None:
    files = written()
    assert len(files) > 80
    assert long_ones(files) == []


def test_a_long_sheet_is_seen(tmp_path: Path) -> None:
    long, wide, short = tmp_path / "long.css", tmp_path / "wide.css", tmp_path / "short.css"
    long.write_text("a {\n}\n" * 151)
    wide.write_text("/* " + "x" * MOST_BYTES + " */")
    short.write_text("a {\n}\n" * 150)
    assert long_ones([long, wide, short]) == ["long.css", "wide.css"]
