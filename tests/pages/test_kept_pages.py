"""Public pages of marks come from memory until what they show changes, and nothing of a visitor is kept in them."""

import re
from datetime import date
from typing import Any, Final

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from peygir.city import queries as city
from peygir.city.actions import rename_unit
from peygir.core import clock
from peygir.outlook.scoring import actions, queries
from peygir.outlook.scoring.models import ScoredMonth
from peygir.web.public.kept_pages import LONGEST, KeptPage, PageCache
from tests import make
from tests.committee import decide_appeal
from tests.drain import drain
from tests.juries import agreed_season, published
from tests.mark_pages import body, mark_text, signed_in
from tests.outlook.scoring.whole_marks import content
from tests.scores import TIR, LivedMonth, close, decide_scheme, live_khordad
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
TOKEN: Final = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
PATHS: Final = (
    "/marks/",
    "/marks/1405-03/",
    "/marks/1405-03/?version=1",
    "/marks/1405-03/D-01/",
    "/marks/of/D-01/",
    "/marks/method/?unit=D-01",
    "/marks/changes/",
    "/comparisons/",
    "/comparisons/1405-03/?in=solved",
    "/ranking/",
)


@pytest.fixture
def lived(town: Town, town_clock: TownClock) -> LivedMonth:
    """The cases of Khordad, for which a scheme was decided."""
    decide_scheme(town)
    return live_khordad(town, town_clock)


@pytest.fixture
def month(town: Town, lived: LivedMonth) -> ScoredMonth:
    """Khordad, closed."""
    return close(town)


def stranger(language: str = "en") -> Client:
    """A browser that was never here."""
    return Client(headers={"Accept-Language": language}, enforce_csrf_checks=True)


def statements(client: Client, path: str) -> tuple[list[str], Any]:
    """What a request asks the database, and its answer."""
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
    assert answer.status_code == 200, path
    return [query["sql"] for query in captured.captured_queries], answer


def test_a_page_is_made_once_and_then_costs_one_statement(town: Town, month: ScoredMonth) -> None:
    for path in PATHS:
        made, first = statements(stranger(), path)
        kept, second = statements(stranger(), path)
        assert len(made) > 1, path
        assert len(kept) == 1, path
        assert "event_head" in kept[0]
        assert TOKEN.sub("", first.content.decode()) == TOKEN.sub("", second.content.decode()), path


def test_a_restatement_shows_at_once(town: Town, lived: LivedMonth, month: ScoredMonth) -> None:
    unit_id, paths = town.units["D-01"], ("/marks/", "/marks/1405-03/", "/marks/1405-03/D-01/", "/marks/of/D-01/")
    before = queries.mark_of_unit(month.pk, unit_id)
    visitor = stranger()
    tags = {path: visitor.get(path).headers["ETag"] for path in (*paths, "/marks/changes/", "/comparisons/1405-03/")}
    for path, tag in tags.items():
        assert visitor.get(path, headers={"If-None-Match": tag}).status_code == 304, path
    case_id = make.case(lived.never).pk
    row = actions.appeal(month.pk, unit_id, "solved", case_id=case_id, reason="تعطیل بود", by=town.manager)
    made = visitor.get("/marks/", headers={"If-None-Match": tags["/marks/"]})
    assert made.status_code == 200, "an appeal counts from the day it is made"
    decide_appeal(town, row.pk)
    drain(twice=True)
    after = queries.mark_of_unit(month.pk, unit_id)
    assert before is not None
    assert after is not None
    assert after.mark != before.mark
    for path in paths:
        page = body(visitor.get(path, headers={"If-None-Match": tags[path]}))
        assert mark_text(after.mark) in page, path
    for path in ("/marks/changes/", "/comparisons/1405-03/"):
        assert visitor.get(path, headers={"If-None-Match": tags[path]}).status_code == 200, path
    assert mark_text(before.mark) in body(visitor.get("/marks/1405-03/?version=1"))


def test_a_closing_a_decided_scheme_and_a_decided_ranking_show_at_once(
    town: Town, town_clock: TownClock, lived: LivedMonth
) -> None:
    visitor = stranger()
    assert "1405-03" not in body(visitor.get("/marks/"))
    assert body(visitor.get("/comparisons/"))
    close(town)
    assert "1405-03/D-01/" in body(visitor.get("/marks/"))
    assert "the whole mark" in body(visitor.get("/comparisons/")).lower()


def test_a_decided_scheme_shows_at_once(town: Town) -> None:
    visitor = stranger()
    empty = body(visitor.get("/marks/method/"))
    scheme = actions.propose_scheme(town.city_id, TIR, content(), by=town.admin)
    assert "Solved" not in body(visitor.get("/marks/method/")) + empty
    actions.decide_scheme(scheme.pk, is_agreed=True, by=town.mayor)
    assert "Solved" in body(visitor.get("/marks/method/"))


def test_a_decided_ranking_shows_at_once(town: Town, town_clock: TownClock) -> None:
    visitor = stranger()
    decide_scheme(town)
    assert "Ranking of spring 1405" not in body(visitor.get("/ranking/"))
    season_id = agreed_season(town)
    assert "Ranking of spring 1405" in body(visitor.get("/ranking/"))
    live_khordad(town, town_clock)
    close(town)
    drain()
    path = reverse("ranking_season", args=[season_id])
    before = visitor.get(path)
    published(town, season_id, town.units["D-02"], town.units["D-01"])
    after = visitor.get(path, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert "پاسخ‌های روشن" in body(after)


def test_a_new_name_of_a_unit_shows_with_the_day_on_which_it_holds(
    town: Town, town_clock: TownClock, month: ScoredMonth
) -> None:
    visitor, path = stranger(), "/marks/1405-03/"
    assert "Renamed district" not in body(visitor.get(path))
    tomorrow = date.fromordinal(city.day_of(town.city_id, clock.now()).toordinal() + 1)
    rename_unit(
        town.city_id, "D-01", name_fa="منطقهٔ نو", name_en="Renamed district", since=tomorrow, by=str(town.admin)
    )
    city.forget()
    assert "Renamed district" not in body(visitor.get(path))
    town_clock.forward(days=1)
    city.forget()
    assert "Renamed district" in body(visitor.get(path))


def test_forms_have_the_token_of_who_reads_the_page(town: Town, month: ScoredMonth) -> None:
    visitor, neighbour = stranger(), stranger()
    first, second = visitor.get("/marks/"), neighbour.get("/marks/")
    tokens = set(TOKEN.findall(second.content.decode()))
    assert len(tokens) == 1
    assert tokens.isdisjoint(TOKEN.findall(first.content.decode()))
    assert first.cookies["csrftoken"].value not in second.content.decode()
    path, (token,) = reverse("set_language"), tokens
    form = {"csrfmiddlewaretoken": token, "language": "fa", "next": "/marks/"}
    assert visitor.post(path, form).status_code == 403, "the token of another visitor"
    assert neighbour.post(path, form).status_code == 302
    assert 'lang="fa"' in neighbour.get("/marks/").content.decode()
    assert 'lang="en"' in visitor.get("/marks/").content.decode()


def test_a_browser_that_has_the_page_and_its_cookie_gets_304(town: Town, month: ScoredMonth) -> None:
    visitor = stranger()
    first = visitor.get("/marks/")
    tag = first.headers["ETag"]
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert "Cookie" in first.headers["Vary"]
    answer = visitor.get("/marks/", headers={"If-None-Match": f"W/{tag}"})
    assert (answer.status_code, answer.content) == (304, b"")
    assert visitor.get("/marks/", headers={"If-None-Match": '"x"'}).status_code == 200
    lost = stranger().get("/marks/", headers={"If-None-Match": tag})
    assert lost.status_code == 200, "without the cookie its forms would be refused"


def test_nothing_of_who_is_signed_in_is_kept_or_taken_from_memory(town: Town, month: ScoredMonth) -> None:
    staff = signed_in("manager")
    own = staff.get("/marks/")
    assert reverse("staff_account") in body(own)
    assert "ETag" not in own.headers
    visitor = stranger()
    page = visitor.get("/marks/")
    assert reverse("staff_account") not in body(page)
    again = staff.get("/marks/", headers={"If-None-Match": page.headers["ETag"]})
    assert reverse("staff_account") in body(again)
    citizen = stranger()
    citizen.cookies["peygir_citizen"] = "whatever"
    assert "ETag" not in citizen.get("/marks/").headers


def test_a_message_is_for_one_visitor_alone(town: Town, month: ScoredMonth) -> None:
    told = stranger()
    told.cookies["messages"] = "anything"
    assert "ETag" not in told.get("/marks/").headers
    assert "ETag" in stranger().get("/marks/").headers


def test_language_and_theme_have_pages_of_their_own(town: Town, month: ScoredMonth) -> None:
    assert 'lang="en"' in stranger().get("/marks/").content.decode()
    assert 'lang="fa"' in stranger("fa").get("/marks/").content.decode()
    dark, odd = stranger(), stranger()
    dark.cookies["peygir_theme"], odd.cookies["peygir_theme"] = "dark", "<odd>"
    assert 'data-theme="dark"' in dark.get("/marks/").content.decode()
    for visitor in (stranger(), odd):
        assert "data-theme" not in visitor.get("/marks/").content.decode()


def test_addresses_that_nobody_links_to_fill_no_memory(town: Town, month: ScoredMonth) -> None:
    for path in ("/marks/?x=1", "/marks/?version=1", f"/comparisons/?in={'x' * LONGEST}"):
        answer = stranger().get(path)
        assert (answer.status_code, "ETag" in answer.headers) == (200, False), path
    assert stranger().get("/marks/1405-03/?version=9").status_code == 404


def test_what_was_asked_for_longest_ago_goes_first() -> None:
    stamp = (date(2026, 7, 7), (1, b"", date(2026, 7, 7)), b"one")
    page = KeptPage(stamp, (b"x" * 40,), b"", "text/html")
    cache = PageCache(100)
    first_key, second_key, third_key = ((path, "fa", "") for path in ("/1", "/2", "/3"))
    cache.keep(first_key, page)
    cache.keep(second_key, page)
    cache.keep(second_key, page)
    assert cache.get(first_key, stamp) is page
    cache.keep(third_key, page)
    assert [cache.get(key, stamp) is page for key in (first_key, second_key, third_key)] == [True, False, True]
    assert cache.get(first_key, (*stamp[:2], b"other")) is None
    cache.forget()
    assert cache.get(third_key, stamp) is None
