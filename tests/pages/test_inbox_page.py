"""The inbox answers "what now?": colours counted, filters in the address, views kept, and few statements."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from peygir.people.models import SavedView
from tests import make
from tests.desks.test_search import statements
from tests.pages.test_works import signed_in
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
INBOX = "/desk/"


def rows(page: str) -> list[str]:
    """The codes of the page's rows, in order."""
    return [part.split('"')[0] for part in page.split('<tr data-case="')[1:]]


def test_the_strip_counts_by_colour_and_each_part_is_a_filter(town: Town, town_clock: TownClock) -> None:
    late = make.referred(topic="CIV-09")
    town_clock.forward(days=1)
    fresh = make.referred(phone=PHONES[1])
    client = signed_in("clerk")
    page = client.get(INBOX).content.decode()
    assert rows(page) == [late, fresh], "the soonest due first"
    assert rows(client.get(INBOX, {"colour": "red"}).content.decode()) == [late]
    assert rows(client.get(INBOX, {"colour": "green"}).content.decode()) == [fresh]
    assert "No case fits" in client.get(INBOX, {"colour": "yellow"}).content.decode()
    assert "1 late, 0 due today" in page
    assert page.count('class="strip-part') == 4


def test_nothing_waits_and_nothing_is_late_are_said_as_good(town: Town) -> None:
    client = signed_in("clerk")
    assert "Nothing is waiting: good" in client.get(INBOX).content.decode()
    make.referred()
    assert "Nothing is late: good" in client.get(INBOX, {"colour": "red"}).content.decode()


def test_an_address_with_nonsense_shows_the_page(town: Town) -> None:
    make.referred()
    client = signed_in("clerk")
    for query in (
        {"colour": "blue"},
        {"page": "x"},
        {"page": "99999"},
        {"topic": "\u200c"},
        {"state": "<b>"},
        {"q": "%"},
    ):
        answer = client.get(INBOX, query)
        assert answer.status_code == 200
        assert "<b>" not in answer.content.decode().replace("<bdi>", "")


def test_the_chosen_options_are_marked(town: Town) -> None:
    page = signed_in("clerk").get(INBOX, {"topic": "CIV-01", "district": "1", "state": "in_hand"}).content.decode()
    for chosen in ('value="CIV-01" selected', 'value="1" selected', 'value="in_hand" selected'):
        assert page.count(chosen) == 1
    page = signed_in("clerk").get(INBOX, {"topic": '"><script>'}).content.decode()
    assert " selected>" not in page
    assert "<script>" not in page.split("<body")[1]


def test_the_page_takes_as_few_statements_for_many_cases_as_for_one(town: Town) -> None:
    make.referred()
    client = signed_in("clerk")
    client.get(INBOX)
    with CaptureQueriesContext(connection) as queries_of_one:
        client.get(INBOX)
    for number in range(5):
        make.referred(phone=PHONES[number])
    with CaptureQueriesContext(connection) as many:
        page = client.get(INBOX).content.decode()
    assert len(rows(page)) == 6
    assert statements(queries_of_one) == statements(many) <= 9, (
        "session and person, views, lines, counts, paused, climbed (twice)"
    )


# ── saved views ─────────────────────────────────────────────────────────────────────────────────────────────────────


def keep(client: Any, name: str = "فوری‌ها", filters: str = "state=in_hand&topic=CIV-01") -> Any:
    return client.post("/desk/views/", {"name": name, "filters": filters})


def press(client: Any, view: SavedView, deed: str, **said: str) -> Any:
    return client.post(f"/desk/views/{view.pk}/{deed}/", said)


def test_what_is_filtered_can_be_kept_renamed_and_given_up(town: Town) -> None:
    client = signed_in("clerk")
    answer = keep(client, filters="topic=CIV-01&state=in_hand&page=3&evil=1")
    assert answer["Location"] == "/desk/?state=in_hand&topic=CIV-01", "always in one order, and nothing else"
    view = SavedView.objects.get()
    page = client.get(answer["Location"]).content.decode()
    assert "فوری‌ها" in page
    assert "Keep this as a view named" not in page
    assert press(client, view, "rename", name="  دم   دست ").status_code == 302
    view.refresh_from_db()
    assert view.name == "دم دست"
    assert press(client, view, "delete").status_code == 302
    assert not SavedView.objects.exists()
    assert press(client, view, "delete").status_code == 404


@pytest.mark.parametrize(
    ("name", "filters", "fault_text"),
    [
        ("", "mine=1", "at most 60"),
        ("\u200c", "mine=1", "at most 60"),
        ("x" * 61, "mine=1", "at most 60"),
        ("همه", "", "Filter the inbox first"),
        ("همه", "page=2&x=1", "Filter the inbox first"),
        ("taken", "mine=1", "You have a view named"),
    ],
)
def test_a_view_that_cannot_be_kept_says_why(town: Town, name: str, filters: str, fault_text: str) -> None:
    client = signed_in("clerk")
    keep(client, name="taken")
    answer = keep(client, name=name, filters=filters)
    assert answer.status_code == 422
    assert fault_text in answer.content.decode()
    assert SavedView.objects.count() == 1


def test_twenty_views_are_enough(town: Town) -> None:
    client = signed_in("clerk")
    for number in range(21):
        answer = keep(client, name=f"view {number}")
    assert answer.status_code == 422
    assert SavedView.objects.count() == 20


def test_the_inbox_opens_with_one_and_everything_stays_one_press_away(town: Town) -> None:
    client = signed_in("clerk")
    keep(client, name="one", filters="mine=1")
    keep(client, name="two", filters="colour=red")
    one, two = SavedView.objects.order_by("name")
    press(client, one, "open")
    press(client, two, "open")
    assert client.get(INBOX)["Location"] == "/desk/?colour=red"
    page = client.get("/desk/?all=1")
    assert page.status_code == 200
    assert "/desk/?all=1" in page.content.decode()
    press(client, two, "close")
    assert client.get(INBOX).status_code == 200


def test_a_view_belongs_to_its_owner_and_a_manager_may_share_it(town: Town) -> None:
    manager, clerk = signed_in("manager"), signed_in("clerk")
    keep(manager, name="بزرگ‌ها", filters="colour=red")
    view = SavedView.objects.get()
    assert "بزرگ‌ها" not in clerk.get(INBOX).content.decode()
    for deed in ("rename", "delete", "open"):
        assert press(clerk, view, deed, name="x").status_code == 404
    assert press(clerk, view, "share").status_code == 403
    assert press(manager, view, "nonsense").status_code == 404
    press(manager, view, "share")
    assert "بزرگ‌ها" in clerk.get(INBOX).content.decode()
    assert "بزرگ‌ها" in clerk.get("/desk/views/").content.decode()
    assert "بزرگ‌ها" not in signed_in("clerk_two").get(INBOX).content.decode()
    press(manager, view, "unshare")
    assert "بزرگ‌ها" not in clerk.get(INBOX).content.decode()
