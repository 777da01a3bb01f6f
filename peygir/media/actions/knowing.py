"""Keeps what is known of stored files: what they hold, and how pictures look."""

from collections.abc import Collection

from peygir.core import clock
from peygir.media import files, likeness
from peygir.media.examining import examine
from peygir.media.models import PictureLook, StoredFile
from peygir.media.photos import PhotoIsNotReadable
from peygir.media.stored_pictures import look_of_stored


def examine_files(stored_ids: Collection[int]) -> None:
    """Examine those of these documents and recordings that nobody has examined yet; call it outside transactions.

    Raises ChildWasKilled if the machine had no room for it just now.
    """
    for row in StoredFile.objects.filter(pk__in=stored_ids, examined_at=None).order_by("pk"):
        try:
            examined = examine(row.name, row.media_type)
        except files.FileIsMissing:
            continue
        StoredFile.objects.filter(pk=row.pk).update(
            findings=list(examined.findings), seconds=examined.seconds, examined_at=clock.now()
        )


def keep_look(name: str, look: int | None) -> None:
    """Remember how a stored picture looks, so that its copies are found; one without contrast (None) is left out."""
    if look is not None:
        row = PictureLook(name=name, **_columns(look))
        PictureLook.objects.bulk_create([row], ignore_conflicts=True)  # an equal picture has the same name


def renew_looks(limit: int) -> int:
    """Hash pictures anew whose hash was made by an earlier method, at most so many; returns how many were left.

    The rows of pictures that are gone, or have no contrast, are deleted. Call it outside transactions.
    """
    formerly = PictureLook.objects.filter(method__lt=likeness.METHOD).order_by("pk")
    for row in formerly[:limit]:
        try:
            look = look_of_stored(files.read(row.name))
        except (files.FileIsMissing, PhotoIsNotReadable):
            look = None
        if look is None:
            PictureLook.objects.filter(pk=row.pk).delete()
        else:
            PictureLook.objects.filter(pk=row.pk).update(**_columns(look))
    return formerly.count()


def _columns(look: int) -> dict[str, int]:
    quarters = {f"band_{number}": band for number, band in enumerate(likeness.bands(look))}
    return {"look": likeness.signed(look), "method": likeness.METHOD, **quarters}
