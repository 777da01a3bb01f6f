"""Whether an answered caller was abandoned afterwards: in a queue, or at a colleague's ringing phone."""

from datetime import datetime

from peygir.centre.contacts.actions.passing import OVER
from peygir.centre.contacts.models import CallLeg, Contact, PassOrder, QueueWait


def last_pick_up(contact: Contact) -> datetime | None:
    """When the last phone took the call, None where none did."""
    rows = CallLeg.objects.filter(contact=contact, answered_at__isnull=False).order_by("-answered_at")
    return rows.values_list("answered_at", flat=True).first()


def was_left_alone(contact: Contact, *, at: datetime | None = None) -> bool:
    """Whether the call was answered and then ended in a queue or at a colleague's phone that nobody picked up.

    `at`: the moment of the end, for a call that is being ended now.
    """
    end, last = at or contact.ended_at, last_pick_up(contact)
    if contact.answered_at is None or last is None or end is None:
        return False
    if QueueWait.objects.filter(contact=contact, joined_at__gt=last).exclude(how="answered").exists():
        return True
    passed = PassOrder.objects.filter(contact=contact, is_asked_first=False, taken_at__isnull=False)
    is_open = passed.filter(settled_at=end, is_good=False, words=OVER).exists()
    speaks = CallLeg.objects.filter(contact=contact, answered_at__isnull=False, ended_at__gte=end)
    return is_open and not speaks.exists()
