"""Lists what a release consists of, as CycloneDX 1.6 JSON: the locked packages of Python and those of the pages.

An administrator, or a scanner, sees in it without our help whether a newly known weakness concerns this release.
"""

import json
import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any, Final

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import DisjunctiveLicense
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

LOCK: Final = "requirements/base.txt"
PAGES_LOCK: Final = "frontend/package-lock.json"
_PINNED: Final = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^\]]*\])?==([^\s;\\]+)")
_HASH: Final = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def bill_of_materials(root: Path) -> str:
    """Return the bill of the checkout in `root`: what runs, and no tool of its developers.

    Raises ValueError for a package of the pages without a name or version.
    """
    of_project = distribution("peygir")
    bom = Bom()
    bom.metadata.component = main = Component(
        name="peygir",
        version=of_project.version,
        type=ComponentType.APPLICATION,
        bom_ref="peygir",
        purl=PackageURL("pypi", None, "peygir", of_project.version),
        licenses=[LicenseFactory().make_from_string("Apache-2.0")],
    )
    parts = [*_of_python(root / LOCK), *_of_pages(root / PAGES_LOCK)]
    for part in parts:
        bom.components.add(part)
    bom.register_dependency(main, parts)
    return JsonV1Dot6(bom).output_as_string(indent=2)


def _of_python(lock: Path) -> Iterator[Component]:
    """Each pinned package; its hashes are those of all files that pip accepts."""
    for block in re.split(r"\n(?=[A-Za-z0-9])", lock.read_text(encoding="utf-8")):
        if pinned := _PINNED.match(block):
            name, version = pinned[1], pinned[2]
            yield Component(
                name=name,
                version=version,
                type=ComponentType.LIBRARY,
                bom_ref=f"pypi:{name}@{version}",
                purl=PackageURL("pypi", None, name, version),
                licenses=_licences(name),
                hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest) for digest in _HASH.findall(block)],
            )


def _of_pages(lock: Path) -> Iterator[Component]:
    """Each package whose code may be built into the pages: what is not for development alone."""
    packages: dict[str, dict[str, Any]] = json.loads(lock.read_text(encoding="utf-8"))["packages"]
    for place, package in sorted(packages.items()):
        if not place or package.get("dev") or package.get("devOptional"):
            continue
        name = place.rpartition("node_modules/")[2]
        if not name or not package.get("version"):
            raise ValueError(f"{lock.name}: {place} has no name or version")
        scope, _, rest = name.rpartition("/")
        yield Component(
            name=name,
            version=package["version"],
            type=ComponentType.LIBRARY,
            bom_ref=f"npm:{place}@{package['version']}",
            purl=PackageURL("npm", scope or None, rest, package["version"]),
            licenses=[LicenseFactory().make_from_string(package["license"])] if package.get("license") else [],
        )


def _licences(name: str) -> list[Any]:
    """The licence as the installed package states it: its expression, else its first words, else its classifiers."""
    try:
        meta = distribution(name).metadata
    except PackageNotFoundError:  # for another system or another version of Python
        return []
    factory = LicenseFactory()
    for expression in meta.get_all("License-Expression") or []:
        return [factory.make_from_string(expression)]
    classifiers = [
        line.rpartition(" :: ")[2] for line in meta.get_all("Classifier") or [] if line.startswith("License ::")
    ]
    named = [name for line in classifiers if (name := line.rpartition(" :: ")[2]) != "OSI Approved"]
    texts = [text.strip().splitlines()[0][:100] for text in meta.get_all("License") or [] if text.strip()]
    if texts and not named:
        return [factory.make_from_string(texts[0])]
    return [DisjunctiveLicense(name=one) for one in named]
