"""The administrator's pages: ownership and hours with a preview, and the audit."""

import re

import pytest
from django.db.models import F
from django.urls import reverse

from peygir.city import queries
from peygir.city.models import City, Topic
from peygir.history.catalogue import catalogue
from peygir.web.admin.audit import FILES
from peygir.web.kit.event_kind_names import kind_name
from peygir.web.kit.event_words import event_words
from tests import make
from tests.admin_pages import latin, text_of
from tests.markup import packed
from tests.pages.test_works import signed_in
from tests.town import Town, TownClock
from tests.two_people import confirmed_by_another

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")
PEOPLE = "/desk/admin/people/"
OWNERS = "/desk/admin/owners/"
TERMS = "/desk/admin/terms/"
AUDIT = "/desk/admin/audit/"


def person(town: Town, who: str) -> str:
    return f"{PEOPLE}{town.staff[who]}/"


def test_what_another_process_decided_shows_at_once(town: Town) -> None:
    client = signed_in("admin")
    assert "Zebra hole" not in text_of(client, TERMS, group="CIV")
    Topic.objects.filter(code="CIV-01").update(name_en="Zebra hole")
    City.objects.filter(pk=town.city_id).update(load_number=F("load_number") + 1)
    assert "Zebra hole" in text_of(client, TERMS, group="CIV")


# ── ownership and hours ─────────────────────────────────────────────────────────────────────────────────────────────


def owners(**more: str) -> dict[str, str]:
    return {"group": "CIV", "topic": "CIV-01", "district": "1", "owner": "unit:D-03", "since": "1405/02/20", **more}


def test_ownership_is_previewed_changed_and_taken_back(town: Town) -> None:
    client = signed_in("admin")
    page = packed(text_of(client, OWNERS, group="CIV"))
    assert page.count("District 1</a></td>") == 2
    preview = packed(client.post(OWNERS, owners(district="*")).content.decode())
    assert preview.count("<strong>District 3</strong>") == 3
    assert "as before" in preview
    assert "owners_changed" not in make_kinds(town)
    assert client.post(OWNERS, owners(step="do")).status_code == 302
    assert "later District 3" in text_of(client, OWNERS, group="CIV")
    assert "decided, since" in text_of(client, OWNERS, group="CIV", on="1405/02/20")
    again = client.post(OWNERS, owners())
    assert again.status_code == 422
    assert "It is already so from that day" in again.content.decode()
    number = len(make_kinds(town))
    assert client.post(reverse("admin_decision_undo", args=[number])).status_code == 302
    assert "later District 3" not in text_of(client, OWNERS, group="CIV")
    assert "undone" in text_of(client, OWNERS)


def make_kinds(town: Town) -> list[str]:
    from peygir.history.queries import timeline

    return [event.kind for event in timeline("city", town.city_id)]


@pytest.mark.parametrize(
    ("address", "change", "status", "fault_text"),
    [
        (OWNERS, {"since": "soon"}, 422, "is not a date"),
        (OWNERS, {"since": "1405/02/01", "step": "do"}, 422, "not in the past"),
        (OWNERS, {"owner": "unit:D-99", "step": "do"}, 422, "Choose a unit or an agency"),
        (OWNERS, {"topic": "NO-1", "step": "do"}, 404, "no such topic"),
        (TERMS, {"due_hours": "many"}, 422, "is no number of hours"),
        (TERMS, {"due_hours": "99999", "step": "do"}, 422, "Hours must be numbers"),
        (TERMS, {"due_hours": "72"}, 422, "It is already so from that day"),
    ],
)
def test_a_wrong_wish_is_told(town: Town, address: str, change: dict[str, str], status: int, fault_text: str) -> None:
    answer = signed_in("admin").post(address, owners(**change))
    assert answer.status_code == status
    assert fault_text in answer.content.decode()
    assert set(make_kinds(town)) == {"city_loaded"}


def test_hours_change_from_next_saturday(town: Town, town_clock: TownClock) -> None:
    client = signed_in("admin")
    wish = {"group": "CIV", "topic": "*", "due_hours": "۴۸٫۵", "clock": "", "since": "۱۴۰۵/۰۲/۱۹"}
    preview = client.post(TERMS, wish).content.decode()
    assert "finish 48.5" in preview
    assert client.post(TERMS, wish | {"step": "do"}).status_code == 422, "it needs a reason"
    proposed = client.post(TERMS, wish | {"step": "do", "why": "قرار شورا"}, follow=True)
    assert "48.5" in proposed.content.decode(), "the second person reads what would change"
    assert "finish 48.5" not in text_of(client, TERMS, group="CIV"), "one person alone changes no hours"
    confirmed_by_another(town)
    assert "finish 48.5" in text_of(client, TERMS, group="CIV")
    town_clock.forward(days=6)
    client = signed_in("admin")  # an administrator's session lasts a day
    terms = queries.terms_of(town.topics["CIV-01"], on=queries.day_of(town.city_id, town_clock()))
    assert terms is not None
    assert float(terms.due_hours) == 48.5
    assert "decided here" in text_of(client, TERMS, group="CIV")
    assert signed_in("supervisor").post(TERMS, wish).status_code == 403
    number = len(make_kinds(town))
    assert client.post(reverse("admin_decision_undo", args=[number]), {"back": "terms"}).status_code == 302
    assert queries.terms_of(town.topics["CIV-01"], on=queries.day_of(town.city_id, town_clock())) == terms
    confirmed_by_another(town)
    undone = queries.terms_of(town.topics["CIV-01"], on=queries.day_of(town.city_id, town_clock()))
    assert undone is not None
    assert float(undone.due_hours) == 72


# ── the audit ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_audit_tells_who_did_what_without_words_of_people(town: Town) -> None:
    secret_word = "حرف_محرمانه"
    code = make.in_hand(text=secret_word)
    make.command(code, "note", town.clerk, note=secret_word, version=None)
    hidden = make.referred("CNF-01", phone=None, district="")
    make.command(hidden, "accept", town.inspectorate)
    client = signed_in("admin")
    page = text_of(client, AUDIT)
    assert "The unit took it in hand." in page
    assert code in page
    assert secret_word not in page
    assert hidden not in page
    assert "a case that is not yours to see" in page
    assert "An action was recorded." in page
    only = text_of(client, AUDIT, person="clerk", kind="note_added")
    assert packed(only).count("<tr><td data-label") == 1
    assert packed(text_of(client, AUDIT, file=code)).count("<tr><td data-label") == 6
    assert "The account was" not in text_of(client, AUDIT, file="staff:clerk")
    assert "Nothing was found" in text_of(client, f"{AUDIT}?from=1405/02/14")
    for name, value in {"person": "nobody", "file": hidden, "from": "x", "to": "1405/13/01"}.items():
        answer = client.get(AUDIT, {name: value})
        assert (answer.status_code, b'aria-invalid="true"' in answer.content) == (422, True), name


def test_every_kind_of_event_and_file_has_a_name() -> None:
    for kind, known in catalogue().items():
        assert kind_name(kind) != kind
        assert known.file in {"case", "staff", "rule", *FILES}, kind


def test_the_audit_turns_its_pages(town: Town) -> None:
    client = signed_in("admin")
    page = person(town, "clerk")
    for number in range(60):
        client.post(page, {"name_fa": "x", "role": ("manager", "clerk")[number % 2], "unit": "D-01"})
    first = packed(text_of(client, AUDIT, kind="staff_changed"))
    more = re.search(r'rel="next" href="([^"]+)"', first)
    assert more
    second = packed(text_of(client, AUDIT + more[1].replace("&amp;", "&")))
    assert (first.count("<tr><td data-label"), second.count("<tr><td data-label")) == (50, 10)
    assert 'rel="next"' not in second
    assert packed(text_of(client, AUDIT, after="nonsense~x")).count("<tr><td data-label") == 50


def test_every_kind_of_line_has_words(town: Town) -> None:
    from peygir.history.catalogue import catalogue
    from peygir.history.models import Event

    for kind in catalogue():
        assert kind_name(kind)
    make.done()
    for event in Event.objects.all():
        assert event_words(event, {})


@pytest.mark.parametrize("address", [PEOPLE, OWNERS, TERMS, AUDIT, f"{PEOPLE}new/"])
def test_all_of_it_in_persian(town: Town, address: str) -> None:
    page = text_of(signed_in("admin", "fa"), address)
    assert not latin(page)
