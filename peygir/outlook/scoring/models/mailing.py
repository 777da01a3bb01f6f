"""The tables of the monthly mail: who got the report of a month, and who wants none."""

from django.db import models

from peygir.outlook.scoring.models.months import ScoredMonth


class MarkMail(models.Model):
    """The report of a month was mailed to somebody who leads a unit; once for each person and month."""

    month = models.ForeignKey(ScoredMonth, on_delete=models.PROTECT, related_name="mails", db_index=False)
    staff = models.ForeignKey("people.Staff", on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["month", "staff"], name="one_mark_mail_per_person")]


class MarkMailChoice(models.Model):
    """Whether somebody wants the monthly mail; without a row it comes."""

    staff = models.OneToOneField("people.Staff", on_delete=models.PROTECT, related_name="+")
    is_wanted = models.BooleanField()
