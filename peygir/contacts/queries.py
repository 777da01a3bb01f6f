"""How many contacts there were and what came of them."""

from datetime import datetime

from django.db.models import Count

from peygir.contacts.models import Contact


def outcomes_between(city_id: int, start: datetime, end: datetime) -> dict[str, int]:
    """Contacts by outcome in [start, end)."""
    rows = Contact.objects.filter(city_id=city_id, began_at__gte=start, began_at__lt=end)
    return dict(rows.values_list("outcome").annotate(count=Count("pk")).order_by("outcome"))
