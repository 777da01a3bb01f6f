"""Before a report is taken: the same told by others, planned works, collection days; with and without a script."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from peygir.cases.models import Case, Report
from peygir.city.actions import plan_work
from peygir.city.local_knowledge_facts import CollectionFacts
from peygir.core import clock
from peygir.web.kit.known_before_report import _collection
from tests import make
from tests.drain import drain
from tests.town import PHONES, Town, TownClock, point_in

pytestmark = pytest.mark.usefixtures("town_clock")

LAT, LON = point_in("1")
FORM = {
    "key": "a" * 32,
    "lat": str(LAT),
    "lon": str(LON),
    "topic": "CIV-01",
    "text": make.POTHOLE,
    "phone": PHONES[5],
}
SECRET = "این را تنها کارکنان ببینند"


@pytest.fixture
def client(town: Town) -> Client:
    return Client(headers={"Accept-Language": "fa"})


def sent(client: Client, **changed: Any) -> Any:
    return client.post(reverse("report"), {**FORM, **changed})


def known_page(client: Client, **changed: Any) -> str:
    return str(client.post(reverse("report_known"), {**FORM, **changed}).content.decode())


def test_the_same_of_others_is_shown_without_a_word_of_theirs(client: Client) -> None:
    code = make.referred(lat=LAT + 0.0002, lon=LON, text=f"{make.POTHOLE} {SECRET}", name="مریم", phone=PHONES[1])
    page = known_page(client)
    assert "یکی از همین‌هاست؟" in page
    assert f'value="{code}"' in page
    assert "همین نزدیکی" in page
    assert 'name="heard"' in page
    for private in (SECRET, "مریم", PHONES[1]):
        assert private not in page
    assert known_page(client, lat=str(LAT + 0.01)).strip() == ""
    assert known_page(client, topic="CNF-01").strip() == ""
    assert known_page(client, lat="x", lon="").strip() == ""


def test_without_a_script_it_is_asked_once_and_the_words_stay(client: Client) -> None:
    code = make.referred(lat=LAT, lon=LON, phone=PHONES[1])
    page = sent(client)
    assert page.status_code == 200
    assert "یکی از همین‌هاست؟" in page.content.decode()
    assert make.POTHOLE in page.content.decode()
    assert Report.objects.count() == 1
    joined = sent(client, heard="1", join=code)
    assert joined.status_code == 302
    mine = Report.objects.get(idempotency_key=f"web:{FORM['key']}")
    assert mine.case.code == code
    assert mine.code != code
    assert Case.objects.count() == 1


def test_mine_is_new(client: Client) -> None:
    make.referred(lat=LAT, lon=LON, phone=PHONES[1])
    assert sent(client, heard="1", join="").status_code == 302
    assert Case.objects.count() == 2


def test_a_script_has_asked_on_its_way(client: Client) -> None:
    make.referred(lat=LAT, lon=LON, phone=PHONES[1])
    answer = client.post(reverse("report"), FORM, headers={"HX-Request": "true"})
    assert "HX-Redirect" in answer.headers
    assert Case.objects.count() == 2


def test_nothing_known_asks_nothing(client: Client) -> None:
    assert sent(client).status_code == 302


def test_one_that_was_closed_lately_is_told_but_not_joined(client: Client) -> None:
    code = make.referred(lat=LAT, lon=LON, phone=PHONES[1])
    Case.objects.filter(code=code).update(state="closed", closed_at=clock.now(), close_kind="confirmed")
    page = known_page(client)
    assert reverse("public_case", args=[code]) in page
    assert 'name="join"' not in page
    refused = sent(client, heard="1", join=code)
    assert refused.status_code == 422


def test_a_point_outside_has_its_sentence_and_may_be_sent_all_the_same(client: Client) -> None:
    assert "بیرون از محدودهٔ شهر" in known_page(client, lat="35.7", lon="51.4")
    assert sent(client, lat="35.7", lon="51.4").status_code == 302


def test_planned_works_are_told_first_and_answer_at_once(client: Client, town: Town) -> None:
    now = clock.now()
    sentence = {"title_fa": "روکش آسفالت خیابان ارم", "text_fa": "تا پایان هفته کارگاه برپاست.", "title_en": "Paving"}
    plan_work(
        town.city_id,
        texts=sentence,
        from_at=now - timedelta(hours=1),
        to_at=now + timedelta(days=3, minutes=17),  # as no other test plans them: the cached city goes by the event
        topics=["CIV-01"],
        lat=LAT,
        lon=LON,
        radius_m=300,
        by="staff:1",
    )
    page = sent(client).content.decode()
    assert "روکش آسفالت خیابان ارم" in page
    assert "ممنون، پاسخم را گرفتم" in page
    assert not Report.objects.exists()
    assert known_page(client, topic="CLN-01").strip() == ""
    done = sent(client, heard="1")
    assert done.status_code == 302
    assert "تا پایان هفته کارگاه برپاست." in client.get(done["Location"]).content.decode()


@pytest.mark.parametrize(
    ("hour", "weekdays", "expected_text"),
    [
        # Sunday 3 May 2026 in the town.
        (9, {5, 0, 2}, "در این محله شنبه‌ها، دوشنبه‌ها و چهارشنبه‌ها از ساعت ۲۱ جمع می‌شود. نوبت بعدی دوشنبه"),
        (9, {6}, "در این محله یکشنبه‌ها از ساعت ۲۱ جمع می‌شود."),
        (22, {6}, None),
    ],
)
def test_collection_days_are_told_in_words(
    town: Town, town_clock: TownClock, hour: int, weekdays: set[int], expected_text: str | None
) -> None:
    town_clock.moment = datetime(2026, 5, 3, hour, tzinfo=UTC) - timedelta(hours=3, minutes=30)
    days = CollectionFacts(
        id=1,
        valid_from=date(2024, 1, 1),
        valid_to=None,
        neighbourhood_code="01-01",
        kind="household",
        weekdays=frozenset(weekdays),
        from_time=time(21),
    )
    with translation.override("fa"):
        notice = _collection(days)
    if expected_text is None:
        assert notice is None
    else:
        assert notice is not None
        assert expected_text in notice.words
        assert notice.is_answer


def test_every_radio_and_link_of_the_list_is_named(client: Client) -> None:
    make.referred(lat=LAT, lon=LON, phone=PHONES[1])
    page = known_page(client)
    assert re.search(r'role="radiogroup" aria-labelledby="known-title"', page)
    assert page.count("<label") == page.count('type="radio"') == 2
    drain()
