"""Sorts the files that came with messages by their content: pictures, and documents with recordings."""

from collections.abc import Sequence

from peygir.media import files
from peygir.media.actions import FileKindIsUnknown, keep_file
from peygir.media.kinds import HEAD_BYTES, MediaKind, TakenFile, content_of


def pictures_among(names: Sequence[str]) -> list[bytes]:
    """Return the pictures among stored files. Raises FileKindIsUnknown."""
    return [files.read(name) for name in names if _kind_of(name) is MediaKind.PHOTO]


def documents_among(names: Sequence[str], *, owner: str) -> list[TakenFile]:
    """Return the documents and recordings among stored files, kept like finished uploads of `owner`.

    Raises FileKindIsUnknown, and what `media.actions.keep_file` raises.
    """
    taken = []
    for name in names:
        if _kind_of(name) is not MediaKind.PHOTO:
            with files.open(name) as file:
                taken.append(keep_file(file, file_name="", owner=(owner,)))
    return taken


def _kind_of(name: str) -> MediaKind:
    with files.open(name) as file:
        content = content_of(file.read(HEAD_BYTES))
    if content is None:
        raise FileKindIsUnknown()
    return content.kind
