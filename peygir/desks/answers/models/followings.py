"""Who hears of a case besides its reporters' phones: those who follow it, and addresses that nobody proved."""

from django.db import models
from django.db.models import Q


class Following(models.Model):
    """Somebody who wants to hear of a case or a neighbourhood by one channel; no report is needed for that."""

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey("cases.Case", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    area_code = models.CharField(max_length=20, blank=True)  # a neighbourhood's: it outlives the versions of its map
    channel = models.CharField(max_length=5)  # sms, mail
    address = models.CharField(max_length=254)
    language = models.CharField(max_length=2, default="fa")
    begun_at = models.DateTimeField()
    proven_at = models.DateTimeField(null=True)  # when the phone or the mail was proven; nothing is told before
    ended_at = models.DateTimeField(null=True)
    # When news that waits is told: an area's daily, a case's over the limit.
    digest_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(channel__in=["sms", "mail"]), name="following_channel_is_known"),
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


class ReplyWay(models.Model):
    """By which chat or mail address the reporter of one report hears of it, and of no other: nobody proved it."""

    report = models.OneToOneField("cases.Report", on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=5)  # chat, mail
    address = models.CharField(max_length=254)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(channel__in=["chat", "mail"]), name="reply_channel_is_known")]
        indexes = [models.Index(fields=["channel", "address"], name="reply_way_of_somebody")]
