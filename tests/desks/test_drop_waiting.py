"""Who holds a key of the drop box hears once a day that boxes wait, nobody else does, and nobody hears of today's."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from peygir.core import clock
from peygir.core.persian import fa_digits
from peygir.desks.answers.models import Message, Notice
from peygir.desks.dropbox.actions import close_box, end_drop_key, receive_message
from peygir.desks.dropbox.models import DropKey
from peygir.desks.dropbox.waiting import count_overdue, waiting_boxes
from peygir.journey.drop_waiting import tell_key_holders
from peygir.journey.night import duties
from peygir.people.models import Staff
from tests.desks.test_drop_box import TEXT, answer, dropped_report
from tests.dropped import held_key
from tests.town import Town, TownClock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_city", "town_clock")]


def night(town: Town, town_clock: TownClock, *, days: int = 1) -> int:
    """Three in the night of a later day."""
    morning = town_clock.forward(days=days)
    return tell_key_holders(town.city_id, morning - timedelta(hours=6))


def notices() -> list[tuple[str, bool]]:
    """Who has a notice of the drop box, and whether it is new."""
    rows = Notice.objects.filter(file="dropkey").order_by("staff__username", "pk")
    return [(row.staff.username, row.seen_at is None) for row in rows]


def mails() -> list[Message]:
    return list(Message.objects.filter(kind="drop_waiting").order_by("pk"))


def signed_in(username: str) -> Client:
    client = Client(headers={"accept-language": "fa"})
    client.force_login(Staff.objects.get(username=username))
    return client


def test_holders_hear_of_whole_days_once_a_day(town: Town, town_clock: TownClock) -> None:
    Staff.objects.filter(pk=town.inspectorate.id).update(email="holder@city.example")
    held_key(town)
    dropped_report(town)
    dropped_report(town)
    assert tell_key_holders(town.city_id, clock.now()) == 0, "of today's nobody hears"
    assert night(town, town_clock) == 1
    assert tell_key_holders(town.city_id, clock.now()) == 0
    assert notices() == [("inspectorate", True)]
    [mail] = mails()
    assert (mail.address, mail.channel, mail.case_id, mail.report_id) == ("holder@city.example", "mail", None, None)
    words, _, link = mail.body.partition("http")
    assert link.endswith("/desk/drop/")
    assert not any(sign.isdigit() for sign in f"{mail.subject}{words}"), "no number goes by mail"
    page = signed_in("inspectorate").get("/desk/notices/").content.decode()
    assert f"منتظر پاسخ: {fa_digits('2')}" in page
    # The next day: the same row, new again.
    Notice.objects.update(seen_at=clock.now())
    assert night(town, town_clock) == 1
    assert notices() == [("inspectorate", True)]
    assert len(mails()) == 2


def test_nobody_else_hears(town: Town, town_clock: TownClock) -> None:
    """Neither the mayor's desk of the inspectorate's boxes, nor a colleague without a key, nor who confirmed it."""
    held_key(town)
    held_key(town, town.mayor, confirmer=town.inspectorate)
    dropped_report(town)
    night(town, town_clock)
    assert notices() == [("inspectorate", True)]
    dropped_report(town, receiver="mayor")
    night(town, town_clock)
    assert notices() == [("inspectorate", True), ("mayor", True)]
    page = signed_in("mayor").get("/desk/notices/").content.decode()
    assert f"منتظر پاسخ: {fa_digits('1')}" in page
    assert Message.objects.filter(kind="drop_waiting").count() == 0, "nobody has an address"


def test_no_notice_without_a_key_a_role_or_an_open_box(town: Town, town_clock: TownClock) -> None:
    key = held_key(town)
    keys, box = dropped_report(town)
    night(town, town_clock)
    answer(town, keys, box, key, "کدام روز؟")
    assert night(town, town_clock) == 0
    assert notices() == [("inspectorate", False)], "nothing waits, so nothing is new"
    Notice.objects.all().delete()
    dropped_report(town)
    end_drop_key(key.id, "lost", by=town.inspectorate)
    assert night(town, town_clock) == 0
    held_key(town)
    Staff.objects.filter(pk=town.inspectorate.id).update(role="clerk", unit_id=town.units["D-01"])
    assert night(town, town_clock, days=3) == 0
    assert notices() == []


def test_nothing_comes_on_days_off(town: Town, town_clock: TownClock) -> None:
    """The town is closed on Thursday and Friday; its clock begins on a Sunday."""
    held_key(town)
    dropped_report(town)
    assert [night(town, town_clock) for _day in range(7)] == [1, 1, 1, 0, 0, 1, 1]


def test_a_closed_box_waits_for_nobody_and_days_are_working_days(town: Town, town_clock: TownClock) -> None:
    held_key(town)
    _, box = dropped_report(town)
    today = town_clock().date()
    assert count_overdue(town.city_id, days=5, today=today + timedelta(days=7)) == 0, "the fifth working day"
    assert count_overdue(town.city_id, days=5, today=today + timedelta(days=8)) == 1
    assert waiting_boxes(town.city_id, before=today) == {}
    assert waiting_boxes(town.city_id, before=today + timedelta(days=1))["inspectorate"].since == today
    close_box(box.pk, by=town.inspectorate)
    assert count_overdue(town.city_id, days=5, today=today + timedelta(days=8)) == 0


def test_a_further_message_of_the_citizen_resets_nothing(town: Town, town_clock: TownClock) -> None:
    key = held_key(town)
    keys, box = dropped_report(town)
    first = town_clock().date()
    for _ in range(2):
        town_clock.forward(days=4)
        receive_message(town.city_id, keys, text=f"{TEXT} دوباره", files=[])
    today = town_clock().date()
    assert waiting_boxes(town.city_id, before=today)["inspectorate"].since == first, "also with one of today"
    assert count_overdue(town.city_id, days=5, today=today) == 1
    answer(town, keys, box, key, "کدام روز؟")
    receive_message(town.city_id, keys, text=f"{TEXT} باز هم", files=[])
    assert waiting_boxes(town.city_id, before=today + timedelta(days=1))["inspectorate"].since == today
    assert count_overdue(town.city_id, days=5, today=today) == 0


def test_a_notice_of_a_key_that_ended_is_no_longer_new(town: Town, town_clock: TownClock) -> None:
    key = held_key(town)
    dropped_report(town)
    night(town, town_clock)
    end_drop_key(key.id, "lost", by=town.inspectorate)
    assert night(town, town_clock) == 0
    assert notices() == [("inspectorate", False)]
    held_key(town)
    assert night(town, town_clock) == 1
    assert notices() == [("inspectorate", False), ("inspectorate", True)]


def test_the_mayors_desk_counts_what_waits_too_long_and_no_other_desk(
    town: Town, town_clock: TownClock, settings: Any
) -> None:
    held_key(town)
    dropped_report(town)
    town_clock.forward(days=7)
    sentence = "روز کاری منتظر پاسخ"
    assert sentence not in signed_in("mayor").get("/desk/city/").content.decode()
    town_clock.forward(days=1)
    assert sentence in signed_in("mayor").get("/desk/city/").content.decode()
    assert sentence not in signed_in("deputy").get("/desk/city/").content.decode()
    settings.DROP_BOX_DAYS = 6
    assert sentence not in signed_in("mayor").get("/desk/city/").content.decode()


def test_the_night_tells_them(town: Town, town_clock: TownClock) -> None:
    held_key(town)
    dropped_report(town)
    act = dict(duties(town_clock.forward(days=1)))["tell_key_holders"]
    assert act() == [1]
    assert DropKey.objects.count() == 1
    client = signed_in("inspectorate")
    notice = Notice.objects.get(file="dropkey")
    assert client.post(f"/desk/notices/{notice.pk}/")["Location"] == "/desk/drop/"
    assert notices() == [("inspectorate", False)]
