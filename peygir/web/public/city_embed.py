"""Charts of published figures for other pages: a frame without scripts and cookies, and the picture itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import get_language_bidi
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_GET

from peygir.core.charts.lines import line_chart
from peygir.core.charts.plots import ChartLook, Palette, Plot, PlotSeries
from peygir.core.refusals import Missing
from peygir.core.translation import citizen_languages, gettext_lazy
from peygir.outlook.insight import publication_queries as published
from peygir.outlook.insight.publication_facts import PublishedMonth
from peygir.outlook.insight.publishing.catalogue import FIGURES, PublishedFigure
from peygir.web.kit.access import public
from peygir.web.kit.answer_words import number as number_words
from peygir.web.kit.charts import Chart
from peygir.web.kit.current_city import current_city
from peygir.web.kit.templatetags.charts import figure as figure_words
from peygir.web.kit.templatetags.ui import in_language, language
from peygir.web.public.city_figures import MONTHS, chart_of, month_number
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
    return _frame(request, _newest(figure), "city_chart", [figure])


@public()
@require_GET
@xframe_options_exempt
def city_embed_version(request: HttpRequest, figure: str, month: str, number: int) -> HttpResponse:
    """Return the same of a version of a month, which stays as it is. Raises as `city_chart_version`."""
    return _frame(request, _of_version(figure, month, number), "city_chart_version", [figure, month, number])


@public()
@require_GET
def city_chart(request: HttpRequest, figure: str) -> HttpResponse:
    """Return a chart as SVG; `theme` is light or dark, `lang` fa or en. Raises NoSuchChart."""
    return _picture(request, _newest(figure))


@public()
@require_GET
def city_chart_version(request: HttpRequest, figure: str, month: str, number: int) -> HttpResponse:
    """Return the chart of a version of a month.

    Raises NoSuchChart, NoFiguresOfMonth, NoSuchPublication, VersionIsWithdrawn.
    """
    return _picture(request, _of_version(figure, month, number))


@dataclass(frozen=True, slots=True)
class FramedFigure:
    """A figure with the months of its chart, the last one first named on the page around it."""

    figure: PublishedFigure
    months: Sequence[PublishedMonth]
    page: str

    @property
    def chart(self) -> Chart:
        """The chart in the language of now. Raises NoSuchChart."""
        chart = chart_of(self.figure, self.months)
        if chart is None:
            raise NoSuchChart()
        return chart


def _newest(code: str) -> FramedFigure:
    months, figure = published.published_months(current_city().id), FIGURES.get(code)
    if figure is None or not months:
        raise NoSuchChart()
    series = published.series_of(current_city().id, months[0].month, most=MONTHS)
    return FramedFigure(figure, series, reverse("city_figures"))


def _of_version(code: str, month: str, number: int) -> FramedFigure:
    figure = FIGURES.get(code)
    if figure is None:
        raise NoSuchChart()
    version = published.version_of(current_city().id, month_number(month), number)
    series = published.series_before(current_city().id, version, most=MONTHS)
    return FramedFigure(figure, series, reverse("city_figures_month", args=[version.code]))


def _frame(request: HttpRequest, framed: FramedFigure, picture: str, own: list[str | int]) -> HttpResponse:
    """The page in the frame; `picture` is the URL name of its chart, `own` the arguments."""
    with translation.override(_language(request)):
        chart, reader_language = framed.chart, language()
        address = reverse(picture, args=own)
        context = {
            "figure": framed.figure,
            "name": in_language(framed.figure.name),
            "rows": [
                (label, figure_words(value)) for label, value in zip(chart.labels, chart.series[0].values, strict=True)
            ],
            "unit": chart.unit,
            "light": f"{address}?{urlencode({'theme': 'light', 'lang': reader_language})}",
            "dark": f"{address}?{urlencode({'theme': 'dark', 'lang': reader_language})}",
            "home": f"{settings.PUBLIC_URL.rstrip('/')}{framed.page}#{framed.figure.code}",
            "rtl": get_language_bidi(),
            "language": reader_language,
        }
        response = render(request, "public/city_embed.html", context)
    response.headers["Content-Security-Policy"] = FRAME
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return kept_answer(request, response, seconds=3600)


def _picture(request: HttpRequest, framed: FramedFigure) -> HttpResponse:
    with translation.override(_language(request)):
        chart = framed.chart
        palette = THEMES.get(request.GET.get("theme", ""), THEMES["light"])
        look = ChartLook(width=560, height=260, from_right=get_language_bidi(), number=number_words, palette=palette)
        svg = line_chart(Plot(chart.labels, (PlotSeries(chart.series[0].name, chart.series[0].values),)), look)
        title = format_html("<title>{}</title>", in_language(framed.figure.name))
    response = HttpResponse(svg.replace(">", f">{title}", 1), content_type="image/svg+xml")
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return kept_answer(request, response, seconds=3600)


def _language(request: HttpRequest) -> str:
    wanted = request.GET.get("lang", "")
    return wanted if wanted in citizen_languages() else current_city().language
