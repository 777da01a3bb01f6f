"""Stores raw photos before the rows that name them are committed, and deletes them after a certain rollback."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import IntegrityError

from peygir.core.refusals import Refusal
from peygir.media import files, photos


@contextmanager
def raw_uploads(photos_raw: Sequence[bytes]) -> Iterator[list[str]]:
    """Check all photos, then store them; yields the file names to the block, whose transaction records them.

    A refusal or a broken constraint has certainly rolled the transaction back: the files are deleted. After any other
    failure this is unknown, since a connection that breaks during COMMIT may have committed: the files stay, and the
    nightly clean-up (`journey.night`) deletes those that no row names. Raises what `photos.check_photo` raises, and
    then nothing is stored.
    """
    photos.check_count(len(photos_raw))
    for raw in photos_raw:
        photos.check_photo(raw)
    names = [files.save(raw, "raw", is_own=True) for raw in photos_raw]
    try:
        yield names
    except (Refusal, IntegrityError):
        drop_uploads(names)
        raise


def drop_uploads(names: Sequence[str]) -> None:
    """Delete raw uploads that no row names."""
    for name in names:
        files.delete(name)
