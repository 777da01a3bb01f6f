"""What decides whether, when and at what price messages are sent: blocked addresses, hours, tariffs, balances."""

from django.db import models
from django.db.models import Q


class BlockedAddress(models.Model):
    """An address to which nothing is sent: at its owner's request, a provider's report, or the centre's decision."""

    channel = models.CharField(max_length=5)
    address = models.CharField(max_length=254)
    why = models.CharField(max_length=8)  # asked, provider, staff
    at = models.DateTimeField()
    by = models.CharField(max_length=32)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(why__in=["asked", "provider", "staff"]), name="block_reason_is_known"),
            models.UniqueConstraint(
                fields=["channel", "address"], name="one_block_in_force", condition=Q(ended_at__isnull=True)
            ),
        ]


class SendingHours(models.Model):
    """The hours in which messages of a kind are sent, in the city's time, for a period; kind "*": kinds without own
    hours.

    `opens` equal to `closes`: at any hour.
    """

    kind = models.CharField(max_length=20)
    opens = models.TimeField()
    closes = models.TimeField()
    by = models.CharField(max_length=32)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind"], name="one_hours_in_force", condition=Q(valid_to__isnull=True)),
        ]


class Tariff(models.Model):
    """The price of one message part at a provider, in rials, for a period; used where the provider states none."""

    provider = models.CharField(max_length=20)
    rials = models.IntegerField()
    by = models.CharField(max_length=32)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["provider"], name="one_tariff_in_force", condition=Q(valid_to__isnull=True)
            ),
            models.CheckConstraint(condition=Q(rials__gte=0), name="tariff_is_not_negative"),
        ]


class ProviderState(models.Model):
    """A provider's last answer about its balance, or the error."""

    provider = models.CharField(max_length=20, unique=True)
    amount = models.BigIntegerField(null=True)
    unit = models.CharField(max_length=8, blank=True)  # rials, messages
    at = models.DateTimeField()
    error = models.CharField(max_length=200, blank=True)
