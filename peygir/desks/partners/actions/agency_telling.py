"""Mails to agencies with a signed link: a new referral, reminders, a new link, answers to their questions."""

from datetime import datetime
from typing import Final

from django.db import transaction

from peygir.city import queries as city
from peygir.core import clock
from peygir.core.jalali import format_due
from peygir.core.persian import fa_digits
from peygir.core.translation import gettext_lazy as _
from peygir.core.translation import languages
from peygir.desks.partners.actions.agency_people import make_agency_link
from peygir.desks.partners.actions.agency_requests import open_agency_request, terms_in_force
from peygir.desks.partners.agency_facts import AgencyRequestLine
from peygir.desks.partners.agency_post import agency_post
from peygir.desks.partners.agency_queries import lines_of
from peygir.desks.partners.models import AgencyRequest

TOLD: Final = "agency_told"
REMINDED: Final = "agency_reminded"
LINK: Final = "agency_link"
REPLIED: Final = "agency_replied"


def tell_agency(case_id: int, number: int) -> None:
    """Open a referral's request, and mail the agency a link to it, unless its own server gets it; once."""
    with transaction.atomic(savepoint=False):
        if AgencyRequest.objects.filter(case_id=case_id, number=number).exists():
            return
        row = open_agency_request(case_id, number)
        if row is not None and row.ended_at is None and agency_post and not agency_post[0].has_server(row.agency_id):
            mail_agency(row.pk, TOLD)


def mail_agency(request_id: int, kind: str) -> bool:
    """Mail the agency a fresh link to a referral, at its registered address; False where it has none.

    Call it in the transaction of what the mail tells.
    """
    row = AgencyRequest.objects.only("agency_id").get(pk=request_id)
    terms = terms_in_force(row.agency_id)
    if terms is None or not agency_post:
        return False
    (referral,) = lines_of([request_id])
    agency_post[0].send(kind, address=terms.email, values=values_of(referral, make_agency_link(request_id)))
    return True


def values_of(referral: AgencyRequestLine, link: str) -> dict[str, str]:
    """The values of a mail's variables: topic and neighbourhood, never the words, the address or the reporter."""
    facts = city.city_by_id(referral.agency.city_id)
    language = facts.language if facts.language in languages() else "fa"
    place = referral.neighbourhood or referral.district
    return {
        "agency": city.names_of(referral.agency).in_language(language),
        "topic": city.names_of(referral.topic).in_language(language)
        if referral.topic
        else _("a report").in_language(language),
        "place": city.names_of(place).in_language(language) if place else _("no place").in_language(language),
        "code": fa_digits(referral.case_code) if language == "fa" else referral.case_code,
        "due": _due(referral.due_at, facts.time_zone, language),
        "link": link,
    }


def _due(at: datetime | None, zone: str, language: str) -> str:
    return format_due(at if at is not None else clock.now(), zone, language)
