"""The files of a lake, or of the lakes of several cities read as one, by the names that expressions have for them."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from peygir.core.refusals import Conflict
from peygir.core.translation import gettext_lazy as _
from peygir.outlook.insight.lake.columns import TABLES
from peygir.outlook.insight.lake.manifest import Manifest, NoLakeYet, read_manifest
from peygir.outlook.insight.lake.shapes import VERSION, LakeTable

Sources = Mapping[str, tuple[LakeTable, list[Path]]]
"""Each table with its files, by the name that expressions have for it."""


class TwoLakesOfOneCity(Conflict):
    """Two of the lakes that are to be read as one are of the same city: its cases would count twice."""

    message = _("Two of these lakes are of the city {city}: its cases would count twice.")


def manifests_of(folders: Sequence[Path]) -> tuple[Manifest, ...]:
    """The manifests of lakes, in their order. Raises NoLakeYet, TwoLakesOfOneCity."""
    manifests: list[Manifest] = []
    for folder in folders:
        manifest = read_manifest(folder)
        if manifest is None or manifest.version != VERSION:
            raise NoLakeYet()
        if any(manifest.city == other.city for other in manifests):
            raise TwoLakesOfOneCity(city=manifest.city)
        manifests.append(manifest)
    if not manifests:
        raise NoLakeYet()
    return tuple(manifests)


def sources_of(folders: Sequence[Path], manifests: Sequence[Manifest], *, marks_of: str | None = None) -> Sources:
    """The files of each table in all lakes; with `marks_of` ("1405-08") also those of that month's snapshots."""
    both = list(zip(folders, manifests, strict=True))
    tables = {
        table.relation: (table, [path for folder, known in both for path in known.paths(folder, table.name)])
        for table in TABLES
    }
    if marks_of is None:
        return tables
    from peygir.outlook.insight.lake.months_of_marks import as_lake_table  # its models need Django
    from peygir.outlook.scoring.snapshot_tables import VERSION as SNAPSHOT_VERSION
    from peygir.outlook.scoring.snapshot_tables import tables_of

    for table in map(as_lake_table, tables_of(SNAPSHOT_VERSION)):
        tables[table.name] = (
            table,
            [
                folder / table.name / file.name
                for folder, known in both
                for name, file in known.tables.get(table.name, {}).items()
                if file.rows and name.startswith(f"{marks_of}.")
            ],
        )
    return tables
