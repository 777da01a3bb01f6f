"""The settings by which the contact centre deals with calls at a moment."""

from datetime import datetime

from peygir.centre.contacts.models import CentrePolicy
from peygir.centre.contacts.rules import CentreSettings

COLUMNS = tuple(CentreSettings.__slots__)


def centre_settings_at(city_id: int, at: datetime) -> CentreSettings:
    """Return the settings in force; the defaults until the centre has set its own."""
    row = CentrePolicy.objects.filter(city_id=city_id, from_at__lte=at).order_by("-from_at").values(*COLUMNS).first()
    return CentreSettings(**row) if row else CentreSettings()
