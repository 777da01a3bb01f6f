"""A petition that nobody looks at: late after five working days, open by itself after ten, and masked until a look."""

from datetime import date

import pytest

from peygir.core import clock
from peygir.core.personal import MASK
from peygir.desks.answers.models import Notice
from peygir.history.queries import timeline, verify
from peygir.journey.clock import next_due_at, tick
from peygir.outlook.panel import actions, petition_queries
from peygir.outlook.panel.models import Petition, PetitionKey, PetitionSignature
from tests import make
from tests.drain import drain
from tests.mark_pages import body
from tests.panel_browsers import office, page
from tests.panelled import at_work, secretary
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
TEXT = "پارک محله شب‌ها تاریک است. نگهبان مریم است و شب‌ها می‌ترسد."


def petition_of(term_id: int) -> Petition:
    """A petition that waits for a look."""
    return Petition.objects.get(pk=actions.make_petition(term_id, PHONES[60], title="روشنایی پارک ارم", text=TEXT))


def ticked_at_next(row: Petition, town_clock: TownClock) -> None:
    """The clock at the moment at which it looks after the petition again."""
    row.refresh_from_db()
    assert row.review_next_at is not None
    assert next_due_at() == row.review_next_at
    town_clock.moment = row.review_next_at
    tick(town_clock())
    drain()
    row.refresh_from_db()


def test_a_petition_that_nobody_looks_at_is_late_and_then_opens(town: Town, town_clock: TownClock) -> None:
    term_id = at_work(town, town_clock)
    secretary()
    row = petition_of(term_id)
    # Friday 8 May 2026: five working days (no Thursday, no Friday) end on Wednesday 13 May, ten on Wednesday 20 May.
    assert row.review_due_at is not None
    assert row.review_due_at.date() == date(2026, 5, 13)
    assert "1 petitions wait for a look, 0 of them" in page("/panel/petitions/", "en")
    ticked_at_next(row, town_clock)
    assert row.state == "review"
    assert {"panel_office"} <= set(Notice.objects.filter(file="petition").values_list("staff__username", flat=True))
    assert "1 petitions wait for a look, 1 of them" in page("/panel/", "en")
    desk = office()
    assert "کسی به‌موقع به یک درخواست نگاه نکرده" in body(desk.get("/desk/notices/"))
    assert "دیر" in body(desk.get("/desk/panel/"))
    assert "پس از همین اندازه روز کاری دیگر" in body(desk.get("/desk/panel/petitions/"))
    assert not Notice.objects.filter(file="petition", staff__username="panel_office", seen_at=None).exists()
    ticked_at_next(row, town_clock)
    assert (row.state, row.opened_by_clock, row.looked_at, row.unit_id) == ("open", True, None, town.units["M"])
    assert clock.now().date() == date(2026, 5, 20)
    assert [event.kind for event in timeline("petition", row.pk)] == [
        "petition_made",
        "petition_review_late",
        "petition_opened_by_clock",
    ]
    shown = page(f"/panel/petitions/{row.pk}/")
    assert MASK in shown
    assert "مریم" not in shown, "nobody has looked: words that may be a person's are masked"
    assert "1 opened by themselves" in page("/panel/petitions/", "en")
    assert actions.sign_petition(row.pk, PHONES[61]), "the author's signature was the first"
    assert PetitionSignature.objects.filter(petition=row).count() == 2
    actions.open_petition(row.pk, unit_id=town.units["D-01"], by=secretary())
    row.refresh_from_db()
    assert (row.unit_id, row.looked_at is not None) == (town.units["D-01"], True)
    assert "مریم" in page(f"/panel/petitions/{row.pk}/")
    with make.refused(actions.PetitionWasLookedAt):
        actions.refuse_petition(row.pk, reason="personal", by=secretary())
    assert actions.follow_reviews(town_clock()) == 0
    assert verify().breaks == []


def test_what_opened_by_itself_is_taken_down_for_two_reasons_alone(town: Town, town_clock: TownClock) -> None:
    row = petition_of(at_work(town, town_clock))
    for _step in range(2):
        ticked_at_next(row, town_clock)
    assert row.opened_by_clock
    for reason in ("", "not_city", "same", "unknown"):
        with make.refused(actions.PetitionRefusalHasNoReason):
            actions.refuse_petition(row.pk, reason=reason, by=secretary())
    actions.refuse_petition(row.pk, reason="personal", by=secretary())
    assert petition_queries.petition(town.city_id, row.pk) is None
    assert not PetitionSignature.objects.exists()
    assert not PetitionKey.objects.exists()
    assert petition_queries.count_reviews(town.city_id, town_clock()).opened == 1, "that it had opened stays told"


def test_a_petition_from_before_the_promise_gets_its_days(town: Town, town_clock: TownClock) -> None:
    row = petition_of(at_work(town, town_clock))
    Petition.objects.filter(pk=row.pk).update(review_due_at=None, review_next_at=None)
    tick(town_clock())
    row.refresh_from_db()
    assert row.review_due_at is not None
    assert (row.review_due_at.date(), row.review_next_at, row.state) == (date(2026, 5, 13), row.review_due_at, "review")


def test_a_look_in_time_leaves_nothing_to_the_clock(town: Town, town_clock: TownClock) -> None:
    row = petition_of(at_work(town, town_clock))
    actions.open_petition(row.pk, unit_id=town.units["D-01"], by=secretary())
    town_clock.forward(days=20)
    tick(town_clock())
    row.refresh_from_db()
    assert (row.state, row.opened_by_clock, row.review_next_at) == ("open", False, None)
    assert "مریم" in page(f"/panel/petitions/{row.pk}/")
