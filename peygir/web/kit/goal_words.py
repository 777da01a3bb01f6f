"""Goals and their measurements in words, in the viewer's language and digits."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from peygir.city import queries as city
from peygir.core.translation import Text, gettext_lazy
from peygir.outlook.insight.metric import MetricUnit
from peygir.outlook.insight.metric_catalogue import METRICS
from peygir.outlook.planning.facts import GoalFacts, MeasurementFacts
from peygir.outlook.planning.goal_rules import MeasureIsNotMonthly, checked_measure
from peygir.outlook.planning.measured_facts import MeasuredFigures
from peygir.outlook.planning.states import Estimator, GoalState, GoalVerdict
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.goal_reasons import corrections, verdict_words, why_words
from peygir.web.kit.standing_words import decimal_words
from peygir.web.kit.templatetags.ui import day, in_language, named, within

HOW_MEASURED: Final[Mapping[Estimator, Text]] = {
    Estimator.ITS: gettext_lazy(
        "Against its own past, with trend and season (24 months); with other areas, against how they went"
    ),
    Estimator.SYNTHETIC: gettext_lazy("Against a mix of other areas that went the same way before (24 months)"),
    Estimator.BEFORE_AFTER: gettext_lazy("Before and after, less what changed in the other areas (12 months)"),
}
"""How each estimator works, for the form."""
TONES: Final[Mapping[str, tuple[str, str]]] = {
    GoalState.DRAFT: ("tone-quiet", "square-pen"),
    GoalState.REGISTERED: ("tone-info", "hourglass"),
    GoalState.REACHED: ("tone-good", "badge-check"),
    GoalState.NOT_REACHED: ("tone-orange", "circle-x"),
    GoalState.CANNOT_TELL: ("tone-quiet", "circle-help"),
}
"""The tone and icon of each state, and of each verdict."""


@dataclass(frozen=True, slots=True)
class GoalRow:
    """A goal as text."""

    goal: GoalFacts
    what: str
    where: str
    unit: str
    baseline: str
    target: str
    state: str
    tone: str
    icon: str
    how: str
    others: str


@dataclass(frozen=True, slots=True)
class MeasurementWords:
    """A measurement as text: the verdict, sentences of what was found, and what was taken off or checked."""

    verdict: str
    tone: str
    icon: str
    sentences: list[str]
    checks: list[str]
    data: str


@dataclass(frozen=True, slots=True)
class MeasurementRow:
    """A line of the history of measurements."""

    number: int
    until: str
    value: str
    interval: str
    verdict: str
    has_inputs: bool


def goal_row(goal: GoalFacts) -> GoalRow:
    """Return the texts of a goal."""
    what, where = measure_words(goal.measure)
    tone, icon = TONES.get(goal.state, ("tone-quiet", "circle"))
    return GoalRow(
        goal=goal,
        what=what,
        where=where,
        unit=unit_of_measure(goal.measured_in),
        baseline=amount_words(goal, goal.baseline),
        target=amount_words(goal, goal.target),
        state=in_language(GoalState.labels()[goal.state]),
        tone=tone,
        icon=icon,
        how=in_language(Estimator.labels()[goal.estimator]),
        others=_(", ").join(_area_names(goal)),
    )


def measure_words(measure: str) -> tuple[str, str]:
    """Return what is measured and where, in words; the text itself of a measure that is no question."""
    try:
        checked = checked_measure(measure)
    except MeasureIsNotMonthly:
        return measure, ""
    parts = [in_language(METRICS[checked.question.metric].name)]
    codes = [code for one in checked.question.filters if one.dimension == "topic" for code in one.values if code]
    topics = {topic.code: named(topic) for topic in city.every_topic(current_city().id)}
    parts += [topics.get(code, code) for code in codes]
    names = _names_of(checked.place)
    return ": ".join(parts), _(", ").join(names.get(code, code) for code in checked.areas) or _("the whole city")


def unit_of_measure(measured_in: str) -> str:
    """Return the unit of a measure: cases a month, say; the text itself of an unknown one."""
    if measured_in == MetricUnit.SHARE:
        return ""
    if measured_in in MetricUnit.labels():
        return _("%(unit)s a month") % {"unit": within(MetricUnit.labels()[measured_in])}
    return measured_in


def amount_words(goal: GoalFacts, value: float | None) -> str:
    """Return a value of a goal's measure: a percentage of a share, else the number with a decimal below 100."""
    if value is None:
        return "—"
    if goal.measured_in == MetricUnit.SHARE:
        return percent_words(value)
    return decimal_words(value, 1 if abs(value) < 100 and not float(value).is_integer() else 0)


def percent_words(share: float) -> str:
    """Return a share in percent, with a decimal below ten."""
    percent = share * 100
    number = decimal_words(Decimal(str(percent)), 1 if abs(percent) < 10 and not float(percent).is_integer() else 0)
    return _("%(number)s%%") % {"number": number}


def measurement_words(goal: GoalFacts, measurement: MeasurementFacts) -> MeasurementWords:
    """Return the texts of a measurement."""
    tone, icon = TONES[measurement.verdict]
    figures = measurement.figures
    unit = unit_of_measure(goal.measured_in)
    if measurement.value is None:
        sentences = [why_words(figures.why)]
    else:
        values = {
            "value": amount_words(goal, measurement.value),
            "baseline": amount_words(goal, goal.baseline),
            "low": amount_words(goal, measurement.low),
            "high": amount_words(goal, measurement.high),
            "target": amount_words(goal, goal.target),
            "unit": unit,
        }
        sentences = [*_came(goal, figures), _("By the work, %(baseline)s became %(value)s %(unit)s.") % values]
        sentences += [
            _("The truth lies between %(low)s and %(high)s, with a certainty of 95%%; the goal was %(target)s.")
            % values,
            verdict_words(measurement.verdict),
        ]
    return MeasurementWords(
        verdict=in_language(GoalVerdict.labels()[measurement.verdict]),
        tone=tone,
        icon=icon,
        sentences=[" ".join(sentence.replace(" .", ".").split()) for sentence in sentences],
        checks=corrections(figures, counts_cases=goal.measure.startswith("cases_opened"), percent=percent_words),
        data=measurement.root[:12] or _("the tables as they were on that day"),
    )


def measurement_rows(goal: GoalFacts) -> list[MeasurementRow]:
    """Return the measurements of a goal, the latest first."""
    return [_measurement_row(goal, measurement) for measurement in reversed(goal.measurements)]


def _measurement_row(goal: GoalFacts, measurement: MeasurementFacts) -> MeasurementRow:
    ends = {"low": amount_words(goal, measurement.low), "high": amount_words(goal, measurement.high)}
    return MeasurementRow(
        number=measurement.number,
        until=day(measurement.last_on),
        value=amount_words(goal, measurement.value),
        interval="—" if measurement.low is None else _("%(low)s to %(high)s") % ends,
        verdict=in_language(GoalVerdict.labels()[measurement.verdict]),
        has_inputs=bool(measurement.months),
    )


def _came(goal: GoalFacts, figures: MeasuredFigures) -> list[str]:
    """Return the sentence of what came and what was expected in the months after."""
    came, foreseen, rows = figures.came, figures.foreseen, figures.rows_after
    is_share = goal.measured_in == MetricUnit.SHARE
    if came is None or foreseen is None or (is_share and not rows):
        return []
    size = float(rows or 1)
    values = {
        "months": decimal_words(figures.months_after, 0),
        "came": percent_words(came / size) if is_share else decimal_words(came, 0),
        "foreseen": percent_words(foreseen / size) if is_share else decimal_words(foreseen, 0),
    }
    if is_share:
        text = _(
            "In the %(months)s months after the work it was %(came)s; without the work %(foreseen)s were expected."
        )
        return [text % values]
    return [
        _("In the %(months)s months after the work %(came)s came; without the work %(foreseen)s were expected.")
        % values
    ]


def _area_names(goal: GoalFacts) -> list[str]:
    try:
        names = _names_of(checked_measure(goal.measure).place)
    except MeasureIsNotMonthly:
        names = {}
    return [names.get(code, code) for code in goal.controls]


def _names_of(place: str) -> dict[str, str]:
    """The names of all areas of a kind by their codes."""
    if not place:
        return {}
    rows = city.districts if place == "district" else city.neighbourhoods
    return {one.code: named(one) for one in rows(current_city().id, on=today())}
