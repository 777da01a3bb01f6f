"""The reports of a case: what citizens said of it."""

from django.db import models
from django.db.models import Q

from peygir.cases.models.case import Case
from peygir.people.channels import REPORT_CHANNELS
from peygir.people.rules import PROOFS


class Report(models.Model):
    """What one citizen said, once, by one channel; its text is never edited, only erased (`actions.erasing`).

    Who holds its phone number may become known later: the holder proves it or has it removed (actions.holding).
    """

    id = models.BigIntegerField(primary_key=True)
    code = models.CharField(max_length=10, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reports")
    citizen = models.ForeignKey("people.Citizen", null=True, on_delete=models.PROTECT, related_name="+")
    proof = models.CharField(max_length=8, blank=True, default="", db_default="")  # how the phone was proven
    reporter_name = models.CharField(max_length=120, blank=True, default="", db_default="")  # reporter without Citizen
    spoken_for = models.ForeignKey(
        "people.Citizen", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    spoken_for_name = models.CharField(max_length=120, blank=True)
    spoken_for_relation = models.CharField(max_length=40, blank=True)
    text = models.TextField(blank=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    address = models.CharField(max_length=300, blank=True)
    place_label = models.CharField(max_length=80, blank=True)  # a district or neighbourhood code the reporter chose
    topic_said = models.ForeignKey("city.Topic", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    channel = models.CharField(max_length=6)
    language = models.CharField(max_length=2, default="fa")
    received_at = models.DateTimeField()
    was_told_emergency = models.CharField(max_length=20, blank=True)  # the emergency number shown at once
    idempotency_key = models.CharField(max_length=80, null=True, unique=True)
    photo_count = models.SmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(channel__in=[channel.value for channel in REPORT_CHANNELS]), name="channel_is_known"
            ),
            models.CheckConstraint(condition=~Q(idempotency_key=""), name="key_is_not_empty"),
            models.CheckConstraint(condition=Q(proof__in=PROOFS), name="proof_is_known"),
        ]

    def __str__(self) -> str:
        return self.code
