"""The pages of who leads a unit: numbers that lead to their lists, handing out with a preview, and who is away."""

import re
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from peygir.people.actions import say_absence
from peygir.people.models import Absence
from tests import make
from tests.admin_pages import latin
from tests.markup import packed
from tests.pages.test_works import signed_in
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")
UNIT = "/desk/unit/"
SHARE = "/desk/unit/share/"
AWAY = "/desk/absences/"
REASON = "همکار در مرخصی است"


def text_of(client: Client, address: str, **query: Any) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200, answer.content.decode()
    return packed(answer.content.decode())


def counts(page: str) -> list[tuple[int, str]]:
    """Every number on the page that leads to a list, with the address of the list."""
    found = re.findall(r'<a class="(?:count-link|tally)[^"]*" href="([^"]+)">(.*?)</a>', page, re.DOTALL)
    numbers = [(re.search(r"\d+", re.sub(r"<[^>]*>", " ", words)), unescape(href)) for href, words in found]
    return [(int(number[0]), href) for number, href in numbers if number]


def test_every_number_is_the_length_of_its_list(town: Town, town_clock: TownClock) -> None:
    make.in_hand()
    make.referred(phone=PHONES[1])
    make.referred("CIV-09", phone=PHONES[2])
    make.done(phone=PHONES[3])
    back = make.referred(phone=PHONES[4])
    make.command(back, "return", town.clerk, reason="wrong_district", note="آن سوی خیابان است")
    town_clock.forward(days=2)
    for user in ("manager", "supervisor", "deputy"):
        client = signed_in(user)
        page = text_of(client, UNIT, unit="D-01")
        numbers = counts(page)
        assert len(numbers) > 8
        for number, href in numbers:
            shown = text_of(client, href)
            assert shown.count('class="row-link" href="/desk/case/') == number, (user, href)


def test_a_manager_sees_the_own_unit_a_deputy_those_below_the_centre_any(town: Town) -> None:
    make.referred(district="2")
    assert signed_in("manager").get(UNIT, {"unit": "D-02"}).status_code == 404
    assert signed_in("deputy").get(UNIT, {"unit": "D-03"}).status_code == 404
    assert "District 2" in text_of(signed_in("deputy"), UNIT)
    assert "1 to do" in text_of(signed_in("supervisor"), UNIT, unit="D-02")
    assert "1 to do" in text_of(signed_in("mayor"), UNIT, unit="M")
    for user in ("clerk", "operator", "council", "inspectorate", "inspector"):
        assert signed_in(user).get(UNIT).status_code == 403


def test_who_is_silent_and_who_is_away(town: Town, town_clock: TownClock) -> None:
    make.in_hand()
    client = signed_in("manager")
    assert "inactive</span>" not in text_of(client, UNIT)
    town_clock.forward(days=4)
    client = signed_in("manager")  # the session of four days ago has ended
    assert text_of(client, UNIT).count("inactive</span>") == 1
    assert "inactive</span>" not in text_of(client, UNIT, silent="7")
    today = town_clock.moment.date()
    say_absence(town.staff["clerk"], first=today, last=today, deputy_id=None, today=today, by=town.clerk)
    page = text_of(client, UNIT)
    assert "inactive</span>" not in page, "who is on leave is not silent"
    assert "away until" in page


def test_the_page_costs_the_same_for_many_cases(town: Town) -> None:
    make.in_hand()
    client = signed_in("manager")
    client.get(UNIT)
    with CaptureQueriesContext(connection) as few:
        client.get(UNIT)
    for number in range(12):
        make.in_hand(phone=PHONES[number])
    with CaptureQueriesContext(connection) as many:
        client.get(UNIT)
    assert len(many) <= len(few) <= 12, [one["sql"][:120] for one in few]


# ── handing out ─────────────────────────────────────────────────────────────────────────────────────────────────────


def form(town: Town, codes: list[str], *takers: str, **more: Any) -> dict[str, Any]:
    return {
        "from": str(town.staff["clerk"]),
        "case": [f"{code}:{make.case(code).version}" for code in codes],
        "taker": [str(town.staff[one]) for one in takers],
        "reason": REASON,
        "step": "preview",
        **more,
    }


def test_choose_preview_and_do(town: Town) -> None:
    codes = [make.in_hand(phone=PHONES[number]) for number in range(3)]
    client = signed_in("manager")
    page = text_of(client, SHARE, **{"from": town.staff["clerk"]})
    assert page.count('name="case"') == 3
    preview = client.post(SHARE, form(town, codes, "clerk_b", "manager"))
    assert preview.status_code == 200
    gives = re.findall(r'name="give" value="([^"]+)"', packed(preview.content.decode()))
    takers = [give.rsplit(":", 1)[1] for give in gives]
    assert sorted(takers.count(str(town.staff[one])) for one in ("clerk_b", "manager")) == [1, 2]
    assert {make.case(code).assignee_id for code in codes} == {town.staff["clerk"]}, "a preview changes nothing"
    # Meanwhile one of them moves on.
    make.command(codes[0], "finish", town.clerk, note="پر شد", form="آسفالت")
    done = client.post(SHARE, {"from": str(town.staff["clerk"]), "give": gives, "reason": REASON, "step": "do"})
    page_text = packed(done.content.decode())
    assert "2 cases were handed out" in page_text
    assert "1 stayed where they were" in page_text
    assert "Someone else changed this case meanwhile" in page_text
    assert "Now with" in page_text
    assert (
        f'name="case" value="{codes[0]}:{make.case(codes[0]).version}"' in page_text
    )  # and the reason, for another try
    assert f'name="reason" value="{REASON}"' in page_text
    assert make.case(codes[0]).assignee_id == town.staff["clerk"]
    assert town.staff["clerk"] not in {make.case(code).assignee_id for code in codes[1:]}


@pytest.mark.parametrize(
    ("change", "fault_text"),
    [
        ({"case": []}, "Choose at least one case"),
        ({"taker": []}, "Choose who takes the cases"),
        ({"taker": ["999999"]}, "Choose who takes the cases"),
        ({"reason": " "}, "Give the reason"),
    ],
)
def test_what_is_missing_is_said_and_the_choice_stays(town: Town, change: dict[str, Any], fault_text: str) -> None:
    first, second = make.in_hand(), make.in_hand(phone=PHONES[1])
    answer = signed_in("manager").post(SHARE, form(town, [first], "clerk_b", **change))
    page = packed(answer.content.decode())
    assert answer.status_code == 422
    assert fault_text in page
    if "case" not in change:
        assert re.search(rf'value="{first}:\d+" checked', page)
        assert not re.search(rf'value="{second}:\d+" checked', page)


def test_only_the_manager_of_the_unit_hands_out(town: Town) -> None:
    other = make.in_hand(town.clerk_two, district="2")
    give = f"{other}:{make.case(other).version}:{town.staff['clerk']}"
    done = signed_in("manager").post(SHARE, {"give": [give], "reason": REASON, "step": "do"})
    assert "There is no case with this code" in done.content.decode()
    assert make.case(other).assignee_id == town.staff["clerk_two"]
    mine = make.in_hand()
    give = f"{mine}:{make.case(mine).version}:{town.staff['manager']}"
    silent = signed_in("manager").post(SHARE, {"give": [give], "reason": " ", "step": "do"})
    assert silent.status_code == 422
    assert "Give the reason" in silent.content.decode()
    assert make.case(mine).assignee_id == town.staff["clerk"]
    for user in ("clerk", "supervisor", "deputy", "admin"):
        assert signed_in(user).post(SHARE, {}).status_code == 403


# ── who is away ─────────────────────────────────────────────────────────────────────────────────────────────────────


def absence(town: Town, **more: Any) -> dict[str, Any]:
    return {
        "person": str(town.staff["clerk"]),
        "from_day": "۱۴۰۵/۰۲/۱۳",
        "to_day": "1405/02/15",
        "deputy": str(town.staff["clerk_b"]),
        **more,
    }


def test_somebody_says_it_the_deputy_sees_the_cases_and_it_is_called_off(town: Town) -> None:
    code = make.in_hand()
    clerk, other = signed_in("clerk"), signed_in("clerk_b")
    assert code not in text_of(other, "/desk/inbox/", mine=1)
    assert clerk.post(AWAY, absence(town)).status_code == 302
    assert "away now" in text_of(clerk, AWAY)
    assert code in text_of(other, "/desk/inbox/", mine=1)
    assert code in text_of(clerk, "/desk/inbox/", mine=1)
    again = clerk.post(AWAY, absence(town))
    assert again.status_code == 422
    assert "an absence is on record already" in again.content.decode()
    off = reverse("unit_absence_off", args=[Absence.objects.get().pk])
    assert other.post(off).status_code == 403
    assert clerk.post(off).status_code == 302
    assert clerk.post(off).status_code == 409
    assert code not in text_of(other, "/desk/inbox/", mine=1)


@pytest.mark.parametrize(
    ("change", "status", "fault_text"),
    [
        ({"from_day": "soon"}, 422, "is not a date"),
        ({"to_day": "1405/02/12"}, 422, "must end today or later"),
        ({"deputy": "clerk"}, 422, "Nobody can be their own deputy"),
        ({"person": "clerk_b"}, 422, "Select a valid choice"),
        ({"deputy": "clerk_two"}, 422, "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_said(town: Town, change: dict[str, str], status: int, fault_text: str) -> None:
    change = {name: str(town.staff.get(value, value)) for name, value in change.items()}
    answer = signed_in("clerk").post(AWAY, absence(town, **change))
    assert answer.status_code == status
    assert fault_text in answer.content.decode()
    assert not Absence.objects.exists()


def test_the_manager_and_the_administrator_say_it_for_others(town: Town) -> None:
    assert signed_in("manager").post(AWAY, absence(town)).status_code == 302
    two = {"person": str(town.staff["clerk_two"]), "unit": "D-02", "deputy": ""}
    assert signed_in("admin").post(AWAY, absence(town, **two)).status_code == 302
    assert Absence.objects.filter(staff_id=town.staff["clerk_two"], deputy=None).exists()
    assert "You work in no unit" in text_of(signed_in("council"), AWAY)


def test_all_of_it_in_persian(town: Town) -> None:
    make.in_hand()
    for user, address in (("manager", UNIT), ("manager", f"{SHARE}?from={town.staff['clerk']}"), ("clerk", AWAY)):
        assert not latin(text_of(signed_in(user, "fa"), address))
