"""Keys of phones that keep work for a shift: given to a signed-in browser, seen at each contact, withdrawn."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F, Q

from peygir.core import clock
from peygir.core.refusals import Missing
from peygir.core.translation import gettext_lazy as _
from peygir.history.actions import record
from peygir.history.kinds.people import StaffPhoneWithdrawn
from peygir.people.actions.staff import NotYourWork
from peygir.people.actions.staff_sessions import end_listed_session, session_digest
from peygir.people.models import Staff, StaffPhone
from peygir.people.permissions import Permission
from peygir.people.role_cache import roles_that_may
from peygir.people.rules import Actor, may_administer

MOST_PHONES: Final = 10
"""Of one person at a time; the one that was seen longest ago gives way to an eleventh."""
SEEN_EVERY: Final = timedelta(minutes=5)
"""A contact is written at most this often, unless the number of waiting entries has changed."""
FORGOTTEN_AFTER: Final = timedelta(days=180)
"""A phone that was not seen for so long, or was emptied so long ago, is deleted."""
MOST_WAITING: Final = 32_767


class NoSuchPhone(Missing):
    """There is no phone with this number, or it is none that the caller withdraws."""

    message = _("There is no such phone in this unit.")


def phone_digest(secret: str) -> str:
    """Return the hash of a phone's key, as the table stores it."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def give_phone_key(staff_id: int, *, device: str, session_key: str) -> str:
    """Give the browser of a signed-in person a key of its own; returns it. It is stored as a hash alone."""
    Staff.objects.select_for_update(no_key=True).get(pk=staff_id)
    secret, now = secrets.token_urlsafe(32), clock.now()
    own = StaffPhone.objects.filter(staff_id=staff_id, withdrawn_at__isnull=True).order_by("-seen_at", "-pk")
    for surplus in own[MOST_PHONES - 1 :]:
        _withdraw(surplus, by=f"staff:{staff_id}", at=now)
    StaffPhone.objects.create(
        digest=phone_digest(secret),
        staff_id=staff_id,
        session=session_digest(session_key),
        device=device[:80],
        made_at=now,
        seen_at=now,
    )
    return secret


def see_phone(phone_id: int, *, session_key: str, waiting: int) -> None:
    """Record a contact of a phone: its session, and how many entries it has not sent."""
    now, count = clock.now(), max(0, min(waiting, MOST_WAITING))
    session = session_digest(session_key) if session_key else F("session")
    rows = StaffPhone.objects.filter(pk=phone_id, withdrawn_at__isnull=True)
    changed = Q(seen_at__lt=now - SEEN_EVERY) | ~Q(waiting=count)
    if session_key:
        changed |= ~Q(session=session_digest(session_key))
    rows.filter(changed).update(seen_at=now, waiting=count, session=session)


@transaction.atomic
def withdraw_phone(phone_id: int, *, by: Actor) -> None:
    """Withdraw a phone's key, and end the session in its browser; one that is withdrawn stays so.

    For who plans the work of the person's unit, who leads the centre if the person inspects, who administers the city,
    and the person.
    Raises NoSuchPhone, NotYourWork.
    """
    phone = StaffPhone.objects.select_for_update(no_key=True).filter(pk=phone_id).first()
    if phone is None:
        raise NoSuchPhone()
    staff = Staff.objects.select_for_update(no_key=True).get(pk=phone.staff_id)
    plans = by.may(Permission.PLAN_ORDERS) and by.unit_id is not None and by.unit_id == staff.unit_id
    leads = by.may(Permission.LEAD_CENTRE) and staff.role in roles_that_may(Permission.INSPECT)
    if not (plans or leads or may_administer(by) or by.id == staff.pk):
        is_planner = by.may(Permission.PLAN_ORDERS) or by.may(Permission.LEAD_CENTRE)
        raise NoSuchPhone() if is_planner else NotYourWork()
    if phone.withdrawn_at is None:
        now = clock.now()
        _withdraw(phone, by=str(by), at=now)
        record(staff, StaffPhoneWithdrawn(phone=phone.pk, waiting=phone.waiting), by=str(by), at=now)


def phone_is_emptied(phone_id: int) -> None:
    """Record that a withdrawn phone has deleted what it kept."""
    rows = StaffPhone.objects.filter(pk=phone_id, withdrawn_at__isnull=False, emptied_at__isnull=True)
    rows.update(emptied_at=clock.now())


def forget_old_phones(*, now: datetime) -> int:
    """Delete phones that were not seen for FORGOTTEN_AFTER; returns how many."""
    return StaffPhone.objects.filter(seen_at__lt=now - FORGOTTEN_AFTER).delete()[0]


def _withdraw(phone: StaffPhone, *, by: str, at: datetime) -> None:
    phone.withdrawn_at, phone.withdrawn_by = at, by
    phone.save(update_fields=["withdrawn_at", "withdrawn_by"])
    if phone.session:
        end_listed_session(phone.session)
