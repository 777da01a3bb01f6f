"""The marks of the units below somebody as a PDF document: the weighted mark, each unit with its loss, weak points."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from peygir.city import queries as city
from peygir.city.facts import UnitFacts
from peygir.core.pdf_charts import ChartedDocument
from peygir.core.words import natural
from peygir.outlook.scoring import comparison_queries, people_queries, queries
from peygir.outlook.scoring.facts import ScoredMonthFacts, UnitMarkFacts
from peygir.outlook.scoring.fairness.standing import WHOLE_MARK
from peygir.outlook.scoring.people_marks import mean_over_days
from peygir.outlook.scoring.rules import OUT_OF
from peygir.people.rules import Actor
from peygir.web.kit.current_city import current_city
from peygir.web.kit.mark_parts import UnitMarkRow, mark_row, part_rows
from peygir.web.kit.mark_words import mark_text, month_code, month_label, number_text
from peygir.web.kit.report_parts import (
    BETWEEN,
    mark_intervals,
    mark_scale,
    publication_words,
    too_few_words,
    version_words,
)
from peygir.web.kit.templatetags.ui import day, digits, in_language, language, named
from peygir.web.manager.mark_scope import NoMarkToShow, is_led_by
from peygir.web.manager.weak_points import weak_point_row

LOSSES: Final = 2
"""So many parts are named in which a unit lost most."""
_UNITS: Final = (0.3, 0.1, 0.1, 0.18, 0.32)
_WEAK: Final = (0.24, 0.24, 0.24, 0.14, 0.14)


def below_report(month: ScoredMonthFacts, unit: UnitFacts, by: Actor) -> bytes:
    """Return the PDF of the marks of a unit and of those below it, in the language in force, as `by` sees them.

    Raises NoMarkToShow where none of them is the viewer's, or none has a mark.
    """
    below = city.units_below(unit.id)
    marks = [row for row in queries.marks_of_month(month.id, by) if row.unit_id in below and is_led_by(by, row.unit_id)]
    if not any(row.mark is not None for row in marks):
        raise NoMarkToShow()
    rows = sorted(map(mark_row, marks), key=lambda row: (natural(row.name), row.mark.unit_id))
    version = next(one for one in queries.versions_of(month.id) if one.number == month.version)
    title = _("Marks of the units below %(unit)s in %(month)s")
    names = {"unit": named(unit), "month": month_label(month.first_on)}
    document = ChartedDocument(title % names, language=language(), made_at=version.at)
    facts = [
        (_("Weighted mark"), _weighted(month, unit, marks, by)),
        (_("Units with a mark"), digits(sum(row.mark is not None for row in marks))),
        (_("Version"), f"{version_words(month.version, month.version)} ({day(version.at)})"),
    ]
    if month.is_provisional:
        facts.append((_("Provisional"), publication_words(month)))
    document.facts(facts)
    address = urlencode({"month": month_code(month.first_on), "unit": unit.code})
    document.note(f"{settings.PUBLIC_URL}{reverse('my_mark')}?{address}")
    document.section(_("The units, with the range in which their marks lie 19 times in 20"))
    document.intervals(mark_intervals(rows), mark_scale())
    few = [row.name for row in rows if row.mark.mark is None]
    if few:
        document.note(too_few_words(few))
    _write_units(document, month, rows, by)
    _write_weak_points(document, month, {row.unit_id for row in marks}, by)
    document.note(f"{settings.PUBLIC_URL}{reverse('marks_scheme', args=[month.scheme_id])}")
    return document.content()


def _weighted(month: ScoredMonthFacts, unit: UnitFacts, marks: Sequence[UnitMarkFacts], by: Actor) -> str:
    """The mark that the viewer carries for the post; for who came to it later, the mean of the marks by cases."""
    people = people_queries.marks_of_person(by.id, since=month.first_on) if by.kind == "staff" else []
    carried = next((row for row in people if (row.month_id, row.unit_id) == (month.id, unit.id)), None)
    mean = mean_over_days((row.mark, row.cases) for row in marks if row.cases)
    if carried is not None:
        text, units, days = mark_text(carried.mark), carried.units, digits(carried.days)
        held = _("for %(days)s days of the post") % {"days": days}
    else:
        text, units, held = number_text(mean or Decimal(0), 2), sum(row.mark is not None for row in marks), ""
    out_of = _("%(mark)s out of %(most)s") % {"mark": text, "most": digits(OUT_OF)}
    of_units = _("the mean of %(units)s units, each weighted by its cases") % {"units": digits(units)}
    return BETWEEN.join(part for part in (out_of, of_units, held) if part)


def _write_units(document: ChartedDocument, month: ScoredMonthFacts, rows: Sequence[UnitMarkRow], by: Actor) -> None:
    """Each unit with its cases, its standing, and the parts in which it lost most."""
    standings = {
        one.unit_id: in_language(one.band.label)
        for one in comparison_queries.standings_of_month(month.id, by)
        if one.indicator == WHOLE_MARK
    }
    parts = queries.parts_of_marks(row.mark.id for row in rows)
    lines = []
    for row in rows:
        known = [part for part in part_rows(parts.get(row.mark.id, ())) if part.lost]
        known.sort(key=lambda part: (-(part.part.lost or Decimal(0)), part.name))
        losses = BETWEEN.join(f"{part.name} −{part.lost}" for part in known[:LOSSES])
        band = standings.get(row.mark.unit_id, "—")
        lines.append((row.name, mark_text(row.mark.mark), digits(row.mark.cases), band, losses or "—"))
    headings = (_("Unit"), _("Mark"), _("Cases"), _("Against expected"), _("What would raise it most"))
    document.table(headings, lines, _UNITS)


def _write_weak_points(document: ChartedDocument, month: ScoredMonthFacts, unit_ids: set[int], by: Actor) -> None:
    document.section(_("Weak points of this month"))
    points = comparison_queries.weak_points_for(current_city().id, by, since=month.first_on)
    own = [weak_point_row(one) for one in points if one.unit_id in unit_ids and one.first_on == month.first_on]
    if not own:
        document.paragraph(_("None was found: nothing got worse by more than chance explains."))
        return
    headings = (_("Unit"), _("Topic"), _("What failed"), _("Failures"), _("Expected"))
    document.table(headings, [(one.where, one.topic, one.what, one.counts, one.expected) for one in own], _WEAK)
    document.note(f"{settings.PUBLIC_URL}{reverse('weak_points')}")
