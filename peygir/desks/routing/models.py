"""Why a case went where it went, the rules that decide it, what came back, and what agencies were told."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from peygir.history.models import Chained


class Choice(models.Model):
    """One choice of an owner, with the explanation as codes; `is_applied` is false for what was only compared."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    number = models.IntegerField()  # the event that asked for an owner
    how = models.CharField(max_length=12)  # ownership, rule, season, neighbour, centre, above, agency, person, import
    why = models.CharField(max_length=24)  # a key of rules.REASONS
    unit = models.ForeignKey("city.Unit", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    agency = models.ForeignKey("city.Agency", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    # The rule as it was: rules are never edited, so its words stay the explanation.
    rule = models.ForeignKey("routing.Rule", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    topic_code = models.CharField(max_length=80, blank=True)
    district_code = models.CharField(max_length=80, blank=True)
    season_code = models.CharField(max_length=40, blank=True, default="")
    is_applied = models.BooleanField(default=True)
    chosen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number", "how"], name="one_choice_per_event")]
        indexes = [models.Index(fields=["rule"], name="choice_by_rule", condition=Q(rule__isnull=False))]


class Rule(Chained):
    """A routing rule as data: what it asks of a case, and to whom it sends it. Never edited; a new one replaces it."""

    history_file: ClassVar[str] = "rule"

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+")
    order = models.PositiveIntegerField()  # the smallest is asked first
    name_fa = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    conditions = models.JSONField()
    unit = models.ForeignKey("city.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("people.Staff", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    branch = models.CharField(max_length=20, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)  # the first day on which it holds no more
    is_on = models.BooleanField(default=False)
    made_by = models.CharField(max_length=32)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            # Two rules that are on never share a place in the order.
            models.UniqueConstraint(fields=["city", "order"], name="one_rule_on_per_place", condition=Q(is_on=True)),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=models.F("valid_from")), name="rule_dates_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.name_fa


class DryRun(models.Model):
    """What a rule would have changed among the last cases, worked out before it may be switched on."""

    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.CharField(max_length=32)
    case_count = models.IntegerField()
    matched_count = models.IntegerField()
    changed_count = models.IntegerField()
    flows = models.JSONField()  # [{"from": unit id, "to": unit id, "count": n}], the most first
    cases = models.JSONField()  # [[case code, from, to]] of every case that would have gone elsewhere


class Return(models.Model):
    """One "not ours": who returned a case, why, and to whom it went next."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    number = models.IntegerField()  # the event case_returned
    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("city.Unit", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField(max_length=20)
    returned_at = models.DateTimeField()
    count = models.IntegerField()  # the how-manieth return of this case
    to_unit = models.ForeignKey("city.Unit", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="one_return_per_event")]
        indexes = [models.Index(fields=["city", "returned_at"], name="return_by_time")]


class Lesson(models.Model):
    """The centre decided where a case that kept coming back belongs; many alike propose a rule."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    number = models.IntegerField()  # the event of the decision
    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    topic_code = models.CharField(max_length=80, blank=True)
    district_code = models.CharField(max_length=80, blank=True)
    from_unit = models.ForeignKey("city.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    to_unit = models.ForeignKey("city.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    returns = models.IntegerField()
    # The words that went into the rule it became; a citizen's own text is not copied here.
    words = models.JSONField(default=list, blank=True)
    decided_by = models.CharField(max_length=32)
    decided_at = models.DateTimeField()
    rule = models.ForeignKey(Rule, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    settled_by = models.CharField(max_length=32, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="one_lesson_per_decision")]
        indexes = [models.Index(fields=["city"], name="lesson_open", condition=Q(settled_at__isnull=True))]


class Handover(models.Model):
    """One line of the agency ledger: what was told to whom, when and how, when it is asked again, and the answer."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    number = models.IntegerField()  # the event case_referred_out
    agency = models.ForeignKey("city.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    sent_at = models.DateTimeField()
    means = models.CharField(max_length=8)
    reference = models.CharField(max_length=80, blank=True)  # the agency's own number for it
    by = models.CharField(max_length=32)
    chase_days = models.PositiveSmallIntegerField()  # working days, as in force when it was sent
    next_chase_at = models.DateTimeField(null=True, blank=True)  # None while it is due, answered or over
    due_since = models.DateTimeField(null=True, blank=True)  # it is to be chased since then
    chased = models.IntegerField(default=0)
    chased_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=32, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)  # the case left the agency without an answer

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="one_handover_per_event"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, ended_at__isnull=True)
                | Q(next_chase_at__isnull=True, due_since__isnull=True),
                name="no_chase_after_the_answer",
            ),
            models.CheckConstraint(
                condition=Q(next_chase_at__isnull=True) | Q(due_since__isnull=True), name="chase_is_due_or_to_come"
            ),
            models.CheckConstraint(condition=Q(means__in=["phone", "letter", "system", "sms"]), name="means_is_known"),
        ]
        indexes = [
            models.Index(fields=["next_chase_at"], name="chase_to_come", condition=Q(next_chase_at__isnull=False)),
            models.Index(fields=["due_since"], name="chase_due", condition=Q(due_since__isnull=False)),
        ]


class AgencyDoor(models.Model):
    """An agency that takes what it is told by Open311, from one day to another; `services` maps our topics to theirs.

    The key is not here: `key_variable` names the variable of the environment that holds it.
    """

    agency = models.ForeignKey("city.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    base_url = models.CharField(max_length=300)
    jurisdiction = models.CharField(max_length=80, blank=True)
    media_type = models.CharField(max_length=4, default="json")
    key_variable = models.CharField(max_length=60, blank=True)
    services = models.JSONField(default=dict)  # our topic's code, or "*" → their service_code
    ask_minutes = models.PositiveIntegerField(default=30)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    made_by = models.CharField(max_length=32)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency"], name="one_open_agency_door", condition=Q(valid_to__isnull=True)),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from")),
                name="agency_door_dates_in_order",
            ),
            models.CheckConstraint(condition=Q(media_type__in=["json", "xml"]), name="agency_door_json_or_xml"),
            models.CheckConstraint(condition=Q(ask_minutes__gt=0), name="agency_door_asked_at_intervals"),
        ]


class Push(models.Model):
    """One line of the ledger as the agency's own server has it: its number there, and what it last said."""

    handover = models.OneToOneField(Handover, on_delete=models.PROTECT, related_name="+")
    door = models.ForeignKey(AgencyDoor, on_delete=models.PROTECT, related_name="+", db_index=False)
    token = models.CharField(max_length=80, unique=True)  # our name for it, sent with it: a lost answer is found again
    remote_id = models.CharField(max_length=80, blank=True)
    remote_token = models.CharField(max_length=80, blank=True)  # where the server gives the number later
    status = models.CharField(max_length=20, blank=True)
    status_notes = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    next_ask_at = models.DateTimeField(null=True, blank=True)  # None: nothing is awaited any more
    fault = models.CharField(max_length=200, blank=True)
    tries = models.IntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["next_ask_at"], name="push_due", condition=Q(next_ask_at__isnull=False))]


class ChaseTerms(models.Model):
    """After how many working days an agency is asked again; a topic's own row stands over the agency's."""

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("city.Agency", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    topic = models.ForeignKey("city.Topic", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    days = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    made_by = models.CharField(max_length=32)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(days__gte=1), name="chase_days_above_zero"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from")),
                name="chase_dates_in_order",
            ),
            models.UniqueConstraint(
                fields=["city", "agency", "topic"],
                name="one_chase_term_in_force",
                condition=Q(valid_to__isnull=True),
                nulls_distinct=False,
            ),
        ]


class Reorganisation(models.Model):
    """A unit is merged into another or split from a day on: what goes where, and how far it has come."""

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("city.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    parts = models.JSONField()  # [{"to": unit id, "districts": [codes], "groups": [codes]}], the first that fits
    from_on = models.DateField()
    moves_people = models.BooleanField(default=False)  # to the first part's unit
    reason = models.CharField(max_length=400)
    decisions = models.JSONField(default=list)  # the lines of the city's history that changed ownership
    planned_by = models.CharField(max_length=32)
    planned_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True, blank=True)
    moved_count = models.IntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)
    is_called_off = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], name="one_open_reorganisation", condition=Q(ended_at__isnull=True)
            ),
        ]
