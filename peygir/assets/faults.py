"""The faults that a form and a file have in common: a value that is missing, or too long."""

from typing import Final

from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _

LONGEST: Final = {"number": 50, "name": 120, "address": 300}
"""The most characters of each text of an asset."""


class AssetValueIsMissing(Invalid):
    """A value that every asset needs is empty."""

    message = _("It is empty.")


class AssetValueIsTooLong(Invalid):
    """A text exceeds its length."""

    message = _("It is longer than {limit} characters.")
