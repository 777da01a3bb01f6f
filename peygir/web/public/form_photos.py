"""The photos of a citizen's form: how many and how large they may be, and their bytes."""

from typing import TYPE_CHECKING, Final

from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

MOST_PHOTOS: Final = 8
MOST_BYTES: Final = 15 * 1024 * 1024  # of one photo, checked before it is read into memory


class PhotosAreTooBig(Invalid):
    """A file larger than any photo of a phone's camera."""

    message = gettext_lazy("Each photo must be smaller than {megabytes} MB.")


def bytes_of(file: "UploadedFile[bytes]") -> bytes:
    """Return an uploaded photo. Raises PhotosAreTooBig before it is read into memory."""
    if (file.size or 0) > MOST_BYTES:
        raise PhotosAreTooBig(megabytes=MOST_BYTES // 1024**2)
    return bytes(file.read())
