"""Reads which accounts belong to whom in the organisation's directory, and which posts its groups give."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q

from peygir.people.models import DirectoryGroup, DirectoryLink, Staff
from peygir.people.sign_in_rules import DirectorySource, GroupPost


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A link as pages and checks read it; `follows`: the groups decide the post."""

    id: int
    staff_id: int
    source: str
    issuer: str
    subject: str
    name: str
    groups: tuple[str, ...]
    follows: bool
    linked_at: datetime
    seen_at: datetime | None
    left_at: datetime | None


def mapping() -> list[GroupPost]:
    """What each group gives, the first that fits counts; one statement."""
    rows = DirectoryGroup.objects.order_by("rank")
    return [GroupPost(row.group, row.role, row.unit) for row in rows]


@dataclass(frozen=True, slots=True)
class SourceSummary:
    """How many open accounts are linked with a source, and when it was asked about the one asked about last."""

    source: str
    accounts: int
    asked_at: datetime | None


def sources() -> list[SourceSummary]:
    """Every source with which an open account is linked; one statement."""
    rows = DirectoryLink.objects.filter(staff__is_active=True).values_list("source")
    counted = rows.annotate(accounts=Count("pk"), asked_at=Max("seen_at")).order_by("source")
    return [SourceSummary(*row) for row in counted]


def links_of(staff_id: int) -> list[LinkLine]:
    """The links of an account; one statement."""
    return [_line(row) for row in DirectoryLink.objects.filter(staff_id=staff_id).order_by("source")]


def links_to_check(source: str, *, seen_before: datetime) -> list[LinkLine]:
    """The links of open accounts that this source was not asked about since a moment; one statement."""
    rows = DirectoryLink.objects.filter(source=source, staff__is_active=True).exclude(subject="")
    return [_line(row) for row in rows.filter(Q(seen_at__isnull=True) | Q(seen_at__lt=seen_before)).order_by("pk")]


def link_to_provider(issuer: str, *, staff_id: int = 0, subject: str = "") -> LinkLine | None:
    """The link with a provider of an account, or of the person with an id there; one statement."""
    rows = DirectoryLink.objects.filter(source=DirectorySource.OIDC, issuer=issuer)
    row = (rows.filter(staff_id=staff_id) if staff_id else rows.filter(subject=subject).exclude(subject="")).first()
    return _line(row) if row is not None else None


def is_linked_name(source: str, username: str) -> bool:
    """Whether somebody signs in under this name by the source's password, and so not by one of ours; one statement."""
    rows = DirectoryLink.objects.filter(source=source)
    return rows.filter(Q(name__iexact=username) | Q(staff__username=username)).exists()


def has_own_password(username: str) -> bool:
    """Whether an account has this name and a password that is kept here; one statement."""
    staff = Staff.objects.filter(username=username).only("password").first()
    return staff is not None and staff.has_usable_password()


def _line(row: DirectoryLink) -> LinkLine:
    return LinkLine(
        row.pk,
        row.staff_id,
        row.source,
        row.issuer,
        row.subject,
        row.name,
        tuple(row.groups),
        row.follows,
        row.linked_at,
        row.seen_at,
        row.left_at,
    )
