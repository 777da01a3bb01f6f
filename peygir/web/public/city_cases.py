"""The public cases behind a published figure: those that it counted, with what it counted of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from peygir.cases import listing, moves
from peygir.cases.listing import CaseFilter, CaseListEntry
from peygir.cases.public_codes import all_shown
from peygir.cases.states import CaseState
from peygir.core.refusals import Missing
from peygir.core.translation import Text, gettext_lazy, pgettext_lazy
from peygir.outlook.insight import publication_queries as published
from peygir.outlook.insight.list_queries import FigurePart, list_of, part_of
from peygir.outlook.insight.publication_facts import PublishedMonth
from peygir.outlook.insight.publishing.case_lists import ListedRow
from peygir.outlook.insight.publishing.catalogue import FIGURES, OPENED, PublishedFigure
from peygir.outlook.insight.publishing.rows import FigureRow
from peygir.outlook.insight.publishing.words import CITY, CROSS, DISTRICT, TOPIC_GROUP, FigureKind, Told
from peygir.web.kit.access import public
from peygir.web.kit.current_city import current_city
from peygir.web.kit.numbers import whole
from peygir.web.kit.templatetags.ui import day, digits, in_language
from peygir.web.public.city_figures import cases_address, month_name, month_number, part_names
from peygir.web.public.city_words import interval_words, value_words

PAGE: Final = 50
_AS: Final[Mapping[str, tuple[Text, Text]]] = {
    "promises_kept": (
        pgettext_lazy("what a figure counted", "not kept in time"),
        pgettext_lazy("what a figure counted", "kept in time"),
    ),
    "answered": (
        pgettext_lazy("what a figure counted", "without an answer"),
        pgettext_lazy("what a figure counted", "answered"),
    ),
    "closed_unconfirmed": (
        pgettext_lazy("what a figure counted", "confirmed, or delivered as planned"),
        pgettext_lazy("what a figure counted", "nobody answered"),
    ),
    "cases_reopened": (
        pgettext_lazy("what a figure counted", "not opened again"),
        pgettext_lazy("what a figure counted", "opened again"),
    ),
    OPENED: (
        pgettext_lazy("what a figure counted", "not done yet"),
        pgettext_lazy("what a figure counted", "done"),
    ),
}
"""What a case is counted as, by the figure of its list: where it does not meet the condition, and where it does."""
_HIDDEN: Final = gettext_lazy(
    "This part of the city is hidden, because its group is small or because a small one could be found with it. "
    "So its cases are not listed either."
)
_NOT_KEPT: Final = gettext_lazy(
    "With this version of the figures no lists of cases were kept. Versions that are made from now on have them."
)
_MADE_ANEW: Final = gettext_lazy(
    "This list is being made anew. It comes back with the next version of the figures, as a rule tomorrow."
)
_NO_CASES: Final = gettext_lazy("This figure counts calls and messages. No cases stand behind it.")
_OF_PEOPLE: Final = gettext_lazy(
    "Who was asked, and what each person said, is told of no case. Only the sum of the answers is public."
)
_OF_VISITS: Final = gettext_lazy(
    "It is an estimate from visits that were drawn by lot, each weighted by its chance. The lists of draws stand on "
    "the page of inspections."
)
_ANSWERS_STAY: Final = gettext_lazy(
    "Listed are all cases whose time was up. Which of them a reporter confirmed stands in the sum alone."
)


class NoSuchFigure(Missing):
    """A version has no such figure in such a part of the city."""

    message = gettext_lazy("There is no such figure in this month.")


@dataclass(frozen=True, slots=True)
class BehindLine:
    """A case of a list: what everybody sees of it today, what the figure counted it as, and its days in words."""

    case: CaseListEntry
    counted_as: str
    days: Sequence[str]


@public()
@require_GET
def city_cases(request: HttpRequest, month: str) -> HttpResponse:
    """Show the cases of the newest version of a month. Raises NoFiguresOfMonth, NoSuchPublication, NoSuchFigure."""
    return _page(request, published.published_month(current_city().id, month_number(month)), None)


@public()
@require_GET
def city_cases_version(request: HttpRequest, month: str, number: int) -> HttpResponse:
    """Show the cases of a version. Raises NoFiguresOfMonth, NoSuchPublication, VersionIsWithdrawn, NoSuchFigure."""
    return _page(request, published.published_month(current_city().id, month_number(month), number), number)


def _page(request: HttpRequest, month: PublishedMonth, number: int | None) -> HttpResponse:
    figure = FIGURES.get(request.GET.get("figure", ""))
    split, keys = request.GET.get("by", CITY), request.GET.getlist("key")
    row = month.row(figure.code, split, *keys) if figure is not None else None
    if figure is None or row is None:
        raise NoSuchFigure()
    part, why_not = _counted(month, figure, row)
    at = min(max(whole(request.GET.get("page", "")) or 1, 1), 100_000)
    shown = part.listed[(at - 1) * PAGE : at * PAGE]
    context = {
        "facts": month.facts,
        "figure": figure,
        "name": in_language(figure.name),
        "sentence": in_language(figure.sentence),
        "month": month_name(month.facts.month),
        "place": _place_name(row),
        "value": _("hidden") if row.is_hidden else value_words(figure, row.value, row.n),
        "interval": interval_words(figure, row),
        "why_not": in_language(why_not) if why_not is not None else "",
        "of_visits": why_not is _OF_VISITS,
        "note": in_language(_ANSWERS_STAY) if figure.told is Told.WHICH and why_not is None else "",
        "lines": _lines(shown),
        "total": len(part.listed),
        "left": _left_words(part.left),
        "number": at,
        "has_more": len(part.listed) > at * PAGE,
        "stays": cases_address(month.facts.code, row, month.facts.number),
        "is_version": number is not None,
    }
    return render(request, "public/city_cases.html", context)


def _counted(month: PublishedMonth, figure: PublishedFigure, row: FigureRow) -> tuple[FigurePart, Text | None]:
    """The rows of a figure's list in a place; or none, and why there is no list.

    If a case of the list has stopped being public, all of it waits for the recount: one row less would tell of it.
    """
    if figure.told is Told.NO_CASES:
        return FigurePart(), _NO_CASES
    if figure.told is Told.NONE:
        return FigurePart(), _OF_VISITS if figure.kind is FigureKind.FALSE else _OF_PEOPLE
    if row.is_hidden:
        return FigurePart(), _HIDDEN
    whole_list = list_of(month.facts, figure.listed_as)
    if whole_list is None:
        return FigurePart(), _NOT_KEPT
    if not all_shown(current_city().id, whole_list.case_ids):
        return FigurePart(), _MADE_ANEW
    return part_of(month.facts, figure.listed_as, row.split, row.keys), None


def _lines(rows: Sequence[ListedRow]) -> list[BehindLine]:
    """The lines of a page; five statements."""
    wanted = CaseFilter(codes=tuple(dict.fromkeys(one.code for one in rows)))
    city_id = current_city().id
    entries = listing.entries(city_id, wanted) if rows else []
    cases, steps = {entry.code: entry for entry in entries}, moves.steps_of(city_id, entries)
    lines = []
    for row in rows:
        case = cases.get(row.code)
        if case is not None:
            done = [step.on for step in steps[case.code] if step.state == CaseState.DONE]
            words = in_language(_AS[row.figure][row.good]) if row.good is not None else ""
            lines.append(BehindLine(case, words, _days(case, done)))
    return lines


def _days(case: CaseListEntry, done: Sequence[date]) -> list[str]:
    days = [_("opened %(day)s") % {"day": day(case.opened_on)}]
    if case.due_on is not None:
        days.append(_("promised until %(day)s") % {"day": day(case.due_on)})
    if done:
        days.append(_("called done %(day)s") % {"day": day(done[0])})
    return days


def _left_words(left: int) -> str:
    if not left:
        return ""
    return ngettext(
        "%(count)s more that was counted lies in a part of the city whose figures are hidden, and is not listed.",
        "%(count)s more that were counted lie in parts of the city whose figures are hidden, and are not listed.",
        left,
    ) % {"count": digits(left)}


def _place_name(row: FigureRow) -> str:
    """The part of the city in words: "", or the names of district and topic."""
    if row.split == CITY:
        return _("the whole city")
    names = part_names()
    splits = (DISTRICT, TOPIC_GROUP) if row.split == CROSS else (row.split,)
    return _(", ").join(names.get((split, key), key) for split, key in zip(splits, row.keys, strict=True))
