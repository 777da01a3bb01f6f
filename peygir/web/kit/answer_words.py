"""Answers of the lake as text: the values of dimensions and the figures of metrics, in the viewer's language."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext as _

from peygir.assets.queries import asset_types
from peygir.cases.states import CaseState, CloseKind
from peygir.city import queries as city
from peygir.city.urgencies import Urgency
from peygir.core.jalali import format_day, jalali_months, to_gregorian, weekday_names
from peygir.core.translation import AnyText, Names, pgettext_lazy
from peygir.core.vocabulary import Vocabulary
from peygir.desks.fieldwork.cost_rules import CostKind
from peygir.desks.inspection.rules import InspectionFinding
from peygir.outlook.insight.dimensions import DIMENSIONS
from peygir.outlook.insight.metric import Aggregation, Metric, MetricUnit
from peygir.outlook.insight.questions import LakeQuestion, metric_of
from peygir.people.channels import Channel
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.templatetags.ui import digits, in_language, language

Key = str | int | None
SEASONS: Final = (
    pgettext_lazy("season", "Spring"),
    pgettext_lazy("season", "Summer"),
    pgettext_lazy("season", "Autumn"),
    pgettext_lazy("season", "Winter"),
)
TENS: Final = (
    pgettext_lazy("ten days", "first ten days"),
    pgettext_lazy("ten days", "second ten days"),
    pgettext_lazy("ten days", "last ten days"),
)
HIDDEN: Final = pgettext_lazy("figure", "few")
"""Stands for a figure that is not shown."""
SATURDAY_FIRST: Final = (5, 6, 0, 1, 2, 3, 4)
MINUTES_OF_DAY: Final = 24 * 60
MINUTES_OF_HOUR: Final = 60
_VOCABULARIES: Final[dict[str, type[Vocabulary]]] = {
    "urgency": Urgency,
    "channel": Channel,
    "said_by": Channel,
    "answered_by": Channel,
    "came_by": Channel,
    "sent_by": Channel,
    "state": CaseState,
    "close_kind": CloseKind,
    "finding": InspectionFinding,
}


@dataclass(slots=True)
class AnswerWords:
    """The texts of answers in one language; names of the city are read once."""

    _names: dict[str, Mapping[str, str]] = field(default_factory=dict)

    def label(self, dimension: str, key: Key, *, metric: Metric | None = None) -> str:
        """A value of a dimension as people say it; its code where it has no name (any more)."""
        if key is None or key == "":
            return _("not known")
        own = _LABELS.get(dimension)
        if own is not None and isinstance(key, int):
            return own(key)
        if dimension == "kind" and metric is not None and metric.grain == "cost":
            return _of(CostKind, str(key))
        if dimension in _VOCABULARIES:
            return _of(_VOCABULARIES[dimension], str(key))
        return self._city_names(dimension).get(str(key)) or digits(str(key))

    def _city_names(self, dimension: str) -> Mapping[str, str]:
        if dimension not in self._names:
            reader = _NAMES.get(dimension)
            self._names[dimension] = (
                {code: in_language(names) for code, names in reader().items()} if reader is not None else {}
            )
        return self._names[dimension]


def figure(metric: Metric, value: float | int | None) -> str:
    """A figure of a metric with its unit: «۴۲٪», «۳ روز و ۴ ساعت», «۱٬۲۳۴»; a dash for none."""
    if value is None:
        return "—"
    if metric.measured_in is MetricUnit.SHARE:
        return percent(float(value))
    if metric.measured_in is MetricUnit.MINUTES:
        return duration(float(value))
    if metric.measured_in is MetricUnit.SECONDS:
        return _("%(count)s seconds") % {"count": number(float(value))}
    return number(float(value))


def shown_figure(metric: Metric, value: float | int | None, *, is_hidden: bool) -> str:
    """A figure, or the word for one that is not shown."""
    return in_language(HIDDEN) if is_hidden else figure(metric, value)


def plot_value(metric: Metric, value: float | int | None) -> float | None:
    """A figure as charts draw it: shares in percent, minutes in hours."""
    if value is None:
        return None
    if metric.measured_in is MetricUnit.SHARE:
        return 100 * float(value)
    return float(value) / MINUTES_OF_HOUR if metric.measured_in is MetricUnit.MINUTES else float(value)


def plot_unit(metric: Metric) -> str:
    """In what a chart of a metric counts."""
    if metric.measured_in is MetricUnit.SHARE:
        return _("percent")
    if metric.measured_in is MetricUnit.MINUTES:
        return _("hours")
    return in_language(metric.measured_in.label)


def number(value: float) -> str:
    """A number with at most one decimal, its thousands set apart, in the viewer's digits."""
    text = f"{value:,.0f}" if float(value).is_integer() or abs(value) >= 100 else f"{value:,.1f}"
    return digits(text.replace(",", "٬").replace(".", "٫")) if language() == "fa" else text


def percent(share: float) -> str:
    """A share as «۴۲٪» or "42%"."""
    text = f"{100 * share:.0f}" if abs(100 * share) >= 10 or not share else f"{100 * share:.1f}"
    return f"{digits(text.replace('.', '٫'))}٪" if language() == "fa" else f"{text}%"


def duration(minutes: float) -> str:
    """A number of minutes as days and hours, or hours and minutes."""
    whole = round(minutes)
    days, rest = divmod(whole, MINUTES_OF_DAY)
    hours, left = divmod(rest, MINUTES_OF_HOUR)
    if days:
        return _("%(days)s d %(hours)s h") % {"days": digits(days), "hours": digits(hours)}
    return _("%(hours)s h %(minutes)s min") % {"hours": digits(hours), "minutes": digits(left)}


def question_words(question: LakeQuestion) -> str:
    """What a question asks, in a few words: the metric, by what, and of what time."""
    metric = metric_of(question)
    parts = [in_language(metric.name)]
    if question.by:
        names = _(", ").join(in_language(DIMENSIONS[code].name) for code in question.by)
        parts.append(_("by %(dimensions)s") % {"dimensions": names})
    if question.since is not None or question.until is not None:
        parts.append(period_words(question.since, question.until))
    return " · ".join(parts)


def period_words(since: int | None, until: int | None) -> str:
    """Two days as "from … to …"."""
    if since is None:
        return _("until %(day)s") % {"day": _day(until or 0)}
    if until is None:
        return _("from %(day)s") % {"day": _day(since)}
    return _("%(since)s to %(until)s") % {"since": _day(since), "until": _day(until)}


def is_summed(metric: Metric) -> bool:
    """Whether the figures of groups add up to that of all."""
    return metric.aggregation in (Aggregation.COUNT, Aggregation.SUM)


def _of(vocabulary: type[Vocabulary], value: str) -> str:
    label = vocabulary.labels().get(value)
    return in_language(label) if label is not None else value


def _day(key: int) -> str:
    return format_day(to_gregorian(key // 10_000, key // 100 % 100, key % 100), language())


def _month(key: int) -> str:
    return f"{jalali_months(language())[key % 100 - 1]} {digits(str(key // 100))}"


def _ten_day(key: int) -> str:
    return f"{in_language(TENS[key % 10 - 1])} {_month(key // 10)}"


def _season(key: int) -> str:
    return f"{in_language(SEASONS[key % 10 - 1])} {digits(str(key // 10))}"


def _hour(key: int) -> str:
    weekday = weekday_names(language())[SATURDAY_FIRST[key // 24 % 7]]
    return f"{weekday} {digits(str(key % 24))}"


_LABELS: Final[dict[str, Callable[[int], str]]] = {
    "day": _day,
    "ten_day": _ten_day,
    "month": _month,
    "season": _season,
    "year": lambda key: digits(str(key)),
    "hour_of_week": _hour,
    "is_holiday": lambda key: _("holiday") if key else _("working day"),
    "cell_7": lambda key: f"{key:x}",
    "cell_8": lambda key: f"{key:x}",
}


def _topics() -> dict[str, AnyText]:
    return {topic.code: city.names_of(topic) for topic in city.every_topic(current_city().id)}


def _groups() -> dict[str, AnyText]:
    return {topic.group_code: city.group_names(topic) for topic in city.every_topic(current_city().id)}


def _places(level: str) -> dict[str, AnyText]:
    city_id, on = current_city().id, today()
    rows = city.districts(city_id, on=on) if level == "district" else city.neighbourhoods(city_id, on=on)
    return {row.code: city.names_of(row) for row in rows}


_NAMES: Final[dict[str, Callable[[], Mapping[str, AnyText]]]] = {
    "topic": _topics,
    "topic_group": _groups,
    "district": lambda: _places("district"),
    "neighbourhood": lambda: _places("neighbourhood"),
    "unit": lambda: {unit.code: city.names_of(unit) for unit in city.units(current_city().id)},
    "asset_type": lambda: {
        one.code: Names.of(one.name_fa, one.name_en) for one in asset_types(current_city().id, also_ended=True)
    },
}
