"""Texts with placeholders: the same answer for many cases, each with its own code, topic and place.

A placeholder is a name in braces, in English or Persian. Pure: texts and values in, text out.
"""

import re
from collections.abc import Mapping
from typing import Final

from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _

# placeholder as offered and written → its other accepted spelling
GAPS: Final[dict[str, str]] = {"code": "کد", "topic": "موضوع", "place": "محل"}
_NAMES: Final = {name: key for key, other in GAPS.items() for name in (key, other)}
_GAP: Final = re.compile(r"\{\s*([^{}]*?)\s*\}")


class GapIsUnknown(Invalid):
    """A name in braces that is no placeholder."""

    message = _("“{gap}” is not known. You can use {{code}}, {{topic}} and {{place}}.")


def fill_in(text: str, values: Mapping[str, str]) -> str:
    """Return the text with every placeholder filled from `values` (by the keys of GAPS). Raises GapIsUnknown."""

    def filled(match: re.Match[str]) -> str:
        key = _NAMES.get(match[1].lower())
        if key is None:
            raise GapIsUnknown(gap=match[0][:40])
        return values[key]

    return _GAP.sub(filled, text)
