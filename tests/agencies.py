"""Builders for agencies: one that is told by mail, a report referred to it, and the link of the latest mail."""

import re
from pathlib import Path
from typing import Final

from peygir.desks.partners.actions.agency_people import set_agency_terms
from peygir.desks.partners.agency_rules import AgencyDays
from peygir.desks.partners.models import AgencyRequest
from tests import make
from tests.drain import drain
from tests.fakes import FakeMailbox, Sent
from tests.town import Town

OFFICE: Final = "office@water.example"
DAYS: Final = AgencyDays(confirm=1, answer=3, escalate=2)
TEXT: Final = "لوله جلوی خانه ترکیده، علی رضایی هستم، شماره من ۰۹۱۷۱۲۳۴۵۶۷"
_LINK: Final = re.compile(r"https?://[^/\s]+(/(?:ag|agency/enter|q)/[^\s]+/)")


def mailed(town: Town, *, email: str = OFFICE, days: AgencyDays = DAYS) -> int:
    """The water company is told by mail from now on; returns its id."""
    set_agency_terms(town.agencies["A-water"], email=email, days=days, by=town.supervisor)
    return town.agencies["A-water"]


def told(*, text: str = TEXT, name: str = "علی رضایی") -> tuple[str, AgencyRequest]:
    """A report of a burst main that went to the water company: its code, and the request."""
    code = make.referred("EXT-01", text=text, name=name)
    return code, AgencyRequest.objects.get(case__code=code)


def mails(home: Path, to: str = OFFICE) -> list[Sent]:
    """The mails to an address, after everything that waits was done."""
    drain()
    return FakeMailbox(home).letters(to)


def link(home: Path, to: str = OFFICE) -> str:
    """The path of the link in the latest mail to an address."""
    return paths_in(mails(home, to)[-1].text)[-1]


def paths_in(text: str) -> list[str]:
    """The paths of the links of agencies, and of questions, in a text."""
    return _LINK.findall(text)
