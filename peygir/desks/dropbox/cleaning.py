"""Files for a drop box without what they tell about their makers: pictures are drawn anew, other kinds are refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from peygir.core.child import ChildWasKilled
from peygir.core.refusals import Invalid, Unavailable
from peygir.core.translation import gettext_lazy as _
from peygir.desks.dropbox.rules import MOST_FILES
from peygir.media.photos import check_photo, read_photo

MOST_FILE_BYTES: Final = 6 * 1024 * 1024
_PDF: Final = b"%PDF-"
_OFFICE: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf")
_SOUND_OR_FILM: Final = (b"ID3", b"OggS", b"RIFF", b"\x1aE\xdf\xa3")
_MARK: Final = "\ufeff"


class TooManyDroppedFiles(Invalid):
    """More files than one message takes."""

    message = _("One message takes up to {most} files. Send the others with a second message.")


class FileIsTooLong(Invalid):
    """The file is longer than one of a message may be."""

    message = _("The file “{name}” is larger than {megabytes} MB. Please send a smaller picture.")


class DocumentTellsWhoWroteIt(Invalid):
    """A PDF or an office document: it carries names, times and earlier versions that cannot be taken out reliably."""

    message = _(
        "“{name}” is a document. Documents carry the names of their writers, times and earlier versions, which we "
        "cannot take out reliably. Send photos or screenshots of its pages, or copy its text into the message."
    )


class FileCannotBeCleaned(Invalid):
    """A kind of file from which what it tells about its maker cannot be taken out."""

    message = _(
        "“{name}” cannot be accepted: we can clean pictures (JPEG, PNG, WebP, HEIC) and plain text, and no other kind. "
        "For a recording, write down what is said, and say that you have it."
    )


class CleaningFailed(Unavailable):
    """The machine had no room for cleaning a picture just now."""

    message = _("The pictures could not be cleaned just now, so nothing was accepted. Please try again in a minute.")


@dataclass(frozen=True, slots=True)
class DroppedFile:
    """A file as it was sent: the name, for refusals alone, and the content."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class CleanFile:
    """A file that tells nothing about its maker but what can be seen: a name of ours, its kind and its content."""

    name: str
    kind: str
    data: bytes


def clean_files(files: Sequence[DroppedFile]) -> list[CleanFile]:
    """Return the files with new names, all pictures drawn anew as JPEG; runs a child process for each picture.

    Raises TooManyDroppedFiles, FileIsTooLong, DocumentTellsWhoWroteIt, FileCannotBeCleaned, CleaningFailed.
    """
    if len(files) > MOST_FILES:
        raise TooManyDroppedFiles(most=MOST_FILES)
    return [_clean(number, file) for number, file in enumerate(files, start=1)]


def _clean(number: int, file: DroppedFile) -> CleanFile:
    name = file.name[:80]
    if len(file.data) > MOST_FILE_BYTES:
        raise FileIsTooLong(name=name, megabytes=MOST_FILE_BYTES // 1024**2)
    if _PDF in file.data[:1024] or file.data.startswith(_OFFICE):
        raise DocumentTellsWhoWroteIt(name=name)
    if (text := _plain_text(file)) is not None:
        return CleanFile(f"text-{number}.txt", "text/plain", text.encode())
    try:
        check_photo(file.data)
        return CleanFile(f"picture-{number}.jpg", "image/jpeg", read_photo(file.data).jpeg_bytes)
    except ChildWasKilled as error:
        raise CleaningFailed() from error
    except Invalid as error:
        if file.data.startswith(_SOUND_OR_FILM) or not _looks_like_a_picture(file.name):
            raise FileCannotBeCleaned(name=name) from error
        raise


def _plain_text(file: DroppedFile) -> str | None:
    """The text of a plain text file; None if it is none."""
    if not file.name.lower().endswith((".txt", ".csv", ".md")):
        return None
    try:
        text = file.data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    is_plain = all(letter.isprintable() or letter in "\r\n\t\u200c\u200d\u200e\u200f" + _MARK for letter in text)
    return text.removeprefix(_MARK).replace("\r\n", "\n") if is_plain else None


def _looks_like_a_picture(name: str) -> bool:
    return name.lower().endswith((".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif"))
