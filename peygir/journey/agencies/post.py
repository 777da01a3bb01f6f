"""Mails to agencies through the ordinary outbox, in the city's language."""

from collections.abc import Mapping

from django.conf import settings

from peygir.city import queries as city
from peygir.core.translation import languages
from peygir.desks.answers import actions as answers
from peygir.desks.partners.agency_post import agency_post
from peygir.desks.routing import queries as routed
from peygir.people.channels import Channel


class OutboxPost:
    """The outbox, as `partners` writes to agencies."""

    def has_server(self, agency_id: int) -> bool:
        """Whether referrals to this agency go to its own server."""
        return routed.has_server(agency_id)

    def send(self, kind: str, *, address: str, values: Mapping[str, str]) -> None:
        """Put a mail of a kind into the outbox."""
        answers.say(kind, channel=Channel.MAIL, address=address, language=city_language(), values=values)


def city_language() -> str:
    """The language in which the city writes to agencies and others."""
    language = city.current_city(settings.CITY).language
    return language if language in languages() else "fa"


def connect() -> None:
    """Give `partners` its post; called when the jobs are named."""
    if not agency_post:
        agency_post.append(OutboxPost())
