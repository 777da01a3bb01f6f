"""Takes citizens out of the panel, and lets go of what is needed no longer: the lot's list, and visits of old terms."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from peygir.outlook.panel.actions.seats import let_go
from peygir.outlook.panel.actions.visits import erase_visits
from peygir.outlook.panel.models import PanelJudgement, PanelMember, PanelTerm, PanelVisit, PanelVolunteer
from peygir.outlook.panel.states import SEATED, LeavingReason
from peygir.people.rules import CLOCK

VOLUNTEERS_KEPT: Final = timedelta(days=400)
"""After the lot: so long somebody who was not drawn may take a seat that becomes free."""
VISITS_KEPT: Final = timedelta(days=365)
"""After the end of the term."""


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


def forget_panels(now: datetime) -> int:
    """Forget who volunteered and was not drawn, and the visits of terms that ended long ago; returns how many rows."""
    count = 0
    with transaction.atomic():
        old = PanelVolunteer.objects.filter(term__drawn_at__lt=now - VOLUNTEERS_KEPT, citizen__isnull=False)
        count += old.filter(place=None).update(citizen=None)
        since = (now - VISITS_KEPT).date()
        visits = PanelVisit.objects.filter(term__to_on__lt=since).exclude(note="", raw="", picture="")
        count += erase_visits(list(visits[:500]))
    return count
