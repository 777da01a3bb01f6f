"""The secretariat's pages, from a planned session to final minutes, and what members of the council read of it."""

import io
import re
from typing import Any

import pypdfium2
import pytest
from django.test import Client

from peygir.outlook.planning import actions
from peygir.outlook.planning.models import AgendaItem, CouncilDecision, CouncilSession, CouncilVote, ProblemAnswer
from peygir.people.models import Staff
from tests import planned
from tests.mark_pages import body, signed_in
from tests.planned import TITLE, office
from tests.town import Town

pytestmark = pytest.mark.usefixtures("town_clock")
NEW = {"number": "۷۱", "held_on": "1405/02/20", "begins_at": "۰۹:۳۰", "place": "تالار شورا", "is_public": "on"}


def secretary(language: str = "fa") -> Client:
    """A browser of the secretariat."""
    office("secretariat")
    return signed_in("secretariat", language)


def waiting(town: Town) -> tuple[int, int]:
    """A proposal that was sent, and a question to the council: their ids."""
    problem_id = planned.problem_of(town, [planned.planned_case(town)])
    proposal_id = planned.sent_proposal(town, planned.programme_of(town, problem_id))
    return proposal_id, actions.ask_for_answer(problem_id, body="council", request="چه زمانی؟", by=town.manager)


def made(client: Client) -> str:
    """The address of a new session."""
    answer = client.post("/desk/sittings/new/", NEW)
    assert answer.status_code == 302, body(answer)
    return str(answer["Location"])


def pdf_text(content: bytes) -> str:
    """The text of a document."""
    pages = pypdfium2.PdfDocument(io.BytesIO(content))
    return "\n".join(page.get_textpage().get_text_range() for page in pages)


def test_a_session_from_its_plan_to_its_minutes(town: Town) -> None:
    client = secretary()
    assert "لایحه‌ای در انتظار نیست" in body(client.get("/desk/sittings/"))
    proposal_id, answer_id = waiting(town)
    page = body(client.get("/desk/sittings/"))
    assert TITLE in page
    assert "۵ میلیارد ریال" in page
    at = made(client)
    for item in (f"proposal-{proposal_id}", f"question-{answer_id}"):
        assert client.post(f"{at}agenda/", {"item": item}).status_code == 302
    first, second = AgendaItem.objects.order_by("number")
    client.post(f"{at}agenda/", {"item": f"down-{first.pk}"})
    assert [row.pk for row in AgendaItem.objects.order_by("number")] == [second.pk, first.pk]
    client.post(f"{at}agenda/", {"item": f"up-{first.pk}"})
    client.post(f"{at}do/hold/")
    assert f"{at}items/{first.pk}/" in body(client.get(at))
    member = town.staff["council"]
    form = {"outcome": "approved", "amount": "۴٬۰۰۰٬۰۰۰٬۰۰۰", f"member-{member}": "for", "amendments": "در دو سال"}
    assert client.post(f"{at}items/{first.pk}/", form).status_code == 302
    decision = CouncilDecision.objects.get()
    assert (decision.amount, decision.votes_for, decision.votes_against) == (4_000_000_000, 1, 0)
    assert CouncilVote.objects.get().member_id == member
    answered = {"answer": "needs_study", "reason": "نیاز به مطالعه دارد"}
    assert client.post(f"{at}items/{second.pk}/", answered).status_code == 302
    assert ProblemAnswer.objects.get().answer == "needs_study"
    assert client.post(f"{at}minutes/", {"minutes": "جلسه رسمیت یافت."}).status_code == 302
    assert client.post(f"{at}do/minute/").status_code == 302
    row = CouncilSession.objects.get()
    assert (row.state, row.minutes, str(row.begins_at)) == ("minuted", "جلسه رسمیت یافت.", "09:30:00")
    page = body(client.get(at))
    assert "۴٬۰۰۰٬۰۰۰٬۰۰۰ ریال" in page
    assert "نام council" in page


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"number": ""}, "id_number"),
        ({"held_on": "فردا"}, "id_held_on"),
        ({"begins_at": "۲۵:۰۰"}, "id_begins_at"),
        ({"number": "x" * 41}, "id_number"),
    ],
)
def test_a_faulty_session_keeps_what_was_typed(town: Town, change: dict[str, str], fault: str) -> None:
    answer = secretary().post("/desk/sittings/new/", {**NEW, **change})
    assert answer.status_code == 422
    page = body(answer)
    assert re.search(rf'id="{fault}"[^>]*aria-invalid|aria-invalid[^>]*id="{fault}"', page), page
    assert "تالار شورا" in page
    assert not CouncilSession.objects.exists()


def test_a_number_is_taken_once(town: Town) -> None:
    client = secretary()
    made(client)
    answer = client.post("/desk/sittings/new/", NEW)
    assert answer.status_code == 409
    assert CouncilSession.objects.count() == 1


def test_a_refusal_needs_its_reason(town: Town) -> None:
    client, (proposal_id, _answer_id) = secretary(), waiting(town)
    at = made(client)
    client.post(f"{at}agenda/", {"item": f"proposal-{proposal_id}"})
    client.post(f"{at}do/hold/")
    item_at = f"{at}items/{AgendaItem.objects.get().pk}/"
    for form in (
        {"outcome": "refused", "votes_for": "۱", "votes_against": "۹"},
        {"outcome": "approved", "amount": "ده"},
        {"outcome": "perhaps"},
        {"outcome": "approved", "votes_for": "3", f"member-{town.staff['council']}": "against"},
    ):
        assert client.post(item_at, form).status_code == 422, form
    assert not CouncilDecision.objects.exists()
    assert client.get(f"{at}items/999/").status_code == 404
    for deed in ("agenda", "minutes", "do/hold", "do/nothing"):
        assert client.post(f"/desk/sittings/999/{deed}/").status_code == 404
    assert client.post(f"{at}agenda/", {"item": "nonsense"}).status_code == 404


def test_the_pack_holds_agenda_texts_and_annexes(town: Town) -> None:
    client, (proposal_id, answer_id) = secretary("en"), waiting(town)
    at = made(client)
    for item in (f"proposal-{proposal_id}", f"question-{answer_id}"):
        client.post(f"{at}agenda/", {"item": item})
    answer = client.get(f"{at}pack.pdf")
    assert answer["Content-Type"] == "application/pdf"
    text = pdf_text(answer.content)
    for expected in (
        "Agenda",
        "Answer due",
        "Expected effect",
        "Amount asked for",
        "5,000,000,000 rials",
        "Option 2",
    ):
        assert expected in text, expected
    member: Any = signed_in("council", "fa").get(f"{at}pack.pdf")
    assert member.content.startswith(b"%PDF")


def test_a_member_reads_sessions_own_votes_and_the_commission(town: Town) -> None:
    client, (proposal_id, _answer_id) = secretary(), waiting(town)
    council = signed_in("council", "en")
    assert "Proposals before the commission" in body(council.get("/desk/watched/commission/"))
    at = made(client)
    client.post(f"{at}agenda/", {"item": f"proposal-{proposal_id}"})
    page = body(council.get("/desk/watched/sittings/"))
    assert f"{at}pack.pdf" in page
    assert TITLE in page
    assert TITLE in body(council.get("/desk/watched/commission/?commission=عمران"))
    client.post(f"{at}do/hold/")
    item_id = AgendaItem.objects.get().pk
    member = town.staff["council"]
    client.post(f"{at}items/{item_id}/", {"outcome": "approved", f"member-{member}": "against", "votes_for": "0"})
    page = body(council.get("/desk/watched/sittings/"))
    assert "My vote: Against" in page
    session_id = CouncilSession.objects.get().pk
    assert "1 against" in body(council.get(f"/desk/watched/sittings/{session_id}/"))
    assert council.get("/desk/watched/sittings/999/").status_code == 404


def test_who_asked_what_counts_members_and_units(town: Town) -> None:
    code = planned.planned_case(town)
    council = signed_in("council", "en")
    assert "Nothing was asked or ordered yet" in body(council.get("/desk/watched/asked/"))
    answer = council.post(f"/desk/watched/{code}/ask/", {"text": "Why is it still open?", "days": "5"})
    assert answer.status_code == 302, body(answer)
    page = body(council.get("/desk/watched/asked/"))
    assert "Why is it still open?" in page
    assert "By member" in page
    assert "District 1" in page
    assert Staff.objects.get(username="council").name_en in page
    assert council.get("/desk/watched/asked/?page=x").status_code == 200
