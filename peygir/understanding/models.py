"""What the machine read in a case, kept beside what people made of it."""

from django.db import models


class Reading(models.Model):
    """One proposal: the topic and place found, and how; the case itself holds what is in force."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    number = models.IntegerField()  # the event that asked for it
    topic = models.ForeignKey("city.Topic", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    topic_by = models.CharField(max_length=12)  # said, words, none
    district = models.ForeignKey("city.District", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    neighbourhood = models.ForeignKey(
        "city.Neighbourhood", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    place_by = models.CharField(max_length=12)  # point, label, words, outside, none
    read_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="one_reading_per_event")]
