"""The question "is it fixed?", the reporters' verdicts, and withdrawn reports."""

from django.db import models
from django.db.models import Q


class Question(models.Model):
    """A question to reporters: is it fixed, do you object, or a survey; open until `closes_at`. Silence closes the
    case.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    number = models.IntegerField()  # number of the event that it asks about
    kind = models.CharField(max_length=9)  # fixed, objection, survey
    report = models.ForeignKey(
        "cases.Report", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )  # a survey asks one reporter; other questions all of them
    asked_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)  # answered, overtaken by another move, or closed by silence
    unclear_at = models.DateTimeField(null=True)  # an answer that no rule could read: silence does not close it

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="one_question_per_event")]
        indexes = [models.Index(fields=["closes_at"], name="question_open", condition=Q(ended_at__isnull=True))]


class Verdict(models.Model):
    """One reporter's answer to one question, and its channel."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="verdicts")
    report = models.ForeignKey("cases.Report", on_delete=models.PROTECT, related_name="+")
    is_fixed = models.BooleanField()
    reason = models.TextField(blank=True)
    channel = models.CharField(max_length=6)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "report"], name="one_verdict_per_report")]


class WithdrawnReport(models.Model):
    """A reporter withdrew from a case that others reported too: the case goes on without messages for this report."""

    report = models.OneToOneField("cases.Report", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
