"""Why a part of an upload is not taken."""

from peygir.core.refusals import Conflict, Invalid, TooLarge
from peygir.core.translation import gettext_lazy as _


class UploadIsBusy(Conflict):
    """Another request is writing to this upload."""

    message = _("This file is being received already. Please try again in a moment.")


class ChecksumIsWrong(Invalid):
    """The bytes of a part are not those that its sender hashed."""

    message = _("A part of this file was damaged on the way. Please send this part again.")


class UploadIsTooLong(TooLarge):
    """A part goes beyond the length that was declared."""

    message = _("More was sent than this file's stated length.")
