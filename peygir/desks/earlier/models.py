"""Earlier systems, the words of their tables, and the number that a case had there."""

from django.db import models
from django.db.models import Q

from peygir.desks.earlier.rules import WordField


class EarlierSystem(models.Model):
    """An earlier system by the short name of its imports, and whether its cases count in figures and marks."""

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    source = models.CharField(max_length=20)
    is_counted = models.BooleanField(default=False)
    decided_at = models.DateTimeField()
    decided_by = models.CharField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["city", "source"], name="one_earlier_system")]


class EarlierWord(models.Model):
    """A word of an earlier system's tables, and our code for it; asked once and remembered."""

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    field = models.CharField(max_length=8)
    key = models.CharField(max_length=160)  # the word as `search_key` folds it
    text = models.CharField(max_length=120)  # as it was written
    code = models.CharField(max_length=80)
    decided_at = models.DateTimeField()
    decided_by = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city", "field", "key"], name="one_meaning_of_a_word"),
            models.CheckConstraint(condition=Q(field__in=WordField.values()), name="earlier_word_field_is_known"),
        ]


class EarlierReport(models.Model):
    """What a comparison of a table with the cases found, as a file (CSV); kept for good once somebody signs it.

    `content` holds counts, earlier numbers and numbers of rows, and no cell of the table. Of each system at most one is
    not signed: the next comparison takes its place. `why` says why what is not equal or was refused is accepted.
    """

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    source = models.CharField(max_length=20)
    table_name = models.CharField(max_length=120)
    compared_at = models.DateTimeField()
    content = models.TextField()
    digest = models.CharField(max_length=64)  # SHA-256 of the file
    rows = models.IntegerField()
    refused = models.IntegerField()
    missing = models.IntegerField()
    differing = models.IntegerField()
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.CharField(max_length=32, blank=True)
    why = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["city", "source"], name="one_unsigned_report", condition=Q(signed_at__isnull=True)
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True, signed_by="") | Q(signed_at__isnull=False) & ~Q(signed_by=""),
                name="signed_report_has_signer",
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True) | Q(refused=0, missing=0, differing=0) | ~Q(why=""),
                name="unequal_report_has_reason",
            ),
        ]
        indexes = [models.Index(fields=["city", "source", "-signed_at"], name="reports_of_system")]


class EarlierNumber(models.Model):
    """The number of a case in an earlier system; written with the import of its record."""

    source = models.CharField(max_length=20)
    number = models.CharField(max_length=50)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["number", "source"], name="one_case_of_a_number")]
