"""Keeps what is known of stored files: what they hold, and how pictures look."""

from collections.abc import Collection

from peygir.core import clock
from peygir.media import files, likeness
from peygir.media.examining import examine
from peygir.media.models import PictureLook, StoredFile


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


def keep_look(name: str, look: int) -> None:
    """Remember how a stored picture looks, so that similar ones are found; one without edges is left out."""
    if likeness.says_something(look):
        quarters = {f"band_{number}": band for number, band in enumerate(likeness.bands(look))}
        row = PictureLook(name=name, look=likeness.signed(look), **quarters)
        PictureLook.objects.bulk_create([row], ignore_conflicts=True)  # an equal picture has the same name
