"""Brings role and unit of accounts in step with the posts that are valid today."""

from datetime import datetime
from typing import Any

from django.db import transaction

from peygir.core import clock
from peygir.history.actions import record
from peygir.history.kinds.people import StaffChanged
from peygir.people.actions.staff_sessions import end_sessions_of
from peygir.people.models import Staff
from peygir.people.post_rules import post_to_act_in
from peygir.people.posts import city_day_of, city_today, out_of_step, post_spans
from peygir.people.rules import CLOCK, Actor


def bring_in_step(staff: Staff, *, by: Actor) -> bool:
    """Set post, role and unit of a locked account to the post in effect today; returns whether anything changed.

    Without a valid post the account keeps its holder's name and loses every right; its sessions end.
    """
    post = post_to_act_in(post_spans(staff_ids=[staff.pk]), on=city_today(), chosen_id=staff.post_id)
    role, unit_id = (post.role, post.unit_id) if post is not None else ("", None)
    pairs: dict[str, list[Any]] = {}
    if staff.role != role:
        pairs["role"] = [staff.role, role]
    if staff.unit_id != unit_id:
        pairs["unit_id"] = [staff.unit_id, unit_id]
    post_id = post.id if post is not None else None
    if not pairs and staff.post_id == post_id:
        return False
    staff.role, staff.unit_id, staff.post_id = role, unit_id, post_id
    if not pairs:
        Staff.objects.filter(pk=staff.pk).update(post_id=post_id)
        return True
    if not role:
        end_sessions_of(staff.pk)
    record(staff, StaffChanged(changed=pairs), by=str(by), at=clock.now(), write=["role", "unit_id", "post_id"])
    return True


def follow_posts(now: datetime) -> int:
    """Bring every account in step whose post in effect ended, or whose first one began, by `now`; returns how many.

    Each account in a transaction of its own, so that one that fails does not hold up the others.
    """
    return sum(_follow(staff_id) for staff_id in out_of_step(city_day_of(now)))


@transaction.atomic
def _follow(staff_id: int) -> bool:
    staff = Staff.objects.select_for_update(no_key=True).get(pk=staff_id)
    return bring_in_step(staff, by=CLOCK)
