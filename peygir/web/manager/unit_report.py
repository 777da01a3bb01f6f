"""A unit's mark of a month as a PDF document for who leads it: parts, what would raise it, weak points, appeals."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET

from peygir.city import queries as city
from peygir.core.pdf_charts import ChartedDocument
from peygir.outlook.scoring import comparison_queries, people_queries, queries
from peygir.outlook.scoring.appealing import may_appeal
from peygir.outlook.scoring.facts import ScoredMonthFacts, UnitMarkFacts
from peygir.outlook.scoring.fairness.standing import WHOLE_MARK, Standing
from peygir.outlook.scoring.people_queries import scheme_by_id
from peygir.outlook.scoring.words import StandingBand
from peygir.people.permissions import Permission
from peygir.people.rules import Actor
from peygir.web.kit.access import actor, staff
from peygir.web.kit.appeal_rows import appeal_rows, appeals_until
from peygir.web.kit.current_city import current_city
from peygir.web.kit.mark_parts import UnitMarkRow, mark_row, part_rows
from peygir.web.kit.mark_scheme import scheme_text, targets_of
from peygir.web.kit.mark_words import change_sentence, month_code, month_label
from peygir.web.kit.report_parts import (
    BETWEEN,
    mark_intervals,
    mark_line,
    mark_scale,
    not_counted_sentence,
    publication_words,
    too_few_words,
    version_words,
    write_method,
    write_parts,
)
from peygir.web.kit.standing_words import decimal_words, indicator_words, rank_words
from peygir.web.kit.templatetags.ui import code_text, day, digits, in_language, language
from peygir.web.manager.below_report import below_report
from peygir.web.manager.mark_raising import loss_row, mark_before, raising_rows, topic_names
from peygir.web.manager.mark_scope import LEADERS, NoMarkToShow, month_and_unit
from peygir.web.manager.weak_points import weak_point_row

HISTORY: Final = 12
"""So many months stand in the chart."""
COSTLY: Final = 10
_RAISING: Final = (0.4, 0.2, 0.2, 0.2)
_COSTLY: Final = (0.18, 0.24, 0.12, 0.46)
_TOPICS: Final = (0.5, 0.25, 0.25)
_STANDING: Final = (0.3, 0.14, 0.14, 0.22, 0.2)
_WEAK: Final = (0.28, 0.26, 0.14, 0.12, 0.2)
_APPEALS: Final = (0.26, 0.26, 0.18, 0.3)


@staff(*LEADERS)
@require_GET
def my_mark_report(request: HttpRequest, month: str, unit: str) -> HttpResponse:
    """Return the report of a unit's mark in a month as PDF; for one that has none, that of the units below it.

    Raises NoMarkToShow.
    """
    by = actor(request)
    facts, unit_facts = month_and_unit(by, month, unit)
    unit_mark = queries.mark_of_unit(facts.id, unit_facts.id, by)
    content = below_report(facts, unit_facts, by) if unit_mark is None else unit_report(facts, unit_mark, by)
    disposition = f'inline; filename="mark-{month_code(facts.first_on)}-{unit_facts.code}.pdf"'
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": disposition})


def mailed_report(month_id: int, unit_id: int, by: Actor, code: str) -> bytes:
    """Return the report of a unit, or of those below it, for the monthly mail in a language. Raises NoMarkToShow."""
    months = queries.scored_months(current_city().id, by)
    month = next((one for one in months if one.id == month_id), None)
    unit_mark, unit = queries.mark_of_unit(month_id, unit_id, by), city.unit(unit_id)
    if month is None or unit is None:
        raise NoMarkToShow()
    with override(code):
        if unit_mark is None or not by.may(Permission.LEAD_UNIT):
            return below_report(month, unit, by)
        return unit_report(month, unit_mark, by)


def unit_report(month: ScoredMonthFacts, unit_mark: UnitMarkFacts, by: Actor) -> bytes:
    """Return the PDF of a unit's mark in the language in force, with the cases that `by` may see."""
    row, past = mark_row(unit_mark), queries.history_of_unit(unit_mark.unit_id, by)
    version = next(one for one in queries.versions_of(month.id) if one.number == month.version)
    title = _("Mark of %(unit)s in %(month)s") % {"unit": row.name, "month": month_label(month.first_on)}
    document = ChartedDocument(title, language=language(), made_at=version.at)
    standings = comparison_queries.standings_of_unit(month.id, unit_mark.unit_id, by)
    whole = next((one for one in standings if one.indicator == WHOLE_MARK), None)
    facts = [
        (_("Mark"), mark_line(row)),
        (_("Cases"), digits(unit_mark.cases)),
        (_("By group"), BETWEEN.join(f"{name} {score}" for name, _score, score in row.groups)),
        (_("Version"), f"{version_words(month.version, month.version)} ({day(version.at)})"),
    ]
    if whole is not None:
        facts.insert(1, (_("Against expected"), _whole_words(whole)))
    if month.is_provisional:
        facts.append((_("Provisional"), publication_words(month)))
    document.facts(facts)
    changed = change_sentence(unit_mark, mark_before(past, month))
    if changed:
        document.paragraph(changed)
    address = urlencode({"month": month_code(month.first_on), "unit": row.code})
    document.note(f"{settings.PUBLIC_URL}{reverse('my_mark')}?{address}")
    months = [mark_row(one) for one in past if one.first_on <= month.first_on][:HISTORY]
    lines = mark_intervals(reversed(months), by_month=True)
    if len(lines) > 1:
        document.heading(_("Month by month"))
        document.intervals(lines, mark_scale())
    _write_raising(document, month, unit_mark, by)
    _write_parts(document, month, unit_mark, by)
    _write_standings(document, standings)
    _write_weak_points(document, month, unit_mark, by)
    _write_appeals(document, month, row, by)
    scheme = scheme_by_id(current_city().id, month.scheme_id)
    write_method(document, month, scheme_text(scheme) if scheme is not None else None)
    document.note(f"{_('Digest of the figures (SHA-256)')}\n{month.snapshot_digest}")
    document.note(f"{_('Digest of the marks (SHA-256)')}\n{version.digest}")
    return document.content()


def _whole_words(whole: Standing) -> str:
    parts = [in_language(whole.band.label)]
    if whole.band != StandingBand.TOO_FEW:
        parts.append(_("expected %(expected)s") % {"expected": decimal_words(whole.expected)})
        parts.append(rank_words(whole))
    return BETWEEN.join(part for part in parts if part)


def _write_raising(document: ChartedDocument, month: ScoredMonthFacts, unit_mark: UnitMarkFacts, by: Actor) -> None:
    """What would raise the mark most, the cases and topics that cost most, and what would not raise it."""
    own_parts, topics = queries.parts_of(unit_mark.id), topic_names()
    parts = part_rows(own_parts)
    raising = raising_rows(queries.raising(own_parts, by, most=5), parts, targets_of(month), topics)
    document.section(_("What would raise it most"))
    if raising.below:
        headings = (_("Part"), _("Value"), _("Full points at"), _("Points to gain"))
        document.table(
            headings, [(row.name, row.value, target, f"+{row.lost}") for row, target in raising.below], _RAISING
        )
    else:
        document.paragraph(_("Every part that counts is at its target."))
    losses = [loss_row(row, topics) for row in queries.costly_cases(unit_mark.id, by, most=COSTLY)]
    document.heading(_("The cases that cost most"))
    if losses:
        hidden = _("a case that you may not open")
        lines = [
            (code_text(one["code"]) if one["code"] else hidden, one["topic"], one["points"], one["words"])
            for one in losses
        ]
        document.table((_("Case"), _("Topic"), _("Points"), _("Why")), lines, _COSTLY)
    else:
        document.paragraph(_("No case cost points."))
    if raising.topics:
        document.table((_("Topic"), _("Points"), _("Cases")), raising.topics, _TOPICS)
    document.heading(_("What would not raise it"))
    stays = [(state, rows) for state, rows in [(_("At the target already:"), raising.full), *raising.silent] if rows]
    for state, rows in stays:
        document.note(f"{state.rstrip(':')}: {BETWEEN.join(row.name for row in rows)}")
    document.note(
        _("Passing a late case on does not raise it: the promise stays with the unit that held the file longest.")
    )
    document.note(
        _(
            "Closing a case early does not raise it: only work that a citizen confirms, or a plan that is carried out, "
            "counts as solved."
        )
    )


def _write_parts(document: ChartedDocument, month: ScoredMonthFacts, unit_mark: UnitMarkFacts, by: Actor) -> None:
    document.section(_("The parts of the mark"))
    write_parts(document, part_rows(queries.parts_of(unit_mark.id)))
    left_out = not_counted_sentence(queries.not_counted_of(month.id, unit_mark.unit_id, by))
    if left_out:
        document.note(left_out)


def _write_standings(document: ChartedDocument, standings: list[Standing]) -> None:
    """How the unit stands against what was to be expected of its cases, indicator by indicator."""
    own = [standing for standing in standings if standing.indicator != WHOLE_MARK]
    known = [standing for standing in own if standing.band != StandingBand.TOO_FEW]
    few = [indicator_words(standing.indicator) for standing in own if standing.band == StandingBand.TOO_FEW]
    if not own:
        return
    document.section(_("Standing against what was to be expected"))
    headings = (_("Indicator"), _("Failures"), _("Expected"), _("Band"), _("Possible ranks"))
    lines = [
        (
            indicator_words(standing.indicator),
            _("%(failed)s of %(all)s") % {"failed": decimal_words(standing.observed, 0), "all": digits(standing.n)},
            decimal_words(standing.expected, 1),
            in_language(standing.band.label),
            rank_words(standing) or "—",
        )
        for standing in known
    ]
    if lines:
        document.table(headings, lines, _STANDING)
    if few:
        document.note(too_few_words(few))


def _write_weak_points(document: ChartedDocument, month: ScoredMonthFacts, unit_mark: UnitMarkFacts, by: Actor) -> None:
    """What got worse in this month against expected, of this unit."""
    document.section(_("Weak points of this month"))
    points = comparison_queries.weak_points_for(current_city().id, by, since=month.first_on)
    own = [one for one in points if one.unit_id == unit_mark.unit_id and one.first_on == month.first_on]
    if not own:
        document.paragraph(_("None was found: nothing got worse by more than chance explains."))
        return
    rows = [weak_point_row(point) for point in own]
    headings = (_("Topic"), _("What failed"), _("Failures"), _("Expected"), _("Was it real?"))
    document.table(headings, [(one.topic, one.what, one.counts, one.expected, one.answer) for one in rows], _WEAK)
    document.note(f"{settings.PUBLIC_URL}{reverse('weak_points')}")


def _write_appeals(document: ChartedDocument, month: ScoredMonthFacts, row: UnitMarkRow, by: Actor) -> None:
    """The unit's appeals of this month without their words, and until when it may appeal; for its own manager."""
    if not may_appeal(by, row.mark.unit_id):
        return
    document.section(_("Appeals"))
    until = appeals_until(month)
    words = _("Appeals are taken until %(day)s.") if until.is_open else _("Appeals were taken until %(day)s.")
    document.paragraph(words % {"day": day(until.last_on)})
    made = [one for one in people_queries.appeals_of_unit(row.mark.unit_id) if one.month_id == month.id]
    if made:
        lines = [(one.indicator, one.about, one.outcome, one.change) for one in appeal_rows(made, by)]
        document.table((_("Part"), _("What it is about"), _("Outcome"), _("Change")), lines, _APPEALS)
