"""The rights of the charter with the share in which each was kept, from the metrics that the city publishes anyway.

Nothing is counted here: shares come from the metrics of the lake, the indicators of published marks and the counts of
objections. With too few cases there is no share.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from threading import Lock
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from peygir.city import queries as city
from peygir.core import clock
from peygir.core.jalali import to_gregorian, to_jalali
from peygir.core.refusals import Refusal
from peygir.desks.objections.queries import FEWEST, LevelCount, counts_of_levels
from peygir.journey import answers_of_lake as lake
from peygir.outlook.insight.asking import AnswerRow
from peygir.outlook.scoring import queries as scored
from peygir.web.kit import durations
from peygir.web.kit.current_city import current_city, end_of, start_of, today
from peygir.web.kit.templatetags.ui import digits, language, named

MONTHS: Final = 12
FEWEST_DELAYS: Final = 20
"""Below so many broken promises it is not said how many citizens were told before."""


@dataclass(frozen=True, slots=True)
class CharterPeriod:
    """The time of which the charter speaks, both days included."""

    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True)
class KeptShare:
    """A share in numbers: `good` of `of`; `value` None: too few to say."""

    value: float | None
    of: int


@dataclass(frozen=True, slots=True)
class CharterFigures:
    """What is measured of the rights in a period; None: not counted yet, as before the first night."""

    period: CharterPeriod
    reports: int | None
    owner: KeptShare | None
    promises: KeptShare | None
    told: KeptShare | None
    fixed: KeptShare | None
    inspected: KeptShare | None
    calls: KeptShare | None
    agency_minutes: KeptShare | None
    districts: tuple[tuple[str, float], tuple[str, float]] | None  # the lowest and the highest, with their names
    levels: Sequence[LevelCount]
    counted_at: datetime


@dataclass(frozen=True, slots=True)
class MeasuredRight:
    """One right in words, and how it was kept: whole percents, or a sentence, or "" where nothing is counted yet.

    `page` is the URL name of where it is explained; `is_built`: the software itself holds it, so that no share is told.
    """

    code: str
    sentence: str
    percent: int | None
    measured: str
    page: str = ""
    is_built: bool = False


_kept: dict[tuple[int, date, date], tuple[float, CharterFigures]] = {}
_counting = Lock()


def last_twelve_months() -> CharterPeriod:
    """Return the twelve Jalali months up to today."""
    here = to_jalali(today())
    number = here.year * 12 + here.month - 1 - (MONTHS - 1)
    return CharterPeriod(to_gregorian(number // 12, number % 12 + 1, 1), today())


def year_of(year: int) -> CharterPeriod:
    """Return a Jalali year, up to today where it is still running. Raises ValueError for a year out of range."""
    first, after = to_gregorian(year, 1, 1), to_gregorian(year + 1, 1, 1)
    return CharterPeriod(first, min(date.fromordinal(after.toordinal() - 1), today()))


def charter_figures(period: CharterPeriod) -> CharterFigures:
    """Return the figures of a period; kept for some minutes, and counted by one request at a time."""
    key = (current_city().id, period.first_on, period.last_on)
    known = _kept.get(key)
    if known is not None and clock.monotonic() - known[0] < settings.FIGURES_SECONDS:
        return known[1]
    with _counting:
        known = _kept.get(key)
        if known is None or clock.monotonic() - known[0] >= settings.FIGURES_SECONDS:
            if len(_kept) > MONTHS:
                _kept.clear()
            known = _kept[key] = (clock.monotonic(), _counted(period))
    return known[1]


def _counted(period: CharterPeriod) -> CharterFigures:
    city_id = current_city().id
    since, until = start_of(period.first_on), end_of(period.last_on)
    reports = _rows("reports_received", period)
    return CharterFigures(
        period=period,
        reports=reports[0].n if reports else None,
        owner=_owned(),
        promises=_share("promises_kept", period),
        told=_told_before(city_id, period),
        fixed=_share("confirmed", period),
        inspected=_share("inspections_not_fixed", period, is_reversed=True),
        calls=_share("calls_answered", period),
        agency_minutes=_share("agency_answer_time", period),
        districts=_districts(period),
        levels=counts_of_levels(city_id, since=since, until=until),
        counted_at=clock.now(),
    )


def _rows(metric: str, period: CharterPeriod | None, *, by: str = "") -> list[AnswerRow] | None:
    """Return the answer of the lake; None where there is no lake yet, or it cannot answer just now."""
    text = f"{metric}~by.{by}" if by else metric
    if period is not None:
        text += f"~from.{_number(period.first_on)}~to.{_number(period.last_on)}"
    try:
        return lake.answer(text).rows
    except Refusal:
        return None


def _number(day: date) -> int:
    here = to_jalali(day)
    return here.year * 10000 + here.month * 100 + here.day


def _share(metric: str, period: CharterPeriod, *, is_reversed: bool = False) -> KeptShare | None:
    rows = _rows(metric, period)
    if not rows:
        return None
    value = rows[0].value
    return KeptShare(1 - value if is_reversed and value is not None else value, rows[0].n)


def _owned() -> KeptShare | None:
    """The share of open cases that a unit has; an agency's cases are followed by a unit too."""
    rows = _rows("cases_open", None, by="unit")
    if rows is None:
        return None
    of = sum(row.n for row in rows)
    owned = sum(row.n for row in rows if row.keys[0] is not None)
    return KeptShare(owned / of if of else None, of)


def _told_before(city_id: int, period: CharterPeriod) -> KeptShare:
    """The published indicator of all units together, over the published months of a period."""
    months = [
        month
        for month in scored.scored_months(city_id)
        if not month.is_provisional and period.first_on <= month.first_on <= period.last_on
    ]
    marks = [mark.id for month in months for mark in scored.marks_of_month(month.id)]
    parts = [
        part
        for own in scored.parts_of_marks(marks).values()
        for part in own
        if part.indicator == "told_before" and part.n and part.value is not None
    ]
    of = sum(part.n for part in parts)
    good = sum(round(float(part.value) * part.n) for part in parts if part.value is not None)
    return KeptShare(good / of if of >= FEWEST_DELAYS else None, of)


def _districts(period: CharterPeriod) -> tuple[tuple[str, float], tuple[str, float]] | None:
    rows = _rows("promises_kept", period, by="district") or []
    names = {one.code: named(one) for one in city.districts(current_city().id, on=today())}
    shares = sorted(
        (row.value, names[row.keys[0]])
        for row in rows
        if row.value is not None and isinstance(row.keys[0], str) and row.keys[0] in names
    )
    if len(shares) < 2:  # noqa: PLR2004 - a lowest and a highest
        return None
    (low, low_name), (high, high_name) = shares[0], shares[-1]
    return (low_name, low), (high_name, high)


def measured_rights(figures: CharterFigures) -> list[MeasuredRight]:
    """Return every right with how it was kept, in the viewer's language."""
    return [
        MeasuredRight("code", _(CODE), None, _reports(figures.reports), is_built=True),
        _right("owner", OWNER, figures.owner, ""),
        _right("date", DATE, figures.promises, "figures"),
        _right("told", TOLD, figures.told, "marks_method"),
        _right("fixed", FIXED, figures.fixed, "figures"),
        _right("inspected", INSPECTED, figures.inspected, "inspection_results"),
        _right("calls", CALLS, figures.calls, ""),
        MeasuredRight("agency", _(AGENCY), None, _agency(figures.agency_minutes)),
        _objections(figures.levels),
        MeasuredRight("equal", _(EQUAL), None, _spread(figures.districts), "comparisons"),
        MeasuredRight("anonymous", _(ANONYMOUS), None, "", is_built=True),
        MeasuredRight("privacy", _(PRIVACY), None, "", "me_data", is_built=True),
    ]


CODE: Final = gettext_noop(
    "Every report gets a tracking code at once, by day and by night. It is not lost, and nobody can delete it "
    "quietly: each step is written down for good."
)
OWNER: Final = gettext_noop("Every case has an owner by name of the unit.")
DATE: Final = gettext_noop("Where work is to be done there is a date, and we keep it.")
TOLD: Final = gettext_noop(
    "If we are late, we tell you before you ask, and give a new date. We are still measured by the first promise."
)
FIXED: Final = gettext_noop("Closed means fixed: we ask you, and “fixed” is counted only when you say so.")
INSPECTED: Final = gettext_noop("Work that was called done is looked at again by an inspector who did not do it.")
CALLS: Final = gettext_noop("Whoever calls 137 is answered by a person.")
AGENCY: Final = gettext_noop("If it is another agency's business, we pass it on, tell you its number, and keep asking.")
OBJECTION: Final = gettext_noop(
    "You may object: to the unit, the centre, the inspectorate and the council's commission. Each answers in its time."
)
EQUAL: Final = gettext_noop("Every district is treated alike, by the same promises.")
ANONYMOUS: Final = gettext_noop(
    "You need no account and no name. Whoever stays anonymous is heard like everybody else; only the code then leads "
    "to the answer."
)
PRIVACY: Final = gettext_noop(
    "Your number and your words stay yours: each look at your number is recorded, and you can take a copy of all that "
    "we hold about you or have it erased."
)


def _right(code: str, sentence: str, share: KeptShare | None, page: str) -> MeasuredRight:
    if share is None:
        return MeasuredRight(code, _(sentence), None, "", page)
    if share.value is None:
        measured = _("too few to say (%(of)s)") % {"of": digits(share.of)}
        return MeasuredRight(code, _(sentence), None, measured, page)
    measured = _("of %(of)s") % {"of": digits(share.of)}
    return MeasuredRight(code, _(sentence), int(share.value * 100), measured, page)


def _reports(count: int | None) -> str:
    return _("%(count)s reports, each with its code") % {"count": digits(count)} if count is not None else ""


def _agency(time: KeptShare | None) -> str:
    if time is None:
        return ""
    if time.value is None:
        return _("too few to say (%(of)s)") % {"of": digits(time.of)}
    span = digits(durations.span(time.value * 60, language()))
    return _("median time to the agency's answer: %(span)s (%(of)s answers)") % {"span": span, "of": digits(time.of)}


def _spread(districts: tuple[tuple[str, float], tuple[str, float]] | None) -> str:
    if districts is None:
        return ""
    (low_name, low), (high_name, high) = districts
    return _("promises kept: from %(low)s%% (%(low_name)s) to %(high)s%% (%(high_name)s)") % {
        "low": digits(int(low * 100)),
        "low_name": low_name,
        "high": digits(int(high * 100)),
        "high_name": high_name,
    }


def _objections(levels: Iterable[LevelCount]) -> MeasuredRight:
    rows = list(levels)
    judged, in_time = sum(row.judged for row in rows), sum(row.in_time for row in rows)
    return _right("objection", OBJECTION, KeptShare(in_time / judged if judged >= FEWEST else None, judged), "")
