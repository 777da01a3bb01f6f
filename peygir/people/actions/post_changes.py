"""Puts a change of somebody's posts into effect: the one way for the pages, the import and a second person's word."""

from datetime import date, timedelta
from typing import Final

from django.db.models import Q

from peygir.core import clock
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain
from peygir.history.actions import record
from peygir.history.kinds.people import PostCorrected, PostEnded, PostRecorded
from peygir.people.actions.accounts import LastAdministrator, NotOnYourself
from peygir.people.actions.post_steps import bring_in_step
from peygir.people.actions.post_writing import (
    PostDaysAreWrong,
    end_row,
    insert_post,
    is_known_unit,
    locked_post,
    withdraw,
)
from peygir.people.actions.staff import UnitIsMissing, refuse_unknown_role
from peygir.people.models import Post, Staff
from peygir.people.permissions import Permission
from peygir.people.post_rules import MOST_REASON, PostChange, PostKind
from peygir.people.posts import city_today
from peygir.people.role_catalogue import needs_unit, roles_with
from peygir.people.rules import Actor

_WRITE: Final = ("post_id",)


class ReasonIsMissing(Invalid):
    """A correction says why the post was wrong."""

    message = _("Say why the post was recorded wrongly; the reason stays on record.")


class PostKindIsUnknown(Invalid):
    """The kind of post does not exist."""

    message = _("A post is held by a holder, an acting head or a substitute.")


def put_into_effect(staff: Staff, change: PostChange, *, by: Actor) -> None:
    """Write a change of a locked account's posts, with its event, and bring the account in step with it.

    Raises NotOnYourself, RoleIsUnknown, UnitIsMissing, PostKindIsUnknown, PostDaysAreWrong, PostIsHeld, PostIsOnRecord,
    NoSuchPost, ReasonIsMissing, LastAdministrator.
    """
    if by.kind == "staff" and by.id == staff.pk:
        raise NotOnYourself()
    if change.deed == "end":
        _end(staff, change, by)
    elif change.deed == "correct":
        _correct(staff, change, by)
    else:
        row = _insert(staff, change, by)
        event = PostRecorded(
            post=row.pk,
            unit=row.unit_id,
            role=row.role,
            post_kind=row.kind,
            from_=row.from_on.isoformat(),
            to=row.to_on.isoformat() if row.to_on else None,
        )
        record(staff, event, by=str(by), at=clock.now())
    bring_in_step(staff, by=by)


def refuse_bad_values(change: PostChange) -> None:
    """Raise RoleIsUnknown, UnitIsMissing, PostKindIsUnknown or PostDaysAreWrong for a post that nobody could have."""
    refuse_unknown_role(change.role)
    if not is_known_unit(change.unit_id) or (change.unit_id is None and needs_unit(change.role)):
        raise UnitIsMissing()
    if change.kind not in PostKind.labels():
        raise PostKindIsUnknown()
    if change.from_on is None:
        raise PostDaysAreWrong()


def _insert(staff: Staff, change: PostChange, by: Actor) -> Post:
    refuse_bad_values(change)
    return insert_post(
        staff,
        unit_id=change.unit_id,
        role=change.role,
        kind=change.kind,
        from_on=_day(change.from_on),
        to_on=change.to_on,
        by=by,
    )


def _end(staff: Staff, change: PostChange, by: Actor) -> None:
    was, last = locked_post(change.post_id, staff_id=staff.pk), _day(change.to_on)
    if _administers(was.role):
        _refuse_to_lose_the_last(staff, last)
    row = end_row(was, last=last, by=by)
    event = PostEnded(post=row.pk, was=was.pk, to=last.isoformat())
    _record_following(staff, was, row, event, by)


def _correct(staff: Staff, change: PostChange, by: Actor) -> None:
    reason = plain(change.reason)[:MOST_REASON]
    if not reason:
        raise ReasonIsMissing()
    was = locked_post(change.post_id, staff_id=staff.pk)
    withdraw(was, reason=reason, by=by, at=clock.now())
    row = _insert(staff, change, by) if change.role else None
    goes_on = row is not None and _administers(row.role)
    stays = goes_on and row is not None and row.to_on is None and row.from_on <= city_today()
    if _administers(was.role) and not stays:
        _refuse_to_lose_the_last(staff, row.to_on if goes_on and row and row.to_on else city_today())
    event = PostCorrected(post=row.pk if row is not None else None, was=was.pk)
    _record_following(staff, was, row, event, by)


def _record_following(staff: Staff, was: Post, row: Post | None, event: PostEnded | PostCorrected, by: Actor) -> None:
    """Record the event; if the withdrawn row was in effect, the row that follows it is."""
    if staff.post_id == was.pk and row is not None:
        staff.post_id = row.pk
        record(staff, event, by=str(by), at=clock.now(), write=_WRITE)
    else:
        record(staff, event, by=str(by), at=clock.now())


def _refuse_to_lose_the_last(staff: Staff, last: date) -> None:
    """Raise LastAdministrator if nobody else administers the city on the day after `last`, by what is on record."""
    after = max(last, city_today()) + timedelta(days=1)
    others = Staff.objects.filter(is_active=True, role__in=roles_with(Permission.ADMINISTER)).exclude(pk=staff.pk)
    if not others.filter(Q(post__to_on__isnull=True) | Q(post__to_on__gte=after)).exists():
        raise LastAdministrator()


def _administers(role: str) -> bool:
    return role in roles_with(Permission.ADMINISTER)


def _day(day: date | None) -> date:
    """Raises PostDaysAreWrong."""
    if day is None:
        raise PostDaysAreWrong()
    return day
