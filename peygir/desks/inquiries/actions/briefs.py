"""A leader switches the morning's brief on or off, and the clock moves it to the next day."""

from datetime import datetime, timedelta
from typing import Final

from peygir.city import queries as city
from peygir.core import clock
from peygir.core.phones import normalise_mobile
from peygir.core.refusals import Invalid, NotAllowed
from peygir.core.translation import gettext_lazy as _
from peygir.desks.inquiries.models import MorningBrief
from peygir.desks.inquiries.rules import brief_moment
from peygir.people.permissions import Permission
from peygir.people.queries import staff_by_id
from peygir.people.rules import Actor

BRIEF_HOURS: Final = range(5, 12)


class BriefNotYours(NotAllowed):
    """Only who steers or watches the city gets the brief."""

    message = _("The morning's brief is for the leaders of the city and the council.")


class NoMailAddress(Invalid):
    """The account has no mail address."""

    message = _("Your account has no mail address; ask the administrator to add it.")


class BriefHourIsUnknown(Invalid):
    """The hour is none of those that can be chosen."""

    message = _("Choose an hour of the morning.")


def switch_brief(city_id: int, *, phone: str, by_mail: bool, hour: int, by: Actor) -> None:
    """Set by which ways and at which hour the brief comes; without a way it is off.

    Raises BriefNotYours, PhoneIsNotValid, NoMailAddress, BriefHourIsUnknown.
    """
    if not (by.may(Permission.STEER_CITY) or by.may(Permission.WATCH_CITY)):
        raise BriefNotYours()
    number = normalise_mobile(phone) if phone.strip() else ""
    person = staff_by_id(by.id)
    if by_mail and (person is None or not person.email):
        raise NoMailAddress()
    if hour not in BRIEF_HOURS:
        raise BriefHourIsUnknown()
    next_at = _next(city_id, hour) if number or by_mail else None
    values = {"phone": number, "by_mail": by_mail, "hour": hour, "next_at": next_at}
    MorningBrief.objects.update_or_create(staff_id=by.id, defaults=values)


def turn_brief(brief_id: int, *, now: datetime) -> bool:
    """Move a brief that is due to the next day; False if another process did so already."""
    row = MorningBrief.objects.select_for_update(no_key=True).filter(pk=brief_id, next_at__lte=now).first()
    if row is None or row.next_at is None:
        return False
    while row.next_at <= now:
        row.next_at += timedelta(days=1)
    row.save(update_fields=["next_at"])
    return True


def _next(city_id: int, hour: int) -> datetime:
    now = clock.now()
    today = city.day_of(city_id, now)
    return brief_moment(now, today, hour, city.office_week(city_id, None, today))
