"""What a directory says later of people whose accounts are linked: other groups, that they left, that they are back."""

from collections.abc import Iterable, Sequence

from django.db import transaction

from peygir.core import clock
from peygir.history.actions import record
from peygir.history.kinds.people import DirectoryLeft, DirectoryReturned
from peygir.people.actions.accounts import lock_account, write_change
from peygir.people.actions.directory import follow_groups
from peygir.people.actions.post_writing import held_by
from peygir.people.actions.staff_sessions import end_sessions_of
from peygir.people.models import DirectoryLink
from peygir.people.provider_proof import ends_with_provider
from peygir.people.role_catalogue import highest_roles
from peygir.people.rules import DIRECTORY
from peygir.people.sign_in_rules import DirectorySource, SignInWay


def see_people(link_ids: Iterable[int]) -> None:
    """Note that the directory still knows the people of these links."""
    DirectoryLink.objects.filter(pk__in=list(link_ids)).update(seen_at=clock.now(), left_at=None)


@transaction.atomic
def see_groups(link_id: int, groups: Sequence[str]) -> None:
    """Bring an account in step with the groups that the directory names now. Raises what `write_change` does."""
    link = DirectoryLink.objects.filter(pk=link_id).first()
    if link is not None:
        follow_groups(link, lock_account(link.staff_id), groups)


@transaction.atomic
def end_proof(staff_id: int, *, issuer: str) -> int:
    """Take back a provider's word that a person may enter, and end the sessions that live by it; returns how many.

    Those are all sessions of an account that has nothing but the provider, else those that began at its page.
    """
    staff = lock_account(staff_id)
    DirectoryLink.objects.filter(staff=staff, source=DirectorySource.OIDC, issuer=issuer).update(seen_at=None)
    return end_sessions_of(staff.pk, way="" if ends_with_provider(staff) else SignInWay.OIDC)


@transaction.atomic
def close_leaver(link_id: int, *, why: str) -> bool:
    """Close the account of somebody who has left by what the directory says, and end its sessions at once.

    `why` is a key of `web.kit.sign_in_words.LEFT_WHY`. Returns False if it was closed already. Raises LastAdministrator
    and LastOfTheHighest: nobody loses the city by a fault of the directory.
    """
    link = DirectoryLink.objects.select_for_update().filter(pk=link_id).first()
    if link is None:
        return False
    staff = lock_account(link.staff_id)
    link.left_at = clock.now()
    link.save(update_fields=["left_at"])
    if not staff.is_active:
        return False
    record(staff, DirectoryLeft(source=link.source, why=why), by=str(DIRECTORY), at=clock.now())
    write_change(staff, {"is_active": False}, by=DIRECTORY)
    return True


@transaction.atomic
def reopen_returner(link_id: int) -> bool:
    """Open an account again that the directory itself had closed; never one of the highest roles.

    Returns whether it is open now.
    """
    link = DirectoryLink.objects.select_for_update().get(pk=link_id)
    staff = lock_account(link.staff_id)
    if staff.is_active:
        return True
    if link.left_at is None or not highest_roles().isdisjoint(held_by(staff)):
        return False
    link.left_at = None
    link.save(update_fields=["left_at"])
    record(staff, DirectoryReturned(source=link.source), by=str(DIRECTORY), at=clock.now())
    write_change(staff, {"is_active": True}, by=DIRECTORY)
    return True
