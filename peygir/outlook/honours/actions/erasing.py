"""Erases persons from the honours: citizens with their number, and pupils by rule or at their guardian's request."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q

from peygir.history.actions import record
from peygir.history.kinds.honours import PupilsErased
from peygir.outlook.honours.actions.editions import open_edition
from peygir.outlook.honours.models import HonourCandidate, HonourConsent, HonourEdition, Pupil, VettingFlag
from peygir.people.permissions import Permission
from peygir.people.rules import CLOCK, Actor

PUPILS_KEPT: Final = timedelta(days=180)
"""After the seal of their edition; pupils of one that was never sealed go a year after its last day."""
UNSEALED_KEPT: Final = timedelta(days=365)


def erase_honours_of(citizen_ids: Collection[int]) -> int:
    """Take citizens out of the honours: consent, candidacies, and what was written about them; returns how many rows.

    Candidates' numbers stay and belong to nobody; a certificate stays valid and shows no name. Call it inside a
    transaction; a second call changes nothing.
    """
    rows = HonourCandidate.objects.filter(citizen_id__in=citizen_ids)
    ids = list(rows.values_list("pk", flat=True))
    VettingFlag.objects.filter(candidate_id__in=ids).update(note="", cleared_reason="")
    count, _by_model = HonourConsent.objects.filter(citizen_id__in=citizen_ids).delete()
    return count + HonourCandidate.objects.filter(pk__in=ids).update(citizen=None, reason="")


@transaction.atomic
def erase_pupil(pupil_id: int, *, at: datetime, by: Actor) -> None:
    """Erase one pupil's data now, as the guardian asks. Raises NotYourWork, NoSuchEdition."""
    edition_id = Pupil.objects.filter(pk=pupil_id).values_list("edition_id", flat=True).first() or 0
    edition = open_edition(edition_id, Permission.PREPARE_HONOURS, by)
    _erase(edition, [pupil_id], at, by)


def erase_due_pupils(now: datetime) -> int:
    """Erase the pupils of editions that were sealed, or ended, long enough ago; returns how many."""
    is_due = Q(edition__sealed_at__lt=now - PUPILS_KEPT) | Q(
        edition__sealed_at=None, edition__to_on__lt=(now - UNSEALED_KEPT).date()
    )
    due = Pupil.objects.filter(is_due, erased_at=None)
    count = 0
    for edition_id in sorted(set(due.values_list("edition_id", flat=True))):
        with transaction.atomic():
            edition = HonourEdition.objects.select_for_update().get(pk=edition_id)
            ids = sorted(due.filter(edition=edition).values_list("pk", flat=True))
            count += _erase(edition, ids, now, CLOCK)
    return count


def _erase(edition: HonourEdition, ids: Collection[int], now: datetime, by: Actor) -> int:
    rows = Pupil.objects.filter(pk__in=ids, edition=edition, erased_at=None)
    gone = sorted(rows.values_list("pk", flat=True))
    if gone:
        rows.update(name="", guardian_name="", guardian_phone="", reason="", erased_at=now)
        record(edition, PupilsErased(pupils=gone), by=str(by), at=now)
    return len(gone)
