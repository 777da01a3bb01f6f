"""Whether the organisation's sign-in page has said lately that the holder of an account may still enter.

An account that is linked with that page and has no password of its own lives by it alone: neither a passkey nor a
session opens it hours after the page said so last. A session that began at that page ends by the same rule.
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from peygir.core import clock
from peygir.core.refusals import NotAllowed
from peygir.core.translation import gettext_lazy as _
from peygir.people.models import DirectoryLink, Staff
from peygir.people.session_rules import BY_PROVIDER
from peygir.people.sign_in_rules import DirectorySource


class ProofIsTooOld(NotAllowed):
    """The organisation has not confirmed for hours that the account's holder may still enter."""

    message = _("Your organisation has not confirmed your account for some hours. Sign in at your organisation again.")


def lives_by_provider(staff: Staff, session: Mapping[str, Any]) -> bool:
    """Whether the account or this session ends with the provider's proof, if the account is linked with one."""
    return BY_PROVIDER in session or not staff.has_usable_password()


def with_old_proof(staff_ids: Iterable[int]) -> set[int]:
    """Those accounts that are linked with a provider that did not confirm them lately; one statement.

    Without those of the directory (LDAP): it is asked about them every two minutes.
    """
    since, ids = clock.now() - timedelta(hours=settings.PROVIDER_PROOF_HOURS), list(staff_ids)
    links = DirectoryLink.objects.filter(staff_id__in=ids)
    old = links.filter(Q(seen_at__isnull=True) | Q(seen_at__lt=since), source=DirectorySource.OIDC)
    if settings.LDAP is not None:
        old = old.exclude(staff_id__in=_watched(links))
    return set(old.values_list("staff_id", flat=True))


def is_proof_old(staff: Staff, session: Mapping[str, Any]) -> bool:
    """Whether this session is over since the proof is too old; one statement, and none for a password of one's own."""
    return lives_by_provider(staff, session) and staff.pk in with_old_proof([staff.pk])


def refuse_old_proof(staff: Staff) -> None:
    """Raises ProofIsTooOld for an account that lives by a provider which did not confirm it lately."""
    if is_proof_old(staff, {}):
        raise ProofIsTooOld()


def ends_with_provider(staff: Staff) -> bool:
    """Whether nothing but the provider says that this account's holder may enter; one statement."""
    if staff.has_usable_password():
        return False
    return settings.LDAP is None or not _watched(DirectoryLink.objects.filter(staff=staff)).exists()


def _watched(links: QuerySet[DirectoryLink]) -> QuerySet[DirectoryLink, int]:
    return links.filter(source=DirectorySource.LDAP).exclude(subject="").values_list("staff_id", flat=True)
