"""The mapping of a directory's groups to posts: replaced as a whole, after two people agreed on it."""

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction

from peygir.city.queries import current_city, units
from peygir.people.actions.accounts import lock_account
from peygir.people.actions.directory import follow_groups
from peygir.people.actions.role_locks import share_roles
from peygir.people.models import DirectoryGroup, DirectoryLink
from peygir.people.sign_in_rules import GroupPost, group_lines, read_group_lines


def checked_group_lines(text: str) -> str:
    """The lines of a mapping as they are stored. Raises what `read_group_lines` does."""
    return group_lines(_read(text))


@transaction.atomic
def set_group_lines(text: str) -> None:
    """Put a mapping in force, and bring every account that follows groups in step with it, each with its events.

    Raises what `read_group_lines` and `write_change` do: roles and units may have changed since it was proposed.
    """
    share_roles()
    posts = _read(text)
    DirectoryGroup.objects.all().delete()
    DirectoryGroup.objects.bulk_create(_rows(posts))
    for link in DirectoryLink.objects.filter(follows=True, staff__is_active=True).order_by("staff_id", "pk"):
        follow_groups(link, lock_account(link.staff_id), link.groups, is_said_now=False)


def _read(text: str) -> list[GroupPost]:
    return read_group_lines(text, units={unit.code for unit in units(current_city(settings.CITY).id)})


def _rows(posts: Iterable[GroupPost]) -> list[DirectoryGroup]:
    return [
        DirectoryGroup(rank=rank, group=post.group, role=post.role, unit=post.unit)
        for rank, post in enumerate(posts, 1)
    ]
