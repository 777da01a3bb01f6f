"""The wall's figures are those of the calls, and the open page asks for the board alone."""

from datetime import timedelta

from django.urls import reverse

from peygir.centre.contacts import actions
from peygir.centre.contacts.wallboard import wallboard, wallboard_stamp
from tests.browsers import signed_in
from tests.calls import answered, over, rung
from tests.town import Town, TownClock


def test_the_board_counts_what_came(town: Town, town_clock: TownClock) -> None:
    actions.sit_at(town.city_id, "101", by=town.operator)
    midnight = town_clock() - timedelta(hours=9, minutes=30)
    over(town, town_clock, "1.1")
    rung(town, town_clock, "2.1")
    town_clock.forward(seconds=50)
    actions.end_call("2.1", at=town_clock())
    rung(town, town_clock, "3.1")
    town_clock.forward(seconds=40)
    actions.answer_call("3.1", uniqueid="3.2", extension="101", at=town_clock())
    actions.note_presence(town.city_id, "101", presence="busy", at=town_clock())
    actions.note_presence(town.city_id, "109", presence="away", at=town_clock())
    rung(town, town_clock, "4.1")
    town_clock.forward(seconds=75)
    shown_board = wallboard(town.city_id, since=midnight, now=town_clock())
    assert (shown_board.metrics.calls, shown_board.metrics.answered, shown_board.metrics.missed) == (4, 2, 1)
    assert (shown_board.share_in_time, shown_board.share_missed) == (33, 33)
    assert (shown_board.metrics.waiting, shown_board.metrics.longest_wait) == (1, 75)
    assert [(one.extension, one.presence, one.calls) for one in shown_board.places] == [("101", "busy", 2)]
    assert len(shown_board.halves) == 48
    assert [sum(half.answered for half in shown_board.halves), sum(half.missed for half in shown_board.halves)] == [
        2,
        1,
    ]
    assert shown_board.halves[-1].begins <= town_clock() < shown_board.halves[-1].begins + timedelta(minutes=30)
    page = signed_in("operator").get(reverse("centre_wall")).content.decode()
    assert "۱:۱۵" in page
    assert "۳۳٪" in page
    board = signed_in("supervisor").get(reverse("centre_wall"), headers={"X-Live": "1"}).content.decode()
    assert "<html" not in board
    assert "۱:۱۵" in board


def test_an_empty_wall_says_so(town: Town, town_clock: TownClock) -> None:
    page = signed_in("supervisor").get(reverse("centre_wall"), {"full": "1"}).content.decode()
    assert "data-full" in page
    assert "کسی پشت تلفن نیست" in page
    assert "مرکز تلفنی وصل نیست" in page
    actions.hear_line(town.city_id, is_up=True, at=town_clock())
    actions.hear_line(town.city_id, is_up=False, at=town_clock.forward(seconds=9))
    assert "خط مرکز تلفن از" in signed_in("supervisor").get(reverse("centre_wall")).content.decode()


def test_the_stamp_changes_with_what_is_shown(town: Town) -> None:
    """Without a made-up clock: the stamp looks at the last 24 hours of the database's own."""
    from peygir.core import clock

    seen = [wallboard_stamp(town.city_id)]
    assert wallboard_stamp(town.city_id) == seen[0]
    for deed in (
        lambda: actions.sit_at(town.city_id, "101", by=town.operator),
        lambda: actions.ring_call(town.city_id, "1.1", at=clock.now(), caller="09170000007"),
        lambda: actions.note_presence(town.city_id, "101", presence="ringing", at=clock.now()),
        lambda: actions.answer_call("1.1", uniqueid="1.2", extension="101", at=clock.now()),
        lambda: actions.end_call("1.1", at=clock.now()),
        lambda: actions.hear_line(town.city_id, is_up=True, at=clock.now()),
    ):
        deed()
        seen.append(wallboard_stamp(town.city_id))
        assert len(set(seen)) == len(seen)


def test_a_call_that_is_answered_waits_no_longer(town: Town, town_clock: TownClock) -> None:
    answered(town, town_clock)
    found = wallboard(town.city_id, since=town_clock() - timedelta(hours=1), now=town_clock())
    assert (found.metrics.waiting, found.waiting_since, found.share_in_time) == (0, None, 100)
