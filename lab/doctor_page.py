"""Writes docs/doctor.md from the kinds of faults that the doctor knows."""

from pathlib import Path
from typing import Final

from peygir.ops.doctor.examining import every_kind
from peygir.ops.doctor.kinds import FaultKind

PAGE: Final = "docs/doctor.md"
HEAD: Final = """\
# The doctor

`./run doctor` (`peygir doctor` from the wheel) says in words what is wrong with an installation, what it means and
what to do. Run it as the account that serves the city, or as root, with the same settings (for systemd: those of its
`EnvironmentFile`).

- It changes nothing: it makes no environment and no home, starts no database, and asks a running one in read-only
  sessions. It prints no secret: of a setting at most its name, of an address its host.
- It works without packages, without a home, and while the database is down; what could not be looked at is said.
- `--outside` also asks mail, mailbox, SMS, messengers, storage, exchange and the public address, each for at most 8 s,
  all at the same time; it signs in where Peygir does, and sends and stores nothing.
- `--json` prints one object: `home`, `is_well`, `faults` and `advice`, each with `code`, and `what` and `remedy` in
  every language.
- The exit code is 1 when anything is wrong, and 0 for advice alone. Advice says what should be otherwise, though the
  installation works.
- Each check has 60 s; one that fails or hangs is said (`check-failed`, `check-took-too-long`) and keeps no other from
  being done.
- For a sample city, what concerns a real city alone (backups, accounts, SMS, the public address) is not asked for.

The thresholds of queues, processes and the second place are those of [`/health`](operations.md#watching). Settings are
known by the source files that read them, so that a mistyped name is found whatever it is.

The codes below stay what they are; the page is made from the code (`./run check --fix`).
"""
TITLES: Final = {
    "python": "Python, packages, built files",
    "machine": "The machine",
    "home": "The home and its disk",
    "settings": "Settings",
    "database": "The database",
    "running": "Processes and queues",
    "data": "Backups, record, accounts, calendar, map, files",
    "outside": "Outside (with `--outside`)",
}


def page() -> str:
    """Return the text of the whole page."""
    parts = [HEAD]
    for group, kinds in every_kind():
        rows = [f"| {_code(kind)} | {_cell(str(kind.what))} | {_cell(str(kind.remedy))} |\n" for kind in kinds]
        parts += [f"\n## {TITLES[group]}\n\n| code | what it means | what to do |\n|---|---|---|\n", *rows]
    return "".join(parts)


def check(root: Path, *, fix: bool = False) -> list[str]:
    """Return the page's name if it differs from the code, else nothing; with `fix` it is written."""
    text, path = page(), root / PAGE
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return []
    if fix:
        path.write_text(text, encoding="utf-8")
        return []
    return [PAGE]


def _code(kind: FaultKind) -> str:
    return f"`{kind.code}`{' (advice)' if kind.is_advice else ''}"


def _cell(sentence: str) -> str:
    """A sentence whose placeholders are shown as such."""
    return sentence.replace("|", "\\|").replace("{", "‹").replace("}", "›")
