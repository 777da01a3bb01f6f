"""An answer form opens with a proposed draft, says so, and what became of it is counted on the page about reading."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from peygir.cases.confirmed_answers import confirmed_answers
from peygir.core import clock
from peygir.desks.answers.actions import save_template
from peygir.desks.answers.models import DraftUse
from peygir.desks.answers.proposed_drafts import RECENT, ProposedDraft, unsealed
from tests import make
from tests.drain import drain
from tests.pages.test_works import signed_in
from tests.town import PHONES, Town, TownClock
from tests.town import town as the_town

pytestmark = pytest.mark.usefixtures("town_clock")
GOOD = "چالهٔ خیابان پر و آسفالت شد."
ANSWER = f"{GOOD} کار روز ۱۲ اردیبهشت تمام شد."


def confirmed(answer: str = ANSWER, **given: Any) -> str:
    """The code of a finished case that its citizen confirmed."""
    code = make.done(answer=answer, **given)
    make.command(code, "confirm", the_town().operator)
    drain()
    return code


def form_of(client: Client, code: str, verb: str = "finish") -> str:
    """The form of a move on the case's page."""
    page = client.get(reverse("case", args=[code])).content.decode()
    start = page.index(f'id="move-{verb}"')
    return page[start : page.index("</form>", start)]


def seal_in(form: str) -> str:
    found = re.search(r'name="proposed"\s+value="([^"]+)"', form)
    assert found
    return found[1]


def proposal_in(form: str) -> ProposedDraft:
    proposal = unsealed(seal_in(form))
    assert proposal is not None
    return proposal


def send(client: Client, code: str, note: str, **given: str) -> Any:
    form, case = form_of(client, code), make.case(code)
    values = {"version": case.version, "seen": case.event_count, "form": "آسفالت ریخته شد", "note": note}
    return client.post(reverse("case_move", args=[code, "finish"]), {**values, "proposed": seal_in(form), **given})


def template(town: Town, **given: Any) -> int:
    values = {"verb": "finish", "language": "fa", "title": "همه", "unit_id": None, "topic_id": None}
    values |= {"body": "کار «{topic}» انجام شد."}
    return save_template(town.city_id, by=town.supervisor, **{**values, **given})


def test_the_template_for_the_topic_comes_first(town: Town) -> None:
    confirmed()
    template(town)
    template(town, topic_id=town.topics["CIV-01"], title="ویژهٔ چاله")
    form = form_of(signed_in("clerk"), make.in_hand(phone=PHONES[1]))
    assert "Proposed text." in form
    assert "ویژهٔ چاله" in form.split("data-proposal")[1].split("</div>")[0]
    assert proposal_in(form).text == "کار «چاله خیابان» انجام شد."
    assert "کار «چاله خیابان» انجام شد.</textarea>" in form


def test_then_the_wording_of_confirmed_answers_without_what_is_personal(town: Town) -> None:
    confirmed()
    template(town)
    form = form_of(signed_in("clerk"), make.in_hand(phone=PHONES[1]))
    assert "in like cases that citizens confirmed" in form
    assert proposal_in(form).text == GOOD


def test_without_either_the_only_general_template_is_proposed(town: Town) -> None:
    make.done(answer=ANSWER)
    template(town)
    assert proposal_in(form_of(signed_in("clerk"), make.in_hand(phone=PHONES[1]))).title == ""
    template(town, title="دیگر")
    assert 'name="proposed"' not in form_of(signed_in("clerk"), make.case(make.in_hand(phone=PHONES[2])).code)


def test_only_this_units_recent_confirmed_answers_are_used(town: Town, town_clock: TownClock) -> None:
    confirmed()
    own = make.case(make.in_hand(phone=PHONES[1]))
    other_topic = make.case(make.in_hand(phone=PHONES[2], topic="CIV-09"))
    other_unit = make.case(make.in_hand(town.clerk_two, district="2", phone=PHONES[3]))
    since = clock.now() - RECENT
    assert confirmed_answers(own, since=since) == [ANSWER]
    assert confirmed_answers(other_topic, since=since) == []
    assert confirmed_answers(other_unit, since=since) == []
    assert confirmed_answers(own, since=town_clock.forward(days=181) - RECENT) == []


@pytest.mark.parametrize(
    ("note", "outcome"),
    [(GOOD, "unchanged"), (f"{GOOD} سپاس از شما", "changed"), ("در محل کاری نبود.", "discarded")],
)
def test_what_became_of_it_is_recorded_and_shown(town: Town, note: str, outcome: str) -> None:
    confirmed()
    code = make.in_hand(phone=PHONES[1])
    assert send(signed_in("clerk"), code, note).status_code == 302
    assert make.case(code).state == "done"
    assert list(DraftUse.objects.values_list("verb", "source", "outcome")) == [("finish", "like", outcome)]
    page = signed_in("manager").get("/desk/reading/").content.decode()
    row = page[page.index('id="drafts"') :].split("<tbody>")[1].split("</tbody>")[0]
    shares = [cell.split("</td>")[0].strip() for cell in row.split("<td>")[2:]]
    assert shares == ["1", *("100 %" if outcome == one else "0 %" for one in ("unchanged", "changed", "discarded"))]


def test_nothing_is_recorded_of_a_refused_answer_or_a_made_up_proposal(live_town: Town) -> None:
    confirmed()
    client, code = signed_in("clerk"), make.in_hand(phone=PHONES[1])
    refused = send(client, code, GOOD, form="")
    assert refused.status_code == 422
    assert make.case(code).state == "in_hand"
    assert send(client, code, GOOD, proposed="made:up").status_code == 302
    assert not DraftUse.objects.exists()


def test_the_own_draft_takes_the_place_of_the_proposal(town: Town) -> None:
    confirmed()
    client, code = signed_in("clerk"), make.in_hand(phone=PHONES[1])
    client.post(reverse("case_draft", args=[code, "finish"]), {"note": "خودم می‌نویسم", "seen": "1"})
    form = form_of(client, code)
    assert "data-proposal" not in form
    assert "خودم می‌نویسم</textarea>" in form
    assert proposal_in(form).text == GOOD, "what becomes of it is counted all the same"


def test_a_template_replaces_the_proposal_and_one_may_begin_empty(town: Town) -> None:
    confirmed()
    pk = template(town)
    client, code = signed_in("clerk"), make.in_hand(phone=PHONES[1])
    address, seal = reverse("case_fill", args=[code, "finish"]), seal_in(form_of(client, code))
    headers = {"HX-Request": "true"}
    filled = client.post(address, {"note": GOOD, "proposed": seal, "template": str(pk)}, headers=headers)
    assert GOOD not in filled.content.decode()
    assert "کار «چاله خیابان» انجام شد." in filled.content.decode()
    own = client.post(address, {"note": GOOD, "proposed": seal, "own": "1"}, headers=headers).content.decode()
    assert own.split("</textarea>")[0].strip().endswith(">")
    kept = client.post(address, {"note": "از خودم", "proposed": seal, "own": "1"}, headers=headers).content.decode()
    assert "از خودم" in kept, "what somebody typed is not taken away"
