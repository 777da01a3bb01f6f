"""Appeals against marks as rows of a page, and until when a unit may appeal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from peygir.cases.queries import codes_of
from peygir.city import queries as city
from peygir.outlook.scoring.facts import AppealFacts, ScoredMonthFacts
from peygir.outlook.scoring.people_queries import scheme_by_id
from peygir.outlook.scoring.rules import content_kept
from peygir.outlook.scoring.words import AppealOutcome
from peygir.people.rules import Actor
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.mark_words import indicator_name, mark_text, month_code, month_label, why_text
from peygir.web.kit.templatetags.ui import in_language, named


@dataclass(frozen=True, slots=True)
class AppealRow:
    """An appeal as text; `code` is "" for a case that the viewer may not see, or for an appeal about a rule."""

    appeal: AppealFacts
    month: str
    month_code: str
    unit: str
    unit_code: str
    indicator: str
    about: str
    code: str
    outcome: str
    tone: str
    change: str


@dataclass(frozen=True, slots=True)
class AppealDays:
    """The last day on which appeals against a month's marks are taken, and whether it is still to come."""

    last_on: date
    is_open: bool


def appeals_until(month: ScoredMonthFacts) -> AppealDays:
    """Return until when units may appeal against a month's marks; one statement."""
    scheme = scheme_by_id(current_city().id, month.scheme_id)
    days = content_kept(scheme.content).appeal_days if scheme is not None else 0
    last_on = city.day_of(current_city().id, month.closed_at) + timedelta(days=days)
    return AppealDays(last_on, today() <= last_on)


def appeal_rows(appeals: Sequence[AppealFacts], by: Actor) -> list[AppealRow]:
    """Return appeals in their order, with the codes of the cases that the viewer may see; one statement."""
    case_ids = {row.case_id for row in appeals if row.case_id is not None}
    codes = codes_of(case_ids, seen_by=by) if case_ids else {}
    return [_row(row, codes.get(row.case_id or 0, "")) for row in appeals]


def _row(row: AppealFacts, code: str) -> AppealRow:
    unit = city.unit(row.unit_id)
    rule = why_text(row.indicator, row.why)
    return AppealRow(
        appeal=row,
        month=month_label(row.first_on),
        month_code=month_code(row.first_on),
        unit=named(unit),
        unit_code=unit.code if unit is not None else "",
        indicator=indicator_name(row.indicator),
        about=_("one case") if row.case_id is not None else _("every case that counts as “%(why)s”") % {"why": rule},
        code=code,
        outcome=_outcome(row),
        tone=_TONES.get(row.outcome, "tone-quiet"),
        change=_change(row.before, row.after) if row.version is not None else "",
    )


_TONES = {"open": "tone-orange", "upheld": "tone-green", "rejected": "tone-red"}


def _outcome(row: AppealFacts) -> str:
    if row.is_under_way:
        return _("Upheld; the restatement is under way")
    return in_language(AppealOutcome.of(row.outcome).label)


def _change(before: Decimal | None, after: Decimal | None) -> str:
    return _("The mark was %(before)s and is %(after)s.") % {"before": mark_text(before), "after": mark_text(after)}
