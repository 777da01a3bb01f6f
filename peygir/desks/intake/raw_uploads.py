"""Stores raw photos before the rows that name them are committed, and deletes them after a certain rollback."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from django.db import IntegrityError

from peygir.core.refusals import Refusal
from peygir.media import files, photos
from peygir.media.actions import drop_raw
from peygir.media.queries import digests_by_name


class RawPhoto(NamedTuple):
    """A photo as it came: its name in the storage, and the SHA-256 (hex) of its bytes."""

    name: str
    sha256: str


@contextmanager
def raw_uploads(photos_raw: Sequence[bytes], stored: Sequence[str] = ()) -> Iterator[list[RawPhoto]]:
    """Check all photos, then store them; yields them to the block, whose transaction records them.

    `stored` are the names of photos that were uploaded in parts before; they follow the others.

    A refusal or a broken constraint has certainly rolled the transaction back: the files are deleted. After any other
    failure this is unknown, since a connection that breaks during COMMIT may have committed: the files stay, and the
    nightly clean-up (`journey.night`) deletes those that no row names. Raises what `photos.check_photo` raises, and
    then nothing is stored.
    """
    photos.check_count(len(photos_raw) + len(stored))
    for raw in photos_raw:
        photos.check_photo(raw)
    for name in stored:
        photos.check_photo(files.read(name))
    names = [files.save(raw, "raw", is_own=True) for raw in photos_raw]
    try:
        yield [RawPhoto(*pair) for pair in zip([*names, *stored], photo_digests(photos_raw, stored), strict=True)]
    except (Refusal, IntegrityError):
        drop_uploads(names)
        raise


def drop_uploads(names: Sequence[str]) -> None:
    """Delete raw uploads that no row names; those that were uploaded in parts wait for the night."""
    for name in names:
        drop_raw(name)


def photo_digests(photos_raw: Sequence[bytes], stored: Sequence[str] = ()) -> list[str]:
    """Return the SHA-256 (hex) of each photo, in the order in which `raw_uploads` yields them."""
    known = digests_by_name(stored) if stored else {}
    return [*(hashlib.sha256(raw).hexdigest() for raw in photos_raw), *(known.get(name, "") for name in stored)]
