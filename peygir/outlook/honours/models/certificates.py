"""The tables of what is published: certificates that anybody can verify, and thanks to neighbourhoods."""

from django.db import models
from django.db.models import Q

from peygir.outlook.honours.models.candidates import HonourCandidate
from peygir.outlook.honours.models.editions import HonourEdition
from peygir.outlook.honours.models.pupils import Pupil
from peygir.outlook.honours.states import CertificateKind


class HonourCertificate(models.Model):
    """A certificate; its code opens a public page. The name is that of its candidate or pupil, never stored twice."""

    code = models.CharField(max_length=12, unique=True)
    edition = models.ForeignKey(HonourEdition, on_delete=models.PROTECT, related_name="certificates")
    kind = models.CharField(max_length=10)
    category = models.CharField(max_length=20, blank=True, default="")
    candidate = models.OneToOneField(HonourCandidate, null=True, on_delete=models.PROTECT, related_name="certificate")
    pupil = models.OneToOneField(Pupil, null=True, on_delete=models.PROTECT, related_name="certificate")
    issued_on = models.DateField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=CertificateKind.values()), name="certificate_kind_is_known"),
            models.CheckConstraint(
                condition=Q(kind="citizen", candidate__isnull=False, pupil__isnull=True)
                | ~Q(kind="citizen") & Q(candidate__isnull=True, pupil__isnull=False),
                name="certificate_is_for_one",
            ),
        ]


class NeighbourhoodThanks(models.Model):
    """What the reports of a neighbourhood achieved in an edition's days, where enough people reported."""

    edition = models.ForeignKey(HonourEdition, on_delete=models.PROTECT, related_name="thanks", db_index=False)
    neighbourhood = models.ForeignKey("city.Neighbourhood", on_delete=models.PROTECT, related_name="+", db_index=False)
    cases = models.IntegerField()
    fixed = models.IntegerField()
    topic = models.ForeignKey("city.Topic", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    topic_fixed = models.IntegerField(default=0)  # of the most frequent topic

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "neighbourhood"], name="one_thanks_per_place")]
