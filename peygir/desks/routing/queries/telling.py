"""Describes a rule's conditions with the city's own names."""

from datetime import date

from peygir.city import queries as city
from peygir.city.urgencies import Urgency
from peygir.core.jalali import WEEKDAYS, format_day
from peygir.core.persian import fa_digits
from peygir.core.translation import AnyText, Joined, Names, Text
from peygir.core.translation import gettext_lazy as _
from peygir.desks.routing.conditions import described
from peygir.desks.routing.models import Rule
from peygir.people.channels import Channel


def told_rule(rule: Rule) -> tuple[Names, Joined]:
    """(name, conditions in one row of text) of a rule."""
    lines = [
        Text("{label}: {value}").filled({"label": label, "value": value}) for label, value in told_conditions(rule)
    ]
    return Names.of(rule.name_fa, rule.name_en), Joined(tuple(lines), _("; "))


def told_conditions(rule: Rule) -> list[tuple[Text, AnyText]]:
    """Each condition as (label, values), with the names that codes have today."""
    city_id = rule.city_id
    on = rule.valid_from
    lands = {
        "districts": {one.code: city.names_of(one) for one in city.districts(city_id, on=on)},
        "neighbourhoods": {one.code: city.names_of(one) for one in city.neighbourhoods(city_id, on=on)},
    }

    def names(kind: str, code: str) -> AnyText:
        if kind == "topics":
            topic = city.topic_by_code(city_id, code)
            return city.names_of(topic) if topic is not None else Names.of(code, code)
        if kind == "groups":
            first = next((one for one in city.topics(city_id) if one.group_code == code), None)
            return city.group_names(first) if first is not None else Names.of(code, code)
        if kind in lands:
            return lands[kind].get(code, Names.of(code, code))
        if kind == "urgencies":
            return Urgency.labels().get(code, Names.of(code, code))
        if kind == "channels":
            return Channel.labels().get(code, Names.of(code, code))
        if kind in ("seasons", "campaigns"):
            season = next((one for one in city.seasons(city_id) if one.code == code), None)
            return city.names_of(season) if season is not None else Names.of(code, code)
        if kind == "weekdays":
            return WEEKDAYS[int(code)]
        if kind == "dates" and code:
            day = date.fromisoformat(code)
            return Names.of(format_day(day, "fa"), format_day(day, "en"))
        return Names.of(fa_digits(code), code) if kind == "hours" else Names.of(code, code)

    return described(rule.conditions, names)
