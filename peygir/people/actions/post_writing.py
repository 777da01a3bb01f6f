"""Writes posts under the lock of their holder's account, and brings role and unit of the account in step with them."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from django.conf import settings
from django.db.models import Q

from peygir.city.models import City
from peygir.city.queries import current_city
from peygir.city.queries import unit as city_unit
from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid, Missing
from peygir.core.translation import gettext_lazy as _
from peygir.people.models import Post, Staff
from peygir.people.post_rules import PostKind, PostSpan, fault_in, roles_held
from peygir.people.posts import city_today, in_unit, post_spans, span_of
from peygir.people.role_catalogue import role_facts
from peygir.people.rules import Actor

REPLACED: Final = ""  # the reason of a row that was followed by one with its last day: no mistake


class PostDaysAreWrong(Invalid):
    """The post ends before it begins, or lasts longer than a life."""

    message = _("The last day of a post is its first day or later, and within 80 years.")


class PostIsHeld(Conflict):
    """Another holder of the same leadership has the post on some of these days."""

    message = _(
        "{name} holds this post on some of these days. End that post first or hand it over, "
        "or record an acting head or a substitute."
    )


class PostIsOnRecord(Conflict):
    """The person has the same post on some of these days."""

    message = _("This person has the same post on some of these days already; correct that one instead.")


class NoSuchPost(Missing):
    """The post does not exist, or was withdrawn."""

    message = _("There is no such post, or it was corrected meanwhile.")


def locked_post(post_id: int, *, staff_id: int | None = None) -> Post:
    """A post that is on record, locked; of this person, if one is given. Raises NoSuchPost."""
    rows = Post.objects.select_for_update(no_key=True).filter(pk=post_id, withdrawn_at__isnull=True)
    row = (rows if staff_id is None else rows.filter(staff_id=staff_id)).first()
    if row is None:
        raise NoSuchPost()
    return row


def insert_post(
    staff: Staff,
    *,
    unit_id: int | None,
    role: str,
    kind: str = PostKind.HOLDER,
    from_on: date,
    to_on: date | None = None,
    by: Actor,
) -> Post:
    """Write a post of a locked account. Raises PostDaysAreWrong, PostIsHeld, PostIsOnRecord."""
    span = PostSpan(0, staff.pk, unit_id, role, kind, from_on, to_on)
    refuse_fault(span)
    return _write_post(span, by)


def _write_post(span: PostSpan, by: Actor) -> Post:
    row = Post(
        staff_id=span.staff_id,
        unit_id=span.unit_id,
        role=span.role,
        kind=span.kind,
        from_on=span.from_on,
        to_on=span.to_on,
        recorded_at=clock.now(),
        recorded_by=str(by),
    )
    row.save(force_insert=True)
    return row


def refuse_fault(post: PostSpan) -> None:
    """Raise PostDaysAreWrong, PostIsHeld or PostIsOnRecord if the post may not stand beside those on record."""
    if role_facts(post.role).is_sole and post.kind == PostKind.HOLDER:
        # Two holders of one leadership who are recorded at the same moment meet at this lock.
        City.objects.select_for_update(no_key=True).get(pk=current_city(settings.CITY).id)
    rows = Post.objects.filter(
        Q(staff_id=post.staff_id) | in_unit(post.unit_id), role=post.role, withdrawn_at__isnull=True
    )
    fault, other = fault_in(post, map(span_of, rows.order_by("pk")))
    if fault == "days":
        raise PostDaysAreWrong()
    if fault == "own":
        raise PostIsOnRecord()
    if fault == "held" and other is not None:
        raise PostIsHeld(name=str(Staff.objects.get(pk=other.staff_id)))


def withdraw(row: Post, *, reason: str, by: Actor, at: datetime) -> None:
    """Withdraw a post's row, with the reason of a correction (`REPLACED`: another row continues it)."""
    row.withdrawn_at, row.withdrawn_by, row.reason = at, str(by), reason
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "reason"])


def end_row(row: Post, *, last: date, by: Actor) -> Post:
    """Replace a post's row by one that ends on `last`. Raises PostDaysAreWrong.

    A shorter post meets no other that the longer one did not: it is not compared with those on record, beside which it
    may stand only since the role became one of a single holder.
    """
    if last < row.from_on:
        raise PostDaysAreWrong()
    withdraw(row, reason=REPLACED, by=by, at=clock.now())
    return _write_post(replace(span_of(row), to_on=last), by)


def replace_post_in_effect(staff: Staff, *, role: str, unit_id: int | None, by: Actor, yields: bool = False) -> None:
    """End the post in effect yesterday and begin one in this role and unit today; without a role, begin none.

    `staff` is locked, and the caller writes its `post_id`. A post that began today gives way without a trace in the
    unit's timeline; one that ended yesterday in the same role and unit goes on. With `yields` a second holder of a
    leadership becomes its substitute. Raises PostIsHeld, PostIsOnRecord.
    """
    today = city_today()
    present = Post.objects.filter(pk=staff.post_id, withdrawn_at__isnull=True).first() if staff.post_id else None
    if present is not None and (present.to_on is None or present.to_on >= today):
        if present.from_on >= today:
            withdraw(present, reason=REPLACED, by=by, at=clock.now())
        else:
            end_row(present, last=today - timedelta(days=1), by=by)
    if not role:
        staff.post_id = None
        return
    ended = Post.objects.filter(
        in_unit(unit_id),
        staff=staff,
        role=role,
        kind=PostKind.HOLDER,
        to_on=today - timedelta(days=1),
        withdrawn_at__isnull=True,
    ).first()
    if ended is not None:
        withdraw(ended, reason=REPLACED, by=by, at=clock.now())
    kind = PostKind.HOLDER
    if yields and _is_held(PostSpan(0, staff.pk, unit_id, role, kind, today, None)):
        kind = PostKind.SUBSTITUTE
    from_on = ended.from_on if ended is not None else today
    row = insert_post(staff, unit_id=unit_id, role=role, kind=kind, from_on=from_on, by=by)
    staff.post_id = row.pk


def held_by(staff: Staff) -> frozenset[str]:
    """The role in effect and those of all posts of an account that are not over; one statement."""
    return roles_held(staff.role, post_spans(staff_ids=[staff.pk]), on=city_today())


def is_known_unit(unit_id: int | None) -> bool:
    """Whether the city has a unit with this id; closed ones count, since a post may be of the past."""
    return unit_id is None or city_unit(unit_id) is not None


def _is_held(post: PostSpan) -> bool:
    try:
        refuse_fault(post)
    except PostIsHeld:
        return True
    return False
