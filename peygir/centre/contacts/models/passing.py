"""Transfers of a call to a colleague's phone, each requested from the PBX at most once."""

from django.db import models
from django.db.models import Q


class PassOrder(models.Model):
    """One transfer: from whom to whom, when the PBX was asked, and the result."""

    contact = models.ForeignKey("contacts.Contact", on_delete=models.PROTECT, related_name="passes")
    from_staff = models.ForeignKey("people.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    to_staff = models.ForeignKey("people.Staff", on_delete=models.PROTECT, related_name="+", db_index=False)
    extension = models.CharField(max_length=40)  # the colleague's phone
    is_asked_first = models.BooleanField(default=False)  # attended transfer: consult before the colleague gets the call
    consulted_at = models.DateTimeField(null=True, blank=True)  # since when
    asked_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    is_good = models.BooleanField(null=True)
    wish = models.CharField(max_length=4, blank=True, default="")  # how the consultation is to end: "give", "back"
    wished_at = models.DateTimeField(null=True, blank=True)
    wish_taken_at = models.DateTimeField(null=True, blank=True)
    wish_words = models.CharField(max_length=120, blank=True, default="")  # why the PBX refused
    words = models.CharField(max_length=120, blank=True, default="")  # the PBX's reason for a failure

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contact"], condition=Q(settled_at__isnull=True), name="one_open_pass_per_call"
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, is_good__isnull=True)
                | Q(settled_at__isnull=False, is_good__isnull=False),
                name="settled_pass_is_good_or_not",
            ),
        ]
        indexes = [
            models.Index(fields=["asked_at"], name="pass_order_open", condition=Q(settled_at__isnull=True)),
        ]
