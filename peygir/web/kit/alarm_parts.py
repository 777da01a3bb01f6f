"""Alarms as text, chart and rows of pages, in the viewer's language and digits."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from peygir.outlook.insight.alarm_facts import AlarmFacts
from peygir.outlook.insight.alarm_words import area_names, area_text, rounded, subject_names
from peygir.outlook.insight.words import AlarmBaseline, AlarmMethod, AlarmOpinion, AlarmState
from peygir.outlook.scoring.words import WasItReal
from peygir.web.kit.charts import Chart, Series
from peygir.web.kit.current_city import current_city
from peygir.web.kit.standing_words import chance_words, decimal_words, unit_words
from peygir.web.kit.templatetags.ui import day, digits, in_language, language, within

TOP: Final = Decimal(10)
MOST_NAMED: Final = 3
SCAN_OPINIONS: Final = (AlarmOpinion.POPULATION, AlarmOpinion.HOT)
WEEKLY_OPINIONS: Final = tuple(opinion for opinion in AlarmOpinion if opinion not in SCAN_OPINIONS)
"""What can point the same way as an alarm of each method."""


@dataclass(frozen=True, slots=True)
class AlarmRow:
    """An alarm as text: what, where, how much more than expected, whose, and what was said of it."""

    alarm: AlarmFacts
    what: str
    where: str
    sentence: str
    times: str
    expected: str
    price: str
    owner: str
    state: str
    answer: str


def alarm_row(alarm: AlarmFacts) -> AlarmRow:
    """Return the texts of an alarm."""
    city_id = current_city().id
    subject = subject_names(city_id, alarm.topic_code, alarm.group_code)
    names = area_names(city_id, alarm.district_code, alarm.neighbourhood_codes, alarm.last_on)
    where = _place(in_language(area_text(names, digits)))
    return AlarmRow(
        alarm=alarm,
        what=in_language(subject),
        where=where,
        sentence=alarm_sentence(alarm, within(subject), where),
        times=times_words(alarm),
        expected=expected_words(alarm),
        price=chance_words(Decimal(str(max(alarm.q_value, 1e-9)))),
        owner=unit_words(alarm.unit_id) if alarm.unit_id is not None else _("137 centre"),
        state=in_language(AlarmState.labels()[alarm.state]),
        answer=in_language(WasItReal.labels()[alarm.answer]),
    )


def alarm_sentence(alarm: AlarmFacts, what: str, where: str) -> str:
    """Return in one sentence what was reported more often than expected, where, in how many weeks and how much."""
    weeks = max(1, ((alarm.last_on - alarm.first_on).days + 1) // 7)
    values = {
        "weeks": digits(weeks),
        "day": day(alarm.last_on),
        "what": what,
        "where": where,
        "times": times_words(alarm),
        "observed": digits(alarm.observed),
        "expected": expected_words(alarm),
    }
    return (
        ngettext(
            "In the week to %(day)s, reports of “%(what)s” in %(where)s were %(times)s times what was expected: "
            "%(observed)s instead of %(expected)s.",
            "In the %(weeks)s weeks to %(day)s, reports of “%(what)s” in %(where)s were %(times)s times what was "
            "expected: %(observed)s instead of %(expected)s.",
            weeks,
        )
        % values
    )


def times_words(alarm: AlarmFacts) -> str:
    """Return how many times the expected number was observed, with one decimal below ten."""
    times = Decimal(alarm.observed) / max(alarm.expected, Decimal("0.1"))
    return decimal_words(times, 1 if times < TOP else 0)


def expected_words(alarm: AlarmFacts) -> str:
    """Return the expected number as people say it."""
    text = rounded(alarm.expected)
    return digits(text.replace(".", "٫") if language() == "fa" else text)


def alarm_chart(alarm: AlarmFacts) -> Chart:
    """Return the chart of an alarm: new cases week by week, and what was expected beforehand."""
    return Chart(
        title=_("Week by week"),
        labels=tuple(day(week.first_on) for week in alarm.series),
        series=(
            Series(_("New cases"), tuple(float(week.count) for week in alarm.series)),
            Series(_("Expected beforehand"), tuple(week.expected for week in alarm.series)),
        ),
        across=_("Week"),
    )


def opinion_names(alarm: AlarmFacts) -> list[str]:
    """Return what else points the same way, in the order of the vocabulary."""
    return [in_language(opinion.label) for opinion in AlarmOpinion if opinion.value in alarm.opinions]


def agreeing_words(alarm: AlarmFacts) -> str:
    """Return how many of the other methods point the same way."""
    every = WEEKLY_OPINIONS if alarm.method == AlarmMethod.WEEKLY else SCAN_OPINIONS
    agree = sum(opinion.value in alarm.opinions for opinion in every)
    return _("%(count)s of %(all)s") % {"count": digits(agree), "all": digits(len(every))}


def place_names(alarm: AlarmFacts) -> str:
    """Return the names of at most MOST_NAMED neighbourhoods with that of the district, or how many they are."""
    comma = "، " if language() == "fa" else ", "
    city_id = current_city().id
    near = area_names(city_id, "", alarm.neighbourhood_codes, alarm.last_on)
    district = area_names(city_id, alarm.district_code, [], alarm.last_on) if alarm.district_code else []
    if len(near) <= MOST_NAMED:
        return comma.join(_place(in_language(name)) for name in (*near, *district))
    return _place(in_language(area_text(district or near, digits)))


def _place(name: str) -> str:
    """Return a name with its number, such as that of a district, in Persian digits on a Persian page."""
    return digits(name) if language() == "fa" else name


def method_name(alarm: AlarmFacts) -> str:
    """Return by which method an alarm was found."""
    return in_language(AlarmMethod.labels()[alarm.method])


def baseline_name(alarm: AlarmFacts) -> str:
    """Return from what the expected number was computed."""
    return in_language(AlarmBaseline.labels()[alarm.baseline])
