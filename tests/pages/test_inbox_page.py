"""The inbox answers "what now?": colours counted, filters in the address, views kept, and few statements."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from peygir.people.models import SavedView
from tests import make
from tests.desks.test_search import statements
from tests.pages.test_works import signed_in
from tests.town import PHONES, Town, TownClock, point_in

pytestmark = pytest.mark.usefixtures("town_clock")
INBOX = "/desk/inbox/"


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
    assert "Nothing is waiting" in client.get(INBOX).content.decode()
    make.referred()
    assert "Nothing is late" in client.get(INBOX, {"colour": "red"}).content.decode()


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


def test_a_column_sorts_the_list_and_says_so(town: Town, town_clock: TownClock) -> None:
    first = make.referred("CIV-01", district="1", phone=PHONES[1])
    town_clock.forward(hours=1)
    second = make.referred("GRN-07", district="1", phone=PHONES[2], lat=point_in("1")[0] + 0.003)
    town_clock.forward(minutes=10)
    urgent = make.referred("CIV-09", district="1", phone=PHONES[3], lat=point_in("1")[0] - 0.003)
    client = signed_in("clerk")

    def codes(**query: str) -> list[str]:
        return re.findall(r'<tr data-case="(\d{10})"', client.get(INBOX, query).content.decode())

    assert codes() == codes(order="nonsense") == [urgent, first, second]
    assert codes(order="due_last") == [second, first, urgent]
    assert codes(order="old") == [first, second, urgent]
    assert codes(order="topic") == [first, urgent, second]
    page = client.get(INBOX, {"order": "due_last", "colour": "green"}).content.decode()
    assert re.search(r'class="case-promise"\s+aria-sort="descending"', page)
    assert 'href="?order=topic&amp;colour=green"' in page or 'href="?colour=green&amp;order=topic"' in page
    assert 'value="due_last" selected' in " ".join(page.split())
    assert "?list=" in client.get(INBOX).content.decode()
    assert "?list=" not in page, "the next case is the next one due"


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
    assert statements(queries_of_one) == statements(many) <= 10, (
        "session and person, views, lines, counts, paused, photos, climbed (twice)"
    )


# ── what is shown, and further filters ──────────────────────────────────────────────────────────────────────────────


def test_planned_cases_are_out_of_the_way_and_one_chip_away(town: Town) -> None:
    code, planned = make.referred(), make.in_hand(phone=PHONES[1])
    make.command(planned, "schedule", town.clerk, note="به اعتبار نیاز دارد")
    client = signed_in("clerk")
    page = client.get(INBOX).content.decode()
    assert rows(page) == [code]
    assert "?section=planned" in page
    assert rows(client.get(INBOX, {"section": "planned"}).content.decode()) == [planned]
    assert planned in rows(client.get(INBOX, {"q": "چاله"}).content.decode()), "a search finds them"


def test_what_is_the_same_in_every_row_is_hidden(town: Town) -> None:
    make.referred()
    client = signed_in("clerk")
    assert 'case-table "' in client.get(INBOX).content.decode(), "of one row everything is shown"
    make.referred(phone=PHONES[1])
    assert "hides-district hides-with" in client.get(INBOX).content.decode()


def test_a_preview_begins_with_what_is_the_matter(town: Town) -> None:
    make.referred(text="سلام خدا قوت، با عرض سلام خدمت همکاران ۱۳۷ چراغ کوچه خاموش است، tel:0917")
    page = signed_in("clerk").get(INBOX).content.decode()
    assert '<span class="case-words" dir="auto">چراغ کوچه خاموش است، tel:0917</span>' in page, "and as it was typed"


def test_filters_by_place_channel_reports_photo_and_day(town: Town, town_clock: TownClock) -> None:
    first = make.referred()
    town_clock.forward(days=2)
    lat, lon = point_in("1", north=True)
    second = make.referred(phone=PHONES[1], lat=lat, lon=lon, channel="phone", photos_raw=(make.photo(),), text="چراغ")
    client = signed_in("clerk")
    assert make.case(second).neighbourhood != make.case(first).neighbourhood
    for query, fitting in (
        ({"neighbourhood": "01-02"}, [second]),
        ({"channel": "phone"}, [second]),
        ({"channel": "web"}, [first]),
        ({"photo": "yes"}, [second]),
        ({"photo": "no"}, [first]),
        ({"reporters": "2"}, []),
        ({"to": "1405/02/13"}, [first]),
        ({"from": "2026-05-05"}, [second]),
        ({"from": "۱۴۰۵/۰۲/۱۳", "to": "۱۴۰۵/۰۲/۱۵"}, [first, second]),
        ({"photo": "perhaps", "channel": "drum", "reporters": "many"}, [first, second]),
    ):
        page = client.get(INBOX, query).content.decode()
        assert rows(page) == fitting, query
        assert next(iter(query.values())) in page
    page = client.get(INBOX, {"from": "soon"}).content.decode()
    assert rows(page) == [first, second]
    assert 'role="alert"' in page, "an unreadable day is said to be one"


def test_a_filter_in_force_can_be_taken_away_and_kept(town: Town) -> None:
    make.referred()
    client = signed_in("clerk")
    page = client.get(INBOX, {"channel": "web", "photo": "no"}).content.decode()
    assert f'href="{INBOX}?photo=no"' in page
    assert keep(client, filters="photo=no&channel=web")["Location"] == f"{INBOX}?channel=web&photo=no"


# ── saved views ─────────────────────────────────────────────────────────────────────────────────────────────────────


def keep(client: Any, name: str = "فوری‌ها", filters: str = "state=in_hand&topic=CIV-01") -> Any:
    return client.post("/desk/views/", {"name": name, "filters": filters})


def press(client: Any, view: SavedView, deed: str, **said: str) -> Any:
    return client.post(f"/desk/views/{view.pk}/{deed}/", said)


def test_what_is_filtered_can_be_kept_renamed_and_given_up(town: Town) -> None:
    client = signed_in("clerk")
    answer = keep(client, filters="topic=CIV-01&state=in_hand&page=3&evil=1")
    assert answer["Location"] == "/desk/inbox/?state=in_hand&topic=CIV-01", "always in one order, and nothing else"
    view = SavedView.objects.get()
    page = client.get(answer["Location"]).content.decode()
    assert "فوری‌ها" in page
    assert "Save this as a view named" not in page
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
    assert client.get(INBOX)["Location"] == "/desk/inbox/?colour=red"
    page = client.get("/desk/inbox/?all=1")
    assert page.status_code == 200
    assert "/desk/inbox/?all=1" in page.content.decode()
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
