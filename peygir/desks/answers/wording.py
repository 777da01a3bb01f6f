"""The texts of messages in force, planned and past, and a preview of a message as a citizen reads it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from peygir.city import queries as city
from peygir.core.jalali import format_datetime
from peygir.core.short_message import Length, length_of
from peygir.core.translation import gettext_lazy as _
from peygir.core.writing import writing_of
from peygir.desks.answers.filling import digits_of
from peygir.desks.answers.models import MessageText
from peygir.desks.answers.texts import SHIPPED, VARIABLES, shipped

MOST_VERSIONS: Final = 20
_CODE: Final = "0512345674"
_SITE: Final = "https://137.example/"


@dataclass(frozen=True, slots=True)
class Wording:
    """The text of one kind of message in one language at a moment, and planned texts, if any."""

    kind: str
    language: str
    subject: str
    body: str
    since: datetime | None  # None: shipped with the program
    by: str
    planned: MessageText | None


def wordings(now: datetime) -> list[Wording]:
    """Every kind in every language, as it holds at `now`; one statement."""
    rows: dict[tuple[str, str], list[MessageText]] = {}
    for row in MessageText.objects.order_by("valid_from", "pk"):
        rows.setdefault((row.kind, row.language), []).append(row)
    return [_wording(kind, language, rows.get((kind, language), []), now) for kind, language in SHIPPED]


def wording(kind: str, language: str, now: datetime) -> Wording | None:
    """The wording of one kind and language, or None where there is no such message."""
    if (kind, language) not in SHIPPED:
        return None
    rows = list(MessageText.objects.filter(kind=kind, language=language).order_by("valid_from", "pk"))
    return _wording(kind, language, rows, now)


def versions(kind: str, language: str) -> list[MessageText]:
    """Past, present and planned texts, the newest first; versions that were never in force are left out."""
    rows = MessageText.objects.filter(kind=kind, language=language).order_by("-valid_from", "-pk")
    return [row for row in rows if row.valid_to != row.valid_from][:MOST_VERSIONS]


def _wording(kind: str, language: str, rows: list[MessageText], now: datetime) -> Wording:
    holds = next((row for row in rows if row.valid_from <= now and (row.valid_to is None or now < row.valid_to)), None)
    planned = next((row for row in rows if row.valid_from > now and row.valid_to != row.valid_from), None)
    if holds is None:
        subject, body = shipped(kind, language)
        return Wording(kind, language, subject, body, None, "", planned)
    return Wording(kind, language, holds.subject, holds.body, holds.valid_from, holds.by, planned)


def sample_values(city_id: int, language: str, now: datetime) -> dict[str, str]:
    """Example values of each variable for previews, from an invented case of this city."""
    digits = digits_of(language)
    city_facts = city.city_by_id(city_id)
    topic = next((one for one in city.topics(city_id) if one.about == "place" and one.needs_place), None)
    unit = next((one for one in city.units(city_id) if one.kind == "district"), None)
    agency = next(iter(city.agencies(city_id)), None)
    code = digits(_CODE)
    return {
        "code": code,
        "link": f"{_SITE}t/{_CODE}",
        "stop": f"{_SITE}f/x7Kq2",
        "topic": _named(topic, language),
        "unit": _named(unit, language),
        "agency": _named(agency, language),
        "phone": digits(agency.phone) if agency is not None else "",
        "due": format_datetime(now + timedelta(days=2), city_facts.time_zone, language),
        "days": digits(str(city_facts.silence_days)),
        "percent": writing_of(language).percent(80),
        "reason": _(" (reason: the weather)").in_language(language),
        "answer": _("Our colleagues went to the place today; the work is done.").in_language(language),
        "name": _("Maryam Ahmadi").in_language(language),
        "otp": digits("482913"),
        "minutes": digits("5"),
        "news": _("the work is done").in_language(language),
        "what": _named(topic, language),
        "day": format_datetime(now + timedelta(days=2), city_facts.time_zone, language),
        "lines": _("Case {code}: done", code=code).in_language(language),
        "state": _("in hand").in_language(language),
        "order": _("mend the street").in_language(language),
        "place": _("Eram Street, lane 7").in_language(language),
        "number": digits("1405/137/42"),
        "subject": _("Referral of a report").in_language(language),
        "account": "m.karimi",
        "event": _("the password was changed").in_language(language),
        "count": digits("2"),
        "late": digits("37"),
        "escalated": digits("4"),
        "unanswered": digits("2"),
        "codes": _("{code}, {code}", code=code).in_language(language),
    }


def _named(one: Any, language: str) -> str:
    return "" if one is None else city.names_of(one).in_language(language)


def as_read(kind: str, body: str, values: dict[str, str]) -> tuple[str, Length]:
    """A text filled in for the sample case, and its length; unknown variables stay as they are typed."""
    filled = body
    for name in VARIABLES.get(kind, frozenset()):
        filled = filled.replace("{" + name + "}", values.get(name, ""))
    filled = filled.replace("{{", "{").replace("}}", "}")
    return filled, length_of(filled)
