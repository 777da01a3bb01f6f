"""Quality reviews for coaching: the score form, a sample of contacts, a supervisor's score, the operator's answer."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from peygir.centre.quality.models import Score, ScoreForm, ScoreMark, ScoreQuestion, ScoreSample
from peygir.centre.quality.queries import scores_due
from peygir.centre.quality.rules import MOST_EACH, draw, fits, is_form
from peygir.city import queries as city
from peygir.city.models import City
from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid, Missing
from peygir.core.translation import gettext_lazy, pgettext_lazy
from peygir.core.words import plain
from peygir.history.actions import record
from peygir.history.kinds.centre import ContactScored, ScoreAnswered, ScoreFormKept, ScoreSampleDrawn
from peygir.people.actions import NotYourWork
from peygir.people.rules import Actor, may_lead_centre

LONGEST = 2000
Question = tuple[str, str, int]  # text in Persian and in English, maximum points
Talk = tuple[int, int]  # contact, operator


class ScoreFormIsWrong(Invalid):
    """A form has one to twelve questions, each with a text and one to ten points."""

    message = gettext_lazy("A form has one to twelve questions; each needs words and between 1 and 10 points.")


class NoScoreForm(Conflict):
    """There is no score form, so no sample can be drawn."""

    message = pgettext_lazy(
        "refusal", "Write the form's questions first: a sample is scored by the form that is in force."
    )


class SampleIsWrong(Invalid):
    """The days are not in order or not over, or the quota is below one."""

    message = gettext_lazy(
        "The days are not right, or the quota is not between 1 and 20: a sample is drawn from days up to today."
    )


class NothingToDraw(Conflict):
    """No contact of these days is left to sample."""

    message = gettext_lazy("All calls of these days have been drawn already.")


class NoSuchScore(Missing):
    """The score does not exist, or is not for the person who asks."""

    message = gettext_lazy("There is no such review.")


class ScoreIsWrong(Invalid):
    """Not every question of the form is answered within its points."""

    message = gettext_lazy("Give points to every question, or choose “does not apply”.")


class ScoreIsAnswered(Conflict):
    """The operator has answered the score; it can no longer be changed."""

    message = gettext_lazy("The operator has answered this review; what was answered stays as it was.")


class AnswerIsEmpty(Invalid):
    """The answer is empty."""

    message = gettext_lazy("Write your answer.")


@transaction.atomic
def keep_score_form(city_id: int, questions: Sequence[Question], *, from_on: date, by: Actor) -> int:
    """Save the questions from a day on; a form of the same day is not changed. Raises NotYourWork, ScoreFormIsWrong."""
    if not may_lead_centre(by):
        raise NotYourWork()
    kept = [(plain(fa).strip()[:200], plain(en).strip()[:200], most) for fa, en, most in questions]
    City.objects.select_for_update(no_key=True).get(pk=city_id)
    is_taken = ScoreForm.objects.filter(city_id=city_id, from_on=from_on).exists()
    if is_taken or not is_form([(fa, most) for fa, _, most in kept]):
        raise ScoreFormIsWrong()
    form = ScoreForm(city_id=city_id, from_on=from_on)
    form.save(force_insert=True)
    ScoreQuestion.objects.bulk_create(
        ScoreQuestion(form=form, position=place, words_fa=fa, words_en=en, most=most)
        for place, (fa, en, most) in enumerate(kept)
    )
    event = ScoreFormKept(from_=from_on.isoformat(), most=[most for _, _, most in kept])
    record(form, event, by=str(by), at=clock.now())
    return form.pk


@transaction.atomic
def draw_sample(
    city_id: int, talks: Iterable[Talk], *, from_on: date, to_on: date, each: int, seed: int, by: Actor
) -> int:
    """Draw up to `each` conversations of every operator; returns the sample's id. No contact is drawn twice.

    `talks`: the conversations of these days that may be reviewed. Raises NotYourWork, SampleIsWrong, NoScoreForm,
    NothingToDraw.
    """
    if not may_lead_centre(by):
        raise NotYourWork()
    now = clock.now()
    if not from_on <= to_on <= city.day_of(city_id, now) or not 1 <= each <= MOST_EACH or abs(seed) > 10**9:
        raise SampleIsWrong()
    City.objects.select_for_update(no_key=True).get(pk=city_id)
    forms = ScoreForm.objects.filter(city_id=city_id, from_on__lte=city.day_of(city_id, now))
    form = forms.order_by("-from_on").first()
    if form is None:
        raise NoScoreForm()
    operators = _not_yet_drawn(city_id, talks)
    drawn = draw(operators.items(), each=each, seed=seed)
    if not drawn:
        raise NothingToDraw()
    sample = ScoreSample(city_id=city_id, from_on=from_on, to_on=to_on, each=each, seed=seed, form=form, drawn_at=now)
    sample.save(force_insert=True)
    Score.objects.bulk_create(
        Score(sample=sample, contact_id=contact, operator_id=operators[contact]) for contact in drawn
    )
    event = ScoreSampleDrawn(from_=from_on.isoformat(), to=to_on.isoformat(), each=each, seed=seed, drawn=len(drawn))
    record(sample, event, by=str(by), at=now)
    return sample.pk


@transaction.atomic
def score_contact(score_id: int, *, points: Mapping[int, int | None], comment: str = "", by: Actor) -> None:
    """Keep a supervisor's points and comment; changeable until the operator answers. Nobody scores themselves.

    Raises NotYourWork, NoSuchScore, ScoreIsAnswered, ScoreIsWrong.
    """
    score = _locked(score_id)
    if not may_lead_centre(by) or by.id == score.operator_id:
        raise NotYourWork()
    if score.answered_at is not None:
        raise ScoreIsAnswered()
    most = dict(ScoreQuestion.objects.filter(form=score.sample.form_id).values_list("pk", "most"))
    if not fits(points, most):
        raise ScoreIsWrong()
    for question, value in points.items():
        ScoreMark.objects.update_or_create(score=score, question_id=question, defaults={"points": value})
    score.comment, score.scored_at = plain(comment).strip()[:LONGEST], clock.now()
    score.scored_by_id = by.id if by.kind == "staff" else None
    record(
        score,
        ContactScored(points={str(question): value for question, value in points.items()}),
        by=str(by),
        at=score.scored_at,
        write=["comment", "scored_at", "scored_by"],
    )


@transaction.atomic
def answer_score(score_id: int, *, text: str, by: Actor) -> None:
    """Keep the operator's own answer to a score, once. Raises NoSuchScore, ScoreIsAnswered, AnswerIsEmpty."""
    score = _locked(score_id)
    if by.kind != "staff" or by.id != score.operator_id or score.scored_at is None:
        raise NoSuchScore()
    if score.answered_at is not None:
        raise ScoreIsAnswered()
    answer_text = plain(text).strip()[:LONGEST]
    if not answer_text:
        raise AnswerIsEmpty()
    score.answer, score.answered_at = answer_text, clock.now()
    record(score, ScoreAnswered(), by=str(by), at=score.answered_at, write=["answer", "answered_at"])


def erase_scores(*, before: datetime, limit: int, held_phones: Collection[str]) -> int:
    """Erase the words of up to `limit` scores of contacts that began before a moment; the points stay.

    Returns how many.
    """
    ids = list(scores_due(before).exclude(contact__phone__in=held_phones).values_list("pk", flat=True)[:limit])
    return Score.objects.filter(pk__in=ids).update(comment="", answer="")


def erase_scores_of(phone: str, *, since: datetime) -> int:
    """Erase the words of the scores of a phone's contacts since a moment; the points stay. Returns how many."""
    said = Score.objects.filter(~Q(comment="") | ~Q(answer=""), contact__phone=phone, contact__began_at__gte=since)
    ids = list(said.values_list("pk", flat=True))
    return Score.objects.filter(pk__in=ids).update(comment="", answer="")


def _locked(score_id: int) -> Score:
    score = Score.objects.select_for_update(no_key=True, of=("self",)).select_related("sample").filter(pk=score_id)
    locked_score = score.first()
    if locked_score is None:
        raise NoSuchScore()
    return locked_score


def _not_yet_drawn(city_id: int, talks: Iterable[Talk]) -> dict[int, int]:
    """Return contact → operator of the conversations that are in no sample yet; read under the city's lock."""
    known = set(Score.objects.filter(sample__city_id=city_id).values_list("contact_id", flat=True))
    return {contact: operator for contact, operator in talks if contact not in known}
