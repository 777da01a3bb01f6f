"""The terms that the centre deals with calls by at a moment."""

from datetime import datetime

from peygir.centre.contacts.models import CallTerms
from peygir.centre.contacts.rules import CentreSettings

COLUMNS = tuple(CentreSettings.__slots__)


def centre_settings_at(city_id: int, at: datetime) -> CentreSettings:
    """What is in force; the house's own until the centre has said otherwise."""
    row = CallTerms.objects.filter(city_id=city_id, from_at__lte=at).order_by("-from_at").values(*COLUMNS).first()
    return CentreSettings(**row) if row else CentreSettings()
