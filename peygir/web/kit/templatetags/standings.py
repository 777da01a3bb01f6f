"""The charts of comparisons: funnels and sets of ranks, rendered on the server as inline SVG."""

from collections.abc import Sequence
from typing import Any, Final

from django import template
from django.utils.translation import get_language_bidi, ngettext
from django.utils.translation import gettext as _

from peygir.outlook.scoring.words import StandingBand
from peygir.web.kit.funnel_chart import FunnelUnit, funnel_of
from peygir.web.kit.standing_words import TONES
from peygir.web.kit.templatetags.charts import figure
from peygir.web.kit.templatetags.ui import digits, in_language

register = template.Library()

HEIGHT: Final = 260
BANDS: Final = (StandingBand.BETTER, StandingBand.AS_EXPECTED, StandingBand.WORSE)
"""The bands of a funnel, in the order of its legend."""


@register.simple_tag
def band_tone(band: StandingBand) -> str:
    """Return the tone of a band's badge."""
    return TONES[band][0]


@register.simple_tag
def band_icon(band: StandingBand) -> str:
    """Return the icon of a band's badge."""
    return TONES[band][1]


@register.inclusion_tag("ui/charts/funnel.html")
def funnel_chart(title: str, units: Sequence[FunnelUnit]) -> dict[str, Any]:
    """Ratios of units by the evidence for them, with the limits of chance; the page shows the numbers below it."""
    rtl = get_language_bidi()
    plot = funnel_of(units, HEIGHT, rtl=rtl)
    width = 10 + 8 * max(len(figure(tick.value)) for tick in plot.ticks)
    return {
        "title": title,
        "plot": plot,
        "height": HEIGHT,
        "scale_width": width,
        "scale_x": 6 if rtl else width - 6,
        "ticks": plot.ticks,
        "bands": [(band.value, in_language(band.label)) for band in BANDS],
        "summary": _summary(units),
    }


def _summary(units: Sequence[FunnelUnit]) -> str:
    """Return how many units lie outside the limits, in a sentence."""
    better = sum(unit.band == StandingBand.BETTER for unit in units)
    worse = sum(unit.band == StandingBand.WORSE for unit in units)
    if not better and not worse:
        return _("No unit lies outside the limits of chance.")
    return ngettext(
        "Of %(all)s unit, %(better)s better and %(worse)s worse than expected.",
        "Of %(all)s units, %(better)s better and %(worse)s worse than expected.",
        len(units),
    ) % {"all": digits(len(units)), "better": digits(better), "worse": digits(worse)}
