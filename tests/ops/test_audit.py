"""The audit: made-up advisories concern exactly the locked versions that they name, in every shape of a database."""

import json
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml

from lab.advisories import PAGES, PYTHON, AdvisoryIsUnreadable, LockedPackage, NoAdvisories, audited, locked_packages
from lab.commands import audit
from peygir.ops.cli import main
from peygir.ops.paths import ROOT


def advisory(
    name: str, *events: tuple[str, str], ecosystem: str = PYTHON, kind: str = "ECOSYSTEM", **more: Any
) -> dict[str, Any]:
    """An advisory with one range of events, and what else is given."""
    versions = more.pop("versions", [])
    affected = {"package": {"ecosystem": ecosystem, "name": name}, "versions": versions}
    affected["ranges"] = [{"type": kind, "events": [dict([event]) for event in events]}] if events else []
    return {"id": "PYSEC-2026-1", "modified": "2026-11-01T10:00:00Z", "affected": [affected], **more}


def hits(
    given: dict[str, Any], folder: Path, *versions: str, ecosystem: str = PYTHON, name: str = "some-part"
) -> list[str]:
    (folder / "one.json").write_text(json.dumps(given))
    packages = {LockedPackage(ecosystem, name, version): {"base.txt"} for version in versions}
    return [concern.package.version for concern in audited(packages, folder).concerns]


RANGES: list[tuple[list[tuple[str, str]], list[str]]] = [
    ([("introduced", "0")], ["0.9", "1.0", "1.9.9", "2.0rc1", "2.0", "2.1", "10.0"]),
    ([("introduced", "0"), ("fixed", "2.0")], ["0.9", "1.0", "1.9.9", "2.0rc1"]),
    ([("introduced", "1.0"), ("fixed", "2.0")], ["1.0", "1.9.9", "2.0rc1"]),
    ([("fixed", "2.0"), ("introduced", "1.0")], ["1.0", "1.9.9", "2.0rc1"]),
    ([("introduced", "1.0"), ("last_affected", "2.0")], ["1.0", "1.9.9", "2.0rc1", "2.0"]),
    ([("introduced", "0"), ("fixed", "1.0"), ("introduced", "2.0"), ("fixed", "2.1")], ["0.9", "2.0"]),
    ([("introduced", "2.1")], ["2.1", "10.0"]),
]


@pytest.mark.parametrize(("events", "expected"), RANGES)
def test_ranges_are_read_as_the_schema_says(events: list[tuple[str, str]], expected: list[str], tmp_path: Path) -> None:
    versions = ("0.9", "1.0", "1.9.9", "2.0rc1", "2.0", "2.1", "10.0")
    assert sorted(hits(advisory("Some.Part", *events), tmp_path, *versions)) == sorted(expected)


def test_a_list_of_versions_a_withdrawal_and_another_name(tmp_path: Path) -> None:
    listed = advisory("some_part", versions=["1.0", "1.2.0"])
    assert hits(listed, tmp_path, "1.0.0", "1.1", "1.2") == ["1.0.0", "1.2"], "1.0 and 1.0.0 are one version"
    assert hits(listed | {"withdrawn": "2026-11-02T00:00:00Z"}, tmp_path, "1.0") == []
    assert hits(advisory("other", ("introduced", "0")), tmp_path, "1.0") == []
    assert hits(advisory("some-part", ("introduced", "0"), ecosystem=PAGES), tmp_path, "1.0") == []
    commits = advisory("some-part", ("introduced", "0"), ("fixed", "a" * 40), kind="GIT")
    assert hits(commits, tmp_path, "1.0") == []
    strange = advisory("some-part", ("introduced", "0"), ("fixed", "1.0"), versions=["0.3.2d-of-old", "0.9"])
    assert hits(strange, tmp_path, "1.6") == []
    assert hits(advisory("some-part", ("introduced", "of old")), tmp_path, "1.0") == ["1.0"], "a person judges"


def test_packages_of_the_pages_are_compared_by_semver(tmp_path: Path) -> None:
    given = advisory("@x/part", ("introduced", "2.0.0-beta.2"), ("fixed", "2.1.10"), ecosystem=PAGES, kind="SEMVER")
    versions = ("1.9.9", "2.0.0-beta.1", "2.0.0-beta.11", "2.0.0", "2.1.9", "2.1.10", "2.1.10-rc.1")
    expected = {"2.0.0-beta.11", "2.0.0", "2.1.9", "2.1.10-rc.1"}
    assert set(hits(given, tmp_path, *versions, ecosystem=PAGES, name="@x/part")) == expected


def test_a_database_may_be_a_folder_a_zip_or_a_tar_of_yaml_or_json(tmp_path: Path) -> None:
    folder = tmp_path / "database" / "vulns" / "some-part"
    folder.mkdir(parents=True)
    file = folder / "PYSEC-2026-1.yaml"
    about = advisory(
        "some-part", ("introduced", "0"), ("fixed", "2.0"), details="Reads\n  too much.", aliases=["CVE-1"]
    )
    about["database_specific"] = {"severity": "HIGH"}
    file.write_text(yaml.safe_dump(about).replace("'2026-11-01T10:00:00Z'", "2026-11-01T10:00:00Z"))
    (folder / "notes.yaml").write_text("just: words")
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.write(file, "PYSEC-2026-1.yaml")
    with tarfile.open(tmp_path / "all.tar.gz", "w:gz") as tar:
        tar.add(tmp_path / "database", "advisory-database-main")
    package = LockedPackage(PYTHON, "some-part", "1.0")
    for place in ("database", "all.zip", "all.tar.gz"):
        outcome = audited({package: {"base.txt"}}, tmp_path / place)
        (concern,) = outcome.concerns
        assert (outcome.read, outcome.of_ours, outcome.newest) == (1, 1, "2026-11-01")
        assert (concern.severity, concern.summary, concern.fixed) == ("HIGH", "Reads too much.", ("2.0",))
    file.write_text(file.read_text().replace("fixed: '2.0'", "fixed: 1.10"))
    newer = LockedPackage(PYTHON, "some-part", "1.9")
    assert audited({newer: {"base.txt"}}, tmp_path / "database").concerns[0].fixed == ("1.10",)
    file.unlink()
    for empty in (tmp_path / "database", tmp_path / "nowhere", Path(__file__)):
        with pytest.raises(NoAdvisories):
            audited({package: {"base.txt"}}, empty)
    (folder / "broken.yaml").write_text("id: [")
    with pytest.raises(AdvisoryIsUnreadable):
        audited({package: {"base.txt"}}, tmp_path / "database")


def test_the_command_names_a_locked_package_and_says_what_it_looked_at(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    packages = locked_packages(ROOT)
    names = {package.name for package in packages if package.ecosystem == PYTHON}
    assert {"django", "psycopg-binary", "pytest", "pyspark"} <= names
    assert {package.ecosystem for package in packages} == {PYTHON, PAGES}
    assert any(package.name.startswith("@") for package in packages), "packages of a scope keep it"
    (django,) = {package.version for package in packages if package.name == "django"}
    (tmp_path / "one.json").write_text(json.dumps(advisory("Django", ("introduced", "0"), ("last_affected", django))))
    assert main(["audit", "--advisories", str(tmp_path)]) == audit.CONCERNED
    printed = capsys.readouterr().out
    assert f"django {django} (" in printed
    assert "base.txt" in printed
    assert "1 concern a locked version" in printed
    assert main(["audit", "--advisories", str(tmp_path), "--except", "PYSEC-2026-1"]) == 0
    (tmp_path / "one.json").write_text(json.dumps(advisory("Django", ("introduced", "0"), ("fixed", django))))
    assert main(["audit", "--advisories", str(tmp_path)]) == 0
    assert main(["audit", "--advisories", str(tmp_path / "nowhere")]) == 2
