"""Invites those who are honoured, keeps their replies, and lets the reserve list follow."""

from collections.abc import Collection

from django.db import transaction

from peygir.core import clock
from peygir.core.refusals import Conflict, Missing
from peygir.core.translation import gettext_lazy as _
from peygir.history.catalogue import ABSENT
from peygir.history.kinds.honours import HonoursInvited, InvitationAnswered
from peygir.outlook.honours.actions.consent import can_be_told, tell
from peygir.outlook.honours.actions.deciding import is_fit
from peygir.outlook.honours.actions.editions import open_edition, record_in
from peygir.outlook.honours.models import HonourCandidate, HonourEdition
from peygir.outlook.honours.states import EditionState, HonourDecision, HonourReply
from peygir.people.permissions import Permission
from peygir.people.rules import Actor


class EditionIsNotSealed(Conflict):
    """Invitations and certificates follow the seal."""

    message = _("The decisions are not sealed yet.")


class NothingToAnswer(Missing):
    """No invitation of this number is open."""

    message = _("There is no open invitation for your number.")


@transaction.atomic
def invite_honoured(edition_id: int, *, by: Actor) -> int:
    """Invite by SMS all who are honoured and were not invited; returns how many.

    Raises NotYourWork, NoSuchEdition, EditionIsNotSealed.
    """
    edition = open_edition(edition_id, Permission.PREPARE_HONOURS, by)
    if edition.state != EditionState.SEALED:
        raise EditionIsNotSealed()
    rows = HonourCandidate.objects.select_related("citizen").filter(
        edition=edition, decision=HonourDecision.HONOURED, reply=HonourReply.NONE
    )
    invited = [row for row in rows.order_by("place") if is_fit(row)]
    for row in invited:
        _invite(row, edition)
    if invited:
        record_in(edition, HonoursInvited(candidates=[row.pk for row in invited]), by=by)
    return len(invited)


@transaction.atomic
def answer_invitation(candidate_id: int, *, accepts: bool, own: Collection[int]) -> None:
    """Keep the reply of somebody who was invited; `own` are the ids of the names of the phone that was proven.

    After a refusal the first fit one of the reserve list is honoured and invited. A reply may be changed until a
    certificate is there. Raises NothingToAnswer.
    """
    known = HonourCandidate.objects.filter(pk=candidate_id, citizen_id__in=own).first()
    if known is None:
        raise NothingToAnswer()
    edition = HonourEdition.objects.select_for_update().get(pk=known.edition_id)
    row = HonourCandidate.objects.select_related("citizen").get(pk=candidate_id)
    if row.decision != HonourDecision.HONOURED or row.reply != HonourReply.INVITED:
        raise NothingToAnswer()
    row.reply, row.replied_at = (HonourReply.ACCEPTED if accepts else HonourReply.REFUSED).value, clock.now()
    row.save(update_fields=["reply", "replied_at"])
    following = None if accepts else _next_of_reserve(edition)
    event = InvitationAnswered(candidate=row.pk, accepts=accepts, next_=ABSENT if following is None else following.pk)
    record_in(edition, event, by=Actor("citizen", row.citizen_id or 0))


def _next_of_reserve(edition: HonourEdition) -> HonourCandidate | None:
    """Honour and invite the first of the reserve list who still agrees; None if there is nobody."""
    rows = HonourCandidate.objects.select_related("citizen").filter(edition=edition, decision=HonourDecision.RESERVE)
    following = next((row for row in rows.order_by("place") if is_fit(row)), None)
    if following is not None:
        following.decision = HonourDecision.HONOURED.value
        following.save(update_fields=["decision"])
        _invite(following, edition)
    return following


def _invite(row: HonourCandidate, edition: HonourEdition) -> None:
    """Mark as invited; whoever wants no messages finds the invitation in their own pages."""
    if can_be_told(row):
        tell("honour_invited", row, edition)
    row.reply, row.invited_at = HonourReply.INVITED.value, clock.now()
    row.save(update_fields=["reply", "invited_at"])
