"""Stores a covered version of a picture beside the original, which only staff see from then on."""

import json
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from typing import Final

from peygir.core.child import ChildFailed, ChildLimits, ChildWasKilled, run_child
from peygir.core.refusals import Unavailable
from peygir.core.translation import gettext_lazy as _
from peygir.media import files
from peygir.media.cover_rules import Cover
from peygir.media.photos import PhotoIsNotReadable

_CHILD: Final = "peygir.media.photo_covering"
_LIMITS: Final = ChildLimits(megabytes=1024, seconds=20)


class PictureWasNotPainted(Unavailable):
    """The machine was too busy to paint the covers."""

    message = _("The photo could not be covered at this moment, and nothing has changed. Please try again.")


@dataclass(frozen=True, slots=True)
class CoveredPicture:
    """The names in the storage of a covered picture and its thumbnail; shared with no other picture."""

    picture: str
    thumb: str


def cover_picture(name: str, covers: Sequence[Cover]) -> CoveredPicture:
    """Paint the covers over the stored picture `name`; it takes part of a second, so call it outside transactions.

    Raises FileIsMissing, PhotoIsNotReadable, and PictureWasNotPainted if the machine had no room for it just now.
    """
    covers_text = json.dumps([astuple(cover) for cover in covers])
    try:
        answer = run_child(_CHILD, covers_text, data=files.read(name), limits=_LIMITS)
    except ChildFailed as failure:
        raise PhotoIsNotReadable() from failure
    except ChildWasKilled as killed:
        raise PictureWasNotPainted() from killed
    head, _, pictures = answer.partition(b"\n")
    size = json.loads(head)["jpeg"]
    return CoveredPicture(
        files.save(pictures[:size], ".jpg", is_own=True), files.save(pictures[size:], ".jpg", is_own=True)
    )
