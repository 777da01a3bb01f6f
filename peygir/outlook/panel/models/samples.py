"""The tables of what the panel looks at: the month's sample of cases, members' judgements, and their visits."""

from django.db import models
from django.db.models import F, Q

from peygir.outlook.panel.models.terms import PanelMember, PanelTerm
from peygir.outlook.panel.states import AnswerView, SiteView, SolvedView


class PanelSample(models.Model):
    """The cases of a month that the panel judges: drawn by a public seed, each with its chance.

    `seed_kind` and `seed_on` say which value of which day the seed is ("" and None: as the panel's own lot, of the last
    day). `by_clock`: nobody had drawn them, so the night did. `list_digest` is the SHA-256 of the list drawn from.
    """

    term = models.ForeignKey(PanelTerm, on_delete=models.PROTECT, related_name="samples", db_index=False)
    first_on = models.DateField()
    last_on = models.DateField()
    seed = models.CharField(max_length=200)
    seed_source = models.CharField(max_length=300)
    seed_kind = models.CharField(max_length=6, blank=True, default="", db_default="")
    seed_on = models.DateField(null=True)
    by_clock = models.BooleanField(default=False, db_default=False)
    list_digest = models.CharField(max_length=64, blank=True, default="", db_default="")
    population = models.IntegerField()  # public cases that were finished in the month
    size = models.SmallIntegerField()  # how many were wished for
    floor_percent = models.SmallIntegerField()
    mean_weight = models.FloatField()
    drawn_at = models.DateTimeField()
    due_on = models.DateField()  # until when members judge

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["term", "first_on"], name="one_panel_sample_per_month"),
            models.CheckConstraint(condition=Q(last_on__gt=F("first_on")), name="panel_sample_is_of_a_month"),
        ]


class PanelSampleList(models.Model):
    """All cases from which a month's sample was drawn, as (code, weight), by code: whoever has it draws them again."""

    sample = models.OneToOneField(PanelSample, on_delete=models.PROTECT, primary_key=True, related_name="+")
    cases = models.JSONField()


class PanelSampleCase(models.Model):
    """One drawn case, its number in the sample, and the chance with which it was drawn."""

    sample = models.ForeignKey(PanelSample, on_delete=models.PROTECT, related_name="cases", db_index=False)
    number = models.SmallIntegerField()
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+", db_index=False)
    marks = models.JSONField()
    weight = models.FloatField()
    chance = models.FloatField()
    lot = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sample", "number"], name="one_sampled_case_of_a_number"),
            models.UniqueConstraint(fields=["sample", "case"], name="one_sampled_case"),
            models.CheckConstraint(
                condition=Q(chance__gt=0, chance__lte=1, lot__lt=F("chance")), name="sampled_case_was_drawn"
            ),
        ]


class PanelJudgement(models.Model):
    """What one member says of one case of the sample."""

    case = models.ForeignKey(PanelSampleCase, on_delete=models.PROTECT, related_name="judgements", db_index=False)
    member = models.ForeignKey(PanelMember, on_delete=models.PROTECT, related_name="+", db_index=False)
    solved = models.CharField(max_length=7)
    answer = models.CharField(max_length=5)
    note = models.CharField(max_length=500, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "member"], name="one_judgement_of_a_member"),
            models.CheckConstraint(condition=Q(solved__in=SolvedView.values()), name="solved_view_is_known"),
            models.CheckConstraint(condition=Q(answer__in=AnswerView.values()), name="answer_view_is_known"),
        ]


class PanelVisit(models.Model):
    """What a member saw at the place of a public case, with a photo that the secretary looks at before it is public."""

    term = models.ForeignKey(PanelTerm, on_delete=models.PROTECT, related_name="visits", db_index=False)
    member = models.ForeignKey(PanelMember, on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=40, unique=True)  # of the form: what is sent twice is entered once
    saw = models.CharField(max_length=9)
    note = models.CharField(max_length=1000, blank=True, default="")
    at = models.DateTimeField()
    sha256 = models.CharField(max_length=64, blank=True, default="")  # of the photo as it was sent
    raw = models.CharField(max_length=120, blank=True, default="")  # until a job has re-encoded it
    picture = models.CharField(max_length=120, blank=True, default="")
    thumb = models.CharField(max_length=120, blank=True, default="")
    is_public = models.BooleanField(default=False)
    looked_by = models.ForeignKey("people.Staff", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    looked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(saw__in=SiteView.values()), name="site_view_is_known"),
            models.CheckConstraint(
                condition=Q(is_public=False) | Q(looked_by__isnull=False) & ~Q(picture=""),
                name="public_visit_photo_was_looked_at",
            ),
        ]
        indexes = [models.Index(fields=["term", "-at"], name="panel_visit_by_time")]
