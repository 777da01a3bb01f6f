"""The tables of roles: the rows in force, the book that dates them, and the changes that two people make."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from peygir.history.models import Chained
from peygir.people.permissions import Permission, RoleScope
from peygir.people.role_rules import DEEDS, OUTCOMES
from peygir.people.roles import LEVELS


class RoleBook(Chained):
    """The one row whose history holds every step of every change of a role; its head identifies the state of all."""

    history_file: ClassVar[str] = "roles"

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_role_book")]


class StaffRole(models.Model):
    """A role in force: its permissions and their scope, and what else `RoleFacts` says; `version` counts changes.

    A retired role stays, because posts of the past are in it. A built-in role without names has the label of `Role`.
    """

    code = models.CharField(max_length=12, unique=True)
    name_fa = models.CharField(max_length=60, blank=True)
    name_en = models.CharField(max_length=60, blank=True)
    permissions = ArrayField(models.CharField(max_length=24))
    scope = models.CharField(max_length=12)
    levels = ArrayField(models.CharField(max_length=12), default=list)
    leads = models.BooleanField(default=False)
    is_sole = models.BooleanField(default=False)
    needs_unit = models.BooleanField(default=False)
    is_built_in = models.BooleanField(default=False)
    version = models.IntegerField(default=1)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=r"^[a-z][a-z_]+$"), name="role_has_a_plain_code"),
            models.CheckConstraint(condition=Q(scope__in=RoleScope.values()), name="role_has_a_known_scope"),
            models.CheckConstraint(
                condition=Q(permissions__contained_by=Permission.values()), name="role_has_known_permissions"
            ),
            models.CheckConstraint(condition=Q(levels__contained_by=list(LEVELS)), name="role_has_known_levels"),
            models.CheckConstraint(condition=Q(is_built_in=True) | ~Q(name_fa=""), name="role_has_a_name"),
            models.CheckConstraint(
                condition=Q(is_built_in=False) | Q(retired_at__isnull=True), name="built_in_role_stays"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class RoleChange(models.Model):
    """A change of a role, proposed by one person and decided by a second; once written, its content never changes.

    `content` is the role as it would be, `before` as it was when this was proposed in version `base` (0: a new role).
    """

    role = models.CharField(max_length=12)
    deed = models.CharField(max_length=8)
    base = models.IntegerField()
    content = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    why = models.CharField(max_length=300)
    proposed_by = models.CharField(max_length=32)
    proposed_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, blank=True)  # of `role_rules.OUTCOMES`; empty: it waits
    decided_by = models.CharField(max_length=32, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)  # why it was refused

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["role"], condition=Q(outcome=""), name="one_waiting_role_change"),
            models.CheckConstraint(condition=Q(deed__in=sorted(DEEDS)), name="role_change_deed"),
            models.CheckConstraint(condition=Q(outcome__in=["", *sorted(OUTCOMES)]), name="role_change_outcome"),
            models.CheckConstraint(
                condition=Q(outcome="", decided_by="", decided_at__isnull=True)
                | (~Q(outcome="") & ~Q(decided_by="") & Q(decided_at__isnull=False)),
                name="role_change_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", "withdrawn"]) | ~Q(decided_by=F("proposed_by")),
                name="role_change_by_two_people",
            ),
            models.CheckConstraint(condition=~Q(outcome="refused", reason=""), name="role_refused_with_reason"),
            models.CheckConstraint(condition=~Q(why=""), name="role_change_says_why"),
        ]
        indexes = [models.Index(fields=["role", "-proposed_at"], name="role_changes_of")]

    def __str__(self) -> str:
        return f"{self.deed} {self.role}"
