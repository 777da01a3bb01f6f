"""The contact centre's settings for calls: hours for calling back, and thresholds of the rule that marks callers."""

from dataclasses import asdict

from django.db import transaction

from peygir.centre.contacts.centre import centre_settings_at
from peygir.centre.contacts.models import CentrePolicy
from peygir.centre.contacts.rules import CentreSettings
from peygir.city.models import City
from peygir.core import clock
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.history.actions import record
from peygir.history.kinds.centre import CentreSettingsKept
from peygir.people.actions import NotYourWork
from peygir.people.rules import Actor, may_lead_centre


class TermsAreWrong(Invalid):
    """The day does not begin before it ends, or a number is out of range."""

    message = _("The hours and numbers are not right: the day begins before it ends, and every number is above zero.")


@transaction.atomic
def keep_centre_settings(city_id: int, centre_settings: CentreSettings, *, by: Actor) -> None:
    """Put new settings into force from now on; earlier versions stay readable. Raises NotYourWork, TermsAreWrong."""
    if not may_lead_centre(by):
        raise NotYourWork()
    numbers = [value for value in asdict(centre_settings).values() if isinstance(value, int)]
    is_code = not centre_settings.area_code or (
        centre_settings.area_code.isascii() and centre_settings.area_code.isdigit()
    )
    if (
        centre_settings.day_opens >= centre_settings.day_closes
        or min(numbers) < 1
        or max(numbers) > 10_000
        or not is_code
    ):
        raise TermsAreWrong()
    City.objects.select_for_update(no_key=True).get(pk=city_id)
    now = clock.now()
    if centre_settings_at(city_id, now) == centre_settings:
        return
    row = CentrePolicy(city_id=city_id, from_at=now, **asdict(centre_settings))
    event = CentreSettingsKept(**{name: str(value) for name, value in asdict(centre_settings).items()})
    row.save(force_insert=True)
    record(row, event, by=str(by), at=now)
