"""Tells those who hold a key of the drop box, and nobody else, that boxes wait; at most once a day."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from peygir.city import queries as city
from peygir.core.translation import languages
from peygir.desks.answers import actions as answers
from peygir.desks.dropbox.rules import receivers_of
from peygir.desks.dropbox.waiting import DROP_KEY, key_holders, key_ids, waiting_boxes
from peygir.people.channels import Channel
from peygir.people.queries import actor_of, staff_by_id


def tell_key_holders(city_id: int, now: datetime) -> int:
    """Write the notice of the day, and an email without any number, to each holder of a key whose boxes wait.

    Nothing on days off, and nothing of what came today. A notice of an earlier day takes the new day, and is seen once
    nothing waits. Run again on the same day, it changes nothing. Returns how many were told.
    """
    today = city.day_of(city_id, now)
    if not city.office_week(city_id, None, today).works_on(today):
        return 0
    waiting, told_count = waiting_boxes(city_id, before=today), 0
    language = city.city_by_id(city_id).language
    language = language if language in languages() else "fa"
    holders = key_holders(city_id)
    in_force = {(one.staff_id, one.key_id) for one in holders}
    answers.end_other_reminders(in_force, file=DROP_KEY, among=key_ids(city_id), at=now)
    for holder in holders:
        person = staff_by_id(holder.staff_id)
        may_know = person is not None and person.is_active and holder.receiver in receivers_of(actor_of(person))
        if person is None or not may_know or holder.receiver not in waiting:
            answers.end_reminder(holder.staff_id, file=DROP_KEY, file_id=holder.key_id, at=now)
            continue
        with transaction.atomic():
            if not answers.remind(person.pk, file=DROP_KEY, file_id=holder.key_id, day=today, at=now):
                continue
            if person.email:
                values = {"link": f"{settings.PUBLIC_URL}/desk/drop/"}
                answers.say(
                    "drop_waiting", channel=Channel.MAIL, address=person.email, language=language, values=values
                )
        told_count += 1
    return told_count
