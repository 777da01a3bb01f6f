"""A rule's conditions in the city's own words."""

from datetime import date

from peygir.city import queries as city
from peygir.core.jalali import WEEKDAYS_EN, WEEKDAYS_FA, format_day
from peygir.core.persian import fa_digits
from peygir.core.translation import Text, pgettext_lazy
from peygir.desks.routing.conditions import URGENCIES, Pair, told
from peygir.desks.routing.models import Rule

_CHANNELS: dict[str, Text] = {
    "web": pgettext_lazy("channel", "website"),
    "phone": pgettext_lazy("channel", "phone"),
    "sms": pgettext_lazy("channel", "SMS"),
    "app": pgettext_lazy("channel", "app"),
    "mail": pgettext_lazy("channel", "mail"),
    "visit": pgettext_lazy("channel", "visit"),
    "api": pgettext_lazy("channel", "another system"),
    "import": pgettext_lazy("channel", "city record"),
}


def told_rule(rule: Rule) -> tuple[Pair, Pair]:
    """(name, conditions in one line) of a rule, each in Persian and English."""
    lines = told_conditions(rule)
    because = (
        "؛ ".join(f"{label[0]}: {value[0]}" for label, value in lines),
        "; ".join(f"{label[1]}: {value[1]}" for label, value in lines),
    )
    return (rule.name_fa, rule.name_en or rule.name_fa), because


def told_conditions(rule: Rule) -> list[tuple[Pair, Pair]]:
    """Each condition as (label, values), with the names that codes have today."""
    city_id = rule.city_id
    on = rule.valid_from
    lands = {
        "districts": {one.code: (one.name_fa, one.name_en or one.name_fa) for one in city.districts(city_id, on=on)},
        "neighbourhoods": {
            one.code: (one.name_fa, one.name_en or one.name_fa) for one in city.neighbourhoods(city_id, on=on)
        },
    }

    def names(kind: str, code: str) -> Pair:
        if kind == "topics":
            topic = city.topic_by_code(city_id, code)
            return (topic.name_fa, topic.name_en) if topic is not None else (code, code)
        if kind == "groups":
            first = next((one for one in city.topics(city_id) if one.group_code == code), None)
            return (first.group_fa, first.group_en) if first is not None else (code, code)
        if kind in lands:
            return lands[kind].get(code, (code, code))
        if kind == "urgencies":
            return URGENCIES.get(code, (code, code))
        if kind == "channels":
            return _CHANNELS.get(code, (code, code))
        if kind in ("seasons", "campaigns"):
            season = next((one for one in city.seasons(city_id) if one.code == code), None)
            return (season.name_fa, season.name_en or season.name_fa) if season is not None else (code, code)
        if kind == "weekdays":
            return WEEKDAYS_FA[int(code)], WEEKDAYS_EN[int(code)]
        if kind == "dates" and code:
            day = date.fromisoformat(code)
            return format_day(day, "fa"), format_day(day, "en")
        return (fa_digits(code), code) if kind == "hours" else (code, code)

    return told(rule.conditions, names)
