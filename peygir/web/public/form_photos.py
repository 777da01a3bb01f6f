"""The photos, documents and recordings of a citizen's form: how many and how large they may be, and what they are."""

import secrets
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy
from peygir.media.actions import keep_file, take_upload
from peygir.media.kinds import HEAD_BYTES, MOST_FILES, MediaKind, TakenFile, content_of
from peygir.people.actions import count_use
from peygir.web.kit.access import address_of
from peygir.web.kit.upload_owner import owner_of
from peygir.web.public.uploads import HOUR, KB, KB_OF_AN_ADDRESS

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.http import HttpRequest

MOST_PHOTOS: Final = 8
FILE_FAULTS: Final = (
    "PhotosAreTooMany",
    "PhotoIsNotReadable",
    "PhotoIsAnimated",
    "PhotoIsTooBig",
    "PhotosAreTooBig",
    "FilesAreTooMany",
    "FileKindIsUnknown",
    "FileIsTooBig",
    "FileIsEmpty",
    "NoSuchUpload",
    "UploadIsNotWhole",
)
"""The names of the refusals of a photo or file."""
_MOST: Final = MOST_PHOTOS + MOST_FILES + 1  # one too many is refused, and more are not read
MOST_BYTES: Final = 15 * 1024 * 1024  # of one photo, checked before it is read into memory


class PhotosAreTooBig(Invalid):
    """A file larger than any photo of a phone's camera."""

    message = gettext_lazy("Each photo must be smaller than {megabytes} MB.")


def bytes_of(file: "UploadedFile[bytes]") -> bytes:
    """Return an uploaded photo. Raises PhotosAreTooBig before it is read into memory."""
    if (file.size or 0) > MOST_BYTES:
        raise PhotosAreTooBig(megabytes=MOST_BYTES // 1024**2)
    file.seek(0)  # the phone's key may have been looked up with its photos before
    return bytes(file.read())


def photos_of(request: "HttpRequest") -> list[bytes]:
    """Return what came in the field `photos` and is no document or recording. Raises PhotosAreTooBig."""
    sent = request.FILES.getlist("photos")[:_MOST]
    return [bytes_of(file) for file in sent if not _is_document(file)]


def uploads_of(request: "HttpRequest") -> list[TakenFile]:
    """Return what this caller has uploaded in parts (field `uploads`), and the documents and recordings in the form.

    A phone sends whatever it kept as `photos`, so the content decides. Raises NoSuchUpload, UploadIsNotWhole,
    AskedTooOften for an address that has sent too much, and what `media.actions.keep_file` raises.
    """
    owner = owner_of(request)
    uploads = [take_upload(each, owner=owner) for each in request.POST.getlist("uploads")[:_MOST]]
    sent = [file for file in request.FILES.getlist("photos")[:_MOST] if _is_document(file)]
    sent += request.FILES.getlist("files")[:_MOST]
    if sent:
        amount = sum(-(-(file.size or 0) // KB) for file in sent)
        count_use("upload_kb_address", address_of(request), KB_OF_AN_ADDRESS, HOUR, amount=amount)
    owner = owner or (f"form:{secrets.token_hex(16)}",)  # a browser that is not known has nothing to resume
    return uploads + [keep_file(cast("BinaryIO", file), file_name=file.name or "", owner=owner) for file in sent]


def _is_document(file: "UploadedFile[bytes]") -> bool:
    """Return whether an uploaded file is a document or recording by its content."""
    file.seek(0)
    content = content_of(file.read(HEAD_BYTES))
    file.seek(0)
    return content is not None and content.kind is not MediaKind.PHOTO
