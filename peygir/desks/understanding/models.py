"""What the machine read in a case, kept beside the decisions of people."""

from django.db import models


class Reading(models.Model):
    """One proposal: the topic and place found, and how; the case itself holds the values in force."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    number = models.IntegerField()  # number of the event that requested it
    topic = models.ForeignKey("city.Topic", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    topic_by = models.CharField(max_length=12)  # said, machine, unsure, words, none, person
    district = models.ForeignKey("city.District", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    neighbourhood = models.ForeignKey(
        "city.Neighbourhood", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    place_by = models.CharField(max_length=12)  # point, label, words, outside, none
    read_at = models.DateTimeField()
    # What the machine read in the text, whoever chose in the end: [code, confidence] of three topics, the likeliest
    # first; its urgency and kind of message; and the version of the reader.
    guesses = models.JSONField(default=list)
    urgency = models.CharField(max_length=1, blank=True)
    kind = models.CharField(max_length=12, blank=True)
    reader = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="one_reading_per_event")]
        indexes = [models.Index(fields=["read_at"], name="reading_by_time")]


class TrainingRun(models.Model):
    """One nightly training: the new reader, its score and that of the reader in use, and which is used since."""

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+")
    version = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    phrases = models.IntegerField()
    cases = models.IntegerField()  # confirmed cases that it learnt from
    heldout_count = models.IntegerField()
    heldout_top1 = models.FloatField()
    heldout_before = models.FloatField()  # of the reader that was in use
    recent_count = models.IntegerField()  # the latest confirmed cases, held out from training
    recent_top1 = models.FloatField(null=True)
    recent_before = models.FloatField(null=True)
    went_live = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["city", "version"], name="one_reader_of_a_version")]


class Resemblance(models.Model):
    """One proposal that a case may be the same problem as another; whether they were merged is in their history."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+", db_index=False)
    other = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+", db_index=False)
    score = models.FloatField()  # 0 to 1
    metres = models.IntegerField()
    is_follow_up = models.BooleanField(default=False)  # reported by the same caller: confirms nothing
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "other"], name="one_resemblance_of_two")]


class Incident(models.Model):
    """An incident: many reports of one family of topics at one place within an hour; its cases have its code."""

    code = models.CharField(max_length=20, unique=True)  # "I" and the code of its first case
    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    topic = models.ForeignKey("city.Topic", on_delete=models.PROTECT, related_name="+", db_index=False)
    lat = models.FloatField()  # of its first case, degrees, WGS84
    lon = models.FloatField()
    started_at = models.DateTimeField()  # when its first case was opened
    seen_at = models.DateTimeField()  # when it was noticed
    last_at = models.DateTimeField()  # when the latest of its cases was opened

    class Meta:
        indexes = [models.Index(fields=["city", "last_at"], name="incident_latest")]

    def __str__(self) -> str:
        return self.code
