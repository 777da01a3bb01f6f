"""What a change of the calendar, of office hours or of a key by two people sets, as pairs of label and value."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Final

from django.utils.translation import gettext as _

from peygir.city import queries as city
from peygir.core.jalali import weekday_name, weekday_names
from peygir.core.json_values import JsonObject, list_in, number_in, text_in
from peygir.people.change_kinds import TwoPersonKind
from peygir.people.key_rules import SCOPES
from peygir.web.kit.current_city import current_city
from peygir.web.kit.templatetags.dates import WEEK
from peygir.web.kit.templatetags.ui import day, digits, in_language, language, moment, named


def undone_rows(content: JsonObject) -> list[tuple[str, str]]:
    """Return the decision that a change undoes, by its number."""
    return [(_("Decision that is undone"), digits(number_in(content, "undoes")))]


def _days_rows(content: JsonObject) -> list[tuple[str, str]]:
    if "undoes" in content:
        return undone_rows(content)
    rows = []
    for stored_day in list_in(content, "days"):
        assert isinstance(stored_day, dict)
        when = date.fromisoformat(text_in(stored_day, "day"))
        rows.append((f"{weekday_name(when, language())} {day(when)}", _day_words(stored_day)))
    moves = _("move with these days") if content.get("moves") else _("stay as they were given")
    return [*rows, (_("Open promises"), moves)]


def _day_words(stored_day: JsonObject) -> str:
    kind, name = (
        text_in(stored_day, "kind"),
        in_language((text_in(stored_day, "name_fa"), text_in(stored_day, "name_en"))),
    )
    if kind == "half":
        return _("half day, until %(hour)s") % {"hour": digits(stored_day["closes_at"])}
    if kind == "shut":
        return _("shut: %(name)s") % {"name": name or "—"}
    return _("open") if kind == "open" else _("as the week and the nation say")


def _office_rows(content: JsonObject) -> list[tuple[str, str]]:
    if "undoes" in content:
        return undone_rows(content)
    code = text_in(content, "unit")
    unit = city.unit_by_code(current_city().id, code) if code else None
    as_filed, off = _("as before any decision"), content["week_off"]
    names = weekday_names(language())
    days = _(", ").join(names[one] for one in WEEK if one in off) if isinstance(off, list) else as_filed
    return [
        (_("Whose"), named(unit) if unit is not None else code or _("the city")),
        (_("Opens"), digits(content["opens"] or as_filed)),
        (_("Closes"), digits(content["closes"] or as_filed)),
        (_("Days off of the week"), days),
        (_("From"), day(date.fromisoformat(text_in(content, "since")))),
    ]


def _key_rows(content: JsonObject) -> list[tuple[str, str]]:
    scopes = [in_language(SCOPES[str(one)]) for one in list_in(content, "scopes") if str(one) in SCOPES]
    rows = [
        (_("Name of the system"), text_in(content, "name")),
        (_("Who answers for it"), text_in(content, "owner") or "—"),
        (_("What it may do"), _(", ").join(scopes)),
        (_("Sees and works as"), text_in(content, "acts_as") or "—"),
    ]
    for name, label in (("per_minute", _("Most uses in a minute")), ("per_day", _("Most uses in a day"))):
        if content[name] is not None:
            rows.append((label, digits(content[name])))
    if content["valid_until"]:
        rows.append((_("Valid until"), moment(datetime.fromisoformat(text_in(content, "valid_until")))))
    return rows


DEADLINE_ROWS: Final[Mapping[str, Callable[[JsonObject], list[tuple[str, str]]]]] = {
    TwoPersonKind.CALENDAR: _days_rows,
    TwoPersonKind.OFFICE_HOURS: _office_rows,
    TwoPersonKind.API_KEY: _key_rows,
}
