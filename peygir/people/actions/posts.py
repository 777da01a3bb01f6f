"""Records, ends, corrects and hands over posts, and lets a person choose the post in which they act."""

from dataclasses import replace
from datetime import date, timedelta

from django.db import transaction

from peygir.core import clock
from peygir.core.refusals import Conflict
from peygir.core.translation import gettext_lazy as _
from peygir.history.actions import record
from peygir.history.kinds.people import PostChosen
from peygir.people.actions.accounts import lock_accounts
from peygir.people.actions.post_changes import put_into_effect, refuse_bad_values
from peygir.people.actions.post_writing import NoSuchPost, held_by, locked_post
from peygir.people.actions.staff import NotYourWork
from peygir.people.actions.two_person import propose
from peygir.people.models import Post, Staff
from peygir.people.post_rules import PostChange, PostKind
from peygir.people.posts import city_today, post_spans
from peygir.people.rules import Actor, may_administer
from peygir.people.two_person_rules import POST, needs_second_person


class PostIsNotValid(Conflict):
    """The post is not valid today, so nobody acts in it."""

    message = _("This post is not valid today, so you cannot act in it.")


class SuccessorIsThePerson(Conflict):
    """The successor of a post holds it already."""

    message = _("A post is handed over to somebody else; choose a successor.")


@transaction.atomic
def change_posts(staff_id: int, change: PostChange, *, by: Actor) -> bool:
    """Record, end or correct a post of a person.

    Returns True when it took effect, False when it waits for a second person: for everybody who has, had at the time or
    would get a post of the highest roles. Raises NotYourWork, NoSuchPerson, what `put_into_effect` and `propose` do.
    """
    if not may_administer(by):
        raise NotYourWork()
    [staff] = lock_accounts(staff_id)
    return _change(staff, change, by)


@transaction.atomic
def hand_over(
    post_id: int, *, to_staff_id: int, from_on: date, kind: str = PostKind.HOLDER, ends_other: bool, by: Actor
) -> bool:
    """End a post on the day before `from_on`, and record it from that day for the successor; both or neither.

    With `ends_other` the successor's post in effect ends on the day before as well. Returns and raises as
    `change_posts`; also NoSuchPost, SuccessorIsThePerson.
    """
    if not may_administer(by):
        raise NotYourWork()
    staff_id = Post.objects.filter(pk=post_id, withdrawn_at__isnull=True).values_list("staff_id", flat=True).first()
    if staff_id is None:
        raise NoSuchPost()
    if staff_id == to_staff_id:
        raise SuccessorIsThePerson()
    holder, successor = lock_accounts(staff_id, to_staff_id)
    post, last = locked_post(post_id, staff_id=staff_id), from_on - timedelta(days=1)
    is_done = True
    if post.to_on is None or post.to_on > last:
        is_done = _change(holder, PostChange("end", post_id, to_on=last), by)
    other = next((one for one in post_spans(staff_ids=[successor.pk]) if one.id == successor.post_id), None)
    if ends_other and other is not None and other.is_valid(from_on):
        is_done = _change(successor, PostChange("end", other.id, to_on=last), by) and is_done
    new_post = PostChange("record", 0, post.unit_id, post.role, kind, from_on)
    return _change(successor, new_post, by) and is_done


@transaction.atomic
def choose_post(post_id: int, *, by: Actor) -> None:
    """Let a person act in another of their valid posts from now on. Raises NotYourWork, NoSuchPost, PostIsNotValid."""
    if by.kind != "staff":
        raise NotYourWork()
    staff = Staff.objects.select_for_update(no_key=True).get(pk=by.id)
    post = next((one for one in post_spans(staff_ids=[staff.pk]) if one.id == post_id), None)
    if post is None:
        raise NoSuchPost()
    if not post.is_valid(city_today()):
        raise PostIsNotValid()
    if staff.post_id == post.id:
        return
    staff.post_id, staff.role, staff.unit_id = post.id, post.role, post.unit_id
    event = PostChosen(post=post.id, role=post.role, unit=post.unit_id)
    record(staff, event, by=str(by), at=clock.now(), write=["post_id", "role", "unit_id"])


def _change(staff: Staff, change: PostChange, by: Actor) -> bool:
    if change.deed != "record" and change.post_id:
        was = locked_post(change.post_id, staff_id=staff.pk)
        touched = {change.role, was.role} - {""}
        # A proposal says of which post it is, also after the row was withdrawn.
        proposed = replace(change, role=change.role or was.role) if change.deed == "end" else change
    else:
        refuse_bad_values(change)
        touched, proposed = {change.role}, change
    if needs_second_person(by, *touched, *held_by(staff)):
        propose(staff, POST, {"post": proposed.as_json()}, by=by)
        return False
    put_into_effect(staff, change, by=by)
    return True
