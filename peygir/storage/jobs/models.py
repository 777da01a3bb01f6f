"""The job table."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from peygir.storage.jobs.rules import QUEUES, STATES


class Job(models.Model):
    """One action that waits to run for one event of a file; the row goes when the action has run.

    A job of the events queue is deleted by the transaction that runs it. A job of the outside queue is `running` in the
    meantime, and its worker holds the job's advisory lock (`jobs.actions.begin_job`). Other packages reach the table by
    this package's actions and queries alone; they do not load rows of this model.
    """

    queue = models.CharField(max_length=8)
    action = models.CharField(max_length=64)  # "app label.function", which outlives a move of the function's package
    file_id = models.BigIntegerField()
    number = models.IntegerField(db_default=0)  # of the event in its file; 0: no event, the file alone
    state = models.CharField(max_length=8, db_default="waiting")
    due_at = models.DateTimeField(db_default=Now())  # not before this moment
    attempts = models.SmallIntegerField(db_default=0)  # how often it has failed
    deaths = models.SmallIntegerField(db_default=0)  # how often its worker has died while it ran
    started_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(queue__in=QUEUES), name="job_has_a_queue"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="job_has_a_state"),
        ]
        # In this order a worker takes them: those that have killed a worker go last.
        indexes = [
            models.Index(fields=["queue", "deaths", "id"], name="job_to_take", condition=Q(state="waiting")),
            models.Index(fields=["started_at"], name="job_running", condition=Q(state="running")),
        ]

    def __str__(self) -> str:
        return f"{self.action} for {self.file_id} #{self.number}"
