"""Emails to staff about cases escalated to them."""

from django.db import transaction

from peygir.cases.queries import case_as_it_is
from peygir.cases.rules import visibility_of
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.translation import languages
from peygir.desks.answers.filling import digits_of, values_of, words_in_force
from peygir.desks.answers.links import desk_link
from peygir.desks.answers.models import Message
from peygir.history.queries import event
from peygir.people.channels import Channel
from peygir.people.queries import staff_at_escalation_level
from peygir.storage.rows import insert


def tell_staff(case_id: int, number: int) -> None:
    """Write an email to each person at the escalation level that a case has reached who has an address; idempotent.

    For somebody absent that day it goes to the deputy.
    """
    case_event = event("case", case_id, number)
    data = case_event.data
    if not data.get("unit"):
        return
    case = case_as_it_is(case_id)
    # The day of the step and not the present: a late delivery reaches the same people.
    day = city.day_of(case.city_id, case_event.at)
    people = staff_at_escalation_level(data["reached"], unit_id=data["unit"], visibility=visibility_of(case), on=day)
    language = city.city_by_id(case.city_id).language
    language = language if language in languages() else "fa"
    subject, body = words_in_force("climbed", language)
    values = {
        **values_of(case, language, data),
        "code": digits_of(language)(case.code),
        "link": desk_link(case.code),
    }
    now = clock.now()
    with transaction.atomic(savepoint=False):
        for person in people:
            if person.email:
                message = Message(
                    case=case,
                    number=number,
                    kind="climbed",
                    channel=Channel.MAIL,
                    address=person.email,
                    subject=subject,
                    body=body.format(**values),
                    created_at=now,
                    next_try_at=now,
                )
                insert(message, unless_known=True)
