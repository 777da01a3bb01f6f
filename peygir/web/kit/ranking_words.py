"""Seasons, ranks and places of units as text in the viewer's language and digits."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from peygir.city import queries as city
from peygir.core.translation import COMMA, gettext_lazy
from peygir.outlook.scoring.catalogue import INDICATORS
from peygir.outlook.scoring.fairness.standing import WHOLE_MARK
from peygir.outlook.scoring.ranking.season_standing import SeasonStanding
from peygir.outlook.scoring.ranking.terms import RankedCategory, RankingTerms
from peygir.outlook.scoring.ranking.words import RankedKind
from peygir.web.kit.mark_words import month_label, number_text
from peygir.web.kit.templatetags.ui import digits, in_language, named

_FIRST_PLACES: Final = (
    gettext_lazy("First place"),
    gettext_lazy("Second place"),
    gettext_lazy("Third place"),
)


def season_days(terms: RankingTerms) -> str:
    """Return the first and the last month of a season, or the only one."""
    first, last = month_label(terms.from_on), month_label(terms.months()[-1].first_on)
    return first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}


def place_text(place: int) -> str:
    """Return a place as a title: "First place", "Place 4"."""
    if place <= len(_FIRST_PLACES):
        return in_language(_FIRST_PLACES[place - 1])
    return _("Place %(number)s") % {"number": digits(place)}


def value_text(value: Decimal | None) -> str:
    """Return a mean mark or a ratio with two decimals, half up; a dash for none."""
    return "—" if value is None else number_text(value, 2)


def interval_words(standing: SeasonStanding) -> str:
    """Return "between … and …", "" without a value."""
    if standing.low is None or standing.high is None:
        return ""
    return _("between %(low)s and %(high)s") % {"low": value_text(standing.low), "high": value_text(standing.high)}


def ranks_words(standing: SeasonStanding) -> str:
    """Return which places a unit may truly have: one alone, from one to another, or that there is too little to say."""
    if standing.rank_low is None or standing.rank_high is None:
        return _("Too few to say")
    if standing.place is not None:
        return _("%(place)s alone") % {"place": digits(standing.place)}
    return _("%(low)s to %(high)s") % {"low": digits(standing.rank_low), "high": digits(standing.rank_high)}


def kinds_words(category: RankedCategory) -> str:
    """Return the kinds of units that a category ranks together."""
    labels = RankedKind.labels()
    return listed(in_language(labels[kind]) for kind in category.kinds)


def measure_words(category: RankedCategory) -> str:
    """Return by what a category ranks."""
    if category.measure == WHOLE_MARK:
        return _("the mean of the months' marks, out of 20, with the mix of cases of the whole city")
    known = INDICATORS.get(category.measure)
    name = in_language(known.name) if known is not None else category.measure
    return _("“%(indicator)s”: failures against those that its cases let expect; less than 1 is better") % {
        "indicator": name
    }


def listed(names: Iterable[str]) -> str:
    """Return names with the language's commas between them."""
    return in_language(COMMA).join(names)


def unit_names(unit_ids: Iterable[int]) -> dict[int, str]:
    """Return the names of units by id; a closed unit has its name still."""
    found = {unit_id: city.unit(unit_id) for unit_id in set(unit_ids)}
    return {unit_id: named(facts) for unit_id, facts in found.items()}
