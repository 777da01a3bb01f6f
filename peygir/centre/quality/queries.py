"""Reads the quality reviews: the form in force, samples and their progress, single reviews, and the centre's averages.

Nothing here compares operators with each other.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Avg, Count, F, Q, QuerySet

from peygir.centre.quality.models import Score, ScoreForm, ScoreMark, ScoreQuestion, ScoreSample
from peygir.centre.quality.rules import share
from peygir.people.models import Staff
from peygir.people.rules import Actor, may_lead_centre

MOST: Final = 200
LEARN_FROM: Final = 5
"""A mean of fewer scores would describe single conversations, not the centre."""


@dataclass(frozen=True, slots=True)
class QuestionFacts:
    """A question with its maximum points, and those that were given (None: not yet, or it did not apply)."""

    id: int
    words_fa: str
    words_en: str
    most: int
    points: int | None = None

    @property
    def words(self) -> tuple[str, str]:
        """The text in both languages."""
        return self.words_fa, self.words_en or self.words_fa


@dataclass(frozen=True, slots=True)
class SampleLine:
    """A sample and its progress."""

    id: int
    from_on: date
    to_on: date
    each: int
    seed: int
    drawn_at: datetime
    count: int
    scored: int


@dataclass(frozen=True, slots=True)
class Review:
    """One contact of a sample, with its score, comment and answer."""

    id: int
    contact_id: int
    operator_id: int
    operator: Staff
    began_at: datetime
    wait_seconds: int | None
    seconds: int | None
    outcome: str
    notes: str
    recording: str
    questions: tuple[QuestionFacts, ...]
    scored_at: datetime | None
    scored_by: Staff | None
    comment: str
    answer: str
    answered_at: datetime | None

    @property
    def percent(self) -> int | None:
        """Its points in percent of the maximum."""
        most = {one.id: one.most for one in self.questions}
        return share({one.id: one.points for one in self.questions}, most) if self.scored_at else None


def form_in_force(city_id: int, on: date) -> tuple[date, tuple[QuestionFacts, ...]] | None:
    """The day from which the form holds, and its questions; None before the first."""
    form = ScoreForm.objects.filter(city_id=city_id, from_on__lte=on).order_by("-from_on").first()
    return (form.from_on, _questions(form.pk)) if form else None


def coming_form(city_id: int, on: date) -> date | None:
    """The day from which the next form holds, if one is written."""
    rows = ScoreForm.objects.filter(city_id=city_id, from_on__gt=on).order_by("from_on")
    return rows.values_list("from_on", flat=True).first()


def samples(city_id: int) -> list[SampleLine]:
    """All samples, the newest first."""
    rows = ScoreSample.objects.filter(city_id=city_id).order_by("-drawn_at", "-pk")
    rows = rows.annotate(count=Count("scores"), scored=Count("scores", filter=Q(scores__scored_at__isnull=False)))
    return [
        SampleLine(row.pk, row.from_on, row.to_on, row.each, row.seed, row.drawn_at, row.count, row.scored)
        for row in rows[:MOST]
    ]


def to_score(city_id: int, by: Actor) -> list[Review]:
    """The contacts still to be scored by a supervisor, the oldest sample first; never one's own."""
    rows = Score.objects.filter(sample__city_id=city_id, scored_at__isnull=True).exclude(operator_id=by.id)
    return _reviews(rows.order_by("sample_id", "operator__name_fa", "contact__began_at")[:MOST])


def answered_lately(city_id: int) -> list[Review]:
    """The reviews that operators have answered, the newest first."""
    return _reviews(
        Score.objects.filter(sample__city_id=city_id, answered_at__isnull=False).order_by("-answered_at")[:8]
    )


def review(score_id: int, by: Actor) -> Review | None:
    """Return a review, visible to supervisors of the centre and, once it is scored, to its operator; else None."""
    rows = Score.objects.filter(pk=score_id)
    if not may_lead_centre(by):
        rows = rows.filter(operator_id=by.id, scored_at__isnull=False)
    found = _reviews(rows)
    return found[0] if found else None


def own_reviews(city_id: int, staff_id: int) -> list[Review]:
    """An operator's own, the newest first."""
    rows = Score.objects.filter(sample__city_id=city_id, operator_id=staff_id, scored_at__isnull=False)
    return _reviews(rows.order_by("-scored_at")[:MOST])


def lessons(city_id: int, since: datetime, *, staff_id: int | None = None) -> list[tuple[tuple[str, str], int, int]]:
    """(question, percent of its points, scores) of all operators together, or of one; with few scores left out."""
    marks = ScoreMark.objects.filter(score__sample__city_id=city_id, score__scored_at__gte=since, points__isnull=False)
    if staff_id is not None:
        marks = marks.filter(score__operator_id=staff_id)
    rows = marks.values("question__words_fa", "question__words_en").annotate(
        mean=Avg(F("points") * 100.0 / F("question__most")), count=Count("pk")
    )
    return [
        (
            (row["question__words_fa"], row["question__words_en"] or row["question__words_fa"]),
            round(row["mean"]),
            row["count"],
        )
        for row in rows.order_by("question__words_fa")
        if staff_id is not None or row["count"] >= LEARN_FROM
    ]


def _questions(form_id: int) -> tuple[QuestionFacts, ...]:
    rows = ScoreQuestion.objects.filter(form_id=form_id).order_by("position")
    return tuple(QuestionFacts(row.pk, row.words_fa, row.words_en, row.most) for row in rows)


def _reviews(rows: "Iterable[Score]") -> list[Review]:
    reviews = list(rows.select_related("contact", "operator", "scored_by", "sample"))  # type: ignore[attr-defined]
    forms = {form: _questions(form) for form in {row.sample.form_id for row in reviews}}
    marks: dict[int, dict[int, int | None]] = {}
    for mark in ScoreMark.objects.filter(score__in=reviews):
        marks.setdefault(mark.score_id, {})[mark.question_id] = mark.points
    return [_review(row, forms[row.sample.form_id], marks.get(row.pk, {})) for row in reviews]


def _review(row: Score, questions: tuple[QuestionFacts, ...], points: dict[int, int | None]) -> Review:
    contact = row.contact
    marked = tuple(QuestionFacts(one.id, one.words_fa, one.words_en, one.most, points.get(one.id)) for one in questions)
    return Review(
        row.pk,
        contact.pk,
        row.operator_id,
        row.operator,
        contact.began_at,
        contact.wait_seconds,
        contact.seconds,
        contact.outcome,
        contact.notes,
        contact.recording,
        marked,
        row.scored_at,
        row.scored_by,
        row.comment,
        row.answer,
        row.answered_at,
    )


def scores_due(before: datetime) -> QuerySet[Score]:
    """The scores with words of contacts that began before a moment."""
    return Score.objects.filter(~Q(comment="") | ~Q(answer=""), contact__began_at__lt=before)


def count_scores(before: datetime) -> int:
    """How many scores are due for erasure."""
    return scores_due(before).count()
