"""What one operator has in hand: calls that ring at their phone, that they speak on, or still owe an outcome."""

from django.db.models import Q

from peygir.contacts.models import CallLeg, Seat
from peygir.contacts.rules import may_work
from peygir.people.rules import Actor


def in_hand(city_id: int, by: Actor) -> Q | None:
    """The contacts that are somebody's to deal with now; None for who works with no contacts."""
    if not may_work(by):
        return None
    rings = CallLeg.objects.filter(operator_id=by.id, answered_at__isnull=True, ended_at__isnull=True)
    is_ringing_here = Q(operator__isnull=True, ended_at__isnull=True, pk__in=rings.values("contact_id"))
    return Q(city_id=city_id, outcome="") & (Q(operator_id=by.id) | is_ringing_here)


def colleagues_at_seats(city_id: int, by: Actor) -> list[tuple[int, tuple[str, str], str]]:
    """Who else sits at a phone: (staff, names in both languages, what the exchange says of them)."""
    rows = Seat.objects.filter(city_id=city_id, staff__isnull=False).exclude(staff_id=by.id).order_by("extension")
    told = rows.values_list("staff_id", "staff__name_fa", "staff__name_en", "presence")
    return [(int(pk), (fa, en or fa), presence) for pk, fa, en, presence in told if pk is not None]
