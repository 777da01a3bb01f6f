"""What outside agencies are asked: their terms and people, each referral with its clock, links, questions, months."""

from django.db import models
from django.db.models import F, Q

from peygir.desks.partners.agency_states import AgencyOutcome, ClockStep, QuestionTo


class AgencyTerms(models.Model):
    """By which address an agency is told, and in how many working days it confirms and answers; for a time.

    An agency without a row in force is told by people or by its own server, and no clock runs against it.
    """

    agency = models.ForeignKey("city.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    email = models.CharField(max_length=254)
    confirm_days = models.SmallIntegerField()
    answer_days = models.SmallIntegerField()
    escalate_days = models.SmallIntegerField()  # after the answer was due
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    made_by = models.CharField(max_length=32)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency"], name="one_agency_terms_in_force", condition=Q(valid_to=None)),
            models.CheckConstraint(
                condition=Q(confirm_days__gte=1, answer_days__gte=F("confirm_days"), escalate_days__gte=1),
                name="agency_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="agency_terms_dates_in_order",
            ),
        ]


class AgencyPerson(models.Model):
    """A person of an agency who may sign in by a link sent to the own mail address, and sees the agency's referrals."""

    agency = models.ForeignKey("city.Agency", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    email = models.CharField(max_length=254)  # in lower case
    made_by = models.CharField(max_length=32)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["email"], name="one_agency_person_of_an_address", condition=Q(ended_at=None)
            )
        ]

    def __str__(self) -> str:
        return self.name


class AgencySession(models.Model):
    """A sign-in of a person of an agency: asked for by mail, entered once by the link, then a cookie."""

    person = models.ForeignKey(AgencyPerson, on_delete=models.PROTECT, related_name="sessions")
    nonce = models.CharField(max_length=32)
    asked_at = models.DateTimeField()
    entered_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()  # of the link, then of the cookie

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="agency_session_by_expiry")]


class AgencyRequest(models.Model):
    """One referral as the agency has it: what it said, and the next moment of its clock.

    Its words are notes of the case; the numbers of their events stand here.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    number = models.IntegerField()  # number of the event case_referred_out
    agency = models.ForeignKey("city.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    sent_at = models.DateTimeField()
    confirm_due_at = models.DateTimeField(null=True, blank=True)  # None: no terms were in force
    answer_due_at = models.DateTimeField(null=True, blank=True)
    escalate_at = models.DateTimeField(null=True, blank=True)
    next_step = models.CharField(max_length=8, blank=True)  # what is due at `next_at`
    next_at = models.DateTimeField(null=True, blank=True)  # None: nothing is due, or a question of its waits
    confirmed_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    refusal_number = models.IntegerField(null=True, blank=True)
    other_agency = models.ForeignKey(
        "city.Agency", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    other_unit = models.ForeignKey("city.Unit", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer_number = models.IntegerField(null=True, blank=True)
    outcome = models.CharField(max_length=8, blank=True)
    done_on = models.DateField(null=True, blank=True)  # when it was done, or will be
    said_by = models.CharField(max_length=20, blank=True)  # link:7 or person:3; empty: recorded by staff or a server
    escalated_at = models.DateTimeField(null=True, blank=True)
    letter = models.CharField(max_length=20, blank=True)  # number of the letter of the escalation
    ended_at = models.DateTimeField(null=True, blank=True)  # the case left the agency without an answer

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="one_agency_request_per_event"),
            models.CheckConstraint(condition=Q(next_step__in=["", *ClockStep.values()]), name="agency_step_is_known"),
            models.CheckConstraint(condition=Q(outcome__in=["", *AgencyOutcome.values()]), name="agency_outcome_known"),
            models.CheckConstraint(
                condition=Q(next_at=None) | Q(answered_at=None, refused_at=None, ended_at=None),
                name="agency_clock_ends_with_the_request",
            ),
        ]
        indexes = [
            models.Index(fields=["next_at"], name="agency_step_due", condition=Q(next_at__isnull=False)),
            models.Index(fields=["agency", "sent_at"], name="agency_request_by_day"),
        ]


class AgencyLink(models.Model):
    """A signed link to one referral, for somebody of the agency who has no account."""

    request = models.ForeignKey(AgencyRequest, on_delete=models.PROTECT, related_name="links")
    nonce = models.CharField(max_length=12)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()


class AgencyQuestion(models.Model):
    """A question of an agency to the centre or to the reporters, and its answer: notes of these event numbers."""

    request = models.ForeignKey(AgencyRequest, on_delete=models.PROTECT, related_name="questions")
    to = models.CharField(max_length=7)
    number = models.IntegerField()
    asked_at = models.DateTimeField()
    answer_number = models.IntegerField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    # The report whose reporter agreed that the agency may know name and number.
    shared_report = models.ForeignKey(
        "cases.Report", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request"], name="one_open_agency_question", condition=Q(answered_at=None)),
            models.CheckConstraint(condition=Q(to__in=QuestionTo.values()), name="agency_question_to_is_known"),
        ]


class AgencyMonth(models.Model):
    """What an agency did with the referrals of one Jalali month, as its letter says; written once."""

    agency = models.ForeignKey("city.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    first_on = models.DateField()
    figures = models.JSONField()
    letter = models.CharField(max_length=20)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "first_on"], name="one_month_of_an_agency")]
