"""The tables of a panel's term: its rules and seed, volunteers, members, conflicts of interest and watch-lists."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from peygir.history.models import Chained
from peygir.outlook.panel.states import (
    AgeGroup,
    InterestKind,
    LeavingReason,
    MemberState,
    PanelSex,
    PanelState,
    SeatOrigin,
    SeedKind,
    WatchKind,
)


class PanelTerm(Chained):
    """A panel from a day to a day: how its lot is drawn, and the rules of its votes, answers and petitions.

    `list_digest` is the SHA-256 of the list of volunteers, published before the seed is known. Nothing that decides the
    lot changes once the list is closed (a trigger refuses).
    """

    history_file: ClassVar[str] = "panel"

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    title = models.CharField(max_length=200)
    from_on = models.DateField()
    to_on = models.DateField()
    sign_up_until = models.DateField()
    seed_on = models.DateField()
    seed_kind = models.CharField(max_length=6)
    seed_source = models.CharField(max_length=300, blank=True, default="")
    seats = models.SmallIntegerField()
    honoured_seats = models.SmallIntegerField()
    answer_days = models.SmallIntegerField()  # working days
    quorum = models.SmallIntegerField()  # percent
    voting_days = models.SmallIntegerField()
    sample_size = models.SmallIntegerField()
    floor_percent = models.SmallIntegerField()
    threshold = models.IntegerField()
    petition_days = models.SmallIntegerField()
    population = models.JSONField()  # the code of a district → people
    population_source = models.CharField(max_length=300)
    ages = models.JSONField()  # age group → people per thousand
    state = models.CharField(max_length=6, default=PanelState.OPEN.value)
    list_digest = models.CharField(max_length=64, blank=True, default="")
    seed = models.CharField(max_length=200, blank=True, default="")
    drawn_at = models.DateTimeField(null=True)
    empty_seats = models.SmallIntegerField(default=0)
    made_by = models.CharField(max_length=32)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=PanelState.values()), name="panel_state_is_known"),
            models.CheckConstraint(condition=Q(seed_kind__in=SeedKind.values()), name="panel_seed_kind_is_known"),
            models.CheckConstraint(
                condition=Q(sign_up_until__lt=F("seed_on"), seed_on__lte=F("from_on"), from_on__lt=F("to_on")),
                name="panel_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(state="open") | Q(state__in=["closed", "drawn", "ended"]) & ~Q(list_digest=""),
                name="closed_panel_has_a_list",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["drawn", "ended"]) | ~Q(seed="") & Q(drawn_at__isnull=False),
                name="drawn_panel_has_a_seed",
            ),
            models.UniqueConstraint(
                fields=["city"], condition=Q(state__in=["open", "closed"]), name="one_panel_to_come"
            ),
        ]


class PanelVolunteer(models.Model):
    """A citizen in the lot; `code` and stratum are published, nothing else. `place` is the order of those drawn."""

    term = models.ForeignKey(PanelTerm, on_delete=models.PROTECT, related_name="volunteers", db_index=False)
    citizen = models.ForeignKey("people.Citizen", null=True, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=12)
    district_code = models.CharField(max_length=12)
    age = models.CharField(max_length=5)
    sex = models.CharField(max_length=1)
    at = models.DateTimeField()
    place = models.SmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["term", "code"], name="one_volunteer_of_a_code"),
            models.UniqueConstraint(
                fields=["term", "citizen"], condition=Q(citizen__isnull=False), name="one_lot_of_a_citizen"
            ),
            models.CheckConstraint(condition=Q(age__in=AgeGroup.values()), name="volunteer_age_is_known"),
            models.CheckConstraint(condition=Q(sex__in=PanelSex.values()), name="volunteer_sex_is_known"),
        ]


class PanelMember(models.Model):
    """A seat of the panel and who has it; everybody else knows the member by the number alone."""

    term = models.ForeignKey(PanelTerm, on_delete=models.PROTECT, related_name="members", db_index=False)
    citizen = models.ForeignKey("people.Citizen", null=True, on_delete=models.PROTECT, related_name="+")
    number = models.SmallIntegerField()
    origin = models.CharField(max_length=8)
    volunteer = models.OneToOneField(PanelVolunteer, null=True, on_delete=models.PROTECT, related_name="+")
    stratum = models.CharField(max_length=24, blank=True, default="")  # of the seat, by lot: district|age|sex
    state = models.CharField(max_length=7, default=MemberState.INVITED.value)
    invited_at = models.DateTimeField()
    conduct_at = models.DateTimeField(null=True)  # when the code of conduct was accepted
    left_at = models.DateTimeField(null=True)
    left_why = models.CharField(max_length=7, blank=True, default="")
    visited_on = models.DateField(null=True)  # the last day on which the member opened the own desk
    visited_before_on = models.DateField(null=True)  # the day of visiting before that one

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["term", "number"], name="one_member_of_a_number"),
            models.UniqueConstraint(
                fields=["term", "citizen"], condition=Q(citizen__isnull=False), name="one_seat_of_a_citizen"
            ),
            models.CheckConstraint(condition=Q(origin__in=SeatOrigin.values()), name="seat_origin_is_known"),
            models.CheckConstraint(condition=Q(state__in=MemberState.values()), name="member_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state="active") | Q(conduct_at__isnull=False), name="member_accepted_the_conduct"
            ),
            models.CheckConstraint(
                condition=Q(left_why="", left_at__isnull=True)
                | Q(left_why__in=LeavingReason.values(), left_at__isnull=False, state="left"),
                name="member_left_for_a_reason",
            ),
        ]


class PanelInterest(models.Model):
    """What a member takes no part in, from a day to a day: a unit, a programme or a district."""

    member = models.ForeignKey(PanelMember, on_delete=models.PROTECT, related_name="interests")
    unit = models.ForeignKey("city.Unit", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    programme = models.ForeignKey(
        "planning.Programme", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    district = models.ForeignKey("city.District", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField(max_length=8)
    from_on = models.DateField()
    to_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(reason__in=InterestKind.values()), name="interest_reason_is_known"),
            models.CheckConstraint(
                condition=Q(unit__isnull=False, programme__isnull=True, district__isnull=True)
                | Q(unit__isnull=True, programme__isnull=False, district__isnull=True)
                | Q(unit__isnull=True, programme__isnull=True, district__isnull=False),
                name="interest_is_in_one_thing",
            ),
        ]


class PanelWatch(models.Model):
    """What a member watches: the pages put its public cases and figures together.

    A neighbourhood is watched as a place with its district.
    """

    member = models.ForeignKey(PanelMember, on_delete=models.PROTECT, related_name="watches")
    kind = models.CharField(max_length=9)
    unit = models.ForeignKey("city.Unit", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    topic = models.ForeignKey("city.Topic", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    district = models.ForeignKey("city.District", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    neighbourhood = models.ForeignKey(
        "city.Neighbourhood", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    programme = models.ForeignKey(
        "planning.Programme", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=WatchKind.values()), name="watch_kind_is_known"),
            models.CheckConstraint(
                condition=Q(kind="unit", unit__isnull=False)
                | Q(kind="topic", topic__isnull=False)
                | Q(kind="place", district__isnull=False)
                | Q(kind="programme", programme__isnull=False),
                name="watch_has_its_thing",
            ),
        ]
