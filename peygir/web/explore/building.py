"""The form that builds a question: what it offers, and the question that its fields make."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from peygir.core.refusals import Refusal
from peygir.outlook.insight.dimensions import DIMENSIONS, dimensions_of
from peygir.outlook.insight.exploring.comparing import ComparedWith
from peygir.outlook.insight.exploring.narrowing import with_filter, without_filter
from peygir.outlook.insight.exploring.periods import day_of_number, latest_periods, number_of_day
from peygir.outlook.insight.exploring.reading import LakeAccess
from peygir.outlook.insight.exploring.value_names import ValueNames
from peygir.outlook.insight.metric_catalogue import METRICS
from peygir.outlook.insight.questions import (
    MOST_DIMENSIONS,
    Filter,
    LakeQuestion,
    QuestionIsNotRight,
    checked,
    question_from,
)
from peygir.web.explore.asked import AnswerShape, AskedAnswer
from peygir.web.kit.current_city import today
from peygir.web.kit.dates import read_day, written_day
from peygir.web.kit.templatetags.ui import digits, in_language

OFFERED: Final = (
    "topic_group",
    "topic",
    "district",
    "neighbourhood",
    "unit",
    "urgency",
    "channel",
    "asset_type",
    "crew",
    "came_by",
    "outcome",
    "state",
)
"""The dimensions by whose values the form filters."""
KEEP: Final = "*"
"""The value of a filter's field that leaves the filter as it is: it has several values."""
FIRST: Final = "cases_opened"


@dataclass(frozen=True, slots=True)
class FormOption:
    """One option of a field; `grains`: the tables to whose metrics it belongs, for the script."""

    value: str
    text: str
    is_chosen: bool = False
    grains: str = ""


@dataclass(frozen=True, slots=True)
class FilterField:
    """The field of a filter: its name, its label and its options."""

    name: str
    label: str
    options: Sequence[FormOption]
    grains: str


def question_of_form(fields: QueryDict, default_days: tuple[int, int]) -> LakeQuestion:
    """Return the question that the fields of the form make.

    What the metric cannot be divided or filtered by is left out. Raises QuestionIsNotRight, ValidationError for a day
    that is none.
    """
    metric = METRICS.get(fields.get("metric", ""))
    if metric is None:
        raise QuestionIsNotRight(part=fields.get("metric", "")[:40])
    known = {one.code for one in dimensions_of(metric.grain)}
    by = [fields.get(f"by{number}", "") for number in range(1, MOST_DIMENSIONS + 1)]
    question = LakeQuestion(metric.code, tuple(code for code in dict.fromkeys(by) if code in known))
    kept = _kept(fields.get("kept", ""))
    filters = tuple(one for one in kept.filters if one.dimension in known) if kept is not None else ()
    question = replace(question, filters=filters)
    for code in OFFERED:
        value = fields.get(f"only_{code}", KEEP)[:100]
        if code in known and value != KEEP:
            question = without_filter(question, code, is_not=False)
            question = with_filter(question, Filter(code, (value,))) if value else question
    since, until = (_day(fields.get(name, "")) for name in ("from", "to"))
    if "from" not in fields and "to" not in fields:
        since, until = default_days
    return checked(replace(question, since=since, until=until))


def _kept(text: str) -> LakeQuestion | None:
    """The question whose further filters stay; None for one that is not right."""
    try:
        return question_from(text) if text else None
    except QuestionIsNotRight:
        return None


def _day(text: str) -> int | None:
    """A typed day as 14050903, None for an empty field. Raises ValidationError."""
    return number_of_day(read_day(text[:40])) if text.strip() else None


def asked_by_form(fields: QueryDict, default_days: tuple[int, int]) -> AskedAnswer:
    """Return what the form asks. Raises as `question_of_form`."""
    shape, comparison = fields.get("as", ""), fields.get("with", "")
    return AskedAnswer(
        question_of_form(fields, default_days),
        AnswerShape.of(shape) if shape in AnswerShape.labels() else None,
        ComparedWith.of(comparison) if comparison in ComparedWith.labels() else None,
    )


def fault_words(error: ValidationError | Refusal, language: str) -> str:
    """Return what is wrong, in the viewer's language."""
    return " ".join(error.messages) if isinstance(error, ValidationError) else error.words(language)


def form_context(exploration: AskedAnswer | None, access: LakeAccess, names: ValueNames) -> dict[str, object]:
    """Return the values of the form's template: every option, with what was chosen."""
    question = exploration.question if exploration is not None else LakeQuestion(FIRST, ("month",), (), *default_days())
    metrics = [one for one in METRICS.values() if access.units is None or _has_unit(one.grain)]
    chosen_by = [*question.by, *[""] * (MOST_DIMENSIONS - len(question.by))]
    return {
        "metrics": [
            FormOption(one.code, in_language(one.name), one.code == question.metric, one.grain) for one in metrics
        ],
        "about_metric": in_language(METRICS[question.metric].sentence) if question.metric in METRICS else "",
        "divisions": [(f"by{number}", _divisions(chosen)) for number, chosen in enumerate(chosen_by, start=1)],
        "filter_fields": [_filter_field(code, question, names) for code in OFFERED if names_any(code, question, names)],
        "since": written_day(day_of_number(question.since)) if question.since is not None else "",
        "until": written_day(day_of_number(question.until)) if question.until is not None else "",
        "comparisons": [
            FormOption("", _("nothing"), exploration is None or exploration.comparison is None),
            *(
                FormOption(str(one), in_language(one.label), exploration is not None and exploration.comparison is one)
                for one in ComparedWith
            ),
        ],
    }


def names_any(code: str, question: LakeQuestion, names: ValueNames) -> bool:
    """Return whether the values of a dimension can be listed."""
    return bool(names.known(METRICS[question.metric], code))


def default_days() -> tuple[int, int]:
    """Return the period with which the form begins: the last twelve whole months."""
    return latest_periods(number_of_day(today()))["last_twelve_months"]


def period_links(exploration: AskedAnswer) -> list[FormOption]:
    """Return the periods that are offered beside the form, as addresses; the one in force is chosen."""
    texts = {
        "this_month": _("this month"),
        "last_month": _("last month"),
        "last_three_months": _("the last three months"),
        "this_season": _("this season"),
        "this_year": _("this year"),
        "last_year": _("last year"),
        "last_twelve_months": _("the last twelve months"),
    }
    question, links = exploration.question, []
    for name, days in latest_periods(number_of_day(today())).items():
        address = exploration.address(question=replace(question, since=days[0], until=days[1]))
        links.append(FormOption(address, texts[name], (question.since, question.until) == days))
    whole = exploration.address(question=replace(question, since=None, until=None))
    links.append(FormOption(whole, _("all time"), question.since is None and question.until is None))
    return links


def _has_unit(grain: str) -> bool:
    return any(one.code == "unit" for one in dimensions_of(grain))


def _grains(code: str) -> str:
    """The tables that have a dimension, for the script that hides what a metric does not have."""
    grains = dict.fromkeys(metric.grain for metric in METRICS.values())
    return " ".join(grain for grain in grains if any(one.code == code for one in dimensions_of(grain)))


def _divisions(chosen: str) -> list[FormOption]:
    every = [FormOption(code, in_language(one.name), code == chosen, _grains(code)) for code, one in DIMENSIONS.items()]
    return [FormOption("", "—", not chosen), *(one for one in every if one.grains)]


def _filter_field(code: str, question: LakeQuestion, names: ValueNames) -> FilterField:
    metric = METRICS[question.metric]
    own = next((one for one in question.filters if one.dimension == code and not one.is_not), None)
    values = own.values if own is not None else ()
    options = [FormOption("", _("all"), own is None)]
    if len(values) > 1 or None in values:
        options.append(FormOption(KEEP, _("as chosen: %(count)s") % {"count": digits(str(len(values)))}, True))
    for value, name in names.known(metric, code).items():
        options.append(FormOption(value, digits(in_language(name)), values == (value,)))
    return FilterField(f"only_{code}", in_language(DIMENSIONS[code].name), options, _grains(code))
