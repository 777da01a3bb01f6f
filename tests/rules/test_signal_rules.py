"""When a signal about evidence is given, at the edges of each rule, and what a rule of evidence finds missing."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peygir.cases.owned_pictures import OwnedPicture
from peygir.core.typed_fields import AnswerIsNoNumber, AnswerIsUnknown, FormField, checked_answers
from peygir.desks.fieldwork import signal_rules as rules
from peygir.desks.fieldwork.evidence_needs import BroughtFacts, EvidenceNeeds, lacks_of

NOW = datetime(2026, 5, 1, 8, tzinfo=UTC)
PLACE = rules.Point(29.6, 52.5)


def kinds(found: list[rules.SignalFound]) -> list[str]:
    return [str(one.kind) for one in found]


def test_a_photo_without_anything_unusual_gives_nothing() -> None:
    photo = rules.LookedAtPhoto(opened_at=NOW, is_after=True, taken_at=NOW, at=PLACE, place=PLACE, tags="whole")
    assert rules.about_photo(photo) == []


@pytest.mark.parametrize(("metres", "most", "is_far"), [(290, None, False), (310, None, True), (60, 50, True)])
def test_far_is_counted_from_the_rule_or_the_usual_distance(metres: int, most: int | None, is_far: bool) -> None:
    at = rules.Point(PLACE.lat + metres / 111_195, PLACE.lon)
    photo = rules.LookedAtPhoto(opened_at=NOW, is_after=True, at=at, place=PLACE, tags="whole", most_metres=most)
    assert kinds(rules.about_photo(photo)) == (["far"] if is_far else [])


def other(at: datetime, case_id: int = 2, *, is_before: bool = False) -> OwnedPicture:
    return OwnedPicture("a", "b", "work", 9, case_id, at, is_before)


def test_a_copy_is_what_came_before_and_differs_nowhere() -> None:
    def kinds_of(difference: float, at: datetime = NOW, **given: object) -> list[str]:
        compared = [rules.ComparedPicture(other(at, **given), 4, difference)]  # type: ignore[arg-type]
        return kinds(rules.about_copies(1, came_at=NOW, is_after=True, compared=compared))

    assert kinds_of(20) == ["same_file"]
    assert kinds_of(60) == [], "the same hash, and another picture"
    assert kinds_of(20, NOW + timedelta(seconds=1)) == [], "it came later"
    assert kinds_of(20, case_id=1, is_before=True) == ["no_change"]
    earlier = NOW - timedelta(days=1)
    assert kinds_of(20, earlier, case_id=1) == ["same_file"], "sent again after the case was reopened"
    assert kinds_of(20, case_id=1) == [], "it came with it"


@given(st.lists(st.integers(0, 3600), min_size=1, max_size=30))
def test_many_results_are_counted_within_ten_minutes(seconds: list[int]) -> None:
    moments = [NOW + timedelta(seconds=second) for second in sorted(seconds)]
    within = sum(moments[-1] - one <= rules.MANY_WITHIN for one in moments)
    assert bool(rules.about_pace(moments[-1], moments)) == (within >= rules.MANY)


def test_nobody_travels_faster_than_a_car_on_a_motorway() -> None:
    def kinds_of(kilometres: float, minutes: float) -> list[str]:
        far = rules.TakenAt(NOW, rules.Point(PLACE.lat + kilometres / 111.195, PLACE.lon), 2)
        own = rules.TakenAt(NOW + timedelta(minutes=minutes), PLACE, 1)
        return kinds(rules.about_travel(own, [far]))

    assert kinds_of(10, 6) == []
    assert kinds_of(10, 4) == ["nowhere"]
    assert kinds_of(0.9, 0) == [], "positions of phones are not that sure"
    assert kinds_of(400, 150) == [], "too long ago to say anything"


def test_place_and_time_are_asked_of_a_photo_alone() -> None:
    needs = EvidenceNeeds(most_metres=50, time=True)
    assert lacks_of(needs, BroughtFacts(False, False, False), since=NOW, now=NOW) == []
    lacks = lacks_of(needs, BroughtFacts(False, True, False), since=NOW, now=NOW)
    assert [(str(lack.part), lack.is_wrong) for lack in lacks] == [("place", False), ("time", False)]
    wrong = BroughtFacts(False, True, False, metres=51, taken_at=NOW - timedelta(seconds=1))
    assert [lack.is_wrong for lack in lacks_of(needs, wrong, since=NOW, now=NOW)] == [True, True]
    nowhere = BroughtFacts(False, True, False, taken_at=NOW, has_place=False)
    assert lacks_of(needs, nowhere, since=NOW, now=NOW) == []


def test_answers_are_of_their_type() -> None:
    fields = [FormField("n", "ن", "N", "number"), FormField("c", "پ", "C", "choice", choices=("الف", "ب"))]
    assert checked_answers(fields, {"n": "۱٬۲۰۰٫۵", "c": "ب", "other": "x"}) == {"n": "1200.5", "c": "ب"}
    for text in ("nan", "inf", "1e99", "twelve"):
        with pytest.raises(AnswerIsNoNumber):
            checked_answers(fields, {"n": text})
    with pytest.raises(AnswerIsUnknown):
        checked_answers(fields, {"c": "پ"})
