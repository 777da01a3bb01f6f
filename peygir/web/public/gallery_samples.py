"""Sample charts, dates and photos of the design system's page: simulated, and always the same."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from peygir.core.jalali import calendar_months
from peygir.web.kit import built
from peygir.web.kit.charts import Chart, HeatChart, Series
from peygir.web.kit.parts import PhotoPart
from peygir.web.kit.templatetags.ui import digits, language

_RECEIVED: Final = (412, 388, 455, 520, 498, 467, 531, 610, 742, 690, 655, 820)
_CONFIRMED: Final = (260, 251, 301, 322, 340, 318, 377, 402, 431, 448, 452, 497)
_SHARES: Final = (71.5, 70.2, 72.8, None, 74.1, 75.6, 73.9, 76.4, 77.0, 76.2, 78.3, 79.1)
_LAST_YEAR: Final = (66.0, 66.4, 65.2, 67.9, 68.1, 67.0, 68.8, 69.5, 70.1, 69.0, 70.8, 71.2)
_CITY: Final = (60.5, 61.0, 61.8, 62.2, 61.7, 62.9, 63.3, 64.0, 64.4, 64.1, 65.0, 65.3)
# Weights of the hours from midnight on, and of the weekdays from Saturday on.
_HOURS: Final = (2, 1, 1, 0, 0, 1, 3, 9, 21, 30, 34, 31, 26, 20, 17, 18, 20, 22, 24, 25, 20, 14, 8, 4)
_DAYS: Final = (12, 11, 10, 10, 9, 7, 3)


class DatesForm(forms.Form):
    """A single date, and a range."""

    day = forms.CharField(label=gettext_lazy("Expected until"), help_text=gettext_lazy("Like 1405/09/03"))
    begin = forms.CharField(label=gettext_lazy("First day"))
    end = forms.CharField(label=gettext_lazy("Last day"))


def samples() -> dict[str, Any]:
    """The values of the page's larger parts."""
    return {**_charts(), **_photos(), "dates": DatesForm()}


def _charts() -> dict[str, Any]:
    months = calendar_months(language())
    month, per_cent = _("Month"), _("percent")
    units = [_("District %(number)s") % {"number": digits(number)} for number in (1, 4, 6, 10)]
    return {
        "bars": Chart(
            _("Reports by month"),
            months,
            (
                Series(_("received"), _RECEIVED),
                Series(_("confirmed"), _CONFIRMED),
            ),
            month,
        ),
        "one_bar": Chart(_("Reports by month"), months, (Series(_("received"), _RECEIVED),), month),
        "lines": Chart(
            _("Promises kept"),
            months,
            (
                Series(_("District %(number)s") % {"number": digits(10)}, _SHARES),
                Series(_("a year before"), _LAST_YEAR),
                Series(_("whole city"), _CITY),
            ),
            month,
            per_cent,
        ),
        "lying": Chart(
            _("Open cases by unit"),
            (_("Waste Management Organisation"), *units),
            (Series(_("open"), (184, 121, 96, 73, 58)),),
            _("Unit"),
        ),
        "loads": tuple(zip(units, (24, 13, 5, 0), (9, 0, 5, 0), strict=True)),
        "heat": HeatChart(_("When citizens call"), tuple(tuple(day * hour // 10 for hour in _HOURS) for day in _DAYS)),
        "no_bars": Chart(_("Reports by month"), months[:3], (Series(_("received"), (0, 0, 0)),), month),
        "sparks": [
            (name, Chart(name, months, (Series(_("received"), values),), month))
            for name, values in ((_("Asphalt"), _RECEIVED), (_("Lighting"), _CONFIRMED), (_("Waste"), _SHARES))
        ],
    }


def _photos() -> dict[str, Any]:
    before, after, lamp = (built.asset(f"src/public/sample-{name}.svg") for name in ("before", "after", "lamp"))
    first = PhotoPart(_("A hole in the street"), before, before, _("citizen"))
    second = PhotoPart(_("The street is mended"), after, after, _("the unit"))
    third = PhotoPart(_("A lamp at night"), lamp, lamp, _("citizen"))
    coming = PhotoPart(_("The photo is being prepared"))
    return {"photos": [first, second, third, coming], "before": first, "after": second}
