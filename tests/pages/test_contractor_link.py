"""A contractor without an account works on one order by a signed link, and on nothing else."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from peygir.core.persian import ascii_digits
from peygir.core.typed_fields import FormField
from peygir.desks.fieldwork.actions import set_evidence_rule, settle_order
from peygir.desks.fieldwork.actions.penalties import decide_penalty
from peygir.desks.fieldwork.evidence_needs import EvidenceNeeds
from peygir.desks.fieldwork.models import ContractorLink, Evidence, Penalty, WorkOrder
from peygir.desks.fieldwork.queries.costs import costs_of_order
from peygir.history.queries import timeline, verify
from peygir.journey.order_money import unlink_contractor
from tests import contracted, make
from tests.drain import drain
from tests.pages import test_works
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("fresh_city")
TODAY = "1405/02/13"


@pytest.fixture
def town(live_town: Town) -> Town:
    """The town, committed: a refusal undoes its own transaction alone, as in a real request."""
    return live_town


@pytest.fixture(autouse=True)
def still(town_clock: TownClock) -> TownClock:
    return town_clock


def signed_in(username: str) -> Client:
    """A browser of this person, in Persian."""
    client = test_works.signed_in(username)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "fa"
    return client


def page(client: Client, address: str, status: int = 200, **query: Any) -> str:
    answer = client.get(address, query)
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def linked(town: Town, *codes: str) -> tuple[WorkOrder, str]:
    row = contracted.order(town, *codes, contract_id=contracted.contract(town))
    return row, contracted.link(row, by=town.clerk)


def test_a_contractor_works_by_the_link_without_an_account(town: Town) -> None:
    code = make.in_hand(text="چاله جلوی پلاک ۹، تلفن ۰۹۱۷۰۰۰۰۰۰۰")
    row, address = linked(town, code)
    client = Client(headers={"Accept-Language": "fa"})
    answer = client.get(address)
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["Referrer-Policy"] == "same-origin", "with no-referrer a browser sends forms with no origin"
    shown = answer.content.decode()
    assert "راه‌سازان فارس" in shown
    assert "۰۹۱۷" not in shown
    assert "9170000000" not in ascii_digits(shown)
    client.post(f"{address}begin/")
    client.post(f"{address}bill/", {"item": "AS-10", "quantity": "۱۲٫۵"})
    client.post(f"{address}bill/", {"item": "OTHER", "quantity": "1"})
    (billed,) = costs_of_order(row.pk).lines
    assert (billed.amount, billed.by.partition(":")[0]) == (31_250_000, "contractor")
    assert client.post(f"{address}case/{code}/", {"result": "fixed"}).status_code == 422, "a photo is missing"
    photo = SimpleUploadedFile("after.jpg", make.photo(), "image/jpeg")
    assert client.post(f"{address}case/{code}/", {"result": "fixed", "photo": photo}).status_code == 302
    drain(twice=True)
    assert make.case(code).state == "done"
    by = [event.by for event in timeline("case", make.case(code).pk)]
    assert f"contractor:{ContractorLink.objects.get().pk}" in by
    client.post(f"{address}finish/")
    row.refresh_from_db()
    assert row.state == "finished"
    settle_order(row.number, by=town.clerk)
    page(client, address)
    assert verify().breaks == []


def test_a_link_opens_nothing_but_its_order(town: Town, still: TownClock) -> None:
    first, second = make.in_hand(), make.in_hand(phone="+989170000060")
    row, address = linked(town, first)
    client = Client(headers={"Accept-Language": "fa"})
    page(client, f"{address}case/{second}/", 404)
    assert client.post(f"{address}unknown/").status_code == 404
    token = address.split("/")[2]
    for wrong in (token[:-1], f"{token}x", f"9{token}", "x", "1-aaaaaaaaaaaa:abc"):
        page(client, f"/w/{wrong}/", 404)
    page(client, address)
    again = contracted.link(row, by=town.clerk)
    assert "باطل کرده است" in page(client, address, 404)
    page(client, again)
    still.forward(days=8)
    assert "زمان این پیوند به پایان رسیده است" in page(client, again, 404)
    last = contracted.link(row, by=town.clerk)
    unlink_contractor(row.pk, by=town.clerk)
    unlink_contractor(row.pk, by=town.clerk)
    page(client, last, 404)
    assert ContractorLink.objects.filter(withdrawn_at=None).count() == 0
    assert verify().breaks == []


def test_what_the_rule_of_the_topic_asks_for_can_be_brought(town: Town) -> None:
    area = FormField("f1", "مساحت", "Area", "number", unit="m²", is_required=True)
    needs = EvidenceNeeds(before=True, after=True, fields=(area,), stand_ins=("dark",))
    set_evidence_rule(town.city_id, ["CIV-01"], needs=needs, since=contracted.TODAY, by="staff:1")
    code = make.in_hand()
    _row, address = linked(town, code)
    client = Client(headers={"Accept-Language": "fa"})
    case_page = f"{address}case/{code}/"
    form = page(client, case_page)
    for field in ("before", "photo", "answer-f1", "stand_in", "until"):
        assert f'name="{field}"' in form, field
    assert "geo:29." in form

    def picture() -> SimpleUploadedFile:
        return SimpleUploadedFile("p.jpg", make.photo(), "image/jpeg")

    given = {"result": "fixed", "answer-f1": "۱۲"}
    refused = client.post(case_page, {**given, "photo": picture()})
    assert refused.status_code == 422, "the photo from before is missing"
    assert client.post(case_page, {"result": "fixed", "before": picture(), "photo": picture()}).status_code == 422
    answer = client.post(case_page, {**given, "before": picture(), "photo": picture()})
    assert answer.status_code == 302, answer.content.decode()
    roles = Evidence.objects.filter(case__code=code, kind="photo").values_list("role", flat=True)
    assert sorted(roles) == ["after", "before"]
    assert Evidence.objects.get(role="after").answers == {"f1": "12"}


def test_what_is_not_possible_waits_until_a_day(town: Town) -> None:
    code = make.in_hand()
    _row, address = linked(town, code)
    client = Client(headers={"Accept-Language": "fa"})
    given = {"result": "not_possible", "reason": "weather", "until": "۱۴۰۵/۰۲/۲۰"}
    assert client.post(f"{address}case/{code}/", given).status_code == 302
    assert make.case(code).state == "waiting"
    assert 'name="result"' not in page(client, f"{address}case/{code}/")


def test_the_page_of_the_order_names_contractor_and_contract(town: Town) -> None:
    row = contracted.order(town, make.in_hand(), contract_id=contracted.contract(town))
    for username, sees_contract in (("clerk", True), ("manager", True), ("inspector", False)):
        shown = page(signed_in(username), f"/desk/work-orders/{row.number}/")
        assert "راه‌سازان فارس" in shown
        assert "C-1405-7" in ascii_digits(shown)
        assert (f'href="/desk/contracts/{row.contract_id}/"' in shown) == sees_contract, username


def test_the_crews_of_a_unit_lead_to_their_phones(town: Town) -> None:
    assert 'href="/desk/crews/phones/"' in page(signed_in("clerk"), "/desk/crews/")


def test_the_unit_makes_and_withdraws_the_link(town: Town) -> None:
    row = contracted.order(town, contract_id=contracted.contract(town))
    client, address = signed_in("clerk"), f"/desk/work-orders/{row.number}/"
    client.post(f"{address}link/make/", {"days": "0"})
    assert not ContractorLink.objects.exists()
    client.post(f"{address}link/make/", {"days": "۱۴"})
    shown = page(client, f"{address}costs/")
    assert 'data-copy="http' in shown
    assert "/w/" in shown
    assert "/w/" not in page(signed_in("inspector"), f"{address}costs/")
    client.post(f"{address}link/withdraw/")
    assert ContractorLink.objects.get().withdrawn_at is not None
    own = contracted.order(town)
    client.post(f"/desk/work-orders/{own.number}/link/make/", {"days": "3"})
    assert ContractorLink.objects.count() == 1


def test_the_contractor_objects_by_the_link(town: Town, still: TownClock) -> None:
    row, address = linked(town)
    still.forward(days=5)
    contracted.billed(row, "1", by=town.clerk)
    contracted.finished(row, by=town.clerk)
    drain()
    penalty = Penalty.objects.get()
    decide_penalty(penalty.pk, decision="confirmed", reason="دیر شد", by=town.manager)
    client = Client()
    client.post(f"{address}object/", {"id": str(penalty.pk), "words": "راه بسته بود"})
    penalty.refresh_from_db()
    assert (penalty.state, penalty.objection) == ("objected", "راه بسته بود")
    client.post(f"{address}object/", {"id": "999", "words": "x"})
