"""Tells the owner of an alarm and the centre: a notice, an email, and for the urgent an SMS; never an action."""

from django.conf import settings

from peygir.city import queries as city
from peygir.core.translation import languages
from peygir.desks.answers import actions as answers
from peygir.desks.answers.filling import digits_of
from peygir.desks.inquiries.queries import brief_phones
from peygir.history.queries import event
from peygir.outlook.insight.alarm_rules import may_judge_alarm
from peygir.outlook.insight.alarm_words import area_names, area_text, rounded, short_sentence, subject_names
from peygir.outlook.insight.models import Alarm
from peygir.people.channels import Channel
from peygir.people.models import Staff
from peygir.people.permissions import Permission
from peygir.people.queries import actor_of, leaders_of_unit, staff_who_work
from peygir.people.role_cache import roles_that_may
from peygir.people.role_catalogue import leading_roles


def tell_of_alarm(alarm_id: int, number: int) -> None:
    """Write a notice, and an email, to who leads the owner unit and the centre; an SMS too if most cases are urgent.

    SMS go to those who gave their phone for the morning's brief, in the hours in which messages are sent. A repeated
    delivery writes none.
    """
    row = Alarm.objects.get(pk=alarm_id)
    people = {person.pk: person for person in _people(row)}
    phones = brief_phones(people) if row.is_urgent else {}
    language = city.city_by_id(row.city_id).language
    language = language if language in languages() else "fa"
    values = {"what": sentence(row, language), "link": f"{settings.PUBLIC_URL}/desk/alarms/{row.pk}/"}

    def write_message(person: Staff) -> None:
        ways = ((Channel.MAIL, person.email), (Channel.SMS, phones.get(person.pk, "")))
        for channel, address in ways:
            if address:
                answers.say("alarm", channel=channel, address=address, language=language, values=values)

    happened = event(Alarm.history_file, alarm_id, number)
    answers.tell_of_file(
        people.values(), file=Alarm.history_file, file_id=alarm_id, happened=happened, write_message=write_message
    )


def sentence(row: Alarm, language: str) -> str:
    """Return an alarm in a few words of a language."""
    digits = digits_of(language)
    what = subject_names(row.city_id, row.topic_code, row.group_code)
    where = area_names(row.city_id, row.district_code, row.neighbourhood_codes, row.last_on)
    expected = digits(rounded(row.expected))
    text = short_sentence(
        what.in_language(language),
        digits(area_text(where, digits).in_language(language)),
        digits(str(row.observed)),
        expected.replace(".", "٫") if language == "fa" else expected,
    )
    return text.in_language(language)


def _people(row: Alarm) -> list[Staff]:
    """Who leads the owner unit, if there is one, and who leads the centre; not who administers the city.

    Only those who may open the alarm: where nobody leads the unit, the centre alone is told.
    """
    centre = staff_who_work(roles_that_may(Permission.LEAD_CENTRE) & leading_roles())
    leaders = leaders_of_unit(row.unit_id) if row.unit_id is not None else []
    return [person for person in (*leaders, *centre) if may_judge_alarm(actor_of(person), row.unit_id)]
