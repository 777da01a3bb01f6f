"""Changes that two people make: one proposes, another confirms exactly that."""

from django.db import models
from django.db.models import F, Q

from peygir.people.change_kinds import OUTCOMES, TwoPersonKind


class TwoPersonChange(models.Model):
    """A change that one person proposed and a second one decides; once written, its content never changes.

    `subject` names what is changed; of one kind and subject one change waits at a time. A change that a command on
    the server or the night carries out has `carried_out_at` when that was done; others are carried out when they are
    confirmed.
    """

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=16)
    subject = models.CharField(max_length=120)
    content = models.JSONField(default=dict)
    why = models.CharField(max_length=300)
    proposed_by = models.CharField(max_length=32)
    proposed_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, blank=True)  # of `change_kinds.OUTCOMES`; empty: it waits
    decided_by = models.CharField(max_length=32, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)  # why it was refused
    carried_out_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["city", "kind", "subject"], condition=Q(outcome=""), name="one_waiting_change_of_two"
            ),
            models.CheckConstraint(condition=Q(kind__in=TwoPersonKind.values()), name="change_of_two_is_of_a_kind"),
            models.CheckConstraint(condition=Q(outcome__in=["", *OUTCOMES]), name="change_of_two_outcome"),
            models.CheckConstraint(
                condition=Q(outcome="", decided_by="", decided_at__isnull=True)
                | (~Q(outcome="") & ~Q(decided_by="") & Q(decided_at__isnull=False)),
                name="change_of_two_decided_by",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", "withdrawn"]) | ~Q(decided_by=F("proposed_by")),
                name="change_of_two_by_two_people",
            ),
            models.CheckConstraint(condition=~Q(outcome="refused", reason=""), name="change_of_two_refused_why"),
            models.CheckConstraint(condition=~Q(why=""), name="change_of_two_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"
