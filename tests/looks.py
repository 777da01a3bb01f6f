"""Every page as each role sees it: opened once, and asked by every test of what a page shows to whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.test import Client
from django.urls import reverse

from peygir.assets.models import Asset
from peygir.cases.models import Report
from peygir.core.persian import fa_digits
from peygir.core.phones import national_form
from peygir.desks.answers.links import token_of
from peygir.people.models import Staff
from tests import asset_register, make
from tests.doors import pages
from tests.drain import drain
from tests.headers import faults_of, inline_parts
from tests.permission_parts import INSPECTION_VALUES
from tests.permission_signs import FURTHER
from tests.permissions import WHO
from tests.permissions_of_agencies import AGENCY_VALUES
from tests.permissions_of_boards import BOARD_VALUES
from tests.permissions_of_council import COUNCIL_VALUES
from tests.permissions_of_goals import GOAL_VALUES
from tests.permissions_of_help import HELP_VALUES
from tests.permissions_of_honours import HONOUR_VALUES
from tests.permissions_of_inspectorate import INSPECTORATE_VALUES
from tests.permissions_of_marks import MARK_VALUES
from tests.permissions_of_panel import PANEL_VALUES
from tests.permissions_of_plans import PLAN_VALUES
from tests.permissions_of_ranking import RANKING_VALUES
from tests.permissions_of_record import RECORD_VALUES
from tests.permissions_of_units import UNIT_VALUES
from tests.street_permissions import STREET_VALUES
from tests.town import PHONES


@dataclass(frozen=True)
class Told:
    """One report and what may give it away: its words, its address, its reporter's phone and name."""

    code: str
    report_id: int
    words: str
    address: str
    phone: str

    def traces(self) -> tuple[str, ...]:
        """What shows on a page that this report was read."""
        return self.words, self.address

    def phones(self) -> tuple[str, ...]:
        """The number in each spelling in which a page could show it whole."""
        home = national_form(self.phone)
        plain = home.replace(" ", "")
        return self.phone, home, plain, fa_digits(home), fa_digits(plain)


_REPORTS: Final[dict[str, dict[str, Any]]] = {
    "own": {"topic": "CIV-01", "district": "1"},
    "other": {"topic": "CIV-01", "district": "2"},
    "secret": {"topic": "CNF-01", "district": "1"},
    "about": {"topic": "CND-01", "district": "1", "about_unit_code": "D-01"},
}


def told_cases() -> dict[str, Told]:
    """Make four reports, routed and promised: of the first district, of the second, a confidential one, and a complaint
    about the first district.
    """
    asset_register.make_types()
    asset_register.register()
    cases_told = {}
    for number, (name, given) in enumerate(_REPORTS.items()):
        # No digits: a page writes those as its reader does.
        words, address, phone = f"نشانِ{name}جا", f"کوچهٔ{name}جا", PHONES[40 + number]
        code = make.report(text=words, address=address, phone=phone, **given).code
        cases_told[name] = Told(code, Report.objects.get(code=code).pk, words, address, phone)
    drain()
    return cases_told


def sessions() -> dict[str, str]:
    """Sign in one member of staff of each role; returns the values of their session cookies."""
    people = {row.role: row for row in Staff.objects.order_by("-pk")}
    unit_id = people["clerk"].unit_id
    for code in FURTHER:
        people[code] = Staff.objects.create(username=f"one_{code}", role=code, unit_id=unit_id, password="!")
    cookies = {}
    for who in (*WHO[1:], *FURTHER):
        client = Client()
        client.force_login(people[who])
        cookies[who] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return cookies


def address(name: str, case: Told) -> str:
    """The path of a page, with the values of a case."""
    values: dict[str, Any] = {
        "code": case.code,
        "tag": Asset.objects.values_list("tag", flat=True).first() or "none",
        "token": token_of(case.report_id),
        "verb": "accept",
        "report_id": case.report_id,
        "kind": "report",
        "number": 1,
        "size": "thumb",
        "handover_id": 1,
        "rule_id": 1,
        "lesson_id": 1,
        "deed": "accept",
        "work": "own-1",
        "season": "snow",
        "absence_id": 1,
        **INSPECTORATE_VALUES,
        "unit": "D-01",
        "plan_id": 1,
        **INSPECTION_VALUES,
        "staff_id": 1,
        "form": "note",
        "notice_id": 1,
        "template_id": 1,
        "view_id": 1,
        "language": "fa",
        "part": "waiting",
        "contact_id": 1,
        "call_back_id": 1,
        "mark_id": 1,
        "gap_id": 1,
        "article": "none",
        "shift_id": 1,
        "score_id": 1,
        "ask_id": 1,
        "session_id": 1,
        "place_id": 1,
        "order_id": 1,
        **STREET_VALUES,
        **(UNIT_VALUES | RECORD_VALUES | HELP_VALUES | AGENCY_VALUES | PANEL_VALUES),
        **(PLAN_VALUES | BOARD_VALUES | COUNCIL_VALUES | HONOUR_VALUES | MARK_VALUES | RANKING_VALUES | GOAL_VALUES),
        "command_id": 1,
        "upload_id": UUID(int=1),
        "hold_id": 1,
        "inquiry_id": 1,
        "name": "0" * 16,
        "request_id": 1,
        "interest_id": 1,
        "key_id": 1,
        "webhook_id": 1,
        "delivery_id": 1,
        "change_id": 1,
        "post_id": 1,
        "role": "clerk",
        "role_change_id": 1,
    }
    pattern = next(one.pattern for one in pages() if one.name == name)
    return reverse(name, kwargs={key: value for key, value in values.items() if f":{key}>" in pattern})


def answered(answer: Any) -> str:
    """The sign of the table for an answer."""
    to = answer.headers.get("Location", "")
    if answer.status_code == 302 and to.startswith(reverse("staff_login")):
        return "s"
    if answer.status_code == 302 and to.startswith(f"{reverse('me')}?"):
        return "c"
    if answer.status_code == 403:
        return "x"
    return "." if answer.status_code in (200, 302, 404, 405) else str(answer.status_code)


@dataclass(frozen=True)
class Look:
    """What a page showed: its sign in the table, and the reports and phones (by the names of their cases) on it."""

    path: str
    sign: str
    status: int
    is_html: bool
    cache_control: str
    header_faults: list[str]
    inline: list[str]
    traces: frozenset[str]
    phones: frozenset[str]


class Looks:
    """Opens a page in the database of the test that asks first; others are told the same.

    What fails in the database ends the transaction of that test, and with it the test.
    """

    def __init__(self, told: Mapping[str, Told], cookies: Mapping[str, str]) -> None:
        self.told, self._cookies = told, cookies
        self._handler = Client().handler  # its middleware is made once, as in a process that serves
        self._seen: dict[tuple[str, str, str], Look] = {}
        self._paths: dict[tuple[str, str], str] = {}

    def of(self, name: str, who: str, case: str = "own") -> Look:
        """A page by name, as one of WHO opens it, with the values of a case."""
        key = name, who, case
        if key not in self._seen:
            self._seen[key] = self._look(*key)
        return self._seen[key]

    def _address(self, name: str, case: str) -> str:
        if (name, case) not in self._paths:
            self._paths[name, case] = address(name, self.told[case])
        return self._paths[name, case]

    def _look(self, name: str, who: str, case: str) -> Look:
        client, path = Client(), self._address(name, case)
        client.handler = self._handler
        if who != "nobody":
            client.cookies[settings.SESSION_COOKIE_NAME] = self._cookies[who]
        answer = client.get(path)
        text = "" if answer.streaming else answer.content.decode(errors="replace")
        is_html = answer.headers.get("Content-Type", "").startswith("text/html") and not answer.streaming
        return Look(
            path,
            answered(answer),
            answer.status_code,
            is_html,
            answer.headers.get("Cache-Control", ""),
            faults_of(answer),
            inline_parts(text) if is_html else [],
            frozenset(key for key, one in self.told.items() if any(trace in text for trace in one.traces())),
            frozenset(key for key, one in self.told.items() if any(phone in text for phone in one.phones())),
        )
