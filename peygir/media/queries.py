"""Reads uploads and stored files."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection

from peygir.core import clock
from peygir.core.refusals import Missing
from peygir.core.translation import gettext_lazy as _
from peygir.media import parts
from peygir.media.kinds import MediaKind, TakenFile
from peygir.media.likeness import METHOD, NEAR, bands_near, signed
from peygir.media.models import PictureLook, StoredFile, UnwantedFile, Upload

Owner = Sequence[str]
"""The names by which a caller is known ("staff:12", "browser:…"); what they begin belongs to the first."""


class NoSuchUpload(Missing):
    """The caller has no upload of this number: it was never begun, is over, or is somebody else's."""

    message = _("This file was not received, or it has expired. Please send it again.")


def owner_of_key(key_id: int) -> Owner:
    """The owner of what a system uploads with its API key."""
    return (f"key:{key_id}",)


# One index for each band holds all that the comparison needs; only copies are read from the table.
_NEAR: Final = """
    WITH near AS MATERIALIZED (
        SELECT DISTINCT id, bit_count((look # %(look)s)::bit(64)) AS bits
        FROM (
            SELECT id, look FROM media_picturelook WHERE band_0 = ANY(%(near_0)s::int[])
            UNION ALL SELECT id, look FROM media_picturelook WHERE band_1 = ANY(%(near_1)s::int[])
            UNION ALL SELECT id, look FROM media_picturelook WHERE band_2 = ANY(%(near_2)s::int[])
            UNION ALL SELECT id, look FROM media_picturelook WHERE band_3 = ANY(%(near_3)s::int[])
        ) candidate
        WHERE bit_count((look # %(look)s)::bit(64)) <= %(near)s
    )
    SELECT found.name, near.bits
    FROM near JOIN media_picturelook found USING (id)
    WHERE found.method = %(method)s
    ORDER BY near.bits, found.id DESC
    LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class PictureCopy:
    """A stored picture that may be a copy of another: the bits in which their hashes differ."""

    name: str
    bits: int


@dataclass(frozen=True, slots=True)
class UploadFacts:
    """An upload as its sender may see it; `is_stored`: all of it is on disk and has the digest that was announced."""

    id: UUID
    length: int
    offset: int
    sha256: str
    metadata: str
    expires_at: datetime
    is_stored: bool


def upload(upload_id: UUID, *, owner: Owner) -> UploadFacts:
    """One upload of this caller, with the offset at which the next part begins. Raises NoSuchUpload."""
    row = Upload.objects.filter(pk=upload_id, owner__in=owner, expires_at__gt=clock.now()).first()
    if row is None:
        raise NoSuchUpload()
    return facts_of(row)


def facts_of(row: Upload) -> UploadFacts:
    """What its sender may see of an upload."""
    # A restored backup has the rows and no unfinished files.
    offset = row.offset if row.stored_id else min(row.offset, parts.size_of(row.pk))
    return UploadFacts(
        row.pk, row.length, offset, row.sha256, row.metadata, row.expires_at, is_stored=row.stored_id is not None
    )


def open_count(owner: str) -> int:
    """How many unfinished uploads a caller has."""
    return Upload.objects.filter(owner=owner, stored=None, expires_at__gt=clock.now()).count()


def stored_names(names: Collection[str]) -> set[str]:
    """Those of these files that belong to a stored file."""
    return set(StoredFile.objects.filter(name__in=names).values_list("name", flat=True))


def loose_names(*, before: datetime) -> list[str]:
    """The names of the files stored before a moment to which no upload leads any more."""
    return list(StoredFile.objects.filter(at__lt=before, uploads=None).values_list("name", flat=True))


def pictures_like(names: Collection[str], *, most: int) -> dict[str, set[str]]:
    """For each of these pictures the names of those that may be copies of it, itself included; at most `most`."""
    looks = PictureLook.objects.filter(name__in=names, method=METHOD).values_list("name", "look")
    like_by_name: dict[str, set[str]] = {name: {name} for name in names}
    for name, look in looks:
        like_by_name[name].update(copy.name for copy in copies_of(look, most=most))
    return like_by_name


def look_of_picture(name: str) -> int | None:
    """The hash of a stored picture; None if it has none, or one that was made by another method."""
    return PictureLook.objects.filter(name=name, method=METHOD).values_list("look", flat=True).first()


def copies_of(look: int, *, most: int) -> list[PictureCopy]:
    """The stored pictures whose hash differs from `look` in at most `likeness.NEAR` bits, the nearest first.

    Not one of them is missed; of equally near ones the latest come first.
    """
    values = {f"near_{number}": near for number, near in enumerate(bands_near(look % 2**64))}
    with connection.cursor() as cursor:
        cursor.execute(_NEAR, {**values, "look": signed(look % 2**64), "near": NEAR, "method": METHOD, "most": most})
        return [PictureCopy(name, bits) for name, bits in cursor.fetchall()]


def unwanted_names(limit: int) -> list[str]:
    """The names of files that are to be deleted, those that have waited longest first."""
    return list(UnwantedFile.objects.order_by("at", "pk").values_list("name", flat=True)[:limit])


def digests_by_name(names: Collection[str]) -> dict[str, str]:
    """The SHA-256 (hex) of the stored files of these names."""
    return dict(StoredFile.objects.filter(name__in=names).values_list("name", "sha256"))


def stored_files(names: Sequence[str]) -> list[TakenFile]:
    """The stored files of these names, in the order of the names; those that are gone are left out."""
    rows = {row.name: row for row in StoredFile.objects.filter(name__in=names)}
    return [TakenFile(row.pk, name, MediaKind.of(row.kind), row.size, "") for name in names if (row := rows.get(name))]
