"""The citizen's public pages: home and its figures, a case's page, charter, help; and what they keep to themselves."""

import re
from datetime import time
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from peygir.city import queries as city
from peygir.city.actions import set_hours
from peygir.city.queries import agency as agency_of
from peygir.core.persian import fa_digits
from peygir.desks.intake.publishing.queries import shown_words
from peygir.desks.intake.queries import pictures_of
from peygir.journey.commands import show_to_everybody
from peygir.people.models import Staff
from peygir.web.kit.current_city import today
from peygir.web.public.metrics import figures
from peygir.web.public.rights import promised
from tests import make
from tests.browsers import page, proven
from tests.town import PHONES, Town, TownClock, point_in

pytestmark = pytest.mark.usefixtures("town_clock")
SECRET = "این را تنها کارکنان ببینند"


@pytest.fixture
def client(town: Town) -> Client:
    return Client(headers={"Accept-Language": "fa"})


# ── home ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_home_tells_what_is_near(client: Client) -> None:
    near_code, there = make.referred(text=f"{make.POTHOLE} {SECRET}"), make.done(phone=PHONES[1])
    far = make.referred("CLN-01", district="3")
    whole = page(client, "home")
    assert all(f"/t/{code}/" in whole for code in (near_code, there, far))
    assert SECRET not in whole
    near = page(client, "home", area="01-01")
    assert "در ارم" in near
    assert f"/t/{far}/" not in near
    assert f"/t/{near_code}/" in near
    lat, lon = point_in("1")
    assert "در ارم" in page(client, "home", lat=lat, lon=lon)
    assert "بیرون از شهر" in page(client, "home", lat="0", lon="0")
    for wrong in ({"area": "x"}, {"lat": "x", "lon": "y"}, {"lat": "nan", "lon": "1"}):
        page(client, "home", **wrong)


def test_a_topic_group_is_found_by_its_name_in_every_language(client: Client, town: Town) -> None:
    text = page(client, "report")
    names = city.group_names(city.topics(town.city_id)[0])
    assert all(names.in_language(language) for language in ("fa", "en"))
    assert f'data-topic-group="{names.in_language("fa")} {names.in_language("en")}"' in text


def test_home_says_when_its_figures_were_counted_and_keeps_them(
    client: Client, settings: Any, town_clock: TownClock
) -> None:
    assert "هنوز کمتر از آن است" in page(client, "figures")
    home = page(client, "home")
    assert reverse("figures") in home
    assert "figures-told" not in home
    settings.FIGURES_SECONDS = 600
    first = figures()
    town_clock.forward(minutes=3)
    make.referred()
    town_clock.forward(minutes=3)
    assert figures() == first
    settings.FIGURES_SECONDS = 0
    assert figures().opened == first.opened + 1


# ── the case's page ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_case_page_shows_answer_place_and_link_but_no_person(client: Client) -> None:
    code = make.done(
        text=f"{make.POTHOLE} {SECRET}", name="مریم", lat=29.604321, lon=52.506789, address="کوچهٔ ۷ پلاک ۹"
    )
    make.report(phone=PHONES[1], join_code=code, text=SECRET)
    page_text = page(client, "public_case", code)
    for shown in ("چاله پر شد.", "ارم", "بیش از یک شهروند", f"/t/{code}/", "<svg", 'data-lat="29.604"'):
        assert shown in page_text, shown
    for private in (SECRET, "مریم", PHONES[0], "29.6043", "پلاک ۹"):
        assert private not in page_text, private


def test_a_case_with_an_agency_names_it_and_its_phone(client: Client, town: Town) -> None:
    code = make.referred()
    make.command(code, "refer_out", town.operator, agency_id=town.agencies["A-gas"], note="لوله زیر چاله است")
    shown = page(client, "public_case", code)
    agency = agency_of(town.agencies["A-gas"])
    assert agency is not None
    assert agency.name_fa in shown
    assert fa_digits(agency.phone) in shown


def test_photos_come_to_the_page_by_approval_alone(client: Client, town: Town) -> None:
    code = make.in_hand(photos_raw=[make.photo()])
    photo = pictures_of(make.case(code).pk)[0].id
    address = reverse("public_photo", args=[code, "report", 1, "full"])
    assert client.get(address).status_code == 404
    assert address not in page(client, "public_case", code)
    show_to_everybody(code, "report", number=photo, is_shown=True, by=town.clerk)
    assert address in page(client, "public_case", code)
    answer: Any = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert answer.getvalue().startswith(b"\xff\xd8")
    other = make.referred(phone=PHONES[3], district="2")
    assert client.get(reverse("public_photo", args=[other, "report", 1, "full"])).status_code == 404
    assert client.get(reverse("public_photo", args=[code, "work", 1, "full"])).status_code == 404
    show_to_everybody(code, "report", number=photo, is_shown=False, by=town.clerk)
    assert client.get(address).status_code == 404


def test_a_complaint_has_a_story_and_nothing_else(client: Client) -> None:
    code = make.referred(about_unit_code="D-02", may_publish=True)
    told = page(client, "public_case", code)
    assert "data-map" not in told
    assert make.POTHOLE not in told


# ── the desk ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def clerk(client: Client) -> Client:
    client.force_login(Staff.objects.get(username="clerk"))
    return client


def test_a_clerk_shows_and_takes_back_by_a_press(live_town: Town, town_clock: TownClock) -> None:
    clerk = Client(headers={"Accept-Language": "fa"})
    clerk.force_login(Staff.objects.get(username="clerk"))
    code = make.in_hand(photos_raw=[make.photo()], may_publish=True, text="آقای رضایی گفت نمی‌شود")
    photo, row = pictures_of(make.case(code).pk)[0].id, make.report_row(code)
    before = page(clerk, "case", code)
    assert "در نوشته پیدا شد: نام یک شخص" in before
    for kind, number in (("report", photo), ("words", row.pk)):
        address = reverse("case_publish", args=[code, kind, number])
        assert address in before
        assert clerk.post(address, {"show": "yes"}).status_code == 302
    assert pictures_of(make.case(code).pk)[0].is_public
    assert shown_words(make.case(code).pk) == ["••• گفت نمی‌شود"]
    assert clerk.post(reverse("case_publish", args=[code, "words", row.pk]), {"show": "no"}).status_code == 302
    assert shown_words(make.case(code).pk) == []
    assert clerk.post(reverse("case_publish", args=[code, "nothing", 1]), {"show": "yes"}).status_code == 404
    assert clerk.post(reverse("case_publish", args=[code, "report", 10**12]), {"show": "yes"}).status_code == 404


def test_a_personal_answer_comes_back_with_what_was_typed(live_town: Town) -> None:
    clerk = Client(headers={"Accept-Language": "fa"})
    clerk.force_login(Staff.objects.get(username="clerk"))
    code = make.in_hand()
    answer_text = "خانم احمدی با ۰۹۱۷۱۲۳۴۵۶۷ پیگیر باشند"
    said = {"note": answer_text, "form": "آسفالت ریخته شد", "version": make.case(code).version}
    answer = clerk.post(reverse("case_move", args=[code, "finish"]), said)
    assert answer.status_code == 422
    told = answer.content.decode()
    assert "شمارهٔ تلفن و نام یک شخص" in told
    assert answer_text in told
    assert make.case(code).state == "in_hand"


# ── my reports ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_author_takes_words_back_and_nobody_elses(client: Client) -> None:
    code = make.referred(may_publish=True)
    other = make.referred(may_publish=True, phone=PHONES[1], district="2")
    proven(client, PHONES[0])
    assert reverse("me_words", args=[code]) in page(client, "me_reports")
    assert client.post(reverse("me_words", args=[other])).status_code == 404
    for _ in range(2):
        assert client.post(reverse("me_words", args=[code])).status_code == 302
    assert shown_words(make.case(code).pk) == []
    assert shown_words(make.case(other).pk) == [make.POTHOLE]
    assert "پس گرفته‌اید" in page(client, "me_reports")


def test_the_report_form_asks_and_does_not_assume(client: Client) -> None:
    lat, lon = point_in("1")
    form = {"key": "b" * 32, "lat": lat, "lon": lon, "topic": "CIV-01", "text": make.POTHOLE, "heard": "1"}
    for number, (more, shown) in enumerate((({}, []), ({"may_publish": "on"}, [make.POTHOLE]))):
        answer = client.post(reverse("report"), {**form, **more, "key": f"{number}" * 32})
        assert answer.status_code == 302, answer.content.decode()
        found = re.search(r"/report/done/(\d{10})/", answer["Location"])
        assert found
        assert shown_words(make.case(found[1]).pk) == shown


# ── charter and help ────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_charter_says_the_hours_in_force(client: Client, town: Town) -> None:
    rows = {row.group_code: [(line.topic.code, line.ack, line.finish) for line in row.topics] for row in promised()}
    # EXT promises nothing itself.
    assert set(rows) == {"CLN", "CIV", "GRN", "CND", "CNF"}
    assert rows["CIV"] == [("CIV-01", "۸ ساعت اداری", "۳ روز کاری"), ("CIV-09", "۱ ساعت", "۶ ساعت")]
    page_text = page(client, "rights")
    assert "۴ ساعت اداری" in page_text
    assert 'data-topic="چاله خیابان pothole' in page_text
    assert "۳۰ روز کاری" in page_text
    assert "تا ۷ روز" in page_text
    assert "۱۹۴" in page_text


def test_the_charter_says_the_office_hours_that_were_decided(client: Client, town: Town) -> None:
    set_hours(town.city_id, unit="", opens=time(9), closes=time(13, 45), week_off=None, since=today(), by="staff:1")
    told = page(client, "rights")
    assert "۰۹:۰۰ تا ۱۳:۴۵" in told


def test_help_speaks_to_those_who_cannot_phone(client: Client) -> None:
    told = page(client, "ways")
    for language in ("ar", "prs", "azb", "en"):
        assert f'lang="{language}"' in told


@pytest.mark.parametrize("name", ["home", "map", "rights", "figures", "ways"])
def test_in_english_too(town: Town, name: str) -> None:
    told = Client(headers={"Accept-Language": "en"}).get(reverse(name)).content.decode()
    assert 'lang="en"' in told
