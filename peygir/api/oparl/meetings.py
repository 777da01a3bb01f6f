"""The council's sessions as Meetings with their AgendaItems, and its proposals as Papers with their Consultations."""

from collections import defaultdict
from datetime import datetime
from typing import Final

from django.urls import reverse

from peygir.api.oparl.addresses import address, moment_text, organization_key, page_address
from peygir.api.oparl.making import Json, OparlMaker, OparlObject
from peygir.city import queries as city
from peygir.core.translation import gettext_lazy as _
from peygir.outlook.planning.oparl_facts import OparlCouncil, OparlItem, OparlMeeting, OparlPaper, OparlStamps
from peygir.outlook.planning.states import CouncilOutcome, PlanAnswer, SittingState

SESSION_NAME: Final = _("Session {number} of the council")
COMMISSION_SESSION_NAME: Final = _("Session {number} of the commission “{name}”")
PAPER_TYPE: Final = _("Proposal to the council")
PACK_NAME: Final = _("Pack of the session")
_STATES: Final = {
    SittingState.PLANNED: "terminiert",
    SittingState.HELD: "durchgeführt",
    SittingState.MINUTED: "durchgeführt",
    SittingState.CANCELLED: "terminiert",
}
"""The values that the standard recommends for the state of a meeting."""


class OparlMeetings:
    """Makes the objects of a council's sessions and proposals."""

    def __init__(self, maker: OparlMaker, council: OparlCouncil) -> None:
        self._maker = maker
        self._meetings = {row.id: row for row in council.meetings}
        self._items: dict[int, list[OparlItem]] = defaultdict(list)
        self._consultations: dict[int, list[OparlItem]] = defaultdict(list)
        for item in council.items:
            if not item.stamps.is_deleted:
                self._items[item.meeting_id].append(item)
                self._consultations[item.paper_id or 0].append(item)

    def meeting(self, row: OparlMeeting) -> OparlObject:
        """Return a session with place, agenda and the file of its pack inside."""
        start = datetime.combine(row.held_on, row.begins_at, self._maker.zone) if row.begins_at is not None else None
        name = COMMISSION_SESSION_NAME if row.commission else SESSION_NAME
        items = sorted(self._items.get(row.id, ()), key=lambda item: item.number)
        data: Json = {
            "name": self._maker.words(name, number=row.number, name=row.commission),
            "meetingState": _STATES[SittingState.of(row.state)],
            "cancelled": row.state == SittingState.CANCELLED,
            "start": moment_text(start, self._maker.zone) if start is not None else None,
            "peygir:heldOn": row.held_on.isoformat(),
            "location": self.location(row).data if row.place else None,
            "organization": [address("organization", organization_key(row.commission))],
            "resultsProtocol" if row.state == SittingState.MINUTED else "invitation": self.meeting_file(row).data,
            "agendaItem": [self.item(item).data for item in items],
            "web": page_address(reverse("published_sitting", args=[row.id])),
        }
        return self._maker.object(address("meeting", row.id), "Meeting", row.stamps, data)

    def location(self, row: OparlMeeting, *, is_alone: bool = False) -> OparlObject:
        """Return the place of a session; by itself it names the session."""
        data: Json = {"description": row.place, "meetings": [address("meeting", row.id)] if is_alone else None}
        return self._maker.object(address("location", row.id), "Location", row.stamps, data)

    def item(self, row: OparlItem, *, is_alone: bool = False) -> OparlObject:
        """Return an item of an agenda with what came of it; by itself it names the session."""
        votes = dict(zip(("For", "Against", "Abstained"), row.votes or (), strict=False))
        data: Json = {
            "meeting": address("meeting", row.meeting_id) if is_alone else None,
            "number": str(row.number),
            "order": row.number,
            "name": row.name,
            "public": True,
            "consultation": address("consultation", row.id) if row.paper_id is not None else None,
            "result": self._result(row),
            "resolutionText": row.resolution,
            **{f"peygir:votes{side}": count for side, count in votes.items()},
        }
        return self._maker.object(address("agendaitem", row.id), "AgendaItem", row.stamps, data)

    def paper(self, row: OparlPaper) -> OparlObject:
        """Return a proposal with its file and consultations inside."""
        unit = city.unit(row.unit_id)
        data: Json = {
            "body": self._maker.body,
            "name": row.title,
            "reference": row.reference,
            "date": row.letter_on.isoformat() if row.letter_on is not None else None,
            "paperType": self._maker.words(PAPER_TYPE),
            "mainFile": self.paper_file(row).data,
            "underDirectionOf": [address("organization", organization_key(row.commission))],
            "consultation": [self.consultation(item).data for item in self._consultations.get(row.id, ())],
            "peygir:amount": row.amount,
            "peygir:unit": unit.name_fa if unit is not None else None,
        }
        return self._maker.object(address("paper", row.id), "Paper", row.stamps, data)

    def consultation(self, row: OparlItem, *, is_alone: bool = False) -> OparlObject:
        """Return that a proposal was an item of an agenda; the council's decision counts, not a commission's."""
        commission = self._meetings[row.meeting_id].commission
        data: Json = {
            "paper": address("paper", row.paper_id) if is_alone else None,
            "agendaItem": address("agendaitem", row.id),
            "meeting": address("meeting", row.meeting_id),
            "organization": [address("organization", organization_key(commission))],
            "authoritative": not commission,
        }
        return self._maker.object(address("consultation", row.id), "Consultation", row.stamps, data)

    def meeting_file(self, row: OparlMeeting, *, is_alone: bool = False) -> OparlObject:
        """Return the pack of a session."""
        more: Json = {"meeting": [address("meeting", row.id)]} if is_alone else {}
        path = reverse("published_sitting_pack", args=[row.id])
        return self._file(f"meeting-{row.id}", self._maker.words(PACK_NAME), path, row.stamps, more)

    def paper_file(self, row: OparlPaper, *, is_alone: bool = False) -> OparlObject:
        """Return the text of a proposal as a document."""
        more: Json = {"paper": [address("paper", row.id)]} if is_alone else {}
        return self._file(f"paper-{row.id}", row.title, reverse("published_paper", args=[row.id]), row.stamps, more)

    def _file(self, key: str, name: str, path: str, stamps: OparlStamps, more: Json) -> OparlObject:
        data: Json = {
            "name": name,
            "fileName": f"{key}.pdf",
            "mimeType": "application/pdf",
            "accessUrl": page_address(path),
            **more,
        }
        return self._maker.object(address("file", key), "File", stamps, data)

    def _result(self, row: OparlItem) -> str:
        labels = CouncilOutcome.labels() if row.paper_id is not None else PlanAnswer.labels()
        label = labels.get(row.outcome)
        return label.in_language(self._maker.city.language) if label is not None else ""
