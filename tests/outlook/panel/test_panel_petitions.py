"""Petitions to their threshold, and sessions to their final minutes."""

from datetime import time, timedelta

import pytest

from peygir.cases.actions import WordsArePersonal
from peygir.core import clock
from peygir.history.queries import timeline
from peygir.journey.clock import tick
from peygir.outlook.panel import (
    actions,
    petition_queries,
    session_queries,
    year_queries,
)
from peygir.outlook.panel.models import Petition, PetitionKey, PetitionSignature
from tests import make
from tests.drain import drain
from tests.panelled import ANSWER, adopted, at_work, secretary, today
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")


def test_a_petition_reaches_its_threshold_comes_on_the_agenda_and_is_answered(
    town: Town, town_clock: TownClock
) -> None:
    term_id = at_work(town, town_clock)
    session_id = actions.plan_panel_session(
        term_id, held_on=today(town) + timedelta(days=9), begins_at=time(17), place="سرای محله", by=secretary()
    )
    text = "پارک محله شب‌ها تاریک است و بچه‌ها نمی‌توانند در آن بازی کنند."
    with make.refused(WordsArePersonal):
        actions.make_petition(term_id, PHONES[60], title="به 09171234567 زنگ بزنید", text=text)
    petition_id = actions.make_petition(term_id, PHONES[60], title="روشنایی پارک ارم", text=text)
    assert petition_queries.petition(town.city_id, petition_id) is None, "not public before it was looked at"
    with make.refused(actions.NoSuchPetition):
        actions.sign_petition(petition_id, PHONES[61])
    actions.open_petition(petition_id, unit_id=town.units["D-01"], by=secretary())
    with make.refused(actions.PetitionWasLookedAt):
        actions.refuse_petition(petition_id, reason="same", by=secretary())
    assert not actions.sign_petition(petition_id, PHONES[60]), "the author has signed"
    assert actions.sign_petition(petition_id, PHONES[61])
    assert not actions.sign_petition(petition_id, PHONES[61]), "one signature of a phone"
    assert petition_queries.has_signed(petition_id, PHONES[61])
    assert actions.unsign_petition(petition_id, PHONES[61])
    assert actions.sign_petition(petition_id, PHONES[61])
    stored = " ".join(PetitionSignature.objects.values_list("signer", flat=True))
    assert PHONES[61] not in stored
    assert Petition.objects.get().state == "open"
    assert actions.sign_petition(petition_id, PHONES[62])
    drain()
    facts = petition_queries.petition(town.city_id, petition_id)
    assert facts is not None
    assert (facts.state, facts.count, len(facts.answers)) == ("reached", 3, 1)
    session = session_queries.panel_session(town.city_id, session_id)
    assert session is not None
    assert [item.petition_id for item in session.items] == [petition_id]
    actions.answer_owed(facts.answers[0].id, text=ANSWER, by=town.manager)
    town_clock.forward(days=61)
    tick(town_clock())
    row = Petition.objects.get()
    assert (row.state, row.signatures, row.author) == ("answered", 3, "")
    assert not PetitionSignature.objects.exists()
    assert not PetitionKey.objects.exists()
    by = {event.by for event in timeline("petition", petition_id)}
    assert by == {"citizen", str(secretary()), "system", "clock"}, "the history knows nobody who signed"


def test_a_session_is_held_with_decisions_and_final_minutes(town: Town, town_clock: TownClock) -> None:
    term_id = at_work(town, town_clock)
    finding_id = adopted(term_id, town)
    held_on = today(town) + timedelta(days=3)
    session_id = actions.plan_panel_session(
        term_id, held_on=held_on, begins_at=time(17, 30), place="سرای محله", by=secretary()
    )
    actions.add_agenda_item(session_id, title="", finding_id=finding_id, by=secretary())
    actions.add_agenda_item(session_id, title="برنامهٔ ماه آینده", by=secretary())
    given = {
        "minutes": "عضو ۲ گزارش بازدید را خواند.\nدربارهٔ یافته گفت‌وگو شد.",
        "present": [1, 2, 4],
        "by": secretary(),
    }
    with make.refused(actions.DecisionIsMissing):
        actions.hold_session(session_id, **given)  # type: ignore[arg-type]
    for number in (1, 2):
        actions.decide_item(session_id, number, decision="پیگیری شود", by=secretary())
    with make.refused(actions.PanelSessionIsNotRight):
        actions.hold_session(session_id, **{**given, "present": [1, 99]})  # type: ignore[arg-type]
    actions.hold_session(session_id, **given)  # type: ignore[arg-type]
    with make.refused(actions.PanelSessionIsHeld):
        actions.add_agenda_item(session_id, title="دیگر", by=secretary())
    session = session_queries.panel_session(town.city_id, session_id)
    assert session is not None
    assert (session.state, session.present, len(session.items)) == ("held", (1, 2, 4), 2)
    now = clock.now()
    year = year_queries.panel_year(term_id, since=now - timedelta(days=30), until=now + timedelta(days=1))
    assert (year.sessions, len(year.findings), year.missing, year.seats["active"]) == (1, 1, 0, 6)
