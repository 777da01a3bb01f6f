"""What the panel holds of a person, for the person's own copy of all data."""

from collections.abc import Collection
from datetime import datetime

from peygir.outlook.panel.models import PanelJudgement, PanelMember, PanelVisit, PanelVolunteer


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
