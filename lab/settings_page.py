"""Writes docs/settings.md from the catalogue of settings."""

from pathlib import Path
from typing import Final

from peygir.ops.settings_catalogue.facts import SettingFacts
from peygir.ops.settings_catalogue.known import SETTINGS

PAGE: Final = "docs/settings.md"
HEAD: Final = """\
# Settings

Every setting is a variable of the environment, read when a process starts: a change needs a restart of the processes
that read it. **Secret** values belong in a file that only the service's account may read (`EnvironmentFile=` of
systemd, a secret of the container). This page is written from `peygir/ops/settings_catalogue` (`./run check --fix`); a
test compares that with every variable that the code reads.

`serve` is the command that starts all processes of a machine; `commands` are those that a person starts (`migrate`,
`backup`, `import-city` …). What is set on several machines: [Several machines](several-machines.md).
"""
TABLE: Final = "| name | meaning | default | example | read by |\n|---|---|---|---|---|\n"


def page(root: Path) -> str:
    """Return the text of the whole page."""
    del root
    parts = [HEAD]
    for heading, settings in SETTINGS.items():
        parts.append(f"\n## {heading}\n\n{TABLE}")
        parts += [_row(setting) for setting in settings]
    return "".join(parts)


def _row(setting: SettingFacts) -> str:
    meaning = f"{setting.meaning}. **Secret**" if setting.is_secret else setting.meaning
    default = setting.default[1:-1] if setting.default.startswith("(") else _code(setting.default)
    cells = (_code(setting.name), meaning, default or "empty", _code(setting.example), ", ".join(setting.read_by))
    return "".join(f"| {cell} " for cell in cells).replace("|  |", "| |") + "|\n"


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


def check(root: Path, *, fix: bool = False) -> list[str]:
    """Return [PAGE] if the page is out of date; with `fix` it is rewritten, and the list is empty."""
    path, right = root / PAGE, page(root)
    if path.exists() and path.read_text(encoding="utf-8") == right:
        return []
    if fix:
        path.write_text(right, encoding="utf-8")
        return []
    return [PAGE]
