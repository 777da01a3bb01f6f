"""What the panel holds of a person, for the person's own copy of all data."""

from collections.abc import Collection
from datetime import datetime

from peygir.outlook.panel.models import (
    PanelJudgement,
    PanelMember,
    PanelVisit,
    PanelVolunteer,
    PetitionKey,
    PetitionSignature,
)
from peygir.outlook.panel.rules import signer_of
from peygir.people.privacy_rules import SILENT_AFTER


def panel_of_citizens(citizen_ids: Collection[int]) -> list[tuple[str, datetime, str, str]]:
    """Return (title of the panel, when, state of the seat or "lot", what was written) of these persons, by time."""
    ids = list(citizen_ids)
    lots = PanelVolunteer.objects.filter(citizen_id__in=ids).values_list("term__title", "at")
    seats = PanelMember.objects.filter(citizen_id__in=ids)
    judged = PanelJudgement.objects.filter(member__in=seats).exclude(note="")
    visits = PanelVisit.objects.filter(member__in=seats)
    rows = [
        *((title, at, "lot", "") for title, at in lots),
        *((title, at, state, "") for title, at, state in seats.values_list("term__title", "invited_at", "state")),
        *((title, at, "", note) for title, at, note in judged.values_list("case__sample__term__title", "at", "note")),
        *((title, at, "", note) for title, at, note in visits.values_list("term__title", "at", "note")),
    ]
    return sorted(rows, key=lambda row: row[1])


def petitions_of_phone(phone: str, *, since: datetime) -> list[tuple[str, datetime, str]]:
    """Return (title, when it was written, "author" or "signed") of the petitions made since a moment that have not
    ended, in which a phone (+98…) is known; by time.
    """
    rows = []
    keys = PetitionKey.objects.filter(petition__made_at__gte=since - SILENT_AFTER).select_related("petition")
    for key in keys.order_by("petition__made_at", "pk"):
        own, petition = signer_of(phone, bytes(key.key)), key.petition
        if petition.author == own:
            rows.append((petition.title, petition.made_at, "author"))
        elif PetitionSignature.objects.filter(petition=petition, signer=own).exists():
            rows.append((petition.title, petition.made_at, "signed"))
    return rows
