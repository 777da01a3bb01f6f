"""Who is second sees what the first changed beside what they wanted, on every form of a case; no typed word is lost."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from peygir.core import clock
from peygir.desks.answers import actions as answers
from tests import make
from tests.drain import drain
from tests.markup import packed
from tests.pages.test_works import signed_in
from tests.town import Town

pytestmark = pytest.mark.usefixtures("town_clock")
WORDS = "دیدم که چنین است"


class Beaten:
    """A form that was opened, and pressed after a colleague had moved the case."""

    def __init__(self, user: str, code: str, first: Callable[[], object], address: str, **typed: Any) -> None:
        seen = make.case(code)
        first()
        self.client, self.code, self.address, self.typed = signed_in(user), code, address, typed
        values = {"version": seen.version, "seen": seen.event_count, **typed}
        answer = self.client.post(address, values)
        assert answer.status_code == 409
        self.page = packed(answer.content.decode())
        self.told = self.page[self.page.index('id="conflict"') : self.page.index('id="facts"')]

    def again(self) -> int:
        """The same values with what the case is now."""
        case = make.case(self.code)
        return int(
            self.client.post(
                self.address, {"version": case.version, "seen": case.event_count, **self.typed}
            ).status_code
        )


def noted(code: str, town: Town) -> Callable[[], object]:
    """A colleague sets the topic: the version moves on, and everything else stays possible."""
    return lambda: make.command(code, "topic", town.clerk_b, topic_id=town.topics["CIV-09"], note="از عکس پیداست")


def test_another_topic(live_town: Town) -> None:
    code = make.in_hand()
    address = reverse("case_topic", args=[code])
    beaten = Beaten("clerk", code, noted(code, live_town), address, topic="CLN-01", note=WORDS)
    for words in ("Clerk_B", "از عکس پیداست", "In the case now:", WORDS, "Correct the topic"):
        assert words in beaten.told
    assert f'value="{WORDS}"' in beaten.page  # the form below holds it too
    assert '<input type="hidden" name="topic" value="CLN-01">' in beaten.told
    assert beaten.page.count(' value="CLN-01" selected>') == 1, "what was wanted, not what is in force"
    assert beaten.again() == 302
    assert make.case(code).topic_id == live_town.topics["CLN-01"]


def test_no_topic_chosen_keeps_why(live_town: Town) -> None:
    code = make.in_hand()
    answer = signed_in("clerk").post(reverse("case_topic", args=[code]), {"topic": "", "note": WORDS})
    assert answer.status_code == 422
    assert f'value="{WORDS}"' in answer.content.decode()


def test_another_place(live_town: Town) -> None:
    code = make.in_hand()
    address = reverse("case_place", args=[code])
    beaten = Beaten("clerk", code, noted(code, live_town), address, neighbourhood="02-01", note=WORDS)
    assert "In the case now:" in beaten.told
    assert WORDS in beaten.told
    assert beaten.page.count(' value="02-01" selected>') == 1
    assert beaten.again() == 302


def test_other_hands(live_town: Town) -> None:
    code = make.in_hand()

    def first() -> None:
        make.command(code, "topic", live_town.clerk_b, topic_id=live_town.topics["CIV-09"])

    taker = str(live_town.staff["clerk_b"])
    beaten = Beaten("manager", code, first, reverse("case_assign", args=[code]), assignee=taker)
    assert "Assigned to" in beaten.told
    assert beaten.again() == 302
    assert make.case(code).assignee_id == live_town.staff["clerk_b"]


def test_a_visit(live_town: Town) -> None:
    code = make.in_hand()
    beaten = Beaten("clerk", code, noted(code, live_town), reverse("case_visit", args=[code]), note=WORDS)
    assert 'form="visit-form"' in beaten.told
    assert beaten.page.count(WORDS) >= 3  # in what was wanted, in its form, and as a note that may be kept


def more_time(code: str, town: Town) -> None:
    make.command(code, "ask_replan", town.clerk_b, reason="material", until=clock.now() + timedelta(days=9), note="قیر")


def test_more_time_that_a_colleague_asked_for(live_town: Town) -> None:
    code = make.in_hand()
    drain()
    typed = {"reason": "material", "until": "2026-06-01", "note": WORDS}

    def first() -> None:
        more_time(code, live_town)
        noted(code, live_town)()

    beaten = Beaten("clerk", code, first, reverse("case_ask", args=[code]), **typed)
    assert "قیر" in beaten.told
    assert WORDS in beaten.told
    assert 'form="ask-form"' not in beaten.told  # it is asked for already
    assert "does not allow it any more" in beaten.told
    assert reverse("case_note", args=[code]) in beaten.told


def test_a_decision_on_more_time(live_town: Town) -> None:
    code = make.in_hand()
    drain()
    more_time(code, live_town)
    typed = {"kind": "grant", "note": WORDS}
    beaten = Beaten("supervisor", code, noted(code, live_town), reverse("case_decide", args=[code]), **typed)
    assert "Grant the new date" in beaten.told
    assert 'form="decide-form" name="kind" value="grant"' in beaten.told
    assert beaten.again() == 302


def test_every_form_of_the_page_says_what_it_saw(live_town: Town) -> None:
    code = make.in_hand()
    drain()
    page = signed_in("manager").get(reverse("case", args=[code])).content.decode()
    assert page.count('name="version"') > 4
    assert page.count('name="seen"') >= page.count('name="version"')


def test_a_template_that_a_colleague_worded_anew(live_town: Town) -> None:
    manager = live_town.manager
    values: dict[str, Any] = {"verb": "finish", "language": "fa", "unit_id": manager.unit_id, "topic_id": None}
    old = answers.save_template(live_town.city_id, by=manager, title="انجام", body="انجام شد.", **values)
    new = answers.save_template(
        live_town.city_id, by=manager, title="انجام شد", body="کار تمام شد.", instead_of=old, **values
    )
    typed = {"verb": "finish", "language": "fa", "topic": "", "title": "انجام", "body": WORDS, "instead_of": old}
    client = signed_in("manager")
    answer = client.post(reverse("templates"), typed)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "what you typed is kept" in page
    assert page.index("کار تمام شد.") < page.index(f'name="instead_of" value="{new}"') < page.index(WORDS)
    assert client.post(reverse("templates"), typed | {"instead_of": new}).status_code == 302
    # One that was put away has no successor: what was typed may become a new one.
    answers.end_template(old + 2, by=manager)
    page = client.post(reverse("templates"), typed | {"instead_of": old + 2}).content.decode()
    assert page.index(WORDS) < page.index('<section class="sheet"')
