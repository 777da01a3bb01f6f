"""The yearly statement of the charter as PDF: each right with how it was kept, and the objections level by level."""

from datetime import datetime
from functools import lru_cache
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from peygir.core.pdf_charts import ChartedDocument
from peygir.desks.objections.queries import FEWEST, LevelCount
from peygir.desks.objections.rules import ObjectionLevel
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.objection_levels import shown_levels
from peygir.web.kit.templatetags.ui import day, digits, in_language, language, moment, named
from peygir.web.public.charter import CharterFigures, MeasuredRight, measured_rights

_RIGHTS: Final = (0.56, 0.14, 0.3)
_LEVELS: Final = (0.24, 0.14, 0.12, 0.13, 0.11, 0.14, 0.12)


def statement_document(year: int, figures: CharterFigures) -> bytes:
    """Return the statement of a Jalali year in the reader's language; a year that still runs says so."""
    title = _("Statement on the citizen's charter, %(year)s") % {"year": digits(str(year))}
    period = figures.period
    facts = (
        (_("Period"), _("%(since)s to %(until)s") % {"since": day(period.first_on), "until": day(period.last_on)}),
        (_("Counted at"), moment(figures.counted_at)),
        (_("Charter"), f"{settings.PUBLIC_URL}{reverse('rights')}"),
    )
    rights = tuple((right.sentence, kept_words(right), right.measured or "—") for right in measured_rights(figures))
    levels = tuple(map(_level_row, figures.levels)) if any(count.reached for count in figures.levels) else ()
    return _composed(
        f"{title} · {named(current_city())}",
        language(),
        figures.counted_at,
        facts=facts,
        is_running=period.last_on >= today(),
        rights=rights,
        levels=levels,
    )


@lru_cache(maxsize=8)
def _composed(
    title: str,
    reader_language: str,
    made_at: datetime,
    *,
    facts: tuple[tuple[str, str], ...],
    is_running: bool,
    rights: tuple[tuple[str, ...], ...],
    levels: tuple[tuple[str, ...], ...],
) -> bytes:
    """Compose the statement, which everything given here determines; kept, since it takes a quarter of a second and is
    open to anybody.
    """
    document = ChartedDocument(title, language=reader_language, made_at=made_at)
    document.facts(list(facts))
    if is_running:
        document.paragraph(_("The year is still running; these are its figures up to today."))
    document.section(_("What we promised, and how it was kept"))
    document.table((_("Right"), _("Kept"), _("Counted from")), rights, _RIGHTS)
    document.section(_("Objections"))
    if levels:
        headings = (
            _("Level"),
            _("Promise"),
            _("Objections reached"),
            _("In time"),
            _("Late"),
            _("Unanswered"),
            _("Agreed"),
        )
        document.table(headings, levels, _LEVELS)
    else:
        document.paragraph(_("No objection was made in this time."))
    document.note(
        _("With fewer than %(fewest)s we give no share: so few say more about chance than about the city.")
        % {"fewest": digits(FEWEST)}
    )
    return document.content()


def kept_words(right: MeasuredRight) -> str:
    """Return the share, or why there is none."""
    if right.is_built:
        return _("held by the software")
    return _("%(percent)s%%") % {"percent": digits(right.percent)} if right.percent is not None else "—"


def _level_row(count: LevelCount) -> tuple[str, ...]:
    promise = next(level.days for level in shown_levels() if level.code == count.level)
    numbers = (count.reached, count.in_time, count.late, count.unanswered, count.agreed)
    return (in_language(ObjectionLevel.of(count.level).label), promise, *(digits(number) for number in numbers))
