"""Whether the question of a goal still asks about the same thing: its number, its topics and its areas."""

from datetime import date

from peygir.city import queries as city
from peygir.outlook.planning.goal_rules import GoalMeasure, MeasureIsNotMonthly, checked_measure


def measure_stands(measure: str, city_id: int, *, until: date) -> bool:
    """Whether a measure still counts what it counted when it was registered.

    False where its number is no longer counted, one of its topics is closed, or one of its areas is not in force on the
    day: then no cases come any more, and a goal of fewer would seem to be reached. A city without a map has all areas.
    """
    try:
        checked = checked_measure(measure)
    except MeasureIsNotMonthly:
        return False
    return _has_topics(checked, city_id) and _has_areas(checked, city_id, until=until)


def _has_topics(measure: GoalMeasure, city_id: int) -> bool:
    topics = {
        code for one in measure.question.filters if one.dimension == "topic" and not one.is_not for code in one.values
    }
    return topics <= {topic.code for topic in city.topics(city_id)} | {None}


def _has_areas(measure: GoalMeasure, city_id: int, *, until: date) -> bool:
    if not measure.place:
        return True
    rows = city.districts if measure.place == "district" else city.neighbourhoods
    known = {one.code for one in rows(city_id, on=until)}
    return not known or set(measure.areas) <= known
