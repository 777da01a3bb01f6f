"""Referrals to agencies outside the municipality, their reminders, and the agencies' own servers."""

from django.db import models
from django.db.models import Q


class AgencyReferral(models.Model):
    """One entry of the agency ledger: what was referred to whom, when and how, the next reminder, and the answer."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    number = models.IntegerField()  # number of the event case_referred_out
    agency = models.ForeignKey("city.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    sent_at = models.DateTimeField()
    means = models.CharField(max_length=8)
    reference = models.CharField(max_length=80, blank=True)  # the agency's own number for it
    by = models.CharField(max_length=32)
    reminder_days = models.PositiveSmallIntegerField()  # working days, as in force at the referral
    next_reminder_at = models.DateTimeField(null=True, blank=True)  # None while it is due, answered or over
    due_since = models.DateTimeField(null=True, blank=True)  # since when a reminder is due
    reminders = models.IntegerField(default=0)
    reminded_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=32, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)  # the case left the agency without an answer

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="one_referral_per_event"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, ended_at__isnull=True)
                | Q(next_reminder_at__isnull=True, due_since__isnull=True),
                name="no_reminder_after_the_answer",
            ),
            models.CheckConstraint(
                condition=Q(next_reminder_at__isnull=True) | Q(due_since__isnull=True),
                name="reminder_is_due_or_to_come",
            ),
            models.CheckConstraint(condition=Q(means__in=["phone", "letter", "system", "sms"]), name="means_is_known"),
        ]
        indexes = [
            models.Index(
                fields=["next_reminder_at"], name="reminder_to_come", condition=Q(next_reminder_at__isnull=False)
            ),
            models.Index(fields=["due_since"], name="reminder_due", condition=Q(due_since__isnull=False)),
        ]


class AgencyEndpoint(models.Model):
    """An agency that takes referrals by Open311, for a time; `services` maps our topics to theirs.

    The API key is not here: `key_variable` names the environment variable that holds it.
    """

    agency = models.ForeignKey("city.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    base_url = models.CharField(max_length=300)
    jurisdiction = models.CharField(max_length=80, blank=True)
    media_type = models.CharField(max_length=4, default="json")
    key_variable = models.CharField(max_length=60, blank=True)
    services = models.JSONField(default=dict)  # our topic's code, or "*" → their service_code
    ask_minutes = models.PositiveIntegerField(default=30)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    made_by = models.CharField(max_length=32)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency"], name="one_open_agency_endpoint", condition=Q(valid_to__isnull=True)
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from")),
                name="agency_endpoint_dates_in_order",
            ),
            models.CheckConstraint(condition=Q(media_type__in=["json", "xml"]), name="agency_endpoint_json_or_xml"),
            models.CheckConstraint(condition=Q(ask_minutes__gt=0), name="agency_endpoint_asked_at_intervals"),
        ]


class ForwardedReferral(models.Model):
    """A ledger entry at the agency's own server: its number there, and the last known status."""

    referral = models.OneToOneField(AgencyReferral, on_delete=models.PROTECT, related_name="+")
    endpoint = models.ForeignKey(AgencyEndpoint, on_delete=models.PROTECT, related_name="+", db_index=False)
    token = models.CharField(max_length=80, unique=True)  # our id, sent along: a lost response is found by it
    remote_id = models.CharField(max_length=80, blank=True)
    remote_token = models.CharField(max_length=80, blank=True)  # where the server assigns the number later
    status = models.CharField(max_length=20, blank=True)
    status_notes = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    next_ask_at = models.DateTimeField(null=True, blank=True)  # None: no further status is expected
    fault = models.CharField(max_length=200, blank=True)
    tries = models.IntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["next_ask_at"], name="forwarded_referral_due", condition=Q(next_ask_at__isnull=False))
        ]


class ReminderPolicy(models.Model):
    """After how many working days an agency is reminded; a topic's own row takes precedence over the agency's."""

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("city.Agency", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    topic = models.ForeignKey("city.Topic", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    days = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    made_by = models.CharField(max_length=32)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(days__gte=1), name="reminder_days_above_zero"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from")),
                name="reminder_dates_in_order",
            ),
            models.UniqueConstraint(
                fields=["city", "agency", "topic"],
                name="one_reminder_policy_in_force",
                condition=Q(valid_to__isnull=True),
                nulls_distinct=False,
            ),
        ]
