"""Charts of published figures for other pages: a frame without scripts and cookies, and the picture itself."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_GET

from peygir.core.charts.lines import line_chart
from peygir.core.charts.plots import ChartLook, Palette, Plot, PlotSeries
from peygir.core.refusals import Missing
from peygir.core.translation import citizen_languages, gettext_lazy
from peygir.outlook.insight import publication_queries as published
from peygir.outlook.insight.publishing.catalogue import FIGURES, PublishedFigure
from peygir.web.kit.access import public
from peygir.web.kit.answer_words import number
from peygir.web.kit.charts import Chart
from peygir.web.kit.current_city import current_city
from peygir.web.kit.templatetags.charts import figure as figure_words
from peygir.web.kit.templatetags.ui import in_language, language
from peygir.web.public.city_figures import MONTHS, chart_of
from peygir.web.public.open_answers import kept_answer

FRAME: Final = "default-src 'none'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *"
"""Everybody may show the frame, and nothing but our pictures is loaded in it."""
DARK: Final = Palette(
    ink="#e8ecee",
    quiet="#a9b2b7",
    rail="#3a4348",
    ground="#161b1e",
    empty="#22292d",
    series=("#4fb8bc", "#f0924a", "#a99be0", "#cdbb45"),
)
THEMES: Final = {"light": Palette(), "dark": DARK}
LONGEST_AXIS: Final = 7
"""Months under the axis; a frame is narrow."""


class NoSuchChart(Missing):
    """There is no published figure of this name, or not yet for two months."""

    message = gettext_lazy("There is no chart of this name yet.")


@public()
@require_GET
@xframe_options_exempt
def city_embed(request: HttpRequest, figure: str) -> HttpResponse:
    """Return a page with one chart for a frame: the chart, its numbers, and where they come from.

    `lang` is fa or en. Raises NoSuchChart.
    """
    with translation.override(_language(request)):
        chosen, chart = _chart(figure)
        months = published.published_months(current_city().id)
        reader_language = language()
        context = {
            "figure": chosen,
            "name": in_language(chosen.name),
            "rows": [
                (label, figure_words(value)) for label, value in zip(chart.labels, chart.series[0].values, strict=True)
            ],
            "unit": chart.unit,
            "light": _picture(figure, "light", reader_language),
            "dark": _picture(figure, "dark", reader_language),
            "home": f"{settings.PUBLIC_URL.rstrip('/')}{reverse('city_figures')}#{figure}",
            "version": months[0].number,
            "rtl": get_language_bidi(),
            "language": reader_language,
        }
        response = render(request, "public/city_embed.html", context)
    response.headers["Content-Security-Policy"] = FRAME
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return kept_answer(request, response, seconds=3600)


@public()
@require_GET
def city_chart(request: HttpRequest, figure: str) -> HttpResponse:
    """Return a chart as SVG; `theme` is light or dark, `lang` fa or en. Raises NoSuchChart."""
    with translation.override(_language(request)):
        chosen, chart = _chart(figure)
        palette = THEMES.get(request.GET.get("theme", ""), THEMES["light"])
        look = ChartLook(width=560, height=260, from_right=get_language_bidi(), number=number, palette=palette)
        svg = line_chart(Plot(chart.labels, (PlotSeries(chart.series[0].name, chart.series[0].values),)), look)
    name = f"<title>{_escaped(in_language(chosen.name))}</title>"
    response = HttpResponse(svg.replace(">", f">{name}", 1), content_type="image/svg+xml")
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return kept_answer(request, response, seconds=3600)


def _chart(code: str) -> tuple[PublishedFigure, Chart]:
    figure = FIGURES.get(code)
    months = published.published_months(current_city().id)
    if figure is None or not months:
        raise NoSuchChart()
    chart = chart_of(figure, published.series_of(current_city().id, months[0].month, most=MONTHS))
    if chart is None:
        raise NoSuchChart()
    return figure, chart


def _picture(figure: str, theme: str, lang: str) -> str:
    return f"{reverse('city_chart', args=[figure])}?{urlencode({'theme': theme, 'lang': lang})}"


def _language(request: HttpRequest) -> str:
    wanted = request.GET.get("lang", "")
    return wanted if wanted in citizen_languages() else current_city().language


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def frame_code(figure: str) -> str:
    """Return the HTML by which another page shows a chart."""
    address = f"{settings.PUBLIC_URL.rstrip('/')}{reverse('city_embed', args=[figure])}"
    title = _("The city in figures")
    return f'<iframe src="{address}" title="{title}" width="600" height="380" loading="lazy"></iframe>'
