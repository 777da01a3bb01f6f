"""The public dashboard: a month's published figures with intervals, peers, reasons and the data they belong to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from peygir.city import queries as city
from peygir.core.refusals import Missing
from peygir.core.translation import gettext_lazy
from peygir.core.words import natural
from peygir.core.writing import JALALI
from peygir.outlook.insight import publication_queries as published
from peygir.outlook.insight.lake.calendar import LakeMonth
from peygir.outlook.insight.publication_facts import PublicationFacts, PublishedMonth
from peygir.outlook.insight.publishing.catalogue import FIGURES, PublishedFigure
from peygir.outlook.insight.publishing.rows import UNKNOWN, FigureRow
from peygir.outlook.insight.publishing.words import DISTRICT, TOPIC, TOPIC_GROUP, FigureKind, Told, VersionReason
from peygir.outlook.scoring.months import MonthIsNotRight, month_named
from peygir.web.kit.access import public
from peygir.web.kit.charts import Chart, Series
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.mark_words import month_label
from peygir.web.kit.reader import writing
from peygir.web.kit.templatetags.ui import digits, in_language, language, named
from peygir.web.public.city_frames import ChartFrames, frames_of
from peygir.web.public.city_outlook import dashboard_stamp, outlook_parts
from peygir.web.public.city_words import Names, change_words, headline_words, interval_words, value_words
from peygir.web.public.kept_pages import kept_page

MONTHS: Final = 13
"""The month shown and the twelve before it."""
SPLITS: Final = (
    (DISTRICT, gettext_lazy("by district")),
    (TOPIC_GROUP, gettext_lazy("by kind of topic")),
    (TOPIC, gettext_lazy("by topic")),
)


class NoFiguresOfMonth(Missing):
    """Nothing is published of this month."""

    message = gettext_lazy("No figures of this month are published.")


@dataclass(frozen=True, slots=True)
class PartRow:
    """A district, a kind of topic or a topic in the table of a figure.

    `stands`: "above" or "below" the whole city where the interval leaves no doubt, else "".
    """

    name: str
    way: str
    value: str
    interval: str
    n: str
    stands: str
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class PublishedCard:
    """A figure as the page shows it."""

    code: str
    name: str
    sentence: str
    value: str
    interval: str
    n: str
    fewest: str
    is_marked: bool
    why: Sequence[str]
    chart: Chart | None
    frames: ChartFrames | None
    parts: Sequence[PartRow]
    hidden: str
    behind: str
    counts_cases: bool


@public()
@require_GET
@kept_page("by", stamp=dashboard_stamp)
def city_figures(request: HttpRequest) -> HttpResponse:
    """Show the latest published month; or that there is none yet."""
    months = published.published_months(current_city().id)
    if not months:
        return render(request, "public/city_figures_none.html")
    return _page(request, months[0], months)


@public()
@require_GET
@kept_page("by", stamp=dashboard_stamp)
def city_figures_month(request: HttpRequest, month: str) -> HttpResponse:
    """Show one month by its name ("1405-03"). Raises NoFiguresOfMonth."""
    months = published.published_months(current_city().id)
    number = month_number(month)
    facts = next((one for one in months if one.month == number), None)
    if facts is None:
        raise NoFiguresOfMonth()
    return _page(request, facts, months)


def month_number(text: str) -> int:
    """Return the number of a month named in an address (140503). Raises NoFiguresOfMonth."""
    try:
        year, _dash, month = month_named(text).name.partition("-")
    except MonthIsNotRight:
        raise NoFiguresOfMonth() from None
    return int(year) * 100 + int(month)


def month_name(month: int) -> str:
    """Return the name of a month by its number: «خرداد ۱۴۰۵», "Khordad 1405"."""
    return month_label(LakeMonth(month).since(current_city().time_zone).date())


def _days_of(month: int) -> tuple[date, date] | None:
    """Return the first and the last day of a month, for readers to whom the Iranian calendar is not the only one."""
    if writing().calendars == (JALALI,):
        return None
    here, zone = LakeMonth(month), current_city().time_zone
    return here.since(zone).date(), here.until(zone).date() - timedelta(days=1)


def _page(request: HttpRequest, facts: PublicationFacts, months: Sequence[PublicationFacts]) -> HttpResponse:
    series = published.series_of(current_city().id, facts.month, most=MONTHS)
    now = series[-1]
    before = next((one for one in series if LakeMonth(one.facts.month).next().number == facts.month), None)
    wanted = request.GET.get("by", "")
    split = wanted if wanted in dict(SPLITS) else DISTRICT
    names = part_names()
    since = month_name(before.facts.month) if before is not None else ""
    stays = published.series_before(current_city().id, facts, most=MONTHS)
    cards = [
        _card(figure, now, before, series, stays, split, names, since)
        for figure in FIGURES.values()
        if now.row(figure.code) is not None
    ]
    hidden = facts.about["hidden"]["all"]
    context = {
        "facts": facts,
        "name": month_name(facts.month),
        "days": _days_of(facts.month),
        "months": [(one.code, month_name(one.month), one.month == facts.month) for one in months[:MONTHS]],
        "headlines": headline_words(now),
        "splits": [(code, in_language(words), code == split) for code, words in SPLITS],
        "split": split,
        "cards": cards,
        "waits_for_marks": not facts.about["snapshot"],
        "hidden_share": value_words(FIGURES["promises_kept"], hidden["share"]),
        "hidden": hidden,
        "fewest": facts.about["fewest"],
        "reason": in_language(VersionReason.of(facts.reason).label),
        "correction": facts.words.get(language(), ""),
        "lake": facts.about["lake"],
        "newest_frame": _("Always the newest month"),
        "version_frame": _("%(month)s in this version, which stays") % {"month": month_name(facts.month)},
        **outlook_parts(),
    }
    return render(request, "public/city_figures.html", context)


def part_names() -> Names:
    """Return the names of districts, kinds of topics and topics by split and code; "" is what is not known."""
    city_facts, names = current_city(), {}
    for district in city.districts(city_facts.id, on=today()):
        names[DISTRICT, district.code] = named(district)
    for topic in city.topics(city_facts.id):
        names[TOPIC, topic.code] = named(topic)
        names[TOPIC_GROUP, topic.group_code] = in_language(city.group_names(topic))
    for split, _words in SPLITS:
        names[split, UNKNOWN] = _("not known")
    return names


def _card(
    figure: PublishedFigure,
    now: PublishedMonth,
    before: PublishedMonth | None,
    series: Sequence[PublishedMonth],
    stays: Sequence[PublishedMonth],
    split: str,
    names: Names,
    since: str,
) -> PublishedCard:
    row = now.row(figure.code)
    assert row is not None
    hidden = now.facts.about["hidden"].get(f"{figure.code}/{split}", {"hidden": 0, "of": 0})
    chart, name = chart_of(figure, series), in_language(figure.name)
    counts = {"hidden": digits(hidden["hidden"]), "of": digits(hidden["of"])}
    return PublishedCard(
        code=figure.code,
        name=name,
        sentence=in_language(figure.sentence),
        value=_("hidden") if row.is_hidden else value_words(figure, row.value, row.n),
        interval=interval_words(figure, row),
        n="" if row.n is None else value_words(FIGURES["cases_opened"], row.n),
        fewest=digits(figure.fewest),
        is_marked=figure.is_of_marks,
        why=change_words(figure.code, now, before, names, since),
        chart=chart,
        frames=frames_of(figure.code, name, now.facts if chart_of(figure, stays) else None) if chart else None,
        parts=[
            _part(figure, one, row, split, names, now.facts.code)
            for one in _in_order(now.of(figure.code, split), split, names)
        ],
        hidden=_("Hidden here: %(hidden)s of %(of)s.") % counts if hidden["hidden"] else "",
        behind="" if row.is_hidden else cases_address(now.facts.code, row),
        counts_cases=figure.told is not Told.NO_CASES,
    )


def chart_of(figure: PublishedFigure, series: Sequence[PublishedMonth]) -> Chart | None:
    """Return the months of a figure as a chart: percent, days or numbers; None for fewer than two months."""
    rows = [one.row(figure.code) for one in series]
    scale = 1 if figure.kind in (FigureKind.DAYS, FigureKind.COUNT) else 100
    values = tuple(None if row is None or row.value is None else round(row.value * scale, 2) for row in rows)
    if sum(value is not None for value in values) < 2:  # noqa: PLR2004 - a line has two ends
        return None
    unit = {FigureKind.DAYS: _("days"), FigureKind.COUNT: ""}.get(figure.kind, _("percent"))
    labels = tuple(month_name(one.facts.month) for one in series)
    name = in_language(figure.name)
    return Chart(name, labels, (Series(name, values),), across=_("Month"), unit=unit)


def _in_order(rows: Sequence[FigureRow], split: str, names: Names) -> list[FigureRow]:
    """Districts by their names; topics the most numerous first, hidden ones last."""
    if split == DISTRICT:
        return sorted(rows, key=lambda row: (row.keys[0] == UNKNOWN, natural(names.get((split, row.keys[0]), ""))))
    return sorted(rows, key=lambda row: (row.is_hidden, -(row.n or 0), row.keys))


def _part(figure: PublishedFigure, row: FigureRow, whole: FigureRow, split: str, names: Names, month: str) -> PartRow:
    key = row.keys[0]
    return PartRow(
        name=names.get((split, key), key),
        way="" if row.is_hidden or figure.told is Told.NO_CASES else cases_address(month, row),
        value=value_words(figure, row.value, row.n),
        interval="" if figure.kind is FigureKind.COUNT else interval_words(figure, row),
        n="" if row.n is None else value_words(FIGURES["cases_opened"], row.n),
        stands=_stands(row, whole),
        is_hidden=row.is_hidden,
    )


def _stands(row: FigureRow, whole: FigureRow) -> str:
    """Whether the interval of a part lies wholly above or below the value of the city."""
    if whole.value is None or row.low is None or row.high is None:
        return ""
    return "above" if row.low > whole.value else "below" if row.high < whole.value else ""


def cases_address(month: str, row: FigureRow, number: int | None = None) -> str:
    """The address of the list of the public cases behind a figure, of the newest version or of one by its number."""
    name, own = ("city_cases", [month]) if number is None else ("city_cases_version", [month, number])
    asked = [("figure", row.figure), ("by", row.split), *(("key", key) for key in row.keys)]
    return f"{reverse(name, args=own)}?{urlencode(asked)}"
