"""Standings of units and weak points as text in the viewer's language and digits."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from peygir.city import queries as city
from peygir.core.translation import Text, gettext_lazy
from peygir.outlook.scoring.fairness.standing import WHOLE_MARK, Standing
from peygir.outlook.scoring.words import StandingBand
from peygir.web.kit.mark_words import indicator_name, number_text
from peygir.web.kit.templatetags.ui import digits, in_language, language, named, within

FAILURES: Final[Mapping[str, Text]] = {
    "finished_in_time": gettext_lazy("not finished in time"),
    "solved": gettext_lazy("not solved"),
    "reopened": gettext_lazy("reopened within 14 days"),
    "satisfaction": gettext_lazy("citizens not satisfied"),
    "acknowledged": gettext_lazy("not taken up in time"),
}
"""What counts as a failure in each indicator that is compared, in the order of pages."""
PEERS: Final[Mapping[str, Text]] = {
    "district": gettext_lazy("Districts"),
    "organisation": gettext_lazy("Organisations"),
    "deputy": gettext_lazy("Deputies of the mayor"),
    "office": gettext_lazy("Offices"),
}
"""The kinds of units that are compared with each other, in the order of pages."""
OTHERS: Final = gettext_lazy("Other units")
TONES: Final[Mapping[StandingBand, tuple[str, str]]] = {
    StandingBand.BETTER: ("tone-good", "thumbs-up"),
    StandingBand.AS_EXPECTED: ("tone-quiet", "circle"),
    StandingBand.WORSE: ("tone-orange", "thumbs-down"),
    StandingBand.TOO_FEW: ("tone-quiet", "hourglass"),
}
"""The tone and the icon of each band."""


def decimal_words(value: Decimal | float | None, places: int = 2) -> str:
    """Return a number with so many decimals, half up, in the viewer's digits; a dash for None."""
    return "—" if value is None else number_text(Decimal(str(value)), places)


def failure_words(indicator: str) -> str:
    """Return what counts as a failure in an indicator, for the middle of a sentence."""
    return within(FAILURES[indicator]) if indicator in FAILURES else indicator_words(indicator)


def indicator_words(indicator: str) -> str:
    """Return the name of an indicator, or of the whole mark; the code of one that is not known any more."""
    return _("The whole mark") if indicator == WHOLE_MARK else indicator_name(indicator)


def peers_words(peers: str) -> str:
    """Return the name of a group of peers: the kind of its units, and its class of volume where there are classes."""
    kind, _dash, volume = peers.partition("-")
    name = in_language(PEERS.get(kind, OTHERS))
    return _("%(kind)s, class of volume %(number)s") % {"kind": name, "number": digits(volume)} if volume else name


def rank_words(standing: Standing) -> str:
    """Return the place of a unit where only one is possible, else its set of ranks; "" for a unit without a rank."""
    if standing.rank_low is None or standing.rank_high is None:
        return ""
    ends = {"low": digits(standing.rank_low), "high": digits(standing.rank_high), "of": digits(standing.of)}
    if standing.place is not None:
        return _("place %(low)s of %(of)s") % ends
    return _("between %(low)s and %(high)s of %(of)s") % ends


def unit_words(unit_id: int) -> str:
    """Return the name of a unit; a dash for one that is not known any more."""
    facts = city.unit(unit_id)
    return named(facts) if facts is not None else "—"


def topic_words(city_id: int, code: str) -> str:
    """Return the name of a topic by its code; the code of one that was closed."""
    topic = city.topic_by_code(city_id, code)
    return named(topic) if topic is not None else code


def district_words(city_id: int, code: str, on: date) -> str:
    """Return the name of a district by its code, as it was on a day; the code of one that was not there."""
    found = next((one for one in city.districts(city_id, on=on) if one.code == code), None)
    return named(found) if found is not None else code


def chance_words(adjusted: Decimal) -> str:
    """Return how likely it is at most that a weak point is chance, as "1 in so many"."""
    most = 10_000
    share = int(1 / adjusted) if adjusted * most > 1 else most
    return _("at most 1 in %(count)s") % {
        "count": digits(f"{share:,}".replace(",", "٬" if language() == "fa" else ","))
    }
