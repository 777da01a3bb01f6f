"""What a citizen's erasure, by time or at request, leaves of them in the honours: numbers that belong to nobody."""

import pytest

from peygir.history.queries import verify
from peygir.journey.retention.copies import data_of
from peygir.journey.retention.own_erasure import carry_out
from peygir.journey.retention.requests import ask_for_data
from peygir.outlook.honours.models import HonourCandidate, HonourConsent, HonourEdition, VettingFlag
from peygir.people import retention_queries as kept
from peygir.people.privacy_rules import Wish
from tests.honoured import agree, candidates_of, decide, frozen_edition
from tests.retained import decide_all, marked_case, night
from tests.tokens import places_of
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")
MARK = "زنبق"


def candidate(town: Town, citizen_id: int) -> HonourCandidate:
    """A candidate of an edition, with words about them in the vetting file and in the decision."""
    edition_id = frozen_edition(town)
    row = HonourCandidate.objects.create(edition_id=edition_id, citizen_id=citizen_id, place=1, score=3.0, parts={})
    HonourEdition.objects.filter(pk=edition_id).update(state="counted")
    VettingFlag.objects.create(
        candidate=row, kind="interest", note=f"همسایهٔ {MARK}", by="system", at=HonourEdition.objects.get().made_at
    )
    agree(row)
    decide(row)
    HonourCandidate.objects.filter(pk=row.pk).update(reason=f"کار {MARK} خوب بود")
    return candidates_of(edition_id)[0]


def test_the_nightly_erasure_reaches_the_honours(town: Town, town_clock: TownClock) -> None:
    marked = marked_case(town, PHONES[1], MARK)
    row = candidate(town, marked.citizen.pk)
    decide_all(town)
    night(town_clock, days=70)
    row.refresh_from_db()
    assert (row.citizen_id, row.decision, row.score) == (None, "honoured", 3.0)
    assert not HonourConsent.objects.exists()
    assert places_of([MARK]) == []
    assert verify().breaks == []


def test_a_citizens_own_request_reaches_the_honours(town: Town, town_clock: TownClock) -> None:
    marked = marked_case(town, PHONES[1], MARK)
    row = candidate(town, marked.citizen.pk)
    ids = [marked.citizen.pk]
    number = ask_for_data(town.city_id, Wish.ERASURE, phone=PHONES[1], citizen_ids=ids, session="s1", language="fa")
    town_clock.forward(days=2)
    carry_out(number)
    row.refresh_from_db()
    assert row.citizen_id is None
    assert places_of([MARK]) == []


def test_a_copy_shows_what_the_honours_hold(town: Town, town_clock: TownClock) -> None:
    marked = marked_case(town, PHONES[1], MARK)
    candidate(town, marked.citizen.pk)
    ids = [marked.citizen.pk]
    number = ask_for_data(town.city_id, Wish.EXPORT, phone=PHONES[1], citizen_ids=ids, session="s1", language="fa")
    request = kept.privacy_request(number)
    assert request is not None
    data = data_of(request, ids, [], {}, now=town_clock())
    honours = data["honours"]
    assert isinstance(honours, list)
    assert [row["honour"] for row in honours] == ["named", "honoured"]
    assert MARK in honours[1]["reason"]
