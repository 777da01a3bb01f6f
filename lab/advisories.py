"""Which locked packages a known advisory concerns: reads advisories in the OSV format, as files of YAML or JSON.

https://ossf.github.io/osv-schema/ describes the format; https://github.com/pypa/advisory-database and the archives of
https://osv.dev have it. Nothing is fetched: the database is a folder or an archive that somebody brings.
"""

import json
import re
import tarfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Protocol

import yaml
from packaging.utils import canonicalize_name
from packaging.version import Version

from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _

PYTHON, PAGES = "PyPI", "npm"
_LOCKED: Final = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)
_SEMVER: Final = re.compile(r"v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-([0-9A-Za-z.-]+))?(?:\+.*)?")


class _ComparableVersion(Protocol):
    """A version among others of its ecosystem."""

    def __lt__(self, other: Any, /) -> bool: ...
    def __gt__(self, other: Any, /) -> bool: ...
    def __ge__(self, other: Any, /) -> bool: ...


class NoAdvisories(Invalid):
    """A folder or archive without a single advisory, which would let everything pass."""

    message = _("{path} holds no advisory in the OSV format (YAML or JSON).")


class AdvisoryIsUnreadable(Invalid):
    """A file of the database that is no advisory."""

    message = _("{file} cannot be read as an advisory: {why}")


@dataclass(frozen=True, order=True, slots=True)
class LockedPackage:
    """A package of a lock: `ecosystem` is PyPI or npm, `name` as advisories write it."""

    ecosystem: str
    name: str
    version: str


@dataclass(frozen=True, slots=True)
class Concern:
    """An advisory that concerns a locked package; `fixed` are the versions that mend it, as far as it says."""

    package: LockedPackage
    advisory: str
    aliases: tuple[str, ...]
    severity: str
    summary: str
    fixed: tuple[str, ...]


@dataclass
class AdvisoryAudit:
    """The concerns; how many advisories were read, how many name a package of ours, and the day of the newest."""

    concerns: list[Concern] = field(default_factory=list)
    read: int = 0
    of_ours: int = 0
    newest: str = ""


def locked_packages(root: Path) -> dict[LockedPackage, set[str]]:
    """Every package of the locks with the files that name it, those for development included."""
    places: dict[LockedPackage, set[str]] = {}
    for lock in sorted((root / "requirements").glob("*.txt")):
        for name, version in _LOCKED.findall(lock.read_text(encoding="utf-8")):
            places.setdefault(LockedPackage(PYTHON, canonicalize_name(name), version), set()).add(lock.name)
    pages = root / "frontend" / "package-lock.json"
    for place, about in json.loads(pages.read_text(encoding="utf-8"))["packages"].items():
        name = place.rpartition("node_modules/")[2]
        if name and about.get("version"):
            places.setdefault(LockedPackage(PAGES, name, about["version"]), set()).add(pages.name)
    return places


def audited(packages: Mapping[LockedPackage, set[str]], database: Path) -> AdvisoryAudit:
    """Compare packages with a database. Raises NoAdvisories, AdvisoryIsUnreadable."""
    outcome = AdvisoryAudit()
    by_name: dict[tuple[str, str], list[LockedPackage]] = {}
    for package in sorted(packages):
        by_name.setdefault((package.ecosystem, package.name), []).append(package)
    for advisory in _advisories(database):
        outcome.read += 1
        outcome.newest = max(outcome.newest, str(advisory.get("modified") or advisory.get("published") or "")[:10])
        ours = [
            (affected, package)
            for affected in advisory.get("affected") or []
            for package in by_name.get(_named(affected), [])
        ]
        outcome.of_ours += bool(ours)
        if not advisory.get("withdrawn"):
            outcome.concerns += [_concern(advisory, affected, one) for affected, one in ours if _is_hit(affected, one)]
    if not outcome.read:
        raise NoAdvisories(path=database)
    return outcome


def _named(affected: Mapping[str, Any]) -> tuple[str, str]:
    package = affected.get("package") or {}
    ecosystem, name = str(package.get("ecosystem", "")), str(package.get("name", ""))
    return ecosystem, canonicalize_name(name) if ecosystem == PYTHON else name


def _is_hit(affected: Mapping[str, Any], package: LockedPackage) -> bool:
    """Whether a version is in the list or a range; a range that cannot be compared is a hit, for a person to judge."""
    ranges = [one for one in affected.get("ranges") or [] if one.get("type") in ("ECOSYSTEM", "SEMVER")]
    try:
        own = _key(package.ecosystem, package.version)
        if any(_is_same(package.ecosystem, str(version), own) for version in affected.get("versions") or []):
            return True
        return any(_is_within(one.get("events") or [], own, package.ecosystem) for one in ranges)
    except ValueError:
        return True


def _is_same(ecosystem: str, version: str, own: _ComparableVersion) -> bool:
    """Whether two versions are one; what is no version by the rules of today is none of ours."""
    try:
        return _key(ecosystem, version) == own
    except ValueError:
        return False


def _is_within(events: list[Mapping[str, Any]], own: _ComparableVersion, ecosystem: str) -> bool:
    """The evaluation of the OSV schema: events in the order of their versions switch “affected” on and off."""
    ordered = []
    for event in events:
        for kind, version in event.items():
            is_from_start = kind == "introduced" and str(version) == "0"
            ordered.append((_key(ecosystem, "0" if is_from_start else str(version)), is_from_start, kind))
    is_affected = False
    for version, is_from_start, kind in sorted(ordered, key=lambda event: event[0]):
        if kind == "introduced" and (is_from_start or own >= version):
            is_affected = True
        elif (kind == "fixed" and own >= version) or (kind == "last_affected" and own > version):
            is_affected = False
    return is_affected


def _key(ecosystem: str, version: str) -> _ComparableVersion:
    """Something to compare versions by. Raises ValueError (InvalidVersion is one)."""
    if ecosystem == PYTHON:
        return Version(version)
    match = _SEMVER.fullmatch(version)
    if match is None:
        raise ValueError(version)
    *numbers, pre = match.groups()
    parts = [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in (pre or "").split(".") if part]
    return (*(int(number or 0) for number in numbers), pre is None, tuple(parts))


def _concern(advisory: Mapping[str, Any], affected: Mapping[str, Any], package: LockedPackage) -> Concern:
    events = [event for one in affected.get("ranges") or [] for event in one.get("events") or []]
    stated = (advisory.get("database_specific") or {}).get("severity")
    vectors = [str(one.get("score")) for one in advisory.get("severity") or []]
    explained = str(advisory.get("summary") or advisory.get("details") or "").split()
    return Concern(
        package,
        str(advisory.get("id")),
        tuple(advisory.get("aliases") or ()),
        str(stated or ", ".join(vectors)),
        " ".join(explained)[:200],
        tuple(str(event["fixed"]) for event in events if "fixed" in event and len(str(event["fixed"])) < 40),
    )


def _advisories(database: Path) -> Iterator[Mapping[str, Any]]:
    for name, raw in _files(database):
        try:
            read = json.loads(raw) if name.endswith(".json") else yaml.load(raw, _LOADER)  # noqa: S506 - a safe loader
        except (ValueError, yaml.YAMLError) as failure:
            raise AdvisoryIsUnreadable(file=name, why=type(failure).__name__) from failure
        if isinstance(read, dict) and "id" in read and "affected" in read:
            yield read


class _AdvisoryLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """A safe loader that leaves moments and numbers as they are written: 1.10 is a version."""


_AdvisoryLoader.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in resolvers if tag.rpartition(":")[2] in ("null", "bool", "merge")]
    for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_LOADER: Final = _AdvisoryLoader


def _files(database: Path) -> Iterator[tuple[str, bytes]]:
    """Every file of YAML or JSON in a folder, a zip or a tar. Raises NoAdvisories for anything else."""
    endings = (".yaml", ".yml", ".json")
    if database.is_dir():
        for path in sorted(database.rglob("*")):
            if path.name.endswith(endings) and path.is_file():
                yield str(path.relative_to(database)), path.read_bytes()
    elif database.is_file() and zipfile.is_zipfile(database):
        with zipfile.ZipFile(database) as archive:
            for name in archive.namelist():
                if name.endswith(endings):
                    yield name, archive.read(name)
    elif database.is_file() and tarfile.is_tarfile(database):
        with tarfile.open(database) as tar:
            for member in tar:
                if member.isfile() and member.name.endswith(endings) and (file := tar.extractfile(member)) is not None:
                    yield member.name, file.read()
    else:
        raise NoAdvisories(path=database)
