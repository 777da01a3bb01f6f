"""Following a case or a neighbourhood: begun, proven, told, not too often, and ended."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from peygir.cases.models import Case
from peygir.core import clock
from peygir.desks.answers import links, queries
from peygir.desks.answers.actions import (
    FollowingHasEnded,
    FollowsTooMuch,
    MailIsNotValid,
    NothingToFollow,
    end_following,
    follow,
    give_verdict,
    prove_following,
    tell_followers,
)
from peygir.desks.answers.models import Following, Message
from peygir.desks.answers.rules import MOST_A_DAY, MOST_FOLLOWED
from peygir.journey.clock import next_due_at, tick
from peygir.people.rules import ANONYMOUS
from tests import make
from tests.drain import deliver_again, drain, picture
from tests.fakes import FakeMailbox
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
MAIL = "narges@example.ir"


def finished(code: str, town: Town) -> None:
    """The unit finishes the work."""
    make.command(code, "finish", town.clerk, note="پر شد", form="آسفالت")


def test_news_of_a_case_by_sms_with_a_way_out(town: Town, box: FakeMailbox) -> None:
    code = make.in_hand()
    following = follow(town.city_id, code=code, phone=PHONES[5])
    assert follow(town.city_id, code=code, phone=PHONES[5]) == following, "asking twice is asking once"
    finished(code, town)
    jobs = drain(twice=True)
    (sent,) = box.short(PHONES[5])
    assert "کار انجام شد" in sent.text
    assert links.following_link(following) in sent.text
    assert f"/t/{code}/" in sent.text
    deliver_again(jobs)
    end_following(following)
    end_following(following)
    make.command(code, "reopen", town.operator, note="درست نشده")
    drain()
    assert len(box.short(PHONES[5])) == 1


def test_a_mail_address_is_told_nothing_before_it_is_proven(town: Town, box: FakeMailbox) -> None:
    code = make.in_hand()
    following = follow(town.city_id, code=code, email=MAIL, language="en")
    drain()
    (asked,) = box.letters(MAIL)
    assert links.following_link(following) in asked.text
    assert "confirm" in asked.text
    finished(code, town)
    drain()
    assert len(box.letters(MAIL)) == 1
    assert queries.followings_of(MAIL) == []
    prove_following(following)
    before = picture()
    prove_following(following)
    assert picture() == before
    make.command(code, "reopen", town.operator, note="درست نشده")
    drain()
    assert "it is open again" in box.letters(MAIL)[-1].text
    assert [one.pk for one in queries.followings_of(MAIL)] == [following]


def test_what_cannot_be_followed(town: Town) -> None:
    for code, area in (("0512345678", ""), ("", "99-99"), ("", "1"), ("", "")):
        with make.refused(NothingToFollow):
            follow(town.city_id, code=code, area_code=area, phone=PHONES[5])
    secret = make.report("CNF-01", text="رشوه").code
    with make.refused(NothingToFollow):
        follow(town.city_id, code=secret, phone=PHONES[5])
    for wrong in ("", "x", "a b@c.ir", "a@b\nc.ir"):
        with make.refused(MailIsNotValid):
            follow(town.city_id, area_code="01-01", email=wrong)
    assert not Following.objects.exists()


def test_nobody_follows_everything(town: Town) -> None:
    codes = [make.report(phone=phone).code for phone in PHONES[: MOST_FOLLOWED + 1]]
    for code in codes[:-1]:
        last = follow(town.city_id, code=code, phone=PHONES[50])
    with make.refused(FollowsTooMuch):
        follow(town.city_id, code=codes[-1], phone=PHONES[50])
    end_following(last)
    follow(town.city_id, code=codes[-1], phone=PHONES[50])


def test_a_case_that_became_secret_is_told_to_nobody(town: Town, box: FakeMailbox) -> None:
    code = make.in_hand()
    follow(town.city_id, code=code, phone=PHONES[5])
    Case.objects.filter(code=code).update(is_confidential=True)
    tell_followers(make.case(code).pk, make.case(code).event_count)
    assert not Message.objects.filter(kind="followed").exists()


def test_more_than_enough_for_a_day_waits_for_the_evening(town: Town, box: FakeMailbox, town_clock: TownClock) -> None:
    codes = [make.in_hand(phone=phone) for phone in PHONES[: MOST_A_DAY + 2]]
    for code in codes:
        follow(town.city_id, code=code, phone=PHONES[50])
    for code in codes:
        finished(code, town)
    drain(twice=True)
    assert len(box.short(PHONES[50])) == MOST_A_DAY
    evening = queries.next_evening_at()
    assert evening is not None
    assert evening == make.moment("2026-05-03T18:00:00+03:30")
    assert next_due_at() is not None
    town_clock.moment = evening
    assert tick(clock.now()) >= 2
    drain()
    assert len(box.short(PHONES[50])) == MOST_A_DAY + 1
    last = box.short(PHONES[50])[-1].text
    assert last.count("انجام شد") == 2
    assert queries.next_evening_at() is None
    town_clock.forward(hours=7)
    make.command(codes[0], "reopen", town.operator, note="درست نشده")
    drain()
    assert "دوباره باز شد" in box.short(PHONES[50])[-1].text, "a new day, new messages"


def test_a_neighbourhood_is_told_once_a_day_and_only_news(town: Town, box: FakeMailbox, town_clock: TownClock) -> None:
    following = follow(town.city_id, area_code="01-01", phone=PHONES[5])
    first = queries.next_evening_at()
    assert first == make.moment("2026-05-03T18:00:00+03:30")
    make.done(phone=PHONES[1])
    make.referred(phone=PHONES[2], district="2")
    code = make.done(phone=PHONES[3])
    give_verdict(make.report_row(code).pk, is_fixed=True, reason="", channel="web", by=ANONYMOUS)
    drain()
    assert box.short(PHONES[5]) == []
    town_clock.moment = first
    tick(clock.now())
    tick(clock.now())
    drain()
    (sent,) = box.short(PHONES[5])
    assert "ارم: ۲ گزارش تازه، ۱ مشکل برطرف‌شده" in sent.text
    assert links.following_link(following) in sent.text
    second = queries.next_evening_at()
    assert second == first + timedelta(days=1)
    town_clock.moment = second
    assert tick(clock.now()) >= 1
    drain()
    assert len(box.short(PHONES[5])) == 1, "nothing new, nothing said"


def test_two_areas_are_one_message(town: Town, box: FakeMailbox, town_clock: TownClock) -> None:
    follow(town.city_id, area_code="01-01", phone=PHONES[5])
    follow(town.city_id, area_code="02-01", phone=PHONES[5])
    make.report(phone=PHONES[1])
    make.report(phone=PHONES[2], district="2")
    make.report("CNF-01", phone=PHONES[2], district="2", text="رشوه")
    drain()
    town_clock.forward(hours=9)
    tick(clock.now())
    drain()
    (sent,) = box.short(PHONES[5])
    assert "ارم: ۱ گزارش" in sent.text
    assert "سروستان: ۱ گزارش" in sent.text


def test_a_following_is_of_one_thing_and_once(town: Town) -> None:
    follow(town.city_id, area_code="01-01", phone=PHONES[5])
    row = Following.objects.get()
    for change in ({"pk": None}, {"pk": None, "area_code": ""}, {"pk": None, "channel": "fax", "address": "x"}):
        for name, value in change.items():
            setattr(row, name, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)


def test_a_link_of_a_following(town: Town) -> None:
    following = follow(town.city_id, area_code="01-01", phone=PHONES[5])
    token = links.following_token(following)
    assert links.following_id_of(token) == following
    for forged in ("", "x", token + "a", links.token_of(following)):
        with pytest.raises(links.LinkIsNotOurs):
            links.following_id_of(forged)
    end_following(following)
    with make.refused(FollowingHasEnded):
        prove_following(following)
