"""Limits on the size of a request body, declared by each view and checked by the server before it reads."""

from dataclasses import dataclass
from typing import Final

from peygir.core.refusals import TooLarge
from peygir.core.translation import gettext_lazy as _

MB: Final = 1024 * 1024
MOST_PHOTOS: Final = 8
PHOTO_BYTES: Final = 15 * MB
FIELDS: Final = MB
"""The total of a form's fields, without its files."""


@dataclass(frozen=True, slots=True)
class BodyLimit:
    """Bytes of a whole request body: of a form with files (multipart), and of anything else.

    A form without files (urlencoded) takes many times its length once parsed, so it is never longer than `FIELDS`.
    """

    other: int
    multipart: int

    def of(self, content_type: str) -> int:
        """The limit for a body of this Content-Type."""
        kind = content_type.partition(";")[0].strip().lower()
        if kind == "multipart/form-data":
            return self.multipart
        return min(self.other, FIELDS) if kind == "application/x-www-form-urlencoded" else self.other


# The limit of a view that declares none. It is the least of all limits, so smaller bodies need no look-up.
FORM: Final = BodyLimit(other=MB, multipart=MB)
# A form with its photos, and some space for the other fields.
PHOTOS: Final = BodyLimit(other=MB, multipart=MOST_PHOTOS * PHOTO_BYTES + MB)
# A JSON report with its photos as base64.
JSON_REPORT: Final = BodyLimit(other=16 * MB, multipart=MB)
# An Open311 report: a form with pictures, or JSON without any.
OPEN311_REPORT: Final = BodyLimit(other=MB, multipart=MOST_PHOTOS * PHOTO_BYTES + MB)
# One part of a file that is sent in parts.
UPLOAD_PART: Final = BodyLimit(other=16 * MB, multipart=MB)
# Tables and map files that administrators upload.
TABLE: Final = BodyLimit(other=MB, multipart=200 * MB)
MAP_FILE: Final = BodyLimit(other=20 * MB, multipart=20 * MB)


class BodyIsTooBig(TooLarge):
    """The request body exceeds its limit."""

    message = _("The request is larger than {megabytes} MB. Send smaller photos or files, or fewer at once.")
