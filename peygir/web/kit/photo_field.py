"""A form's field for one photo."""

from typing import Final

from django import forms
from django.utils.translation import gettext as _

MOST_BYTES: Final = 15 * 1024 * 1024


class PhotoField(forms.FileField):
    """A picture as bytes; None if absent. Rejects a file bigger than the limit for photos."""

    def clean(self, data: object, initial: object = None) -> bytes | None:
        """Return the bytes."""
        file = super().clean(data, initial)
        if file is None:
            return None
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The photo is too big."))
        return bytes(file.read())
