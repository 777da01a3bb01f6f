"""The clock of agencies' referrals: reminders by mail, and one letter a day to the governor's office per agency."""

from collections import defaultdict
from datetime import datetime

from django.db import transaction

from peygir.desks.partners import agency_queries
from peygir.desks.partners.actions import agency_requests
from peygir.desks.partners.actions.agency_telling import REMINDED, mail_agency
from peygir.desks.partners.agency_states import ClockStep
from peygir.journey.agencies.letters import escalate


def follow_agencies(now: datetime) -> int:
    """Do what is due by `now` in the clocks of referrals; returns how many went on. One transaction each."""
    count = 0
    late: defaultdict[int, list[int]] = defaultdict(list)
    for request_id, agency_id in agency_queries.due_requests(now):
        with transaction.atomic(savepoint=False):
            step = agency_requests.pass_step(request_id, now)
            if step and step != ClockStep.ESCALATE:
                mail_agency(request_id, REMINDED)
        if step == ClockStep.ESCALATE:
            late[agency_id].append(request_id)
        count += 1
    for agency_id, request_ids in late.items():
        escalate(agency_id, request_ids, now)
    return count
