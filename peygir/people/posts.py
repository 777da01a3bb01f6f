"""Reads posts: who led, worked for or stood in for which unit on which day, also as it was on record earlier."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import F, Min, Q, QuerySet

from peygir.city.queries import CityIsNotLoaded, current_city
from peygir.core import clock
from peygir.people.models import Post, Staff
from peygir.people.post_rules import PostKind, PostSpan, order_of_leading
from peygir.people.role_catalogue import leading_roles

MOST: Final = 500


@dataclass(frozen=True, slots=True)
class PostLine:
    """A post with its holder's names, and who recorded it, and withdrew it, when; `to_on` None: no end is known."""

    id: int
    staff_id: int
    username: str
    name_fa: str
    name_en: str
    unit_id: int | None
    role: str
    kind: str
    from_on: date
    to_on: date | None
    recorded_at: datetime
    recorded_by: str
    withdrawn_at: datetime | None
    withdrawn_by: str
    reason: str

    @property
    def span(self) -> PostSpan:
        """The post as a plain value for the rules."""
        return PostSpan(self.id, self.staff_id, self.unit_id, self.role, self.kind, self.from_on, self.to_on)

    def state(self, on: date) -> str:
        """Whether the post is "withdrawn", "over", "valid" or "coming" on a day."""
        if self.withdrawn_at is not None:
            return "withdrawn"
        if on < self.from_on:
            return "coming"
        return "valid" if self.span.is_valid(on) else "over"


@dataclass(frozen=True, slots=True)
class UnitLeadership:
    """Who leads a unit on a day: holders, acting heads and substitutes, the highest role and the longest first.

    A unit may have several of each: the centre has a supervisor for each shift, and a deputy mayor's office a manager.
    """

    holders: tuple[PostLine, ...]
    acting: tuple[PostLine, ...]
    substitutes: tuple[PostLine, ...]

    @property
    def leader(self) -> PostLine | None:
        """The holder; while there is none, the acting head. A substitute only stands in and is never the leader."""
        return next(iter((*self.holders, *self.acting)), None)


def city_today() -> date:
    """Today's date in the city of this installation."""
    return city_day_of(clock.now())


def city_day_of(moment: datetime) -> date:
    """The date of a moment in the city of this installation."""
    return moment.astimezone(_zone()).date()


def _zone() -> ZoneInfo:
    """The time zone of the city; that of the settings before a city is loaded, when nobody has a post."""
    try:
        return ZoneInfo(current_city(settings.CITY).time_zone)
    except CityIsNotLoaded:
        return ZoneInfo(settings.TIME_ZONE)


def leader_of(unit_id: int, *, on: date, known_at: datetime | None = None) -> UnitLeadership:
    """Who led a unit on a day, by what is on record now or was at `known_at`; one statement."""
    rows = posts_of_unit(unit_id, on=on, known_at=known_at)
    leading = sorted((row for row in rows if row.role in leading_roles()), key=lambda row: order_of_leading(row.span))
    kinds = {kind: tuple(row for row in leading if row.kind == kind) for kind in PostKind}
    return UnitLeadership(kinds[PostKind.HOLDER], kinds[PostKind.ACTING], kinds[PostKind.SUBSTITUTE])


def posts_of(staff_id: int, *, on: date | None = None, known_at: datetime | None = None) -> list[PostLine]:
    """The posts of a person, on a day or all, the latest first; on record now or at `known_at`. One statement."""
    return _lines(_on_record(known_at).filter(staff_id=staff_id), on)


def posts_of_unit(unit_id: int | None, *, on: date | None = None, known_at: datetime | None = None) -> list[PostLine]:
    """The posts in a unit (None: of the whole city), on a day or all, the latest first; one statement.

    By what is on record now, or was at `known_at`.
    """
    return _lines(_on_record(known_at).filter(in_unit(unit_id)), on)


def posts_in_roles(roles: Iterable[str], *, on: date) -> list[PostLine]:
    """The posts in any of these roles on a day, by person; one statement."""
    rows = _on_record(None).filter(role__in=list(roles), staff__is_active=True)
    return _lines(rows, on, "staff_id", "-from_on", "pk")


def withdrawn_posts(*, staff_id: int | None = None, unit_id: int | None = None) -> list[PostLine]:
    """The corrected and ended rows of a person or of a unit, the last withdrawn first; one statement."""
    rows = Post.objects.filter(withdrawn_at__isnull=False)
    rows = rows.filter(staff_id=staff_id) if staff_id is not None else rows.filter(in_unit(unit_id))
    return _lines(rows, None, "-withdrawn_at", "-pk")


def post_by_id(post_id: int) -> PostLine | None:
    """One post that is not withdrawn, or None."""
    return next(iter(_lines(_on_record(None).filter(pk=post_id), None)), None)


def post_spans(*, staff_ids: Iterable[int]) -> list[PostSpan]:
    """The posts of these people that are not withdrawn, as plain values; one statement."""
    return [span_of(row) for row in _on_record(None).filter(staff_id__in=list(staff_ids)).order_by("pk")]


def next_post_turn_at() -> datetime | None:
    """The next midnight of the city at which the post in effect of somebody ends, or a first post begins."""
    today = city_today()
    ends = Staff.objects.filter(post__to_on__gte=today).aggregate(day=Min("post__to_on"))["day"]
    begins = _without_post().filter(from_on__gt=today).aggregate(day=Min("from_on"))["day"]
    days = [day for day in (ends + timedelta(days=1) if ends else None, begins) if day]
    return datetime.combine(min(days), time(), _zone()) if days else None


def out_of_step(on: date) -> list[int]:
    """The ids of the accounts whose post in effect is not valid on a day, or that have none and could have one."""
    ended = Staff.objects.filter(
        Q(post__withdrawn_at__isnull=False) | Q(post__to_on__lt=on) | Q(post__from_on__gt=on)
    ).values_list("pk", flat=True)
    begun = _without_post().filter(Q(to_on__isnull=True) | Q(to_on__gte=on), from_on__lte=on)
    return sorted({*ended, *begun.values_list("staff_id", flat=True)})


def span_of(row: Post) -> PostSpan:
    """A row as a plain value for the rules."""
    return PostSpan(row.pk, row.staff_id, row.unit_id, row.role, row.kind, row.from_on, row.to_on)


def in_unit(unit_id: int | None) -> Q:
    """The condition of a post in a unit, or (for None) of the whole city."""
    return Q(unit__isnull=True) if unit_id is None else Q(unit_id=unit_id)


def _without_post() -> "QuerySet[Post]":
    """The posts of accounts that have none in effect."""
    return _on_record(None).filter(staff__post__isnull=True)


def _on_record(known_at: datetime | None) -> "QuerySet[Post]":
    if known_at is None:
        return Post.objects.filter(withdrawn_at__isnull=True)
    rows = Post.objects.filter(recorded_at__lte=known_at)
    return rows.filter(Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=known_at))


def _lines(rows: "QuerySet[Post]", on: date | None, *order: str) -> list[PostLine]:
    if on is not None:
        rows = rows.filter(Q(to_on__isnull=True) | Q(to_on__gte=on), from_on__lte=on)
    rows = rows.select_related("staff").order_by(*(order or (F("to_on").desc(nulls_first=True), "-from_on", "-pk")))
    return [
        PostLine(
            row.pk,
            row.staff_id,
            row.staff.username,
            row.staff.name_fa,
            row.staff.name_en,
            row.unit_id,
            row.role,
            row.kind,
            row.from_on,
            row.to_on,
            row.recorded_at,
            row.recorded_by,
            row.withdrawn_at,
            row.withdrawn_by,
            row.reason,
        )
        for row in rows[:MOST]
    ]
