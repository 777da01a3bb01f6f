"""Takes citizens out of the panel, and lets go of what is needed no longer.

That is the lot's list, visits of old terms, and the words of petitions that were not opened.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models.functions import Coalesce

from peygir.outlook.panel.actions.seats import let_go
from peygir.outlook.panel.actions.visits import erase_visits
from peygir.outlook.panel.models import (
    PanelJudgement,
    PanelMember,
    PanelTerm,
    PanelVisit,
    PanelVolunteer,
    Petition,
    PetitionKey,
    PetitionSignature,
)
from peygir.outlook.panel.rules import signer_of
from peygir.outlook.panel.states import SEATED, LeavingReason, PetitionState
from peygir.people.privacy_rules import SILENT_AFTER
from peygir.people.rules import CLOCK

VOLUNTEERS_KEPT: Final = timedelta(days=400)
"""After the lot: so long somebody who was not drawn may take a seat that becomes free."""
VISITS_KEPT: Final = timedelta(days=365)
"""After the end of the term."""
REFUSED_KEPT: Final = timedelta(days=180)
"""After a petition was not opened: so long its words can be read by who has to answer for that."""


def erase_panel_of(citizen_ids: Collection[int]) -> int:
    """Take citizens out of the panel: seat, lot, notes and photos of visits; returns how many rows.

    What a seat judged and how it voted stays as a number of the panel. Call it inside a transaction; a second call
    changes nothing.
    """
    members = list(PanelMember.objects.filter(citizen_id__in=list(citizen_ids)))
    for member in members:
        term = PanelTerm.objects.select_for_update(no_key=True).get(pk=member.term_id)
        if member.state in SEATED:
            let_go(term, member, LeavingReason.ERASED, by=CLOCK)
    ids = [member.pk for member in members]
    PanelMember.objects.filter(pk__in=ids).update(citizen=None, visited_on=None, visited_before_on=None)
    PanelJudgement.objects.filter(member_id__in=ids).update(note="")
    erase_visits(list(PanelVisit.objects.filter(member_id__in=ids)))
    return len(members) + PanelVolunteer.objects.filter(citizen_id__in=list(citizen_ids)).update(citizen=None)


def erase_petitions_of(phone: str, *, since: datetime) -> int:
    """Take a phone (+98…) out of the petitions that have not ended and were made since a moment; returns how many rows.

    Its signatures go, and nobody is their author any more; what was asked in public stays. Call it inside a
    transaction; a second call changes nothing.
    """
    count = 0
    running = Petition.objects.select_for_update(no_key=True).filter(ended_at=None, made_at__gte=since - SILENT_AFTER)
    keys = dict(PetitionKey.objects.filter(petition__ended_at=None).values_list("petition_id", "key"))
    for row in running.filter(pk__in=keys).order_by("pk"):
        own = signer_of(phone, bytes(keys[row.pk]))
        count += PetitionSignature.objects.filter(petition=row, signer=own).delete()[0]
        count += Petition.objects.filter(pk=row.pk, author=own).update(author="")
    return count


def forget_panels(now: datetime) -> int:
    """Forget who volunteered and was not drawn, visits of terms that ended long ago, and the words of petitions that
    were not opened; returns how many rows.
    """
    count = 0
    with transaction.atomic():
        old = PanelVolunteer.objects.filter(term__drawn_at__lt=now - VOLUNTEERS_KEPT, citizen__isnull=False)
        count += old.filter(place=None).update(citizen=None)
        since = (now - VISITS_KEPT).date()
        visits = PanelVisit.objects.filter(term__to_on__lt=since).exclude(note="", raw="", picture="")
        count += erase_visits(list(visits[:500]))
        refused = Petition.objects.annotate(refused_at=Coalesce("looked_at", "made_at"))
        refused = refused.filter(state=PetitionState.REFUSED, refused_at__lt=now - REFUSED_KEPT)
        count += refused.exclude(title="", text="").update(title="", text="")
    return count
