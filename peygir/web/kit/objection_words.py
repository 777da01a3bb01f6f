"""The objections of citizens as text in the story of a case."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from peygir.core.json_values import JsonObject, number_in, text_in
from peygir.desks.objections.rules import ObjectionEnd, ObjectionGround, ObjectionLevel, StageOutcome
from peygir.history.kinds.objections import (
    CitizenObjected,
    CitizenObjectionAnswered,
    CitizenObjectionEnded,
    CitizenObjectionRaised,
    ObjectionDaysChanged,
)
from peygir.web.kit.account_words import EventWords
from peygir.web.kit.telling import Telling
from peygir.web.kit.templatetags.ui import day, digits, within


def working_days(count: int) -> str:
    """Return a number of working days in words."""
    return ngettext("%(count)s working day", "%(count)s working days", count) % {"count": digits(count)}


def _days_changed(data: JsonObject, _names: Mapping[int, str]) -> str:
    """Return a decision about the days of a level in words."""
    return _("From %(day)s on %(level)s answers objections within %(days)s.") % {
        "day": day(date.fromisoformat(text_in(data, "from"))),
        "level": _level(data),
        "days": working_days(number_in(data, "days") or 0),
    }


def _due(data: JsonObject) -> str:
    return day(datetime.fromisoformat(text_in(data, "due")))


def _level(data: JsonObject, key: str = "level") -> str:
    return within(ObjectionLevel.labels()[text_in(data, key)])


def _objected(data: JsonObject) -> str:
    ground = within(ObjectionGround.labels()[text_in(data, "ground")])
    return _("A citizen objects: %(ground)s. %(level)s is to answer by %(due)s.") % {
        "ground": ground,
        "level": _level(data),
        "due": _due(data),
    }


def _answered(data: JsonObject) -> str:
    outcome = within(StageOutcome.labels()[text_in(data, "outcome")])
    sentence = _("%(level)s answered the objection: %(outcome)s.") % {"level": _level(data), "outcome": outcome}
    return f"{sentence} {_('The answer came late.')}" if data.get("late") else sentence


def _raised(data: JsonObject) -> str:
    if not text_in(data, "to"):
        return _("%(level)s did not answer the objection in time, and still owes the answer.") % {"level": _level(data)}
    given = {"level": _level(data), "to": _level(data, "to"), "due": _due(data)}
    if data.get("unanswered"):
        return _("%(level)s did not answer the objection in time. %(to)s is to answer by %(due)s.") % given
    return _("The citizen carries the objection on. %(to)s is to answer by %(due)s.") % given


def _ended(data: JsonObject) -> str:
    end = within(ObjectionEnd.labels()[text_in(data, "end")])
    return _("The objection is over: %(end)s.") % {"end": end}


TELLINGS: Final = {
    CitizenObjected.kind: Telling("hand", "tone-orange", _objected, False),
    CitizenObjectionAnswered.kind: Telling("message-square-text", "tone-info", _answered, False),
    CitizenObjectionRaised.kind: Telling("bell-ring", "tone-orange", _raised, False),
    CitizenObjectionEnded.kind: Telling("badge-check", "tone-quiet", _ended, False),
}
WORDS: Final[dict[str, EventWords]] = {ObjectionDaysChanged.kind: _days_changed}
"""Events of the city about objections."""
