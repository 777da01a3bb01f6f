"""Deletes files that nobody needs any more: expired uploads, and those that no row names."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from peygir.core import clock
from peygir.media import files, parts
from peygir.media.models import PictureLook, StoredFile, UnwantedFile, Upload
from peygir.media.queries import stored_names


def drop_raw(name: str) -> None:
    """Delete a raw photo that was re-encoded or refused; one that is a stored file is left to `forget_files`."""
    if not StoredFile.objects.filter(name=name).exists():
        files.delete(name)


def let_go_of(names: Iterable[str]) -> None:
    """Note, in the row's transaction, that a row needs these files no more; `delete_unwanted` deletes them."""
    rows = [UnwantedFile(name=name, at=clock.now()) for name in sorted(set(names))]
    UnwantedFile.objects.bulk_create(rows, ignore_conflicts=True)


def delete_unwanted(names: Collection[str], *, in_use: Collection[str]) -> None:
    """Delete these files but those in use, then the notes; after an interruption the next call does it again.

    Call it outside transactions. What an upload still leads to is left to `forget_files`.
    """
    stored, free = stored_names(names), set(names) - set(in_use)
    for name in sorted(free - stored):
        files.delete(name)
    forget_files(stored & free)
    PictureLook.objects.filter(name__in=free).delete()
    UnwantedFile.objects.filter(name__in=names).delete()


def forget_uploads(*, now: datetime) -> int:
    """Delete expired uploads, and the unfinished files without a row; returns how many uploads."""
    expired = list(Upload.objects.filter(expires_at__lte=now).values_list("pk", flat=True))
    Upload.objects.filter(pk__in=expired).delete()
    for upload_id in set(expired) | set(parts.kept()):
        if not Upload.objects.filter(pk=upload_id).exists():
            parts.drop(upload_id)
    return len(expired)


def forget_files(names: Iterable[str]) -> int:
    """Delete stored files to which neither an upload nor a row of another package leads; returns how many."""
    count = 0
    for name in names:
        try:
            with transaction.atomic():
                gone = StoredFile.objects.filter(name=name, uploads=None).delete()[0]
        except (ProtectedError, IntegrityError):
            continue
        if gone:
            files.delete(name)  # after the row: a new upload of the same content gets a file of its own
            count += 1
    return count
