"""Check the code: format, lint, templates, types, styles, scripts, floors, migrations in step, and the docs."""

import argparse
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

from lab import doctor_page, events_page, metrics_page, permissions_page, settings_page
from lab import floors as floors_on_paper
from peygir.core.translation import in_every, pgettext_lazy
from peygir.ops import assets, bootstrap, paths

LINK = re.compile(r"!?\[[^\]]*\]\(<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\)")
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)
FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
NOT_OURS = {".venv", "node_modules", "var", ".git", "dist", "built"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add whether to fix what can be fixed."""
    parser.add_argument("--fix", action="store_true", help="format, and mend what the linters can mend by themselves")


def run(args: argparse.Namespace) -> int:
    """Run all checks, also after failures; exit code 1 if any failed."""
    fix = ["--fix"] if args.fix else []
    checks: list[tuple[str, Callable[[], bool]]] = [
        ("format", lambda: _call("ruff", "format", *([] if args.fix else ["--check"]), ".")),
        ("lint", lambda: _call("ruff", "check", *fix, ".")),
        ("templates", lambda: _call("djangofmt", *([] if args.fix else ["--check"]), "peygir")),
        ("types", lambda: _call("mypy")),
        ("styles and scripts", lambda: _in_frontend(lambda npm: assets.check_form(paths.ROOT, npm, fix=args.fix))),
        ("types of the scripts", lambda: _in_frontend(lambda npm: assets.check_types(paths.ROOT, npm))),
        ("floors", lambda: _call("lint-imports", "--no-cache")),
        ("translations", lambda: _translations_are_compiled(fix=args.fix)),
        ("migrations", _migrations_are_in_step),
        ("docs", _links_lead_somewhere),
        ("written pages", lambda: _pages_are_written(fix=args.fix)),
    ]
    failed = []
    for name, check in checks:
        print(f"── {name}", flush=True)
        if not check():
            failed.append(name)
    print(f"✗ {', '.join(failed)}" if failed else f"✓ {in_every(pgettext_lazy('terminal', 'all is well'))}")
    return 1 if failed else 0


def _call(program: str, *arguments: str) -> bool:
    path = Path(sys.executable).parent / program
    return subprocess.run([str(path), *arguments], cwd=paths.ROOT, check=False).returncode == 0


def _in_frontend(check: Callable[[list[str]], None]) -> bool:
    """Run a check of `frontend` with npm, and print its output if it fails."""
    npm = assets.npm_of_machine() or assets.npm_of_wheel(bootstrap.site_packages())
    if npm is None:
        print("Node is missing: ./run demo installs it as a wheel")
        return False
    try:
        check(npm)
    except assets.AssetsNotBuilt as failure:
        print(failure)
        return False
    return True


def _translations_are_compiled(*, fix: bool) -> bool:
    """Whether each compiled catalogue matches its source."""
    from lab import translations  # its library is a development dependency

    wrong = translations.check(paths.ROOT, fix=fix)
    for sentence in wrong:
        print(sentence)
    return not wrong


def _migrations_are_in_step() -> bool:
    from django.core.management import CommandError, call_command

    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=1)
    except (CommandError, SystemExit) as failure:
        return getattr(failure, "code", 1) == 0
    return True


def _links_lead_somewhere() -> bool:
    """Whether every relative link of a page leads to a file, and to a heading in it if it names one."""
    broken = [text for page in pages(paths.ROOT) for text in broken_links(page)]
    for text in broken:
        print(text)
    return not broken


def _pages_are_written(*, fix: bool) -> bool:
    """Whether the generated parts of pages match the code: the floors of the contract, the catalogue of events."""
    wrong = [
        *floors_on_paper.check(paths.ROOT, fix=fix),
        *events_page.check(paths.ROOT, fix=fix),
        *doctor_page.check(paths.ROOT, fix=fix),
        *permissions_page.check(paths.ROOT, fix=fix),
        *settings_page.check(paths.ROOT, fix=fix),
        *metrics_page.check(paths.ROOT, fix=fix),
    ]
    for page in wrong:
        print(f"{page}: it does not show what the code says (./run check --fix)")
    return not wrong


def pages(root: Path) -> list[Path]:
    """Return the Markdown files of the project itself."""
    found = (path for path in root.rglob("*.md") if not NOT_OURS & set(path.relative_to(root).parts))
    return sorted(found)


def broken_links(page: Path) -> list[str]:
    """Return one line for each broken link of a Markdown page."""
    broken = []
    for target in LINK.findall(FENCE.sub("", page.read_text(encoding="utf-8"))):
        if re.match(r"[a-z][a-z0-9+.-]*:", target):
            continue  # elsewhere on the web
        path, _, heading = unquote(target).partition("#")
        file = page.parent / path if path else page
        if not file.exists():
            broken.append(f"{page}: {target} is not there")
        elif heading and file.suffix == ".md" and heading not in _anchors(file):
            broken.append(f"{page}: {target} has no such heading")
    return broken


def _anchors(page: Path) -> set[str]:
    headings = HEADING.findall(FENCE.sub("", page.read_text(encoding="utf-8")))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}
