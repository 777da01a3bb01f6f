"""A contact's stage, when a missed call is called back, and which callers a rule marks."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from peygir.centre.contacts.words import SAYABLE
from peygir.core.phones import PhoneIsNotValid, normalise_phone
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.people.permissions import Permission
from peygir.people.rules import Actor, may_lead_centre

_LOCAL: Final = re.compile(r"[2-9][0-9]{6,7}")  # a landline as the city's own PBX shows it

MISSED: Final = ("abandoned", "voice_mail")
"""The outcomes of calls in which nobody was spoken to."""


class OutcomeIsUnknown(Invalid):
    """The outcome is unknown, or one that only the PBX reports."""

    message = _("Choose the outcome of the contact from the list.")


class OutcomeNeedsMore(Invalid):
    """The outcome requires a linked report, case or agency, which is missing."""

    message = _("This outcome needs {missing}.")


@dataclass(frozen=True, slots=True)
class CentreSettings:
    """The contact centre's settings; minutes, seconds and days as in the model."""

    day_opens: time = time(7, 0)
    day_closes: time = time(21, 0)
    day_minutes: int = 60
    night_minutes: int = 90
    short_seconds: int = 5
    most_tries: int = 3
    prank_calls: int = 3
    prank_days: int = 30
    repeat_calls: int = 10
    repeat_days: int = 7
    mark_days: int = 90
    area_code: str = ""


@dataclass(frozen=True, slots=True)
class PastCall:
    """What the marking rule needs of an earlier call of a number."""

    at: datetime
    operator_id: int | None
    is_prank: bool


def stage(*, answered_at: datetime | None, ended_at: datetime | None, outcome: str, is_call: bool = True) -> str:
    """The stage: "ringing", "talking", "untold" (over, without an outcome) or "told" (with one)."""
    if outcome:
        return "told"
    if ended_at is not None or not is_call:
        return "untold"
    return "ringing" if answered_at is None else "talking"


def seconds_between(start: datetime | None, end: datetime | None) -> int | None:
    """Whole seconds from one to the other, never negative; None where one is not known."""
    return None if start is None or end is None else max(0, round((end - start).total_seconds()))


def talk_seconds(spans: Iterable[tuple[datetime, datetime]], *, since: datetime) -> int:
    """Whole seconds in which at least one phone was in conversation; `spans`: from each answer to its hanging up.

    Waiting in a queue between two phones is not counted, nor anything before `since`, when the call was answered.
    """
    total, reached = timedelta(), since
    for start, end in sorted(spans):
        total += max(timedelta(), end - max(start, reached))
        reached = max(reached, end)
    return round(total.total_seconds())


def caller_phone(number: str, *, region: str = "IR", area_code: str = "") -> str:
    """The E.164 form of the caller id that the PBX shows; empty for a hidden or internal number."""
    plain = number.strip()
    if area_code and _LOCAL.fullmatch(plain):
        plain = f"0{area_code}{plain}"
    if len(plain.lstrip("+0")) < 7:  # an extension or a short number
        return ""
    try:
        return normalise_phone(plain, region)
    except PhoneIsNotValid:
        return ""


def call_back_due(missed_at: datetime, *, centre_settings: CentreSettings, zone: ZoneInfo) -> datetime:
    """When a call-back is due: within minutes by day, the next morning by night."""
    wall = missed_at.astimezone(zone)
    if centre_settings.day_opens <= wall.time() < centre_settings.day_closes:
        return missed_at + timedelta(minutes=centre_settings.day_minutes)
    day = wall.date() + timedelta(days=1) if wall.time() >= centre_settings.day_closes else wall.date()
    morning = datetime.combine(day, centre_settings.day_opens, zone)
    return (morning + timedelta(minutes=centre_settings.night_minutes)).astimezone(missed_at.tzinfo)


def is_to_be_called_back(*, phone: str, wait_seconds: int | None, centre_settings: CentreSettings) -> bool:
    """Whether a missed call gets a call-back: the number is known and the caller waited long enough."""
    return bool(phone) and (wait_seconds is None or wait_seconds >= centre_settings.short_seconds)


def noticed(calls: Sequence[PastCall], *, now: datetime, centre_settings: CentreSettings) -> dict[str, int]:
    """The marks that a rule gives a number for its calls: kind of mark → number of calls.

    Pranks count only when more than one operator recorded them: one person alone cannot mark a caller.
    """
    counts_by_kind: dict[str, int] = {}
    pranks = [call for call in calls if call.is_prank and call.at >= now - timedelta(days=centre_settings.prank_days)]
    if len(pranks) >= centre_settings.prank_calls and len({call.operator_id for call in pranks}) > 1:
        counts_by_kind["prank"] = len(pranks)
    lately = [call for call in calls if call.at >= now - timedelta(days=centre_settings.repeat_days)]
    if len(lately) >= centre_settings.repeat_calls:
        counts_by_kind["repeat"] = len(lately)
    return counts_by_kind


def check_outcome(outcome: str, *, reports: int, has_case: bool, has_agency: bool) -> None:
    """Raises OutcomeIsUnknown, or OutcomeNeedsMore if a report, case or agency that the outcome requires is missing."""
    if outcome not in SAYABLE:
        raise OutcomeIsUnknown()
    if outcome == "reported" and not reports:
        raise OutcomeNeedsMore(missing=_("at least one report"))
    if outcome == "follow_up" and not has_case:
        raise OutcomeNeedsMore(missing=_("the case's tracking code"))
    if outcome == "agency" and not has_agency:
        raise OutcomeNeedsMore(missing=_("the agency"))


def may_work(actor: Actor) -> bool:
    """Whether the actor works with contacts at all."""
    return actor.is_system or actor.may(Permission.WORK_AT_CENTRE)


def may_tell(actor: Actor, operator_id: int | None) -> bool:
    """Whether the actor may record an outcome: its operator, anybody for nobody's contact, and who leads the centre."""
    return may_lead_centre(actor) or (may_work(actor) and operator_id in (None, actor.id))
