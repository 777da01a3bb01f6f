"""The question whether it is fixed, what reporters answer to it, and who takes a report back."""

from django.db import models
from django.db.models import Q


class Question(models.Model):
    """The city asks: is it fixed (do you object; how was it)? Until `closes_at`; silence closes a case, not fixed."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    number = models.IntegerField()  # the event that it asks about
    kind = models.CharField(max_length=9)  # fixed, objection, survey
    report = models.ForeignKey(
        "cases.Report", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )  # a survey asks one reporter; the other questions all of them
    asked_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)  # answered, overtaken by another move, or closed by silence
    unclear_at = models.DateTimeField(null=True)  # an answer came that no rule could read: silence closes it no more

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="one_question_per_event")]
        indexes = [models.Index(fields=["closes_at"], name="question_open", condition=Q(ended_at__isnull=True))]


class Verdict(models.Model):
    """What one reporter answered to one question, by which channel."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="verdicts")
    report = models.ForeignKey("cases.Report", on_delete=models.PROTECT, related_name="+")
    is_fixed = models.BooleanField()
    reason = models.TextField(blank=True)
    channel = models.CharField(max_length=6)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "report"], name="one_verdict_per_report")]


class TakenBack(models.Model):
    """A reporter stands back from a case that others reported too: the case goes on, this report hears no more."""

    report = models.OneToOneField("cases.Report", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
