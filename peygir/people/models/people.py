"""The tables of citizens, staff and their saved views, one-time codes, API keys, sessions, and rate limits."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from peygir.history.models import Chained
from peygir.people.roles import Role


class Citizen(Chained):
    """A person who contacts the city, identified by phone and (if a phone is shared) by name; no national id.

    Anybody may type a stranger's phone. So a row without `is_proven` is only an unverified claim: its name is
    shown beside the reports that contain it and nowhere else, and no row takes an email from a report.
    """

    history_file: ClassVar[str] = "citizen"

    phone = models.CharField(max_length=16)  # E.164
    name = models.CharField(max_length=120, blank=True)
    name_key = models.CharField(max_length=120, blank=True)  # the normalised name: unique per phone
    email = models.EmailField(blank=True)  # proven, and given by whoever proved the phone; never from a report
    is_proven = models.BooleanField(default=False, db_default=False)  # the phone's holder gave this name
    language = models.CharField(max_length=2, default="fa")
    is_silent = models.BooleanField(default=False)  # asked for no messages
    created_at = models.DateTimeField()
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["phone", "name_key"], name="one_citizen_per_phone_and_name"),
            models.CheckConstraint(condition=Q(phone__startswith="+"), name="phone_is_international"),
            models.CheckConstraint(condition=~Q(merged_into=models.F("id")), name="not_merged_into_oneself"),
        ]
        indexes = [
            # For the search for earlier callers by any part of the name.
            GinIndex(fields=["name_key"], opclasses=["gin_trgm_ops"], name="citizen_name", gin_pending_list_limit=1024)
        ]

    def __str__(self) -> str:
        return f"citizen {self.pk}"


class Staff(AbstractUser, Chained):
    """A member of staff, in the unit and role of the post in effect; changes of the account are events of its history.

    `post` is the post in effect, chosen where several are valid; `role` and `unit` repeat it. An empty role is no post.
    A generated column with a foreign key, which only the migration knows, lets no other role in than one with a row.
    """

    history_file: ClassVar[str] = "staff"

    role = models.CharField(max_length=12, blank=True)
    post = models.ForeignKey(
        "people.Post", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    unit = models.ForeignKey("city.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name_fa = models.CharField(max_length=120, blank=True)
    name_en = models.CharField(max_length=120, blank=True)
    is_sample = models.BooleanField(default=False)
    totp_secret = models.CharField(max_length=64, blank=True)  # base32; empty: no second factor
    totp_last_step = models.BigIntegerField(default=0)  # a code is valid once
    has_passkey = models.BooleanField(default=False, db_default=False)  # repeats that there are rows of StaffPasskey
    must_change_password = models.BooleanField(default=False, db_default=False)  # somebody else set the present one

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(role__in=[Role.CLERK.value, Role.MANAGER.value, Role.DEPUTY.value])
                | Q(unit__isnull=False),
                name="unit_roles_have_a_unit",
            ),
        ]

    def __str__(self) -> str:
        return self.name_fa or self.username


class AccountChange(models.Model):
    """A change of an account of the highest roles, proposed by one person and decided by a second.

    `values` are the fields that the change sets; names and addresses leave it once it is decided. `before` holds role,
    unit and state of the account at the time of the proposal: if they differ later, the proposal is void.
    """

    subject = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    deed = models.CharField(max_length=12)  # a key of `two_person_rules.DEEDS`
    values = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    proposed_by = models.CharField(max_length=32)
    proposed_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, blank=True)  # "confirmed", "refused", "withdrawn"; empty: it waits
    decided_by = models.CharField(max_length=32, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject"], condition=Q(outcome=""), name="one_waiting_account_change"),
            models.CheckConstraint(
                condition=Q(outcome__in=["", "confirmed", "refused", "withdrawn"]), name="account_change_outcome"
            ),
            models.CheckConstraint(
                condition=Q(outcome="") | ~Q(decided_by=models.F("proposed_by")) | Q(outcome="withdrawn"),
                name="account_change_by_two_people",
            ),
        ]


class Absence(models.Model):
    """An absence from one day to another, both included, with the deputy; cancelled when the person is back."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", db_index=False)
    deputy = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    from_on = models.DateField()
    to_on = models.DateField()
    said_by = models.CharField(max_length=32)
    said_at = models.DateTimeField()
    called_off_at = models.DateTimeField(null=True, blank=True)
    called_off_by = models.CharField(max_length=32, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(to_on__gte=models.F("from_on")), name="absence_dates_in_order"),
            models.CheckConstraint(
                condition=Q(deputy__isnull=True) | ~Q(deputy=models.F("staff")), name="nobody_is_their_own_deputy"
            ),
        ]
        indexes = [
            models.Index(fields=["staff", "to_on"], name="absence_of"),
            models.Index(fields=["deputy", "to_on"], name="absence_stood_in", condition=Q(called_off_at__isnull=True)),
        ]


class SavedView(models.Model):
    """Saved filters of the inbox under a name; a manager may share them with the unit."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    filters = models.CharField(max_length=2000, blank=True)  # the query string of the URL
    is_default = models.BooleanField(default=False)  # the default view of this person's inbox
    is_shared = models.BooleanField(default=False)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["staff", "name"], name="one_view_per_name"),
            models.UniqueConstraint(fields=["staff"], condition=Q(is_default=True), name="one_default_view"),
        ]

    def __str__(self) -> str:
        return self.name


class OneTimeCode(models.Model):
    """A code sent to a phone, stored as a hash; valid for minutes and few attempts, in the browser that asked."""

    phone = models.CharField(max_length=16, db_index=True)
    digest = models.CharField(max_length=64)
    asked_by = models.CharField(max_length=32, blank=True, default="", db_default="")
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.SmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)


class CitizenSession(models.Model):
    """A browser in which a citizen proved a phone; only a hash of its cookie's secret is stored.

    Signing out deletes the row.
    """

    digest = models.CharField(max_length=64, unique=True)
    phone = models.CharField(max_length=16, db_index=True)  # E.164
    opened_at = models.DateTimeField()
    expires_at = models.DateTimeField()


class StaffSession(models.Model):
    """A browser in which a member of staff is signed in, for the list on their account page.

    The session itself is Django's; `digest` is the hash of its key. Written at sign-in and at most once in
    `session_rules.SEEN_EVERY` afterwards.
    """

    digest = models.CharField(max_length=64, unique=True)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    address = models.CharField(max_length=64, blank=True)  # the network only: 203.0.113.0/24
    device = models.CharField(max_length=80, blank=True)
    way = models.CharField(max_length=8, blank=True, default="", db_default="")  # of `sign_in_rules.SignInWay`
    # Of OpenID Connect: the provider's own session, and (encrypted) what asks it whether the person may still enter.
    provider_session = models.CharField(max_length=255, blank=True, default="", db_default="")
    provider_token = models.TextField(blank=True, default="", db_default="")
    asked_at = models.DateTimeField(null=True, blank=True)


class RateLimitUse(models.Model):
    """A rate limit's counter: how often a key (an address, a phone) used a limit in one window."""

    limit_name = models.CharField(max_length=32)
    key = models.CharField(max_length=64)
    window_start = models.DateTimeField()
    count = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["limit_name", "key", "window_start"], name="one_count_per_window")
        ]


def _reports_only() -> list[str]:
    return ["report"]


class ApiKey(models.Model):
    """An API key of another system: its owner, scopes and quotas.

    Only a hash of the key is stored. `scopes` are keys of `key_rules.SCOPES`; an empty quota is no limit.
    """

    name = models.CharField(max_length=80, unique=True)
    owner = models.CharField(max_length=200, blank=True, default="")  # who answers for it, and how they are reached
    digest = models.CharField(max_length=64, unique=True)
    channel = models.CharField(max_length=12)
    scopes = ArrayField(models.CharField(max_length=12), default=_reports_only)
    acts_as = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    per_minute = models.PositiveIntegerField(null=True, blank=True)
    per_day = models.PositiveIntegerField(null=True, blank=True)
    created_at = models.DateTimeField()
    issued_by = models.CharField(max_length=32, blank=True, default="")
    valid_until = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)  # to within `key_rules.SEEN_EVERY`
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.CharField(max_length=32, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(per_minute__isnull=True) | Q(per_minute__gt=0), name="key_per_minute"),
            models.CheckConstraint(condition=Q(per_day__isnull=True) | Q(per_day__gt=0), name="key_per_day"),
        ]

    def __str__(self) -> str:
        return self.name
