"""The tables of signing in beside the password: passkeys, recovery codes, and links to the organisation's directory."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from peygir.people.models.people import Staff
from peygir.people.sign_in_rules import DirectorySource


class StaffPasskey(models.Model):
    """A passkey of a member of staff: its public half alone; `sign_count` is the counter that it sent last.

    `handle` is the random id under which authenticators keep the account: all passkeys of a person have the same.
    """

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    credential = models.BinaryField(max_length=1023, unique=True)
    public_key = models.BinaryField(max_length=4096)  # COSE
    handle = models.BinaryField(max_length=64)
    sign_count = models.BigIntegerField(default=0)
    name = models.CharField(max_length=60)
    added_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)


class RecoveryCode(models.Model):
    """A code that replaces the second step once; only its hash is stored, and the row goes when it is used."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()


class DirectoryLink(models.Model):
    """That an account belongs to a person of the directory, by the id there that never changes.

    An empty `subject` waits for the first sign-in under `name`. With `follows` the groups decide role and unit; without
    it the posts do that were recorded here. `seen_at`: when the source said last that the person may enter (empty: it
    never did, or took its word back); `left_at`: since when the directory says that the person has left.
    """

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=4)
    issuer = models.CharField(max_length=255, blank=True)  # of OpenID Connect: ids are unique within one
    subject = models.CharField(max_length=255, blank=True)
    name = models.CharField(max_length=150, blank=True)  # what the person signs in with there
    groups = ArrayField(models.CharField(max_length=255), default=list)  # at the last look
    follows = models.BooleanField(default=False)
    linked_at = models.DateTimeField()
    linked_by = models.CharField(max_length=32)
    seen_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(source__in=DirectorySource.values()), name="link_of_known_source"),
            models.UniqueConstraint(fields=["staff", "source"], name="one_link_of_a_source"),
            models.UniqueConstraint(
                fields=["source", "issuer", "subject"], condition=~Q(subject=""), name="one_account_of_a_subject"
            ),
            models.CheckConstraint(condition=~Q(subject="", name=""), name="link_names_somebody"),
        ]


class DirectoryGroup(models.Model):
    """What membership of a group of the directory gives; of several groups the one of the lowest rank counts."""

    rank = models.IntegerField(unique=True)
    group = models.CharField(max_length=255, unique=True)
    role = models.CharField(max_length=12)
    unit = models.CharField(max_length=40, blank=True)  # the code: a unit may be loaded anew
