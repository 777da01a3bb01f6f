"""One box: codes, words in any spelling, places, topics, people; and nobody finds what they may not see."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from peygir.cases import search_entries
from peygir.cases.actions import open_file, write_search_entry
from peygir.cases.models import Case, Report, SearchEntry
from peygir.cases.queries import Filters, inbox, search
from peygir.cases.rules import visibility_of
from peygir.cases.searching import FIRST, MOST
from peygir.city import queries as city
from peygir.city.models import City, Landmark
from peygir.core.persian import fa_digits
from peygir.people.rules import Actor, may_see
from tests import make
from tests.browsers import signed_in
from tests.drain import drain
from tests.town import PHONES, SOUTH, WEST, Town

pytestmark = pytest.mark.usefixtures("town_clock")
STAIN = "لکه‌گیری آسفالت جلوی نانوایی سنگکی"


def codes_found(actor: Actor, town: Town, text: str) -> list[str]:
    """The codes that a search gives, in its order."""
    return [line.code for line in search(actor, town.city_id, text).lines]


@pytest.mark.parametrize("search_text", ["لکه گیری", "لکه‌گیری", "لکهگیری", "لكه گيري", "نانوایی  لکهگیری", "سنگکییی"])
def test_words_in_any_spelling(town: Town, search_text: str) -> None:
    code = make.referred(text=STAIN)
    make.referred(text="چیز دیگری است")
    assert codes_found(town.clerk, town, search_text) == [code]
    assert codes_found(town.supervisor, town, search_text) == [code]
    assert [line.code for line in inbox(town.clerk, town.city_id, Filters(text=search_text)).cases] == [code]


@pytest.mark.parametrize("search_text", ["ارم", "منطقه یک", "چاله خیابان", "pothole", "پلاک ۷", "بلوار چمران پلاک 7"])
def test_place_topic_and_address(town: Town, search_text: str) -> None:
    code = make.referred(text="خراب است", address="بلوار چمران، پلاک ۷")
    make.referred(topic="CLN-01", district="2", text="پر است", address="کوی زهرا، پلاک ۷۷")
    assert codes_found(town.supervisor, town, search_text) == [code]


def test_a_landmark_near_by(town: Town) -> None:
    for lat, name, aliases in ((SOUTH + 0.005, "دروازه گلگشت", ["سردر کهنه"]), (SOUTH + 0.0195, "فلکه دور", [])):
        Landmark.objects.create(
            city_id=town.city_id,
            code=name,
            name_fa=name,
            name_en="",
            aliases=aliases,
            kind="square",
            lat=lat,
            lon=WEST + 0.0105,
            valid_from=date(2026, 1, 1),
        )
    City.objects.filter(pk=town.city_id).update(load_number=F("load_number") + 1)
    city.forget()
    search_entries._landmarks.cache_clear()
    code = make.referred(text="خراب است")
    assert codes_found(town.clerk, town, "دروازهٔ گلگشت") == codes_found(town.clerk, town, "سردر") == [code]
    assert codes_found(town.clerk, town, "فلکه دور") == []
    search_entries._landmarks.cache_clear()


def test_a_code_in_any_digits_and_the_code_of_a_report_that_joined(town: Town) -> None:
    first, second = make.referred(text=STAIN), make.report(phone=PHONES[1]).code
    drain()
    make.command(second, "merge", town.clerk, into=first, note="یکی است")
    for text in (first, fa_digits(first), f"{first[:2]} {first[2:5]}-{first[5:]}"):
        assert codes_found(town.clerk, town, text) == [first]
    # The report lives on in the other case; the case that it opened is still there, merged.
    assert codes_found(town.clerk, town, second) == [first, second]
    assert codes_found(town.clerk_two, town, first) == []


def test_open_before_ended_and_the_newest_first(town: Town, town_clock: Any) -> None:
    codes = []
    for _ in range(4):
        codes.append(make.referred(text=STAIN))
        town_clock.forward(minutes=5)
    make.command(codes[2], "withdraw", town.operator, note="پس گرفت")
    make.command(codes[0], "accept", town.clerk)
    assert codes_found(town.clerk, town, "نانوایی") == [codes[3], codes[1], codes[0], codes[2]]


def test_more_than_a_page_is_said(town: Town) -> None:
    Report.objects.filter(code=make.referred(text=STAIN)).get()
    sample = Case.objects.get()
    for number in range(1, MOST + 1):
        copy = Case(**{f.attname: getattr(sample, f.attname) for f in Case._meta.concrete_fields})
        copy.pk, copy.code = sample.pk + number, f"x{number:09d}"
        copy.save(force_insert=True)
        SearchEntry.objects.create(case=copy, words=sample.search_entry.words)
    for most in (FIRST, MOST):
        result = search(town.clerk, town.city_id, "نانوایی", most=most)
        assert len(result.lines) == most
        assert result.has_more
        assert result.lines[0].pk == sample.pk + MOST
    client = signed_in("clerk")
    first = client.get("/desk/search/", {"q": "نانوایی"}).content.decode()
    everything = client.get("/desk/search/", {"q": "نانوایی", "all": "1"}).content.decode()
    assert [first.count("row-link"), everything.count("row-link")] == [FIRST, MOST]
    assert ["نمایش موارد بیشتر" in page for page in (first, everything)] == [True, False]


def test_a_search_finds_exactly_what_the_row_rules_allow(town: Town) -> None:
    make.referred(text=STAIN)
    make.referred(topic="CLN-01", text=STAIN)
    make.referred(topic="CNF-01", district="", phone=None, text=STAIN)
    make.referred(topic="CND-01", district="", text=STAIN, about_unit_code="D-01")
    make.report(district="2", text=STAIN)
    drain()
    everything = list(Case.objects.all())
    assert len(everything) == 5
    for name, actor in town.actors.items():
        allowed = {case.code for case in everything if may_see(actor, visibility_of(case))}
        assert set(codes_found(actor, town, "نانوایی")) == allowed, name
        for case in everything:
            assert codes_found(actor, town, case.code) == ([case.code] if case.code in allowed else []), name


def test_a_report_that_joins_adds_its_words_and_a_merge_moves_them(town: Town) -> None:
    first, second = make.referred(text=STAIN), make.referred(text="فرونشست بزرگ کنار مدرسه", phone=PHONES[1])
    make.command(second, "merge", town.clerk, into=first, note="یکی است")
    assert codes_found(town.clerk, town, "مدرسه") == [first]
    make.command(second, "split", town.clerk, note="دو تاست")
    drain()
    assert codes_found(town.clerk, town, "مدرسه") == [second]
    assert codes_found(town.clerk, town, "نانوایی") == [first]


def test_another_topic_is_found_by_its_name(town: Town) -> None:
    code = make.referred(text="خراب")
    assert codes_found(town.supervisor, town, "فرونشست معبر") == []
    make.command(code, "topic", town.clerk, topic_id=town.topics["CIV-09"])
    drain(twice=True)
    assert codes_found(town.supervisor, town, "فرونشست معبر") == [code]
    assert codes_found(town.supervisor, town, "چاله خیابان") == []


def test_words_that_are_erased_are_found_no_more(town: Town) -> None:
    code = make.referred(text=STAIN)
    Report.objects.filter(code=code).update(text="")
    with open_file(code=code) as case:
        write_search_entry(case)
    assert codes_found(town.clerk, town, "نانوایی") == []
    assert codes_found(town.clerk, town, "چاله") == [code], "the city's own names stay"


@pytest.mark.parametrize("nothing", ["", "؟", "   ", "%", "_", "\\", "'", "\x00"])
def test_nothing_finds_nothing(town: Town, nothing: str) -> None:
    make.referred(text=STAIN)
    assert codes_found(town.supervisor, town, nothing) == []


def test_signs_of_the_database_are_words_like_others(town: Town) -> None:
    make.referred(text=STAIN)
    assert len(codes_found(town.supervisor, town, "نان%")) == len(codes_found(town.supervisor, town, "نانوایی")) == 1


# ── people ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_reporter_is_found_by_name_by_those_who_call_back(town: Town) -> None:
    code = make.referred(text="خراب", name="علی رضائی")
    make.referred(text="خراب", name="مریم کریمی", phone=PHONES[1])
    for actor in (town.clerk, town.operator, town.manager):
        assert codes_found(actor, town, "رضايی علی") == [code]
    for actor in (town.council, town.inspector, town.deputy, town.mayor, town.clerk_two, town.inspectorate):
        assert codes_found(actor, town, "رضایی") == []


def test_a_colleague_is_found_by_name_among_open_cases(town: Town) -> None:
    code = make.in_hand(text="خراب")
    make.in_hand(by=town.clerk_b, text="خراب", phone=PHONES[1])
    other = codes_found(town.manager, town, "Clerk_B")
    assert other
    assert set(codes_found(town.manager, town, "clerk")) == {*other, code}


# ── cost ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def statements(seen: CaptureQueriesContext) -> int:
    """How many there were, without the look whether the city was loaded anew: that is due every five seconds."""
    return sum("load_number" not in query["sql"] for query in seen.captured_queries)


def test_a_search_takes_few_statements_however_much_it_finds(town: Town) -> None:
    make.referred(text=STAIN)
    search(town.clerk, town.city_id, "نانوایی")
    with CaptureQueriesContext(connection) as queries_of_one:
        search(town.clerk, town.city_id, "نانوایی")
    for number in range(3):
        make.referred(text=STAIN, phone=PHONES[number])
    with CaptureQueriesContext(connection) as more:
        search(town.clerk, town.city_id, "نانوایی")
    assert statements(queries_of_one) <= statements(more) <= 8  # one step more for what is not rare


def test_every_case_that_was_read_has_a_card(town: Town) -> None:
    make.referred()
    make.report(district="2")
    assert SearchEntry.objects.count() == 1
    drain()
    assert SearchEntry.objects.count() == Case.objects.count() == 2
