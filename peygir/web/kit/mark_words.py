"""Marks, their parts and effects as text in the viewer's language and digits."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from django.utils.translation import gettext as _

from peygir.core.jalali import jalali_months, to_jalali
from peygir.outlook.scoring.catalogue import VERSIONS, latest_of
from peygir.outlook.scoring.facts import UnitMarkFacts
from peygir.outlook.scoring.indicator import MeasuredIn
from peygir.outlook.scoring.months import month_of
from peygir.outlook.scoring.words import MarkGroup, MarkState, NotCounted, PartState
from peygir.web.kit.templatetags.ui import digits, in_language, language, within

HUNDRED: Final = Decimal(100)
SMALLEST: Final = Decimal("0.001")
"""Effects nearer to zero are told as “less than 0.001”."""


def month_label(first_on: date) -> str:
    """Return the name of a month of the Iranian calendar by its first day: «خرداد ۱۴۰۵», "Khordad 1405"."""
    here = to_jalali(first_on)
    return f"{jalali_months(language())[here.month - 1]} {digits(str(here.year))}"


def month_code(first_on: date) -> str:
    """Return the month as addresses and files name it: "1405-03"."""
    return month_of(first_on).name


def number_text(value: Decimal, places: int) -> str:
    """Return a number with so many decimals, half up, in the viewer's digits."""
    text = format(value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP), "f")
    text = text.replace("-", "−")
    return digits(text.replace(".", "٫") if language() == "fa" else text)


def mark_text(value: Decimal | None) -> str:
    """Return a published mark with all its digits; a dash for none."""
    return "—" if value is None else number_text(value, max(0, -int(value.as_tuple().exponent)))


def percent_text(share: Decimal, places: int = 0) -> str:
    """Return a share as «۴۲٪» or "42%"."""
    return f"{number_text(share * HUNDRED, places)}{'٪' if language() == 'fa' else '%'}"


def interval_text(low: Decimal | None, high: Decimal | None) -> str:
    """Return "between … and …" for a mark's interval, "" for none."""
    if low is None or high is None:
        return ""
    return _("between %(low)s and %(high)s") % {"low": mark_text(low), "high": mark_text(high)}


def change_sentence(now: UnitMarkFacts, before: UnitMarkFacts | None) -> str:
    """Return how a mark differs from that of an earlier month, and whether chance alone may do that; "" without both.

    The two intervals are taken as independent: chance may do it if the difference is not above the root of the sum of
    the squares of those two halves that point at each other.
    """
    if before is None or now.mark is None or before.mark is None:
        return ""
    difference = now.mark - before.mark
    values = {"points": mark_text(abs(difference)), "month": month_label(before.first_on)}
    if not difference:
        return _("As in %(month)s.") % values
    upper, lower = (now, before) if difference > 0 else (before, now)
    reach = _distance(upper.mark, upper.low) ** 2 + _distance(lower.mark, lower.high) ** 2
    if difference**2 <= reach:
        if difference > 0:
            return _("%(points)s points more than in %(month)s; chance alone may do that.") % values
        return _("%(points)s points less than in %(month)s; chance alone may do that.") % values
    if difference > 0:
        return _("%(points)s points more than in %(month)s, more than chance would do.") % values
    return _("%(points)s points less than in %(month)s, more than chance would do.") % values


def _distance(mark: Decimal | None, end: Decimal | None) -> Decimal:
    return Decimal(0) if mark is None or end is None else mark - end


def state_text(row: UnitMarkFacts) -> str:
    """Return the mark as text, or that there are too few cases to say."""
    if row.mark is None:
        return in_language(MarkState.TOO_FEW.label)
    return mark_text(row.mark)


def indicator_name(code: str) -> str:
    """Return the name of an indicator; its code if this version of the software has it no more."""
    known = latest_of(code)
    return in_language(known.name) if known is not None else code


def indicator_definition(code: str, version: int | None = None) -> str:
    """Return what a version of an indicator (None: the latest) counts, in a sentence; "" for one that is not known."""
    known = latest_of(code) if version is None else VERSIONS.get((code, version))
    return in_language(known.definition) if known is not None else ""


def value_text(code: str, value: Decimal | None) -> str:
    """Return a value of an indicator in its unit of measure; a dash for none."""
    known = latest_of(code)
    if value is None:
        return "—"
    if known is None or known.measured_in == MeasuredIn.SHARE:
        return percent_text(value, 1)
    if known.measured_in == MeasuredIn.HOURS:
        return _("%(number)s hours") % {"number": number_text(value, 1)}
    if known.measured_in == MeasuredIn.TIMES:
        return _("%(number)s × the promised time") % {"number": number_text(value, 2)}
    return _("%(number)s for each promise") % {"number": number_text(value, 2)}


def bare_text(code: str, value: Decimal | None) -> str:
    """Return a value for a formula: a share as a percentage, anything else without its unit."""
    known = latest_of(code)
    if value is None or known is None or known.measured_in == MeasuredIn.SHARE:
        return value_text(code, value)
    return number_text(value, 1 if known.measured_in == MeasuredIn.HOURS else 2)


def why_text(code: str, why: str) -> str:
    """Return the reason for which a row counts, for the middle of a sentence."""
    reasons = [
        known.whys[why] for (name, _version), known in sorted(VERSIONS.items()) if name == code and why in known.whys
    ]
    return within(reasons[-1]) if reasons else why


def effect_text(effect: Decimal) -> str:
    """Return points that a case cost or gave: "−0.031", "+0.008", or that it is less than 0.001."""
    if effect and abs(effect) < SMALLEST:
        return _("less than %(number)s") % {"number": number_text(SMALLEST, 3)}
    sign = "+" if effect > 0 else ""
    return f"{sign}{number_text(effect, 3)}"


def effect_sentence(code: str, why: str, effect: Decimal) -> str:
    """Return the sentence that tells what a case did to the mark and why."""
    values = {"points": effect_text(abs(effect)).lstrip("+"), "why": why_text(code, why)}
    if effect < 0:
        return _("This case cost %(points)s points, because: %(why)s.") % values
    if effect > 0:
        return _("This case gave %(points)s points, because: %(why)s.") % values
    return _("This case did not move the mark: %(why)s.") % values


def part_state(state: str) -> str:
    """Return the label of a part's state."""
    return in_language(PartState.labels().get(state, (state, state)))


def group_name(group: str) -> str:
    """Return the name of a group of a mark."""
    return in_language(MarkGroup.labels().get(group, (group, group)))


def not_counted_name(rule: str) -> str:
    """Return the name of a rule by which something is not counted."""
    return in_language(NotCounted.labels().get(rule, (rule, rule)))
