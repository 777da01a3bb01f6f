"""Many cases at once: a preview that says what will happen, then each by itself with its own result."""

from typing import Any

import pytest

from peygir.cases.models import Note
from tests import make
from tests.markup import packed
from tests.pages.test_works import signed_in
from tests.town import PHONES, Town

BULK = "/desk/bulk/"


def box(code: str) -> str:
    """The value of a row's box as the list shows it now."""
    return f"{code}:{make.case(code).version}"


def hidden(page: str, name: str) -> list[str]:
    """The values of a page's hidden inputs."""
    return [part.split('"')[0] for part in page.split(f'name="{name}" value="')[1:]]


def go(client: Any, page: str, **form_values: str) -> str:
    """Press what the preview offers."""
    return client.post(  # type: ignore[no-any-return]
        BULK, {"case": hidden(page, "case"), "seal": hidden(page, "seal")[0], "step": "go", **form_values}
    ).content.decode()


@pytest.mark.usefixtures("town_clock")
def test_a_preview_does_nothing_and_the_press_does_each(town: Town) -> None:
    codes = [make.referred(phone=PHONES[number]) for number in range(3)]
    done = make.done(phone=PHONES[5])
    client = signed_in("clerk")
    page = packed(
        client.post(BULK, {"deed": "accept", "case": [box(code) for code in [*codes, done]]}).content.decode()
    )
    assert "Take in hand: 3" in page
    assert "Not possible while" in page
    assert {make.case(code).state for code in codes} == {"referred"}
    page = go(client, page, deed="accept")
    assert "Done: 3 of 4" in page
    assert page.count('data-outcome="done"') == 3
    for code in codes:
        assert (make.case(code).state, make.case(code).assignee_id) == ("in_hand", town.clerk.id)
    assert make.case(done).state == "done"


def test_a_conflict_on_one_stops_no_other(live_town: Town, town_clock: Any) -> None:
    codes = [make.referred(phone=PHONES[number]) for number in range(3)]
    client = signed_in("clerk")
    page = packed(client.post(BULK, {"deed": "accept", "case": [box(code) for code in codes]}).content.decode())
    make.command(codes[0], "topic", live_town.clerk_b, topic_id=live_town.topics["CIV-09"])
    make.command(codes[1], "accept", live_town.clerk_b)
    answer = go(client, page, deed="accept")
    assert "Done: 1 of 3" in answer
    assert "Someone else changed this case" in answer
    assert "Not possible while" in answer
    assert [make.case(code).state for code in codes] == ["referred", "in_hand", "in_hand"]
    assert [make.case(code).assignee_id for code in codes[1:]] == [live_town.clerk_b.id, live_town.clerk.id]


@pytest.mark.usefixtures("town_clock")
def test_one_answer_for_many_with_its_gaps_filled(town: Town) -> None:
    codes = [make.in_hand(phone=PHONES[number]) for number in range(2)]
    client, cases = signed_in("clerk"), [box(code) for code in codes]
    page = packed(client.post(BULK, {"deed": "answer", "case": cases}).content.decode())
    assert "What is the answer?" in page
    assert 'value="go"' not in page
    assert " checked" not in page.partition('name="answers"')[2].partition("<textarea")[0]
    form_values = {"deed": "answer", "answers": "finish", "words": "چالهٔ {محل} با کد {code} ({ topic }) پر شد."}
    answer = client.post(BULK, {**form_values, "case": cases, "step": "preview"})
    assert answer.status_code == 422
    assert "without evidence" in answer.content.decode()
    form_values["work"] = "آسفالت ریخته شد"
    page = packed(client.post(BULK, {**form_values, "case": cases, "step": "preview"}).content.decode())
    assert "چالهٔ ارم با کد" in page
    assert "(چاله خیابان)" in page
    assert {make.case(code).state for code in codes} == {"in_hand"}
    # Other words than those that were seen are shown first.
    changed = go(client, page, **{**form_values, "words": "تمام شد"})
    assert "تمام شد" in changed
    assert {make.case(code).state for code in codes} == {"in_hand"}
    page = go(client, page, **form_values)
    assert "Done: 2 of 2" in page
    for code in codes:
        assert make.case(code).state == "done"
        words = Note.objects.filter(case__code=code, is_public=True).latest("number").text
        assert words.startswith("چالهٔ ارم با کد ")
        assert "{" not in words


@pytest.mark.usefixtures("town_clock")
@pytest.mark.parametrize(("answers", "state"), [("schedule", "scheduled"), ("decline", "not_actionable")])
def test_an_answer_that_is_another_move(town: Town, answers: str, state: str) -> None:
    code = make.in_hand()
    client, said = signed_in("clerk"), {"deed": "answer", "answers": answers, "words": "دلیل: {topic}"}
    page = packed(client.post(BULK, {**said, "case": [box(code)], "step": "preview"}).content.decode())
    go(client, page, **said)
    assert make.case(code).state == state


@pytest.mark.usefixtures("town_clock")
def test_a_gap_that_stands_for_nothing_is_named(town: Town) -> None:
    code = make.in_hand()
    said = {"deed": "answer", "answers": "decline", "words": "سلام {name}", "step": "preview", "case": [box(code)]}
    answer = signed_in("clerk").post(BULK, said)
    assert answer.status_code == 422
    assert "“{name}” is not known" in answer.content.decode()
    assert "سلام {name}" in answer.content.decode()


@pytest.mark.usefixtures("town_clock")
def test_a_manager_assigns_and_a_clerk_may_not(town: Town) -> None:
    codes = [make.referred(phone=PHONES[number]) for number in range(2)]
    cases = [box(code) for code in codes]
    client = signed_in("manager")
    page = packed(client.post(BULK, {"deed": "assign", "case": cases}).content.decode())
    assert client.post(BULK, {"deed": "assign", "case": cases, "step": "go"}).status_code == 422
    page = go(client, page, deed="assign", assignee=str(town.clerk_b.id))
    assert "Done: 2 of 2" in page
    assert {make.case(code).assignee_id for code in codes} == {town.clerk_b.id}
    page = packed(
        signed_in("clerk").post(BULK, {"deed": "assign", "case": [box(code) for code in codes]}).content.decode()
    )
    assert "Assign: 0" in page
    assert page.count("For the manager of the unit") == 2
    assert (
        client.post(
            BULK, {"deed": "assign", "case": cases, "step": "go", "assignee": str(town.clerk_two.id)}
        ).status_code
        == 422
    )


@pytest.mark.usefixtures("town_clock")
def test_nothing_picked_nothing_known_nothing_of_others(town: Town) -> None:
    code = make.referred()
    client = signed_in("clerk_two")
    page = packed(client.post(BULK, {"deed": "accept", "case": [box(code), "x", "12:", ":3", "0:١"]}).content.decode())
    assert "Take in hand: 0" in page
    assert code not in page.replace(box(code), "")
    assert client.post(BULK, {"deed": "accept"})["Location"].startswith("/desk/inbox/")
    assert client.post(BULK, {"deed": "burn", "case": [box(code)]}).status_code == 404
    assert client.get(BULK).status_code == 405
