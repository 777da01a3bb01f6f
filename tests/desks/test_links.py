"""Signed links end 90 days after they were made; whose link has ended reads how to get another."""

from urllib.parse import urlsplit

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from peygir.desks.answers import links
from peygir.desks.answers.actions import follow, prove_following
from peygir.desks.answers.models import Message
from tests import make
from tests.drain import drain
from tests.fakes import FakeMailbox
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")

MAIL = "a@example.ir"


def old_token(number: int, salt: str) -> str:
    """A token as it was made before tokens had a time."""
    return signing.Signer(salt=salt).sign(links._base36(number))


def test_a_report_link_is_good_for_ninety_days(town: Town, town_clock: TownClock) -> None:
    report_id = make.report_row(make.done()).pk
    token = links.token_of(report_id)
    town_clock.forward(days=90, minutes=-1)
    assert links.report_id_of(token) == report_id
    town_clock.forward(minutes=1)
    with pytest.raises(links.LinkHasExpired):
        links.report_id_of(token)
    assert links.report_id_of(links.token_of(report_id)) == report_id, "the next message carries a new one"


@pytest.mark.parametrize(("language", "link_text"), [("fa", "زمان آن گذشته است"), ("en", "good for 90 days")])
def test_an_expired_link_says_how_to_get_another_and_takes_no_answer(
    town: Town, town_clock: TownClock, language: str, link_text: str
) -> None:
    code, client = make.done(), Client(headers={"Accept-Language": language})
    path = reverse("verdict", args=[links.token_of(make.report_row(code).pk)])
    town_clock.forward(days=91)
    for answer in (client.get(path), client.post(path, {"answer": "yes"})):
        page = answer.content.decode()
        assert answer.status_code == 410
        assert link_text in page
        assert reverse("me") in page
        assert reverse("track") in page
    assert make.case(code).state == "done"


def test_an_expired_following_neither_shows_nor_proves(town: Town, town_clock: TownClock) -> None:
    following_id, client = follow(town.city_id, area_code="01-01", email=MAIL), Client()
    path = reverse("following", args=[links.following_token(following_id)])
    town_clock.forward(days=91)
    answer = client.post(path, {"wish": "yes"})
    assert (answer.status_code, MAIL in answer.content.decode()) == (410, False)
    assert reverse("follow_area") in answer.content.decode()


def test_who_follows_by_mail_gets_a_new_link_by_asking_again(
    town: Town, box: FakeMailbox, town_clock: TownClock
) -> None:
    following_id = follow(town.city_id, area_code="01-01", email=MAIL)
    prove_following(following_id)
    town_clock.forward(days=91)
    assert follow(town.city_id, area_code="01-01", email=MAIL) == following_id
    drain()
    assert links.following_link(following_id) in box.letters(MAIL)[-1].text


def test_links_of_before_they_had_a_time_do_not_live_for_ever(town: Town, town_clock: TownClock) -> None:
    report_id = make.report_row(make.done()).pk
    following_id = follow(town.city_id, area_code="01-01", phone=PHONES[0])
    report, following = (
        old_token(report_id, "peygir.answers.report"),
        old_token(following_id, "peygir.answers.following"),
    )
    town_clock.forward(days=89)
    assert (links.report_id_of(report), links.following_id_of(following)) == (report_id, following_id)
    town_clock.forward(days=1)
    with pytest.raises(links.LinkHasExpired):
        links.report_id_of(report)
    with pytest.raises(links.FollowingLinkHasExpired):
        links.following_id_of(following)
    with pytest.raises(links.FollowingLinkHasExpired):
        links.following_id_of(old_token(10**9, "peygir.answers.following"))


def test_nobody_makes_an_old_link_of_a_new_one_or_a_younger_one(town: Town, town_clock: TownClock) -> None:
    token = links.token_of(make.report_row(make.report().code).pk)
    value, _, signature = token.partition(":")
    number, made, letter = value.split("-")
    later = links._base36(int(made, 36) + 1)
    for forged in (
        f"{number}:{signature}",
        f"{number}-{later}-{letter}:{signature}",
        f"{number}-{made}-m:{signature}",
        f"{number}-{made}:{signature}",
        f"{value}:{signature[:-1]}",
        f"{value}:",
    ):
        with pytest.raises(links.LinkIsNotOurs):
            links.report_id_of(forged)


def test_a_link_says_by_which_channel_it_was_sent_and_is_short(town: Town) -> None:
    code = make.done(email=MAIL)
    sent = {one.channel: one.body for one in Message.objects.filter(kind="done")}
    report_id = make.report_row(code).pk
    for channel in ("sms", "mail"):
        path = next(urlsplit(word).path for word in sent[channel].split() if "/v/" in word)
        token = path.split("/")[2]
        assert links.read_report_token(token) == links.ReportLink(report_id, channel)
        assert len(token) <= len(old_token(report_id, "peygir.answers.report"))
