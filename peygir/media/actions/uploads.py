"""Receives files in parts, and acknowledges them once they are on disk."""

import hashlib
import os
from datetime import timedelta
from typing import BinaryIO, Final
from uuid import UUID

from django.db import IntegrityError, transaction

from peygir.core import clock
from peygir.core.bodies import MB
from peygir.core.refusals import Conflict, Invalid, TooLarge, TooMany, Unavailable
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain
from peygir.media import files, parts
from peygir.media.bucket_parts import BucketPart
from peygir.media.kinds import HEAD_BYTES, LARGEST, MOST_BYTES, MediaKind, TakenFile, content_of
from peygir.media.models import StoredFile, Upload
from peygir.media.queries import NoSuchUpload, Owner, UploadFacts, facts_of, open_count, upload
from peygir.media.tus import MOST_NAME, Checksum, Description

LIVES: Final = timedelta(hours=24)
"""How long an upload may take, and how long a finished one waits to be used."""
MOST_OPEN: Final = 40
DISK_RESERVE: Final = 1024 * MB
"""The database usually lies on the same disk: strangers' files must not fill it."""
_TRIES: Final = 3


class FileIsTooBig(TooLarge):
    """The file is larger than any of its kind may be."""

    message = _("This file is too big. It may have up to {megabytes} MB.")


class FileIsEmpty(Invalid):
    """The file has no bytes."""

    message = _("This file is empty.")


class UploadsAreTooMany(TooMany):
    """The caller has begun more uploads than may be unfinished at once."""

    message = _("Too many files are on their way already. Please let some of them finish first.")


class DiskIsNearlyFull(Unavailable):
    """The disk has no room for the file beside what the database needs."""

    message = _("There is no room for this file at the moment. Please send the report without it, or try again later.")


class OffsetIsWrong(Conflict):
    """The part does not begin where the last one ended."""

    message = _("This part does not continue where the last one ended. Please ask how much has arrived.")


class DigestIsWrong(Invalid):
    """The whole file is not the one whose SHA-256 was announced; nothing of it is kept."""

    message = _("This file was damaged on the way, and nothing of it was kept. Please send it again.")


class FileKindIsUnknown(Invalid):
    """The content is of no kind that is accepted."""

    message = _(
        "We cannot use a file of this kind. Please send a photo (JPEG, PNG, WebP, HEIC), a PDF or a sound recording."
    )


class UploadIsNotWhole(Invalid):
    """A command names an upload of which a part is missing."""

    message = _("A file has not arrived completely yet. Please wait until it has, and try again.")


def begin_upload(description: Description, *, length: int, owner: Owner, reserve: int = DISK_RESERVE) -> UploadFacts:
    """Begin an upload of `length` bytes, if `reserve` bytes of the disk stay free after it.

    Raises FileIsEmpty, FileIsTooBig, UploadsAreTooMany, DiskIsNearlyFull.
    """
    if length < 1:
        raise FileIsEmpty()
    if length > LARGEST:
        raise FileIsTooBig(megabytes=LARGEST // MB)
    if open_count(owner[0]) >= MOST_OPEN:
        raise UploadsAreTooMany()
    if parts.free_bytes() - length < reserve:
        raise DiskIsNearlyFull()
    now = clock.now()
    row = Upload(
        owner=owner[0],
        metadata=description.metadata,
        file_name=description.file_name,
        length=length,
        sha256=description.sha256,
        created_at=now,
        expires_at=now + LIVES,
    )
    row.save(force_insert=True)
    return facts_of(row)


def append_part(
    upload_id: UUID, body: BinaryIO, *, offset: int, owner: Owner, checksum: Checksum | None = None
) -> UploadFacts:
    """Write the next part of an upload to disk; after the last one the whole is compared with its digest and stored.

    No transaction is open while bytes are written. When this returns, they survive a crash; when it raises, the offset
    is what it was before. Raises NoSuchUpload, OffsetIsWrong, UploadIsBusy, UploadIsTooLong, ChecksumIsWrong; and
    DigestIsWrong, FileKindIsUnknown and FileIsTooBig, after which nothing of the upload is kept.
    """
    _at_offset(upload(upload_id, owner=owner), offset)
    with parts.locked(upload_id) as part:
        # Another request may have written, finished or deleted it between the two.
        known = _at_offset(upload(upload_id, owner=owner), offset)
        end = offset + part.write(offset, body, most=known.length - offset, checksum=checksum)
        if end < known.length:
            Upload.objects.filter(pk=upload_id, stored=None).update(offset=end)
        else:
            _finish(known, part)
    return upload(upload_id, owner=owner)


def drop_upload(upload_id: UUID, *, owner: Owner) -> None:
    """Forget an upload and its bytes; what a command has taken stays. Raises NoSuchUpload, UploadIsBusy."""
    upload(upload_id, owner=owner)
    with parts.locked(upload_id):
        Upload.objects.filter(pk=upload_id).delete()
        parts.drop(upload_id)


def take_upload(upload_id: UUID | str, *, owner: Owner) -> TakenFile:
    """The stored file of a finished upload, for a command of the same caller; as often as it is asked for.

    It stays for LIVES from now, so that the command has time to reference it. Raises NoSuchUpload, UploadIsNotWhole.
    """
    try:
        number = UUID(str(upload_id))
    except ValueError as wrong:
        raise NoSuchUpload() from wrong
    rows = Upload.objects.select_related("stored").filter(pk=number, owner__in=owner, expires_at__gt=clock.now())
    kept = rows.first()
    if kept is None:
        raise NoSuchUpload()
    if kept.stored is None:
        raise UploadIsNotWhole()
    Upload.objects.filter(pk=kept.pk).update(expires_at=clock.now() + LIVES)
    stored = kept.stored
    return TakenFile(stored.pk, stored.name, MediaKind.of(stored.kind), stored.size, kept.file_name)


def keep_file(source: BinaryIO, *, file_name: str, owner: Owner) -> TakenFile:
    """Receive a file that came whole, with a form, like an upload that its caller (`owner`) has finished.

    Raises FileIsEmpty, FileIsTooBig, FileKindIsUnknown, UploadsAreTooMany, DiskIsNearlyFull.
    """
    source.seek(0)  # a form that is sent again is read twice
    digest = hashlib.file_digest(source, "sha256").hexdigest()  # type: ignore[arg-type] # any seekable file
    length = source.seek(0, os.SEEK_END)  # a file in memory is digested without being read
    source.seek(0)
    description = Description(plain(file_name)[:MOST_NAME], digest, metadata="")
    begun = begin_upload(description, length=length, owner=owner)
    append_part(begun.id, source, offset=0, owner=owner)
    return take_upload(begun.id, owner=owner)


def take_equal(sha256: str, *, owner: Owner) -> TakenFile | None:
    """The stored file with this digest (hex), if this caller has uploaded it; it stays for LIVES from now."""
    rows = Upload.objects.filter(sha256=sha256, owner__in=owner, expires_at__gt=clock.now()).exclude(stored=None)
    number = rows.order_by("-expires_at").values_list("pk", flat=True).first()
    return take_upload(number, owner=owner) if number is not None else None


def _at_offset(facts: UploadFacts, offset: int) -> UploadFacts:
    if facts.is_stored or facts.offset != offset:
        raise OffsetIsWrong()
    return facts


def _finish(facts: UploadFacts, part: parts.PartFile | BucketPart) -> None:
    """Compare and store the whole file; after a refusal nothing of it is kept."""
    content = content_of(part.head(HEAD_BYTES))
    refusal: Invalid | TooLarge | None = None
    if part.sha256() != facts.sha256:
        refusal = DigestIsWrong()
    elif content is None:
        refusal = FileKindIsUnknown()
    elif facts.length > MOST_BYTES[content.kind]:
        refusal = FileIsTooBig(megabytes=MOST_BYTES[content.kind] // MB)
    if refusal is not None or content is None:
        Upload.objects.filter(pk=facts.id).delete()
        parts.drop(facts.id)
        raise refusal or FileKindIsUnknown()
    for left in reversed(range(_TRIES)):
        stored_id = _stored(facts, content.kind, content.media_type, part)
        try:
            with transaction.atomic():
                Upload.objects.filter(pk=facts.id).update(
                    offset=facts.length, stored_id=stored_id, expires_at=clock.now() + LIVES
                )
            break
        except IntegrityError:  # the night's work has deleted an equal file that nobody used
            if not left:
                raise
    parts.drop(facts.id)


def _stored(facts: UploadFacts, kind: MediaKind, media_type: str, part: parts.PartFile | BucketPart) -> int:
    """The row of this content: the one that is known, or a new one with the file in the storage."""
    known = StoredFile.objects.filter(sha256=facts.sha256).values_list("pk", flat=True).first()
    if known is not None:
        return known
    name = files.save_own(part.path, "raw")
    try:
        with transaction.atomic():
            return StoredFile.objects.create(
                sha256=facts.sha256, size=facts.length, kind=kind, media_type=media_type, name=name, at=clock.now()
            ).pk
    except IntegrityError:  # an equal file was finished at the same moment
        files.delete(name)
        return StoredFile.objects.values_list("pk", flat=True).get(sha256=facts.sha256)
