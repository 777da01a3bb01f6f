"""Retention times, legal holds, the reports of the nightly erasure, and citizens' requests about their own data."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from peygir.history.models import Chained
from peygir.people.privacy_rules import STATES, Wish
from peygir.people.retention_kinds import FEWEST_MONTHS, MOST_MONTHS, RetentionKind


class RetentionPolicy(models.Model):
    """How many months a kind of personal data is kept, from a day on; of several decisions the latest is in force.

    Without a decision nothing of that kind is erased by time.
    """

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)
    months = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    decided_by = models.CharField(max_length=32)
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=RetentionKind.values()), name="retention_kind_is_known"),
            models.CheckConstraint(
                condition=Q(months__gte=FEWEST_MONTHS, months__lte=MOST_MONTHS), name="retention_months_in_range"
            ),
        ]


class LegalHold(models.Model):
    """A stop to all erasure in one case, or for one citizen, with its reason; `until` is its last day (None: open)."""

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    # No foreign key: cases are above people, and a hold outlives nothing that it names, since both rows stay.
    case_id = models.BigIntegerField(null=True, blank=True)
    citizen = models.ForeignKey("people.Citizen", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    placed_by = models.CharField(max_length=32)
    placed_at = models.DateTimeField()
    until = models.DateField(null=True, blank=True)
    lifted_by = models.CharField(max_length=32, blank=True, default="")
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(case_id__isnull=True, citizen__isnull=False)
                | Q(case_id__isnull=False, citizen__isnull=True),
                name="hold_on_a_case_or_a_citizen",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="hold_has_a_reason"),
        ]
        indexes = [models.Index(fields=["case_id"], name="hold_on_case", condition=Q(lifted_at__isnull=True))]


class RetentionRun(models.Model):
    """One night's erasure in a city: its progress, and how much was erased and held; it names nobody.

    `erased` is kind → how many rows, `held` kind → how many cases or citizens. `kind` and `after` are where the next
    batch goes on.
    """

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    kind = models.CharField(max_length=10, blank=True, default="")
    after = models.BigIntegerField(default=0)
    erased = models.JSONField(default=dict)
    held = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city", "day"], name="one_retention_run_a_day"),
        ]


class PrivacyRequest(Chained):
    """A citizen's request for a copy of their data, or for erasure, after a fresh code proved the phone.

    `citizens` are the ids that it covers; of one citizen at most one request of each wish is open, as `ask_privacy`
    sees to under their locks. What is older than `since` may be of the phone's former holder, and is not covered.
    `phone` is erased when the request has ended. `session` is the digest of the browser session that may download the
    copy, `file` its name among the uploads.
    """

    history_file: ClassVar[str] = "privacy"

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    wish = models.CharField(max_length=7)
    phone = models.CharField(max_length=16, blank=True)  # E.164
    citizens = models.JSONField(default=list)
    reports = models.JSONField(default=list)  # ids of reports that are unlinked already, and whose cases are open
    session = models.CharField(max_length=64, blank=True, default="")
    language = models.CharField(max_length=2, default="fa")
    with_open = models.BooleanField(default=False)  # name and number leave open cases at once, too
    state = models.CharField(max_length=9, default="asked")
    since = models.DateTimeField()
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()  # not done before this moment; until then an erasure can be called off
    ended_at = models.DateTimeField(null=True, blank=True)
    file = models.CharField(max_length=90, blank=True, default="")
    file_until = models.DateTimeField(null=True, blank=True)
    counts = models.JSONField(default=dict)  # what was erased, by kind; open and held cases that wait

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(wish__in=Wish.values()), name="privacy_wish_is_known"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="privacy_state_is_known"),
            models.CheckConstraint(condition=Q(due_at__gte=F("asked_at")), name="privacy_times_in_order"),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="privacy_due", condition=Q(state__in=["asked", "waiting"])),
            models.Index(fields=["phone"], name="privacy_of_phone", condition=~Q(phone="")),
            models.Index(fields=["city", "-asked_at"], name="privacy_by_time"),
        ]
