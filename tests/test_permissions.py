"""Who may open what, as one table that is not worked out from the code: each page is tried by each role and by none;
and what a person may not see (another unit's case, a confidential one, a phone number) stands on no page they open."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from peygir.cases.models import Report
from peygir.core.persian import fa_digits
from peygir.core.phones import national_form
from peygir.desks.answers.links import token_of
from peygir.people.models import Staff
from tests import make
from tests.doors import pages
from tests.drain import drain
from tests.permissions import TABLE, WHO
from tests.town import PHONES, Town


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


# Which of them may know of a case: one of the first district, of the second, a confidential one, and a complaint about
# the first district itself (which the centre works).
SEERS: Final[dict[str, frozenset[str]]] = {
    "own": frozenset(
        {
            "operator",
            "clerk",
            "manager",
            "inspector",
            "supervisor",
            "council",
            "admin",
            "deputy",
            "mayor",
            "inspectorate",
        }
    ),
    "other": frozenset({"operator", "inspector", "supervisor", "council", "admin", "deputy", "mayor", "inspectorate"}),
    "secret": frozenset({"inspectorate"}),
    "about": frozenset({"operator", "inspector", "supervisor", "council", "admin", "mayor", "inspectorate"}),
}


@pytest.fixture
def told_cases(town: Town, town_clock: Any) -> dict[str, Told]:
    """The four reports, routed and promised."""
    cases_wanted: dict[str, dict[str, Any]] = {
        "own": {"topic": "CIV-01", "district": "1"},
        "other": {"topic": "CIV-01", "district": "2"},
        "secret": {"topic": "CNF-01", "district": "1"},
        "about": {"topic": "CND-01", "district": "1", "about_unit_code": "D-01"},
    }
    cases_told = {}
    for number, (name, given) in enumerate(cases_wanted.items()):
        # No digits: a page writes those as its reader does.
        words, address, phone = f"نشانِ{name}جا", f"کوچهٔ{name}جا", PHONES[40 + number]
        code = make.report(text=words, address=address, phone=phone, **given).code
        cases_told[name] = Told(code, Report.objects.get(code=code).pk, words, address, phone)
    drain()
    return cases_told


@pytest.fixture
def browser(town: Town) -> Callable[[str], Client]:
    """`browser(role)`: signed in as a member of staff of this role; nobody for "nobody"."""
    people = {row.role: row for row in Staff.objects.order_by("-pk")}

    def of(who: str) -> Client:
        client = Client()
        if who != "nobody":
            client.force_login(people[who])
        return client

    return of


def address(name: str, case: Told) -> str:
    """The path of a page, with the values of a case."""
    values: dict[str, Any] = {
        "code": case.code,
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
        "unit": "D-01",
        "plan_id": 1,
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
        "key_id": 1,
        "webhook_id": 1,
        "delivery_id": 1,
        "change_id": 1,
    }
    pattern = next(one.pattern for one in pages() if one.name == name)
    return reverse(name, kwargs={key: value for key, value in values.items() if f":{key}>" in pattern})


def opened(client: Client, path: str) -> Any:
    """One look; what it would leave behind, its savepoint undoes."""
    with transaction.atomic():
        return client.get(path)


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


def test_the_table_names_every_page() -> None:
    assert set(TABLE) == {one.name for one in pages()}
    assert {len(row) for row in TABLE.values()} == {len(WHO)}


@pytest.mark.parametrize("name", sorted(TABLE))
def test_a_door_opens_to_whom_the_table_says(
    name: str, told_cases: dict[str, Told], browser: Callable[[str], Client]
) -> None:
    path = address(name, told_cases["own"])
    assert "".join(answered(opened(browser(who), path)) for who in WHO) == TABLE[name]


@pytest.mark.parametrize("who", WHO)
def test_no_page_gives_away_what_one_may_not_see(
    who: str, told_cases: dict[str, Told], browser: Callable[[str], Client]
) -> None:
    client, hidden = browser(who), [one for name, one in told_cases.items() if who not in SEERS[name]]
    for page in pages():
        for case in (
            told_cases.values() if ":code>" in page.pattern or "report_id" in page.pattern else [told_cases["own"]]
        ):
            if page.name == "verdict":  # its signed link is the reporter's own key
                continue
            path = address(page.name, case)
            answer = opened(client, path)
            if answer.streaming:
                continue
            text = answer.content.decode(errors="replace")
            for told_case in hidden:
                for trace in told_case.traces():
                    assert trace not in text, f"{who} reads of {told_case.code} at {path}"
            for told_case in told_cases.values():
                for phone in told_case.phones():
                    assert phone not in text, f"{who} reads a phone number at {path}"


def test_those_who_may_see_a_case_do(told_cases: dict[str, Told], browser: Callable[[str], Client]) -> None:
    """Otherwise the test above could not fail."""
    for name, told_case in told_cases.items():
        for who in WHO[1:]:
            answer = opened(browser(who), reverse("case", kwargs={"code": told_case.code}))
            assert answer.status_code == (200 if who in SEERS[name] else 404), (name, who)
            assert (told_case.words in answer.content.decode()) == (who in SEERS[name])
