"""What staff are told about a document or recording before they open it."""

from dataclasses import dataclass
from typing import Final

from peygir.core.translation import gettext_lazy as _
from peygir.core.vocabulary import Vocabulary


class FileFinding(Vocabulary):
    """One thing about a file that a person should know before opening it."""

    DAMAGED = "damaged", _("It is damaged, or no complete file of its kind; it may not open.")
    PROGRAM = "program", _("It contains a program, which a reader of documents might run.")
    FILES = "files", _("It contains other files. Do not open those.")
    LOCKED = "locked", _("It is locked, so nobody has looked inside.")
    HUGE = "huge", _("It grows very large when it is opened, and may slow your computer down.")
    MORE = "more", _("Something else follows the end of the document.")
    VIDEO = "video", _("It is a video; only its sound is played here.")
    LONG = "long", _("It is longer than an hour.")


LONG_SECONDS: Final = 3600


@dataclass(frozen=True, slots=True)
class ExaminedFile:
    """The findings about a file, and the length of a recording in seconds (None: unknown, or no recording)."""

    findings: tuple[FileFinding, ...]
    seconds: int | None = None
