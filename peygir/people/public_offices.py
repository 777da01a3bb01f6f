"""Reads who holds, or held, offices whose holders are public: names and the days of their posts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Q, Sum

from peygir.people.models import Post, Staff


@dataclass(frozen=True, slots=True)
class PublicPost:
    """One post in such an office; `to_on` None: no end is known."""

    id: int
    from_on: date
    to_on: date | None
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class PublicOfficer:
    """A person with their posts in these offices, the first one first; nothing else of the account."""

    staff_id: int
    name_fa: str
    name_en: str
    known_since: datetime
    posts: tuple[PublicPost, ...]


def public_officers(roles: Iterable[str]) -> list[PublicOfficer]:
    """Return everybody who has, or had, a post in one of these roles, or works in one without a post, by number."""
    codes = list(roles)
    posts: dict[int, list[PublicPost]] = {}
    rows = Post.objects.filter(role__in=codes, withdrawn_at=None).order_by("from_on", "pk")
    for row in rows:
        posts.setdefault(row.staff_id, []).append(PublicPost(row.pk, row.from_on, row.to_on, row.recorded_at))
    people = Staff.objects.filter(pk__in=posts) | Staff.objects.filter(role__in=codes, is_active=True)
    return [
        PublicOfficer(row.pk, row.name_fa or row.username, row.name_en, row.date_joined, tuple(posts.get(row.pk, ())))
        for row in people.order_by("pk").distinct()
    ]


def offices_stamp() -> tuple[int, int, int]:
    """Return numbers that change with every post that is recorded, and every account that is made or closed."""
    posts = Post.objects.aggregate(last=Max("pk"), gone=Count("pk", filter=Q(withdrawn_at__isnull=False)))
    people = Staff.objects.filter(is_active=True).aggregate(number=Count("pk"), events=Sum("event_count"))
    return int(posts["last"] or 0), int(posts["gone"]), int(people["events"] or 0) + int(people["number"])
