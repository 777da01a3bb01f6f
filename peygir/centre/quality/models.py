"""Quality reviews: the form's questions, samples, and the supervisor's score and operator's answer for each contact."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from peygir.history.models import Chained


class ScoreForm(Chained):
    """One version of the form; it never changes, and the newest that has begun is in force."""

    history_file: ClassVar[str] = "scorform"

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["city", "from_on"], name="one_score_form_a_day")]


class ScoreQuestion(models.Model):
    """A question of a form, with its maximum points."""

    form = models.ForeignKey(ScoreForm, on_delete=models.PROTECT, related_name="questions")
    position = models.SmallIntegerField()
    words_fa = models.CharField(max_length=200)
    words_en = models.CharField(max_length=200, blank=True)
    most = models.SmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["form", "position"], name="one_question_per_position"),
            models.CheckConstraint(condition=Q(most__gte=1, most__lte=10), name="question_has_points"),
        ]


class ScoreSample(Chained):
    """Contacts of some days, drawn with a seed and a quota; scored by the form that was in force."""

    history_file: ClassVar[str] = "scorsamp"

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    to_on = models.DateField()
    each = models.SmallIntegerField()
    seed = models.IntegerField()
    form = models.ForeignKey(ScoreForm, on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="sample_days_in_order")]


class Score(Chained):
    """One contact of a sample: to be scored, scored with a comment, and answered by its operator."""

    history_file: ClassVar[str] = "score"

    sample = models.ForeignKey(ScoreSample, on_delete=models.PROTECT, related_name="scores")
    contact = models.OneToOneField("contacts.Contact", on_delete=models.PROTECT, related_name="+")
    operator = models.ForeignKey("people.Staff", on_delete=models.PROTECT, related_name="+")
    scored_at = models.DateTimeField(null=True, blank=True)
    scored_by = models.ForeignKey("people.Staff", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    comment = models.TextField(blank=True, default="")
    answer = models.TextField(blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(scored_at__isnull=False), name="answer_follows_a_score"
            ),
        ]


class ScoreMark(models.Model):
    """The points of one question; null if it did not apply."""

    score = models.ForeignKey(Score, on_delete=models.PROTECT, related_name="marks")
    question = models.ForeignKey(ScoreQuestion, on_delete=models.PROTECT, related_name="+", db_index=False)
    points = models.SmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["score", "question"], name="one_mark_per_question"),
            models.CheckConstraint(condition=Q(points__isnull=True) | Q(points__gte=0), name="points_are_not_negative"),
        ]
