"""Reviews: drawn by seed and quota, scored by the form in force, read and answered by the operator alone."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peygir.centre.contacts.models import Contact
from peygir.centre.quality import actions
from peygir.centre.quality.models import Score
from peygir.centre.quality.queries import form_in_force, lessons, own_reviews, review, samples, to_score
from peygir.centre.quality.rules import draw, fits, is_form, share
from peygir.history.queries import timeline, verify
from peygir.journey.reviews import draw_reviews
from peygir.people.actions import NotYourWork, add_staff
from peygir.people.rules import SYSTEM, Actor
from tests.town import MORNING, Town, TownClock

TODAY = MORNING.date()
QUESTIONS = (("خوش‌رو بود", "Was friendly", 5), ("بازخوانی کرد", "", 2))
CONTACTS = st.lists(st.tuples(st.integers(1, 10**6), st.integers(1, 9)), unique_by=lambda pair: pair[0])


@given(CONTACTS, st.integers(1, 5), st.integers(0, 10**6))
def test_a_draw_is_fair_to_everybody_and_can_be_repeated(contacts: list[tuple[int, int]], each: int, seed: int) -> None:
    drawn, of = draw(contacts, each=each, seed=seed), dict(contacts)
    assert drawn == draw(reversed(contacts), each=each, seed=seed)
    for operator in set(of.values()):
        own = [contact for contact in drawn if of[contact] == operator]
        assert len(own) == len(set(own)) == min(each, list(of.values()).count(operator))
    if contacts:
        gone = contacts[0][1]
        left = [pair for pair in contacts if pair[1] != gone]
        assert draw(left, each=each, seed=seed) == [one for one in drawn if of[one] != gone], "others stay as they were"


def test_another_seed_draws_others() -> None:
    many = [(number, 1) for number in range(1000)]
    assert draw(many, each=5, seed=1) != draw(many, each=5, seed=2)


def test_marks() -> None:
    assert share({1: 5, 2: None, 3: 1}, {1: 5, 2: 9, 3: 3}) == 75
    assert share({1: None}, {1: 5}) is None
    assert fits({1: 5, 2: None}, {1: 5, 2: 1})
    assert not fits({1: 6}, {1: 5})
    assert not fits({1: 5}, {1: 5, 2: 1})
    assert is_form([("a", 1)])
    assert not is_form([])
    assert not is_form([("a", 0)])
    assert not is_form([(" ", 3)])


@pytest.fixture
def talks(town: Town, town_clock: TownClock) -> Callable[[int, int], None]:
    """`talks(operator, count)`: talks of today with an outcome."""

    def make(operator: int, count: int, outcome: str = "answered", seconds: int = 60) -> None:
        at = town_clock()
        Contact.objects.bulk_create(
            Contact(
                city_id=town.city_id,
                channel="phone",
                began_at=at - timedelta(minutes=number),
                answered_at=at,
                ended_at=at,
                seconds=seconds,
                outcome=outcome,
                operator_id=operator,
            )
            for number in range(count)
        )

    return make


def drawn(town: Town, each: int = 2, seed: int = 7) -> int:
    """A sample of today."""
    return draw_reviews(town.city_id, from_on=TODAY, to_on=TODAY, each=each, seed=seed, by=town.supervisor)


def test_from_the_form_to_the_answer(town: Town, talks: Callable[..., None], town_clock: TownClock) -> None:
    me, other = (
        town.operator,
        Actor(
            "staff",
            add_staff("operator_b", password="golgasht-137-two", role="operator", unit_code="C", name="دو", by=SYSTEM),
            "operator",
        ),
    )
    talks(me.id, 5)
    talks(other.id, 1)
    talks(me.id, 3, "wrong_number")
    talks(me.id, 3, "answered", 4)
    with pytest.raises(actions.NoScoreForm):
        drawn(town)
    actions.keep_score_form(town.city_id, QUESTIONS, from_on=TODAY, by=town.supervisor)
    sample = drawn(town)
    rows = Score.objects.filter(sample=sample)
    assert sorted(rows.values_list("operator_id", flat=True)) == sorted([me.id, me.id, other.id])
    assert not rows.filter(contact__outcome="wrong_number").exists()
    assert not rows.filter(contact__seconds__lt=15).exists()
    mine = rows.filter(operator_id=me.id).order_by("pk")[0].pk
    shown_review = review(mine, town.supervisor)
    assert shown_review is not None
    assert review(mine, me) is None, "nothing is read before it is scored"
    first, second = (one.id for one in shown_review.questions)
    with pytest.raises(actions.ScoreIsWrong):
        actions.score_contact(mine, points={first: 5}, by=town.supervisor)
    with pytest.raises(NotYourWork):
        actions.score_contact(mine, points={first: 5, second: 1}, by=other)
    with pytest.raises(actions.NoSuchScore):
        actions.answer_score(mine, text="زود است", by=me)
    actions.score_contact(mine, points={first: 3, second: None}, comment="آرام‌تر", by=town.supervisor)
    actions.score_contact(mine, points={first: 4, second: None}, comment="خوب بود", by=town.supervisor)
    (own,) = own_reviews(town.city_id, me.id)
    assert (own.percent, own.comment) == (80, "خوب بود")
    assert review(mine, other) is None
    with pytest.raises(actions.NoSuchScore):
        actions.answer_score(mine, text="من نیستم", by=other)
    with pytest.raises(actions.AnswerIsEmpty):
        actions.answer_score(mine, text="  ", by=me)
    actions.answer_score(mine, text="سپاس", by=me)
    with pytest.raises(actions.ScoreIsAnswered):
        actions.score_contact(mine, points={first: 0, second: 0}, by=town.supervisor)
    with pytest.raises(actions.ScoreIsAnswered):
        actions.answer_score(mine, text="باز هم", by=me)
    kinds = [line.kind for line in timeline("score", mine)]
    assert kinds == ["contact_scored", "contact_scored", "score_answered"]
    assert [(line.count, line.scored) for line in samples(town.city_id)] == [(3, 1)]
    assert lessons(town.city_id, MORNING - timedelta(days=1), staff_id=me.id) == [
        (("خوش‌رو بود", "Was friendly"), 80, 1)
    ]
    assert lessons(town.city_id, MORNING - timedelta(days=1)) == [], "one mark tells nothing of the centre"
    assert not verify().breaks


def test_nobody_is_drawn_twice_or_scores_themselves(town: Town, talks: Callable[..., None]) -> None:
    talks(town.supervisor.id, 1)
    talks(town.operator.id, 3)
    actions.keep_score_form(town.city_id, QUESTIONS, from_on=TODAY, by=town.supervisor)
    drawn(town)
    drawn(town)
    assert Score.objects.count() == 4
    with pytest.raises(actions.NothingToDraw):
        drawn(town)
    mine = Score.objects.get(operator_id=town.supervisor.id)
    assert mine.pk not in {one.id for one in to_score(town.city_id, town.supervisor)}
    questions = review(mine.pk, town.supervisor).questions  # type: ignore[union-attr]
    with pytest.raises(NotYourWork):
        actions.score_contact(mine.pk, points={one.id: 1 for one in questions}, by=town.supervisor)


def test_what_no_sample_and_no_form_may_be(town: Town, talks: Callable[..., None]) -> None:
    actions.keep_score_form(town.city_id, QUESTIONS, from_on=TODAY, by=town.supervisor)
    later = TODAY + timedelta(days=3)
    actions.keep_score_form(town.city_id, [("فقط همین", "", 1)], from_on=later, by=town.supervisor)
    assert len((form_in_force(town.city_id, TODAY) or (0, ()))[1]) == 2
    assert len((form_in_force(town.city_id, later) or (0, ()))[1]) == 1
    for questions, day in (((), later + timedelta(days=1)), (QUESTIONS, TODAY), ((("x", "", 11),), date(2026, 6, 1))):
        with pytest.raises(actions.ScoreFormIsWrong):
            actions.keep_score_form(town.city_id, questions, from_on=day, by=town.supervisor)
    for first, last, each in ((TODAY, later, 1), (TODAY, TODAY - timedelta(days=1), 1), (TODAY, TODAY, 21)):
        with pytest.raises(actions.SampleIsWrong):
            draw_reviews(town.city_id, from_on=first, to_on=last, each=each, seed=1, by=town.supervisor)
    with pytest.raises(NotYourWork):
        draw_reviews(town.city_id, from_on=TODAY, to_on=TODAY, each=1, seed=1, by=town.operator)
    with pytest.raises(NotYourWork):
        actions.keep_score_form(town.city_id, QUESTIONS, from_on=later, by=town.operator)
