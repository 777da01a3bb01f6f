"""How many citizens were asked about a unit's work and answered, by each way of asking, as text."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from peygir.desks.surveys.words import WAYS
from peygir.outlook.scoring.asked_citizens import AskedCitizens
from peygir.web.kit.mark_words import percent_text
from peygir.web.kit.templatetags.ui import digits, in_language

SURVEY: Final = "survey_"


def asked_rows(ways: Iterable[AskedCitizens]) -> list[dict[str, str]]:
    """Return for each way: `way`, `asked`, `answered` with its share, and the share of the satisfied among them."""
    return [
        {
            "way": _way(way.way),
            "asked": digits(way.asked),
            "answered": f"{digits(way.answered)} ({_share(way.answered, way.asked)})",
            "satisfied": f"{digits(way.satisfied)} ({_share(way.satisfied, way.answered)})" if way.answered else "—",
        }
        for way in ways
    ]


def _way(code: str) -> str:
    way = code.removeprefix(SURVEY)
    if way == code:
        return _("The question after the work")
    name = in_language(WAYS[way]) if way in WAYS else way
    return _("Call-back: %(way)s") % {"way": name}


def _share(part: int, of: int) -> str:
    return percent_text(Decimal(part) / of) if of else "—"
