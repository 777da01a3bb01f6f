"""The terms that the centre deals with calls by at a moment."""

from datetime import datetime

from peygir.centre.contacts.models import CallTerms
from peygir.centre.contacts.rules import Terms

COLUMNS = tuple(Terms.__slots__)


def terms_at(city_id: int, at: datetime) -> Terms:
    """What is in force; the house's own until the centre has said otherwise."""
    row = CallTerms.objects.filter(city_id=city_id, from_at__lte=at).order_by("-from_at").values(*COLUMNS).first()
    return Terms(**row) if row else Terms()
