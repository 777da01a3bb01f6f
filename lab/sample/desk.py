"""The contacts of the sample centre, by the actions of an operator's desk, and the reports that come of them."""

from collections import deque
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from typing import Final

from django.conf import settings

from lab.sample.centre import FIRST_PHONE
from lab.sample.crew import SampleStaff
from lab.sample.plan import WEB, PlannedContact
from peygir.centre.contacts import actions as contacts
from peygir.centre.contacts.models import Contact
from peygir.city import queries as city
from peygir.desks.intake.actions import receive_report
from peygir.journey.calls import close_call
from peygir.people.rules import ANONYMOUS, Actor

QUEUE: Final = "137"
ALL_EVENTS: Final = timedelta(days=10)
"""How long ago calls have come through the PBX, with queue and phones; that costs four times as much as by hand."""
LENGTHS: Final = {"abandoned": (3, 40), "wrong_number": (5, 30), "thanks": (20, 90), "reported": (70, 330)}
USUAL_LENGTH: Final = (30, 240)
"""Seconds."""
MEAN_WAIT: Final = 14.0
"""Seconds in the queue."""
REMEMBERED: Final = 200


@dataclass(slots=True)
class OperatorDesk:
    """All operators; `recent` are codes of cases that citizens may ask about."""

    city_id: int
    crew: SampleStaff
    end: datetime
    rng: Random
    recent: deque[str] = field(default_factory=lambda: deque(maxlen=REMEMBERED))

    def take(self, contact: PlannedContact, *, join_code: str = "") -> str:
        """Take a contact at its end, with its outcome; returns the code of its report, "" without one."""
        if contact.channel == WEB:
            return self._by_site(contact)
        operator = self.rng.choice(self.crew.operators)
        contact_id = self._reach(contact, operator)
        if contact.outcome == "abandoned":
            return ""
        planned = contact.planned_report
        outcome, case_code, agency_id = contact.outcome, "", None
        if outcome == "follow_up" and self.recent:
            case_code = self.rng.choice(self.recent)
        elif outcome == "follow_up":
            outcome = "answered"
        elif outcome == "agency":
            agency_id = self.rng.choice(city.agencies(self.city_id)).id
        receipts = close_call(
            settings.CITY,
            contact_id,
            outcome=outcome,
            by=operator,
            reports=[replace(planned.report, join_code=join_code)] if planned is not None else [],
            name=contact.caller.name,
            case_code=case_code,
            agency_id=agency_id,
            key=contact.key,
        )
        if not receipts or planned is None:
            return ""
        if not planned.topic.is_confidential:
            self.recent.append(receipts[0].code)
        return receipts[0].code

    def _by_site(self, contact: PlannedContact) -> str:
        assert contact.planned_report is not None
        report = replace(contact.planned_report.report, channel=WEB, idempotency_key=contact.key)
        return receive_report(settings.CITY, report, by=ANONYMOUS).code

    def _reach(self, contact: PlannedContact, operator: Actor) -> int:
        """Record that the contact took place; returns its id."""
        length = timedelta(seconds=self.rng.randint(*LENGTHS.get(contact.outcome, USUAL_LENGTH)))
        is_call = contact.channel == "phone"
        if is_call and (self.end - contact.at < ALL_EVENTS or contact.outcome == "abandoned"):
            return self._by_pbx(contact, operator, length)
        return contacts.record_contact(
            self.city_id,
            channel=contact.channel,
            began_at=contact.at - length if contact.channel in ("phone", "visit") else contact.at,
            ended_at=contact.at,
            phone=contact.caller.phone,
            by=operator,
        )

    def _by_pbx(self, contact: PlannedContact, operator: Actor, length: timedelta) -> int:
        is_missed = contact.outcome == "abandoned"
        wait = length if is_missed else timedelta(seconds=round(self.rng.expovariate(1 / MEAN_WAIT)))
        began = contact.at - length - (timedelta(0) if is_missed else wait)
        extension = str(FIRST_PHONE + self.crew.operators.index(operator))
        answered = contacts.LostAnswer(f"{contact.key}/1", extension, began + wait, contact.at)
        call = contacts.LostCall(
            key=contact.key,
            caller=contact.caller.phone,
            line=QUEUE,
            began_at=began,
            ended_at=contact.at,
            queue=QUEUE,
            answers=() if is_missed else (answered,),
            stays=(contacts.LostStay(QUEUE, began, began + wait, not is_missed),),
        )
        contacts.close_lost_call(self.city_id, call)
        return Contact.objects.values_list("pk", flat=True).get(pbx_key=contact.key)
