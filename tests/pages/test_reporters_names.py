"""A reporter's name goes where the phone goes, and the council writes into no case."""

from typing import Any

import pytest
from django.urls import reverse

from peygir.cases.actions import OnlyLooks
from peygir.cases.commands import VERBS
from peygir.cases.models import Draft, Note, Report
from peygir.cases.rules import visibility_of
from peygir.history.queries import timeline
from peygir.journey.commands import apply_command
from peygir.people.models import Staff
from peygir.people.queries import actor_of
from peygir.people.roles import Role
from peygir.people.rules import may_see, may_see_phone
from tests import make
from tests.drain import drain
from tests.pages.test_works import signed_in
from tests.permissions import WHO
from tests.town import PHONES, Town

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")
NAME, OTHER, WORDS = "فرزانهٔ نامدار", "مادربزرگِ سالخورده", "چالهٔ بزرگِ نشان‌دار"


def case_of(topic: str, **more: Any) -> str:
    """A case whose reporter gave a name, and speaks for somebody with a name."""
    code = str(make.report(text=WORDS, topic=topic, phone=PHONES[7], name=NAME, **more).code)
    Report.objects.filter(code=code).update(spoken_for_name=OTHER, spoken_for_relation="مادر")
    drain()
    return code


@pytest.mark.parametrize("who", WHO[1:])
@pytest.mark.parametrize(
    ("topic", "more"),
    [
        ("CIV-01", {"district": "1"}),
        ("CND-01", {"district": "1", "about_unit_code": "D-02"}),
        ("CNF-01", {"district": "1"}),
    ],
)
def test_names_go_where_phones_go(town: Town, who: str, topic: str, more: dict[str, Any]) -> None:
    code = case_of(topic, **more)
    person = Staff.objects.filter(role=who).order_by("-pk").first()
    assert person is not None
    visibility, actor = visibility_of(make.case(code)), actor_of(person)
    answer = signed_in(person.username, "fa").get(reverse("case", args=[code]))
    page = answer.content.decode()
    assert answer.status_code == (200 if may_see(actor, visibility) else 404)
    for name in (NAME, OTHER):
        assert (name in page) == may_see_phone(actor, visibility), (who, topic)
    assert (WORDS in page) == may_see(actor, visibility), "their words are read by who may see the case"


@pytest.mark.parametrize("who", ["council", "inspector", "deputy", "mayor"])
def test_no_other_page_of_theirs_has_a_name(town: Town, who: str) -> None:
    code = case_of("CIV-01", district="1")
    client = signed_in(who, "fa")
    paths = [reverse("inbox"), reverse("export", args=["csv"]), f"{reverse('search')}?q={code}", reverse("notices")]
    paths += [reverse("case_news", args=[code]), reverse("case_around", args=[code]), reverse("session_orders")]
    for path in paths:
        answer: Any = client.get(path)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert NAME not in body.decode(errors="replace"), path


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_the_council_makes_no_move(town: Town, verb: str) -> None:
    code = case_of("CIV-01", district="1")
    before = len(timeline("case", make.case(code).pk))
    with make.refused(OnlyLooks):
        apply_command(code, verb, by=town.council, version=None, note="یادداشت")
    assert len(timeline("case", make.case(code).pk)) == before


def test_the_council_writes_no_note_and_no_draft(live_town: Town) -> None:
    code = case_of("CIV-01", district="1")
    council = signed_in("council", "en")
    assert council.post(reverse("case_note", args=[code]), {"note": "یادداشت"}).status_code == 403
    assert council.post(reverse("case_draft", args=[code, "note"]), {"note": "یادداشت"}).status_code == 403
    assert council.post(reverse("case_publish", args=[code, "words", 1]), {"shown": "yes"}).status_code == 403
    assert not Note.objects.exists()
    assert not Draft.objects.exists()
    assert "Save the note" not in council.get(reverse("case", args=[code])).content.decode()
    assert "Save the note" in signed_in("clerk", "en").get(reverse("case", args=[code])).content.decode()


def test_every_role_stands_in_the_table() -> None:
    assert set(WHO[1:]) == set(Role)
