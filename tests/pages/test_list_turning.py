"""From case to case through a list: what stands beside a case, "done and next", and the photo of the work for all."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.http import urlencode

from peygir.cases.actions import CaseIsNotPublic
from peygir.cases.queries import public_case
from peygir.desks.answers.actions import load_default_templates
from peygir.desks.fieldwork.queries import evidence_of
from peygir.history.kinds.case_answers import EvidencePublished
from tests import make
from tests.drain import drain
from tests.pages.test_inbox_page import INBOX, rows
from tests.pages.test_works import signed_in
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")


def case_page(client: Client, code: str, list_query: str | None = "") -> str:
    query = {} if list_query is None else {"list": list_query}
    return str(client.get(reverse("case", args=[code]), query).content.decode())


def turns(page: str) -> dict[str, str]:
    """Where the page's links to the case before and after lead: the code of each."""
    codes = {}
    for which in ("previous", "next"):
        before, mark, _after = page.partition(f'data-turn="{which}"')
        if mark:
            codes[which] = before.rpartition("/desk/case/")[2][:10]
    return codes


def finish(client: Client, code: str, **given: Any) -> Any:
    case = make.case(code)
    values = {"version": case.version, "seen": case.event_count, "note": "چاله پر شد.", "form": "آسفالت", **given}
    return client.post(reverse("case_move", args=[code, "finish"]), values)


def test_a_list_leads_to_its_cases_and_each_case_to_the_next(town: Town, town_clock: TownClock) -> None:
    codes = []
    for place in range(3):
        codes.append(make.in_hand(phone=PHONES[place]))
        town_clock.forward(hours=1)
    other = make.in_hand(topic="GRN-07", phone=PHONES[5])
    client = signed_in("clerk")
    page = client.get(INBOX, {"topic": "CIV-01"}).content.decode()
    assert rows(page) == codes
    assert f'/desk/case/{codes[1]}/?{urlencode({"list": "topic=CIV-01"})}"' in page
    assert turns(case_page(client, codes[0], "topic=CIV-01")) == {"next": codes[1]}
    assert turns(case_page(client, codes[1], "topic=CIV-01")) == {"previous": codes[0], "next": codes[2]}
    assert turns(case_page(client, codes[2], "topic=CIV-01")) == {"previous": codes[1]}
    assert turns(case_page(client, codes[2])) == {"previous": codes[1], "next": other}, "the whole inbox"
    assert turns(case_page(client, codes[0], None)) == {}, "who came otherwise is led nowhere"
    assert "data-turn" not in case_page(client, codes[0], "q=%00&state=nonsense&page=x")


def test_cases_without_a_due_moment_stand_at_the_end(town: Town) -> None:
    first = make.in_hand()
    last = make.referred("INF-01", phone=PHONES[1])
    operator = signed_in("operator")
    if make.case(last).due_at is None:
        assert turns(case_page(operator, first)).get("next") == last
        assert turns(case_page(operator, last)).get("previous") == first


def test_done_and_next_leads_on_and_at_the_end_back_to_the_list(town: Town, town_clock: TownClock) -> None:
    first = make.in_hand()
    town_clock.forward(hours=1)
    second = make.in_hand(phone=PHONES[1])
    client = signed_in("clerk")
    page = case_page(client, first, "topic=CIV-01")
    assert 'name="then" value="next"' in page
    assert '<input type="hidden" name="list" value="topic=CIV-01">' in page
    answer = finish(client, first, then="next", list="topic=CIV-01")
    assert answer["Location"] == reverse("case", args=[second]) + "?list=topic%3DCIV-01"
    assert make.case(first).state == "done"
    assert finish(client, second, then="next", list="topic=CIV-01")["Location"] == f"{INBOX}?topic=CIV-01"


def test_any_other_command_stays_on_the_case_and_keeps_its_list(town: Town) -> None:
    code = make.referred()
    client, case = signed_in("clerk"), make.case(code)
    values = {"version": case.version, "seen": case.event_count, "list": "mine=1"}
    answer = client.post(reverse("case_move", args=[code, "accept"]), values)
    assert answer["Location"] == reverse("case", args=[code]) + "?list=mine%3D1"
    refused = client.post(reverse("case_move", args=[code, "decline"]), {**values, "note": ""}).content.decode()
    assert '<input type="hidden" name="list" value="mine=1">' in refused
    assert 'name="then" value="next"' not in case_page(client, code, None)


def test_templates_are_those_of_the_citizens_language(town: Town) -> None:
    load_default_templates(town.city_id)
    fa, en = make.in_hand(), make.in_hand(phone=PHONES[1], language="en")
    client = signed_in("clerk")
    assert ">Done" not in case_page(client, fa).partition('id="finish-template"')[2].partition("</select>")[0]
    assert "انجام شد" in case_page(client, fa).partition('id="finish-template"')[2].partition("</select>")[0]
    assert "انجام شد" not in case_page(client, en).partition('id="finish-template"')[2].partition("</select>")[0]


# ── the photo of the work, for everybody ────────────────────────────────────────────────────────────────────────────


def with_photo(client: Client, code: str, **given: Any) -> Any:
    return finish(client, code, photo=SimpleUploadedFile("work.jpg", make.photo(), "image/jpeg"), form="", **given)


def shown(code: str) -> bool:
    """Whether the one photo of the work is public; public parts are those of the case's page."""
    (piece,) = evidence_of(make.case(code).pk)
    assert piece.state == "ready"
    return piece.is_public


def test_the_photo_is_shown_to_everybody_when_it_is_ready(town: Town) -> None:
    code = make.in_hand()
    client = signed_in("clerk")
    page = case_page(client, code)
    assert 'name="show_photo"' in page
    assert "checked" in page.partition('name="show_photo"')[2].partition(">")[0]
    assert with_photo(client, code, show_photo="on").status_code == 302
    (piece,) = evidence_of(make.case(code).pk)
    assert (piece.state, piece.is_public) == ("pending", False), "not before it is made safe"
    drain()
    assert shown(code)
    assert make.kinds(code).count(EvidencePublished.kind) == 1
    found = public_case(code)
    assert found is not None
    assert found.code == code


def test_without_the_tick_the_photo_stays_with_the_staff(town: Town) -> None:
    code = make.in_hand()
    with_photo(signed_in("clerk"), code)
    drain()
    assert not shown(code)
    assert EvidencePublished.kind not in make.kinds(code)


def test_a_confidential_report_offers_no_photo_to_everybody_and_refuses_one(town: Town) -> None:
    code = make.in_hand(by=town.actors["inspectorate"], topic="CNF-01")
    client = signed_in("inspectorate")
    assert 'name="show_photo"' not in case_page(client, code)
    with_photo(client, code, show_photo="on")
    drain()
    assert not shown(code)
    with make.refused(CaseIsNotPublic):  # a device that asks all the same
        make.command(
            make.in_hand(by=town.actors["inspectorate"], topic="CNF-01", phone=PHONES[2]),
            "finish",
            town.actors["inspectorate"],
            note="بررسی شد",
            photo=make.photo(),
            is_photo_shown=True,
        )


def test_what_only_follows_from_the_own_command_is_no_news(town: Town) -> None:
    code = make.in_hand()
    client = signed_in("clerk")
    with_photo(client, code, show_photo="on")
    case = make.case(code)
    drain()
    address = reverse("case_news", args=[code])
    seen = {"after": case.event_count, "version": case.version}
    assert "data-news-quiet" in client.get(address, seen).content.decode()
    assert "data-news-quiet" not in client.get(address, {**seen, "version": case.version - 1}).content.decode()
    make.command(code, "note", town.clerk_b, version=None, note="دیدم")
    assert "data-news-quiet" not in client.get(address, seen).content.decode(), "a colleague's word is news"
