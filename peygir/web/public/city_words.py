"""The words of published figures: values with intervals, what a citizen asks first, and why a figure changed."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from peygir.outlook.insight.exploring.figures import figure_text, number, percent
from peygir.outlook.insight.metric import MetricUnit
from peygir.outlook.insight.publication_facts import PublishedMonth
from peygir.outlook.insight.publishing.catalogue import FIGURES, HEADLINES, PublishedFigure
from peygir.outlook.insight.publishing.changes import REST, ShareChange, count_change, share_change
from peygir.outlook.insight.publishing.rows import UNKNOWN, FigureRow
from peygir.outlook.insight.publishing.words import DISTRICT, TOPIC_GROUP, FigureKind
from peygir.web.kit.templatetags.ui import digits, in_language

MINUTES_OF_DAY: Final = 1440
MANY: Final = 1000
"""Rows from which a share has a decimal."""
TEN: Final = 10
DASH: Final = "—"
Names = Mapping[tuple[str, str], str]
"""The names of places and topics by split and code."""


def value_words(figure: PublishedFigure, value: float | None, n: int | None = None) -> str:
    """Return a value of a figure: a percentage, days or hours, or a number; a dash for none."""
    if value is None:
        return DASH
    if figure.kind is FigureKind.DAYS:
        return str(digits(in_language(figure_text(value * MINUTES_OF_DAY, MetricUnit.MINUTES))))
    if figure.kind is FigureKind.COUNT:
        return str(digits(in_language(number(value))))
    return str(digits(in_language(percent(value, 1 if (n or 0) >= MANY else 0))))


def interval_words(figure: PublishedFigure, row: FigureRow) -> str:
    """Return the 95 % interval of a row; "" for none. Of false closures the upper bound alone, which is what counts."""
    if row.low is None or row.value is None:
        return ""
    if row.high is None:
        return _("at least %(low)s") % {"low": value_words(figure, row.low, row.n)}
    if figure.kind is FigureKind.FALSE:
        return _("at most %(high)s, 19 times in 20") % {"high": value_words(figure, row.high, row.n)}
    ends = {"low": value_words(figure, row.low, row.n), "high": value_words(figure, row.high, row.n)}
    return _("between %(low)s and %(high)s") % ends


def headline_words(month: PublishedMonth) -> list[tuple[str, str]]:
    """Return what a citizen asks for first as sentences, each with the figure that it leads to."""
    makers = {"promises_kept": _kept, "days_to_finish": _half, "solved": _solved}
    return [(code, makers[code](month)) for code in HEADLINES]


def _kept(month: PublishedMonth) -> str:
    row = month.row("promises_kept")
    if row is None or row.value is None:
        return _("Too few promises fell due to say how many of ten were kept in time.")
    return _("Of every ten promises that fell due, the city kept %(kept)s in time.") % {"kept": _of_ten(row.value)}


def _half(month: PublishedMonth) -> str:
    row, slow = month.row("days_to_finish"), month.row("slow_days_to_finish")
    if row is None or row.value is None:
        return _("Of the cases opened in this month, fewer than half are done yet.")
    first_sentence = _("Half of the cases were done within %(days)s.") % {
        "days": value_words(FIGURES["days_to_finish"], row.value)
    }
    if slow is None or slow.value is None:
        return f"{first_sentence} {_('One in ten is still waiting, or took longer than can be said yet.')}"
    more = _("One in ten took longer than %(days)s.") % {
        "days": value_words(FIGURES["slow_days_to_finish"], slow.value)
    }
    return f"{first_sentence} {more}"


def _solved(month: PublishedMonth) -> str:
    solved, answered = month.row("solved"), month.row("answered")
    if solved is not None and answered is not None and solved.value is not None and answered.value is not None:
        return _("Of every ten whose time was up, %(answered)s got an answer and %(solved)s were solved.") % {
            "answered": _of_ten(answered.value),
            "solved": _of_ten(solved.value),
        }
    row = month.row("closed_unconfirmed")
    if row is None or row.value is None:
        return _("How many were really solved is known once the month's marks are published.")
    return _("Of every ten works that were closed, nobody confirmed %(silent)s.") % {"silent": _of_ten(row.value)}


def _of_ten(share: float) -> str:
    """So many of ten: a whole number, or a half where that is nearer."""
    halves = round(share * 2 * TEN) / 2
    return str(digits(in_language(number(halves, 1))))


def change_words(code: str, now: PublishedMonth, before: PublishedMonth | None, names: Names, since: str) -> list[str]:
    """Return why a figure changed since the month before, as sentences; none without that month.

    `since` is the name of that month. Times are told by the share done within seven days.
    """
    figure = FIGURES["done_in_week" if FIGURES[code].kind is FigureKind.DAYS else code]
    first = before.row(figure.code) if before is not None else None
    second = now.row(figure.code)
    if before is None or first is None or second is None or first.value is None or second.value is None:
        return []
    if figure.kind is FigureKind.COUNT:
        return _count_words(figure, now, before, names, since)
    values = {
        "name": in_language(figure.name),
        "from": value_words(figure, first.value, first.n),
        "to": value_words(figure, second.value, second.n),
        "month": since,
    }
    sentences = [_("%(name)s: from %(from)s in %(month)s to %(to)s.") % values]
    if figure.kind is FigureKind.FALSE or _good(first) is None or _good(second) is None:
        if _overlap(first, second):
            sentences.append(_("So small a change may be chance."))
        return sentences
    change = _change(figure.code, now, before, TOPIC_GROUP)
    if change.is_chance:
        return [*sentences, _("So small a change may be chance.")]
    sentences.append(_parts(change))
    for split in (TOPIC_GROUP, DISTRICT):
        if split in figure.splits:
            largest = _largest(_change(figure.code, now, before, split), split, names)
            sentences += [largest] if largest else []
    return sentences


def _change(code: str, now: PublishedMonth, before: PublishedMonth, split: str) -> ShareChange:
    def counts(month: PublishedMonth) -> dict[str, tuple[int, int]]:
        shown = [(row.keys[0], row.n, _good(row)) for row in month.of(code, split)]
        return {key: (n, good) for key, n, good in shown if n and good is not None}

    def whole(month: PublishedMonth) -> tuple[int, int]:
        row = month.row(code)
        return (row.n or 0, _good(row) or 0) if row is not None else (0, 0)

    return share_change(counts(before), counts(now), whole(before), whole(now))


def _good(row: FigureRow) -> int | None:
    """The rows that meet the condition; of a share that counts open cases too, what it comes to."""
    if row.good is not None:
        return row.good
    return round(row.value * row.n) if row.value is not None and row.n is not None else None


def _overlap(first: FigureRow, second: FigureRow) -> bool:
    if first.low is None or first.high is None or second.low is None or second.high is None:
        return True
    return first.low <= second.high and second.low <= first.high


def _parts(change: ShareChange) -> str:
    """How much of a change came from other cases, and how much from the work."""
    mix, rate = abs(change.mix), abs(change.rate)
    whole = abs(change.whole)
    if mix <= whole / 10:
        return _("The cases were much the same; the work itself changed.")
    if rate <= whole / 10:
        return _("The work was much the same; other kinds of cases came.")
    values = {"rate": _points(change.rate), "mix": _points(change.mix)}
    return _("Of this, the work itself did %(rate)s, and that other kinds of cases came did %(mix)s.") % values


def _largest(change: ShareChange, split: str, names: Names) -> str:
    named = [one for one in change.groups if one.key not in (REST, UNKNOWN)]
    if not named or abs(named[0].whole) < abs(change.whole) / 10:
        return ""
    values = {"name": names.get((split, named[0].key), named[0].key), "points": _points(named[0].whole)}
    if split == DISTRICT:
        return _("Of the districts, %(name)s did most: %(points)s.") % values
    return _("Of the topics, %(name)s did most: %(points)s.") % values


def _points(change: float) -> str:
    """A difference of shares in percentage points, with its sign."""
    amount = abs(round(change * 100, 1))
    sign = "+" if change > 0 else "−"
    words = ngettext("%(number)s percentage point", "%(number)s percentage points", 1 if amount == 1 else 2)
    return words % {"number": f"\u2066{sign}{digits(in_language(number(amount, 1)))}\u2069"}


def _count_words(
    figure: PublishedFigure, now: PublishedMonth, before: PublishedMonth, names: Names, since: str
) -> list[str]:
    def counts(month: PublishedMonth, split: str) -> dict[str, int]:
        return {row.keys[0]: row.n for row in month.of(figure.code, split) if row.n is not None}

    first, second = before.row(figure.code), now.row(figure.code)
    whole = [int(row.value or 0) if row is not None else 0 for row in (first, second)]
    values = {
        "name": in_language(figure.name),
        "from": value_words(figure, whole[0]),
        "to": value_words(figure, whole[1]),
        "month": since,
    }
    sentences = [_("%(name)s: from %(from)s in %(month)s to %(to)s.") % values]
    if TOPIC_GROUP in figure.splits:
        found = count_change(counts(before, TOPIC_GROUP), counts(now, TOPIC_GROUP), whole[0], whole[1])
        named = [pair for pair in found.groups if pair[0] != UNKNOWN and pair[1]]
        if named:
            key, change = named[0]
            sign = "+" if change > 0 else "−"
            amount = f"\u2066{sign}{digits(in_language(number(abs(change))))}\u2069"
            name = names.get((TOPIC_GROUP, key), key)
            sentences.append(_("Of the topics, %(name)s changed most: %(number)s.") % {"name": name, "number": amount})
    return sentences
