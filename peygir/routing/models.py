"""Why a case went where it went."""

from django.db import models


class Choice(models.Model):
    """One choice of an owner, with the explanation as codes; `is_applied` is false for what was only compared."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    number = models.IntegerField()  # the event that asked for an owner
    how = models.CharField(max_length=12)  # ownership, centre, above, agency, person, import
    why = models.CharField(max_length=24)  # a key of rules.REASONS
    unit = models.ForeignKey("city.Unit", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    agency = models.ForeignKey("city.Agency", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    topic_code = models.CharField(max_length=80, blank=True)
    district_code = models.CharField(max_length=80, blank=True)
    is_applied = models.BooleanField(default=True)
    chosen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number", "how"], name="one_choice_per_event")]
