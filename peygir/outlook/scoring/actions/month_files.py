"""Writes a closed month as one file, from which its marks can be computed again without any of the product's tables.

The file: a first line, a line of JSON (the scheme, what upheld appeals took out of each version, and the digests that
were recorded), and the whole text of the snapshot.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import DataError

from peygir.core.chain import canonical
from peygir.core.translation import Text
from peygir.core.translation import gettext_lazy as _
from peygir.outlook.scoring.actions.computing import ComputedMonth, TakenOut, marks_from, read_month
from peygir.outlook.scoring.actions.verifying import closed_month
from peygir.outlook.scoring.models import MarkAppeal, MarkVersion
from peygir.outlook.scoring.months import ScoreMonth, month_of
from peygir.outlook.scoring.rules import content_kept
from peygir.outlook.scoring.snapshot_tables import MONTH
from peygir.outlook.scoring.snapshot_text import SnapshotIsNotRight, digest_of, format_of, rows_of, sections, unpacked

FIRST_LINE: Final = b"peygir score month 1\n"


@dataclass(frozen=True, slots=True)
class VersionInFile:
    """A version of a month's marks in a file: as it was computed now, and the digest that the file says."""

    number: int
    computed: ComputedMonth
    said: str


@dataclass(frozen=True, slots=True)
class MonthInFile:
    """A month computed from a file: the digests of snapshot and scheme as they come out, the versions, differences.

    `codes` are those of units, `as_of` microseconds since 1970.
    """

    month: str
    as_of: int
    snapshot: str
    scheme: str
    versions: Sequence[VersionInFile]
    codes: Mapping[int, str]
    differences: tuple[Text, ...]


def month_file(city_id: int, month: ScoreMonth) -> bytes:
    """Return the file of a closed month. Raises MonthIsNotClosed."""
    row = closed_month(city_id, month)
    removals = MarkAppeal.objects.filter(month=row, version__isnull=False).order_by("version__number")
    columns = ("version__number", "unit_id", "indicator", "case_id", "why")
    head = {
        "scheme": row.scheme.content,
        "scheme_digest": row.scheme.digest,
        "snapshot_digest": row.snapshot.digest,
        "versions": list(MarkVersion.objects.filter(month=row).order_by("number").values_list("number", "digest")),
        "taken_out": [list(removal) for removal in removals.values_list(*columns)],
    }
    return FIRST_LINE + canonical(head).encode() + b"\n" + unpacked(bytes(row.snapshot.content))


def compute_file(content: bytes) -> MonthInFile:
    """Compute every version of a month from its file; the database lends temporary tables alone.

    Raises SnapshotIsNotRight, SnapshotIsTooOld, IndicatorIsUnknown, SchemeIsNotRight.
    """
    head, text = _parted(content)
    scheme, (name, as_of) = content_kept(head["scheme"]), _month(text)
    versions, removals, computed = _versions(head), _removals(head), []
    try:
        read = read_month(text, scheme.parts)
        for number, said in versions:
            taken_out = [removal for since, removal in removals if since <= number]
            computed.append(VersionInFile(number, marks_from(read, scheme, taken_out), said))
    except (DataError, ValueError, ArithmeticError, LookupError):
        raise SnapshotIsNotRight(reason=_("a value is missing or no number")) from None
    return MonthInFile(
        month=name,
        as_of=as_of,
        snapshot=digest_of(text),
        scheme=scheme.digest,
        versions=computed,
        codes={unit_id: str(unit["code"]) for unit_id, unit in read.units.items()},
        differences=tuple(_differences(head, digest_of(text), scheme.digest, computed)),
    )


def _differences(
    head: Mapping[str, Any], snapshot: str, scheme: str, versions: Sequence[VersionInFile]
) -> Iterator[Text]:
    """What comes out otherwise than the file says."""
    if snapshot != head["snapshot_digest"]:
        yield _("the snapshot is not the one that was recorded")
    if scheme != head["scheme_digest"]:
        yield _("the scheme is not the one that was decided")
    for one in versions:
        if one.computed.digest != one.said:
            yield _("the marks of version {number} come out otherwise").filled({"number": one.number})


def _month(text: bytes) -> tuple[str, int]:
    """The name of a snapshot's month, and when its figures were taken. Raises SnapshotIsNotRight."""
    body = sections(text)["month"]
    try:
        (month,) = rows_of(MONTH.in_format(format_of(text)), body)
        return month_of(date.fromisoformat(str(month["first_on"]))).name, int(str(month["as_of"]))
    except ValueError:
        raise SnapshotIsNotRight(reason="month") from None


def _parted(content: bytes) -> tuple[Mapping[str, Any], bytes]:
    """The line of JSON as values, and the text of the snapshot. Raises SnapshotIsNotRight."""
    if not content.startswith(FIRST_LINE):
        raise SnapshotIsNotRight(reason="1")
    line, _end, text = content.removeprefix(FIRST_LINE).partition(b"\n")
    try:
        head = json.loads(line)
        return {name: head[name] for name in _HEAD}, text
    except (ValueError, KeyError, TypeError, RecursionError):
        raise SnapshotIsNotRight(reason="2") from None


_HEAD: Final = ("scheme", "scheme_digest", "snapshot_digest", "versions", "taken_out")


def _versions(head: Mapping[str, Any]) -> list[tuple[int, str]]:
    """The numbers of the versions and their digests; at least one. Raises SnapshotIsNotRight."""
    try:
        versions = [(int(number), str(digest)) for number, digest in head["versions"]]
    except (ValueError, TypeError):
        raise SnapshotIsNotRight(reason="versions") from None
    if [number for number, _digest in versions] != list(range(1, len(versions) + 1)) or not versions:
        raise SnapshotIsNotRight(reason="versions")
    return versions


def _removals(head: Mapping[str, Any]) -> list[tuple[int, TakenOut]]:
    """What was taken out, each with the first version without it. Raises SnapshotIsNotRight."""
    try:
        return [
            (int(number), TakenOut(int(unit), str(indicator), None if case is None else int(case), str(why)))
            for number, unit, indicator, case, why in head["taken_out"]
        ]
    except (ValueError, TypeError):
        raise SnapshotIsNotRight(reason="taken_out") from None
