"""The pages of alarms: the list, an alarm with its series and cases, the verdict, and the notice that leads there."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from peygir.core import clock
from peygir.desks.answers.models import Notice
from peygir.outlook.insight import actions
from peygir.outlook.insight.models import Alarm, AlarmCase, AlarmVerdict
from peygir.people.models import Staff
from tests.drain import drain
from tests.markup import packed
from tests.outbreaks import live_weeks
from tests.town import Town

pytestmark = pytest.mark.usefixtures("town_clock")
ALARMS = reverse("alarms")


@pytest.fixture
def alarm(town: Town) -> Alarm:
    """Potholes in district 1, three times as many as expected, of which people were told."""
    live_weeks(town, planted={("CIV-01", "1"): 3.0})
    actions.examine_due_weeks(town.city_id, clock.now())
    drain()
    return Alarm.objects.get()


def browser_of(username: str, language: str = "en") -> Client:
    """A browser in a language, in which somebody is signed in."""
    client = Client(headers={"Accept-Language": language})
    client.force_login(Staff.objects.get(username=username))
    return client


def read(client: Client, path: str, status: int = 200) -> str:
    """A page's markup."""
    answer = client.get(path)
    assert answer.status_code == status
    return packed(answer.content.decode())


def test_before_the_first_alarm_it_says_so(town: Town) -> None:
    assert "No alarm waits for an answer" in read(browser_of("supervisor"), ALARMS)
    assert "eight weeks of cases are needed" in read(browser_of("supervisor"), ALARMS)
    actions.examine_due_weeks(town.city_id, clock.now())
    assert "The last week that was examined began on" in read(browser_of("supervisor"), ALARMS)
    assert "No alarm is answered yet" in read(browser_of("supervisor"), f"{ALARMS}?state=answered")


def test_the_list_says_what_where_and_how_much_more(town: Town, alarm: Alarm) -> None:
    page = reverse("alarm", args=[alarm.pk])
    for name in ("manager", "deputy", "supervisor", "admin", "mayor", "inspectorate"):
        opened = read(browser_of(name), ALARMS)
        assert page in opened, name
        assert "reports of “pothole” in District 1 were" in opened
        assert f": {alarm.observed} instead of" in opened
    assert "هشدارها" in read(browser_of("manager", "fa"), ALARMS)
    assert "برابر انتظار بود" in read(browser_of("manager", "fa"), ALARMS)
    for name in ("clerk", "operator", "council", "inspector"):
        assert browser_of(name).get(ALARMS).status_code == 403, name


def test_an_alarm_has_its_series_map_and_cases(town: Town, alarm: Alarm) -> None:
    page = reverse("alarm", args=[alarm.pk])
    opened = read(browser_of("manager"), page)
    assert "Week by week" in opened
    assert "Where the cases are" in opened
    assert "EARS C2" in opened
    assert "The last half year" in opened
    assert "What to do" in opened
    assert "Other methods that agree" in opened
    assert opened.count('href="/desk/case/') == 30, "one page of them"
    assert 'rel="next"' in opened
    count = AlarmCase.objects.count()
    last = read(browser_of("manager"), f"{page}?page=99")
    assert last.count('href="/desk/case/') == (count - 1) % 30 + 1
    Staff.objects.filter(username="manager").update(unit_id=town.units["D-02"])
    assert browser_of("manager").get(page).status_code == 404, "of another unit, it is not even there"
    assert browser_of("manager").get(reverse("alarm", args=[0])).status_code == 404


def test_was_it_real_is_answered_once_on_the_page(town: Town, alarm: Alarm) -> None:
    page, manager = reverse("alarm", args=[alarm.pk]), browser_of("manager")
    for wrong, sentence in (
        ({}, "Please choose whether it was real."),
        ({"answer": "perhaps"}, "Please choose whether it was real."),
        ({"answer": "real", "known": "yesterday"}, "yesterday"),
        ({"answer": "real", "known": "2031-01-01"}, "between a year before the alarm and today"),
    ):
        answer = manager.post(page, wrong)
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
    assert not AlarmVerdict.objects.exists()
    day = (clock.now() - timedelta(days=1)).date()
    answer = manager.post(page, {"answer": "real", "known": day.isoformat()})
    assert answer.headers["Location"] == ALARMS
    assert AlarmVerdict.objects.get().known_on == day
    assert manager.post(page, {"answer": "not_real"}).status_code == 409
    opened = read(manager, page)
    assert 'name="answer"' not in opened
    assert "Yes, it was real" in opened
    assert page not in read(manager, ALARMS)
    answered = read(manager, f"{ALARMS}?state=answered")
    assert page in answered
    assert "1 of 1" in answered
    assert "How good the alarms were" in answered
    assert browser_of("clerk").post(page, {"answer": "real"}).status_code == 403


def test_a_notice_says_it_and_leads_there(town: Town, alarm: Alarm) -> None:
    manager = browser_of("manager")
    opened = read(manager, reverse("notices"))
    assert "More reports than expected" in opened
    assert "reports of “pothole” in District 1 were" in opened
    notice = Notice.objects.get(staff_id=town.staff["manager"])
    answer = manager.post(reverse("notice_open", args=[notice.pk]))
    assert answer.headers["Location"] == reverse("alarm", args=[alarm.pk])
    notice.refresh_from_db()
    assert notice.seen_at is not None
    strange = Notice.objects.get(staff_id=town.staff["supervisor"])
    answer = manager.post(reverse("notice_open", args=[strange.pk]))
    assert answer.headers["Location"] == reverse("notices"), "one of somebody else says nothing"


def test_who_plans_for_its_owner_makes_a_problem_of_it(town: Town, alarm: Alarm) -> None:
    page, making = reverse("alarm", args=[alarm.pk]), f"{reverse('plan_problem_new')}?alarm={alarm.pk}"
    assert f'href="{making}"' in read(browser_of("manager"), page)
    assert "pothole" in read(browser_of("manager"), making).lower()
    for name in ("supervisor", "inspectorate"):
        assert "Make a problem of it" not in read(browser_of(name), page), name
