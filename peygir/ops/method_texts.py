"""Reads a text file for a method whose files are no tables."""

from pathlib import Path
from typing import Final

from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _

MOST_BYTES: Final = 64 * 1024 * 1024


class FileCannotBeRead(Invalid):
    """The file is not there, too large, or not a text."""

    message = _("The file is no text that can be read.")


def text_of(path: Path) -> str:
    """Return the text of a file in UTF-8, with or without byte order mark. Raises FileCannotBeRead."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise FileCannotBeRead()
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise FileCannotBeRead() from error
