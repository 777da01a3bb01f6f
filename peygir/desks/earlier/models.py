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


class EarlierNumber(models.Model):
    """The number of a case in an earlier system; written with the import of its record."""

    source = models.CharField(max_length=20)
    number = models.CharField(max_length=50)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["number", "source"], name="one_case_of_a_number")]
