"""What the documents about marks share: charts, the table of parts, what was not counted, and the method in short."""

from collections.abc import Iterable, Sequence
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from peygir.core.pdf_charts import ChartedDocument, PdfFunnel, PdfInterval, PdfSign, Spot
from peygir.outlook.scoring.facts import NotCountedFacts, ScoredMonthFacts
from peygir.outlook.scoring.rules import OUT_OF
from peygir.web.kit.charts import across
from peygir.web.kit.funnel_chart import FunnelUnit, funnel_of
from peygir.web.kit.mark_parts import MarkPartRow, UnitMarkRow, not_counted_rows
from peygir.web.kit.mark_scheme import SchemeText
from peygir.web.kit.mark_words import interval_text
from peygir.web.kit.templatetags.charts import figure
from peygir.web.kit.templatetags.ui import day, digits

BETWEEN: Final = " · "
FUNNEL_HEIGHT: Final = 62.0
"""Millimetres."""
STEP: Final = 5
"""Marks between two grid lines."""
_PARTS: Final = (0.28, 0.14, 0.22, 0.08, 0.09, 0.1, 0.09)
"""The widths of the table of parts, as shares of the page."""


def mark_scale() -> list[tuple[float, str]]:
    """Return the grid lines of a chart of marks."""
    rtl = get_language_bidi()
    return [(across(value / OUT_OF, rtl=rtl), digits(value)) for value in range(0, OUT_OF + 1, STEP)]


def mark_intervals(rows: Iterable[UnitMarkRow], *, by_month: bool = False) -> list[PdfInterval]:
    """Return the lines of a chart of marks: one for each unit, or for each month; units without a mark have none."""
    rtl, lines = get_language_bidi(), []
    for row in rows:
        if row.mark.mark is None or row.mark.low is None or row.mark.high is None:
            continue
        ends = [across(float(end) / OUT_OF, rtl=rtl) for end in (row.mark.low, row.mark.high)]
        dot = across(float(row.mark.mark) / OUT_OF, rtl=rtl)
        label = row.month if by_month else row.name
        lines.append(PdfInterval(label, row.text, min(ends), abs(ends[1] - ends[0]), dot))
    return lines


def funnel_drawing(units: Sequence[FunnelUnit]) -> PdfFunnel:
    """Return the drawing of a funnel of units, the same as that of its page."""
    plot = funnel_of(units, FUNNEL_HEIGHT, rtl=get_language_bidi())
    return PdfFunnel(
        height=FUNNEL_HEIGHT,
        area=_spots(plot.area),
        edges=[_spots(edge) for edge in plot.edges],
        rules=[(tick.y, figure(tick.value)) for tick in plot.ticks],
        centre=plot.centre,
        sizes=[(x, figure(size)) for size, x in plot.sizes],
        signs=[PdfSign((dot.x, dot.y), dot.unit.band, dot.unit.name) for dot in plot.dots],
    )


def write_parts(document: ChartedDocument, parts: Sequence[MarkPartRow]) -> None:
    """Write the table of the parts of a mark that have a score, and a line for those that are shown only."""
    headings = (
        _("Part"),
        _("Value"),
        _("Range, 19 times in 20"),
        _("Rows counted"),
        _("Score"),
        _("Weight"),
        _("Below its target by"),
    )
    document.table(headings, [_part(row) for row in parts if row.part.score is not None], _PARTS)
    others: dict[str, list[str]] = {}
    for row in parts:
        if row.part.score is None:
            value = "" if row.part.value is None else f" {row.value}"
            others.setdefault(row.state, []).append(f"{row.name}{value} ({digits(row.part.n)})")
    for state, names in others.items():
        document.note(f"{state}: {BETWEEN.join(names)}")


def write_counts(document: ChartedDocument, parts: Sequence[MarkPartRow]) -> None:
    """Write in one line how many rows the parts of a unit without a mark have."""
    counts = [f"{row.name} ({digits(row.part.n)})" for row in parts if row.part.n]
    if counts:
        document.note(BETWEEN.join(counts))


def _part(row: MarkPartRow) -> tuple[str, ...]:
    interval = "" if row.part.low is None else _("%(from)s to %(to)s") % {"from": row.low, "to": row.high}
    beside = interval if row.is_counted else row.state
    return row.name, row.value, beside, digits(row.part.n), row.score, row.weight, row.lost


def not_counted_sentence(rows: Iterable[NotCountedFacts]) -> str:
    """Return what was not counted against a unit, each rule with its cases and hours; "" for nothing."""
    rules = []
    for rule, cases, hours in not_counted_rows(rows):
        amounts = [_("cases: %(cases)s") % {"cases": cases}]
        if hours:
            amounts.append(_("%(number)s hours") % {"number": hours})
        rules.append(f"{rule} ({_(', ').join(amounts)})")
    return _("Not counted against it: %(what)s.") % {"what": BETWEEN.join(rules)} if rules else ""


def mark_line(row: UnitMarkRow) -> str:
    """Return a mark with its range, or that there are too few cases to say."""
    if row.mark.mark is None:
        return row.text
    out_of = _("%(mark)s out of %(most)s") % {"mark": row.text, "most": digits(OUT_OF)}
    return BETWEEN.join(one for one in (out_of, interval_text(row.mark.low, row.mark.high)) if one)


def version_words(number: int, present: int) -> str:
    """Return which version a document tells: the first, one after appeals, or an earlier one than the present."""
    values = {"number": digits(number), "present": digits(present)}
    if number < present:
        return _("%(number)s, an earlier one: the present one is %(present)s") % values
    if present > 1:
        return _("%(number)s, the present one, restated after appeals") % values
    return _("%(number)s, the present one") % values


def publication_words(month: ScoredMonthFacts) -> str:
    """Return when everybody reads a month's marks."""
    if month.published_at is not None:
        return _("published on %(day)s") % {"day": day(month.published_at)}
    return _("everybody reads these marks from %(day)s on") % {"day": day(month.publish_on)}


def write_method(document: ChartedDocument, month: ScoredMonthFacts, scheme: SchemeText | None) -> None:
    """Write how marks are made in a few sentences, with the way to the whole method and the digests."""
    document.section(_("How these marks were made"))
    if scheme is not None:
        groups = BETWEEN.join(f"{name} {weight}" for name, weight in scheme.groups)
        document.paragraph(
            _("A mark is out of %(most)s. Its groups weigh: %(groups)s. They are combined as: %(how)s.")
            % {"most": digits(OUT_OF), "groups": groups, "how": scheme.combination}
        )
    document.paragraph(
        _(
            "Each part is a measured value: at the worst value of the scheme it gives no points, at the target all of "
            "them. The range holds the mark 19 times in 20. A unit below the least number of cases has no mark."
        )
    )
    document.paragraph(
        _(
            "The comparison expects of each unit what just its cases let expect, by topic, district, channel, urgency "
            "and season. “Better” and “worse than expected” are said only outside the limits of chance (95%)."
        )
    )
    document.paragraph(
        _(
            "The figures were frozen on %(day)s. Whoever computes them again gets the same marks, in every digit; "
            "their SHA-256 stands in the city's history."
        )
        % {"day": day(month.as_of)}
    )
    document.note(f"{settings.PUBLIC_URL}{reverse('marks_scheme', args=[month.scheme_id])}")


def band_words(bands: Sequence[tuple[str, str]]) -> str:
    """Return in which indicators a unit stands apart, by the words of the band: "(Better than expected: …)"."""
    by_band: dict[str, list[str]] = {}
    for band, name in bands:
        by_band.setdefault(band, []).append(name)
    return BETWEEN.join(f"{band}: {_(', ').join(names)}" for band, names in by_band.items())


def too_few_words(names: Sequence[str]) -> str:
    """Return the names of units or indicators with too few cases in a sentence."""
    return f"{_('Too few cases to say:')} {_(', ').join(names)}."


def _spots(points: str) -> list[Spot]:
    """The points of SVG ("x,y x,y") as numbers."""
    pairs = (point.split(",") for point in points.split())
    return [(float(x), float(y)) for x, y in pairs]
