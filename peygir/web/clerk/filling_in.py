"""Words with gaps: the same answer for many cases, each with its own code, topic and place.

A gap is a name in braces, in English or Persian. Pure: words and values in, words out.
"""

import re
from collections.abc import Mapping
from typing import Final

from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _

# As it is offered and written → as it is also understood.
GAPS: Final[dict[str, str]] = {"code": "کد", "topic": "موضوع", "place": "محل"}
_NAMES: Final = {name: key for key, other in GAPS.items() for name in (key, other)}
_GAP: Final = re.compile(r"\{\s*([^{}]*?)\s*\}")


class GapIsUnknown(Invalid):
    """A name in braces that stands for nothing."""

    message = _("“{gap}” stands for nothing. You can use {{code}}, {{topic}} and {{place}}.")


def fill_in(text: str, values: Mapping[str, str]) -> str:
    """The words with every gap filled from `values` (by GAPS' keys). Raises GapIsUnknown."""

    def filled(match: re.Match[str]) -> str:
        key = _NAMES.get(match[1].lower())
        if key is None:
            raise GapIsUnknown(gap=match[0][:40])
        return values[key]

    return _GAP.sub(filled, text)
