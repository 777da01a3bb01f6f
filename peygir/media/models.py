"""Files that were received whole, uploads on their way, how pictures look, and files to be deleted."""

import uuid

from django.db import models
from django.db.models import F, Q

from peygir.media.kinds import MediaKind
from peygir.media.likeness import METHOD


class StoredFile(models.Model):
    """One file as it was received; equal files are one row and lie in the storage once."""

    sha256 = models.CharField(max_length=64, unique=True)  # hex, of the content
    size = models.BigIntegerField()  # bytes
    kind = models.CharField(max_length=5)  # MediaKind
    media_type = models.CharField(max_length=40)  # image/jpeg, …; told by the content
    name = models.CharField(max_length=120, unique=True)  # in the storage, shared with no other row
    at = models.DateTimeField()
    findings = models.JSONField(default=list)  # FileFinding, of a document or recording
    seconds = models.IntegerField(null=True)  # of a recording
    examined_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=MediaKind.values()), name="stored_kind_is_known"),
            models.CheckConstraint(condition=Q(size__gt=0), name="stored_file_has_bytes"),
        ]
        indexes = [models.Index(fields=["at"], name="stored_by_age")]


class Upload(models.Model):
    """A file that is sent in parts. Its number is known to its sender alone; nobody else learns that it exists."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    owner = models.CharField(max_length=80)  # staff:12, key:3, or browser: and the digest of a cookie
    metadata = models.CharField(max_length=1000)  # as it was sent, to be given back
    file_name = models.CharField(max_length=200, blank=True)  # as the sender named it
    length = models.BigIntegerField()  # bytes of the whole
    offset = models.BigIntegerField(default=0)  # bytes acknowledged; they are on disk
    sha256 = models.CharField(max_length=64)  # of the whole, as the sender computed it
    stored = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="uploads")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(offset__gte=0, offset__lte=F("length")), name="offset_is_in_the_file"),
            models.CheckConstraint(
                condition=Q(stored__isnull=True) | Q(offset=F("length")), name="only_whole_uploads_are_stored"
            ),
        ]
        indexes = [
            models.Index(fields=["owner"], name="upload_open_by_owner", condition=Q(stored=None)),
            models.Index(fields=["expires_at"], name="upload_by_expiry"),
        ]


class PictureLook(models.Model):
    """How a re-encoded picture looks (`likeness`): its hash, and its quarters, by which copies of it are found."""

    name = models.CharField(max_length=120, unique=True)  # in the storage
    look = models.BigIntegerField()  # 64 bits
    method = models.SmallIntegerField(default=METHOD, db_default=1)  # `likeness.METHOD` of its day
    band_0 = models.IntegerField()
    band_1 = models.IntegerField()
    band_2 = models.IntegerField()
    band_3 = models.IntegerField()

    class Meta:
        indexes = [
            # Each holds the whole hash too, so that a search compares without reading the table.
            models.Index(fields=["band_0"], include=["look", "id"], name="look_near_0"),
            models.Index(fields=["band_1"], include=["look", "id"], name="look_near_1"),
            models.Index(fields=["band_2"], include=["look", "id"], name="look_near_2"),
            models.Index(fields=["band_3"], include=["look", "id"], name="look_near_3"),
            models.Index(fields=["id"], name="look_made_formerly", condition=Q(method__lt=METHOD)),
        ]


class UnwantedFile(models.Model):
    """A file of the storage that its last row has let go of; the row goes once the file is deleted."""

    name = models.CharField(max_length=120, unique=True)  # in the storage
    at = models.DateTimeField()
