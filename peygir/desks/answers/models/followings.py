"""Followers of cases and neighbourhoods, and the unproven addresses of single reports."""

from django.db import models
from django.db.models import Q

from peygir.core.vocabulary import plain
from peygir.people.channels import FOLLOW_CHANNELS, REPLY_CHANNELS


class Following(models.Model):
    """A subscription to a case or a neighbourhood by one channel; no report is needed for it."""

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey("cases.Case", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    area_code = models.CharField(max_length=20, blank=True)  # a neighbourhood's; valid across map versions
    channel = models.CharField(max_length=5)  # sms, mail
    address = models.CharField(max_length=254)
    language = models.CharField(max_length=2, default="fa")
    begun_at = models.DateTimeField()
    proven_at = models.DateTimeField(null=True)  # when the phone or mail was proven; no news before
    ended_at = models.DateTimeField(null=True)
    # When waiting news is sent: an area's daily, a case's beyond the daily limit.
    digest_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(channel__in=[channel.value for channel in FOLLOW_CHANNELS]),
                name="following_channel_is_known",
            ),
            models.CheckConstraint(
                condition=Q(case__isnull=False, area_code="") | Q(case__isnull=True) & ~Q(area_code=""),
                name="following_a_case_or_an_area",
            ),
            models.UniqueConstraint(
                fields=["case", "channel", "address"],
                name="one_following_of_a_case",
                condition=Q(ended_at__isnull=True, case__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["city", "area_code", "channel", "address"],
                name="one_following_of_an_area",
                condition=Q(ended_at__isnull=True, case__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["address"], name="following_of_somebody", condition=Q(ended_at__isnull=True)),
            models.Index(fields=["digest_at"], name="following_digest_due", condition=Q(digest_at__isnull=False)),
        ]


class ReplyChannel(models.Model):
    """The chat or mail address of one report's reporter, used for that report only: it is unproven."""

    report = models.OneToOneField("cases.Report", on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=5)  # chat, mail
    address = models.CharField(max_length=254)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(channel__in=plain(REPLY_CHANNELS)), name="reply_channel_is_known")
        ]
        indexes = [models.Index(fields=["channel", "address"], name="reply_channel_of_somebody")]
