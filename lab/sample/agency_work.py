"""Work for an agency of a city that is being served: a report that was referred to it, and links to it.

`python -P -m lab.sample.agency_work report TEXT` sends a report of a power cut and prints its code with a link;
`expired CODE` prints a link that was good until yesterday. PEYGIR_HOME names the city.
"""

import json
import sys
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from peygir.core import clock

TOPIC: Final = "EXT-02"
WITHIN: Final = 60.0
"""Seconds in which the worker has referred a report."""


def make_agency_work(text: str) -> dict[str, str]:
    """Send a report of a power cut, and wait until it is referred; its code, and the address of a link to it."""
    from django.conf import settings

    from peygir.cases.new_report import NewReport, Reporter
    from peygir.city import queries as city
    from peygir.desks.intake.actions import receive_report
    from peygir.desks.partners.models import AgencyRequest
    from peygir.people.rules import ANONYMOUS

    city_facts = city.current_city(settings.CITY)
    district = next(iter(city.districts(city_facts.id, on=clock.now().date()))).code
    given = NewReport(channel="web", text=text, topic_code=TOPIC, place_label=district, reporter=Reporter())
    code = receive_report(city_facts.code, given, by=ANONYMOUS).code
    until = clock.monotonic() + WITHIN
    while not AgencyRequest.objects.filter(case__code=code).exists():
        if clock.monotonic() > until:
            raise TimeoutError("the worker did not refer the report to the agency")
        clock.pause(0.3)
    return {"code": code, "address": link_to(code)}


def link_to(code: str) -> str:
    """Make a link to the referral of a case, as a mail carries it; returns its address."""
    from peygir.desks.partners.actions.agency_people import make_agency_link
    from peygir.desks.partners.models import AgencyRequest

    return make_agency_link(AgencyRequest.objects.get(case__code=code).pk)


def expired_link(code: str) -> str:
    """Make a link fifteen days ago that was good for fourteen; returns its address."""
    made_at = clock.now() - timedelta(days=15)
    with clock.simulated(lambda: made_at):
        return link_to(code)


def main(arguments: Sequence[str]) -> None:
    """Do one of the two."""
    from peygir.ops.cli import django_ready

    deed, given = arguments
    with django_ready():
        print(json.dumps(make_agency_work(given) if deed == "report" else {"address": expired_link(given)}))


if __name__ == "__main__":
    main(sys.argv[1:])
