"""The morning's brief: three numbers and a link, by SMS and mail, to the leaders who switched it on."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from peygir.cases.late import standing_counts
from peygir.city import queries as city
from peygir.core.translation import languages
from peygir.desks.answers import actions as answers
from peygir.desks.answers.filling import digits_of
from peygir.desks.inquiries import actions as inquiries
from peygir.desks.inquiries import queries as inquired
from peygir.desks.promises import queries as promised
from peygir.people.channels import Channel
from peygir.people.permissions import Permission
from peygir.people.queries import actor_of
from peygir.people.rules import Actor


def send_briefs(now: datetime) -> int:
    """Write the briefs that are due by `now`, each once a day; returns how many were due.

    Nobody gets one who neither steers nor watches the city any more. SMS keep the quiet hours of messages.
    """
    briefs = inquired.briefs_due(now)
    for brief in briefs:
        with transaction.atomic():
            if not inquiries.turn_brief(brief.pk, now=now):
                continue
            by = actor_of(brief.staff)
            ways = [(Channel.SMS, brief.phone), (Channel.MAIL, brief.staff.email if brief.by_mail else "")]
            if by.may(Permission.STEER_CITY) or by.may(Permission.WATCH_CITY):
                _tell(by, [(way, address) for way, address in ways if address], now)
    return len(briefs)


def _tell(by: Actor, ways: list[tuple[Channel, str]], now: datetime) -> None:
    city_facts = city.current_city(settings.CITY)
    language = city_facts.language if city_facts.language in languages() else "fa"
    digits = digits_of(language)
    late = sum(count.late for count in standing_counts(by, city_facts.id, now=now))
    page = "city_page" if by.may(Permission.STEER_CITY) else "watched"
    values = {
        "late": digits(str(late)),
        "escalated": digits(str(len(promised.escalated(by, city_facts.id)))),
        "unanswered": digits(str(inquired.count_unanswered(by, city_facts.id))),
        "link": f"{settings.PUBLIC_URL}{reverse(page)}",
    }
    for channel, address in ways:
        answers.say("brief", channel=channel, address=address, language=language, values=values)
