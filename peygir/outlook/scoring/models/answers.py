"""The tables of sampled answers: what units told citizens, drawn by lot and read by a second person."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from peygir.history.models import Chained


class AnswerSample(Chained):
    """The answers of one month that are read a second time: at most `each` per unit, drawn with a seed."""

    history_file: ClassVar[str] = "scanswer"

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    first_on = models.DateField()
    each = models.SmallIntegerField()
    seed = models.CharField(max_length=64)
    drawn_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city", "first_on"], name="one_answer_sample_per_month"),
            models.CheckConstraint(condition=Q(each__gte=1, each__lte=200), name="answer_sample_has_a_size"),
        ]


class SampledAnswer(models.Model):
    """One answer of the sample, a public note of a case, and the points that its second reader gave (0 to 2 each)."""

    sample = models.ForeignKey(AnswerSample, on_delete=models.PROTECT, related_name="answers", db_index=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.IntegerField()  # of the event that the note belongs to
    unit = models.ForeignKey("city.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    author = models.CharField(max_length=32)  # who wrote it, as the note says; nobody reads their own
    points = models.JSONField(null=True)  # question → 0, 1 or 2
    read_by = models.ForeignKey("people.Staff", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sample", "case", "number"], name="one_sampled_answer"),
            models.CheckConstraint(
                condition=Q(points__isnull=True, read_by__isnull=True, read_at__isnull=True)
                | Q(points__isnull=False, read_by__isnull=False, read_at__isnull=False),
                name="answer_is_read_whole",
            ),
        ]
