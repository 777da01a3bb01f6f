"""The case (one problem in the city), its reports (what citizens said of it), and its entry in the search index."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from peygir.cases.states import ENDED, OPEN, CaseState, CloseKind
from peygir.city.urgencies import Urgency
from peygir.core.vocabulary import plain
from peygir.history.models import Chained
from peygir.people.channels import REPORT_CHANNELS
from peygir.people.rules import PROOFS


class Case(Chained):
    """One problem to be solved, with its current state and owner; its events are in `history`."""

    history_file: ClassVar[str] = "case"

    id = models.BigIntegerField(primary_key=True)
    code = models.CharField(max_length=10, unique=True)  # the tracking code of the report that opened it
    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=14, default=CaseState.NEW.value)
    state_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    close_kind = models.CharField(max_length=10, blank=True)
    topic = models.ForeignKey("city.Topic", null=True, on_delete=models.PROTECT, related_name="+")
    urgency = models.CharField(max_length=1, default=Urgency.NORMAL.value)
    district = models.ForeignKey("city.District", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    neighbourhood = models.ForeignKey(
        "city.Neighbourhood", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    lat = models.FloatField(null=True, blank=True)  # degrees, WGS84
    lon = models.FloatField(null=True, blank=True)
    cell = models.BigIntegerField(null=True, blank=True)  # the point's H3 cell (core.geometry.cell): what is near
    address = models.CharField(max_length=300, blank=True)
    unit = models.ForeignKey("city.Unit", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    branch = models.CharField(max_length=20, blank=True)
    agency = models.ForeignKey("city.Agency", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    assignee = models.ForeignKey("people.Staff", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    due_at = models.DateTimeField(null=True, blank=True)  # the finish promise in force; inboxes sort by it
    until = models.DateTimeField(null=True, blank=True)  # when a wait is expected to end
    is_confidential = models.BooleanField(default=False)
    about_unit = models.ForeignKey("city.Unit", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    about_staff = models.ForeignKey(
        "people.Staff", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    season_code = models.CharField(max_length=40, blank=True, default="")  # the season in which its promises were given
    incident_code = models.CharField(max_length=20, blank=True, default="")  # the incident it belongs to
    report_count = models.IntegerField(default=1)
    return_count = models.IntegerField(default=0)
    version = models.IntegerField(default=1)  # incremented by each change that a person could have overlooked

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=CaseState.values()), name="case_state_is_known"),
            models.CheckConstraint(condition=Q(close_kind__in=["", *CloseKind.values()]), name="close_kind_is_known"),
            models.CheckConstraint(
                condition=Q(state=CaseState.CLOSED, closed_at__isnull=False) & ~Q(close_kind="")
                | ~Q(state=CaseState.CLOSED) & Q(closed_at__isnull=True, close_kind=""),
                name="closed_has_time_and_kind",
            ),
            models.CheckConstraint(
                condition=Q(state=CaseState.MERGED, merged_into__isnull=False)
                | ~Q(state=CaseState.MERGED) & Q(merged_into__isnull=True),
                name="merged_has_a_target",
            ),
            models.CheckConstraint(
                condition=Q(lat__isnull=True, lon__isnull=True) | Q(lat__isnull=False, lon__isnull=False),
                name="point_is_whole",
            ),
        ]
        indexes = [
            # Inbox: a unit's open cases, due soonest first. Ended cases are not in the index.
            models.Index(fields=["unit", "due_at", "id"], name="case_inbox", condition=Q(state__in=plain(OPEN))),
            models.Index(fields=["city", "due_at", "id"], name="case_city_inbox", condition=Q(state__in=plain(OPEN))),
            models.Index(fields=["city", "opened_at"], name="case_by_time"),
            # Duplicate search: recently opened cases in a cell and around.
            models.Index(fields=["city", "cell", "opened_at"], name="case_near", condition=Q(cell__isnull=False)),
            models.Index(fields=["incident_code"], name="case_incident", condition=~Q(incident_code="")),
            # Map bounds: by latitude, then filtered; only open ones.
            models.Index(fields=["lat", "lon"], name="case_map", condition=Q(state__in=plain(OPEN))),
            # Recently changed: for polling systems, the public map and the month's metrics.
            models.Index(fields=["city", "state_at"], name="case_changed"),
            models.Index(fields=["merged_into"], name="case_merged", condition=Q(merged_into__isnull=False)),
            # Search in a unit's ended cases, newest first; the city's have that order by primary key.
            models.Index(fields=["unit", "id"], name="case_archive", condition=Q(state__in=plain(ENDED))),
            models.Index(fields=["city", "id"], name="case_open", condition=Q(state__in=plain(OPEN))),
            # For proposed drafts; for the confidential desk.
            models.Index(fields=["unit", "topic", "id"], name="case_confirmed", condition=Q(close_kind="confirmed")),
            models.Index(fields=["city", "due_at"], name="case_confidential", condition=Q(is_confidential=True)),
        ]

    def __str__(self) -> str:
        return self.code


class Report(models.Model):
    """What one citizen said, once, by one channel; its text is never edited, only erased (`actions.erasing`).

    Who holds its phone number may become known later: the holder proves it or has it removed (actions.holding).
    """

    id = models.BigIntegerField(primary_key=True)
    code = models.CharField(max_length=10, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reports")
    citizen = models.ForeignKey("people.Citizen", null=True, on_delete=models.PROTECT, related_name="+")
    proof = models.CharField(max_length=8, blank=True, default="", db_default="")  # how the phone was proven
    reporter_name = models.CharField(max_length=120, blank=True, default="", db_default="")  # reporter without Citizen
    spoken_for = models.ForeignKey(
        "people.Citizen", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    spoken_for_name = models.CharField(max_length=120, blank=True)
    spoken_for_relation = models.CharField(max_length=40, blank=True)
    text = models.TextField(blank=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    address = models.CharField(max_length=300, blank=True)
    place_label = models.CharField(max_length=80, blank=True)  # a district or neighbourhood code the reporter chose
    topic_said = models.ForeignKey("city.Topic", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    channel = models.CharField(max_length=6)
    language = models.CharField(max_length=2, default="fa")
    received_at = models.DateTimeField()
    was_told_emergency = models.CharField(max_length=20, blank=True)  # the emergency number shown at once
    idempotency_key = models.CharField(max_length=80, null=True, unique=True)
    photo_count = models.SmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(channel__in=[channel.value for channel in REPORT_CHANNELS]), name="channel_is_known"
            ),
            models.CheckConstraint(condition=~Q(idempotency_key=""), name="key_is_not_empty"),
            models.CheckConstraint(condition=Q(proof__in=PROOFS), name="proof_is_known"),
        ]

    def __str__(self) -> str:
        return self.code


class SearchPartition(models.IntegerChoices):
    """The search partition of a case's entry: open, ended in the last year, or older."""

    OPEN = 0
    LATELY = 1
    ARCHIVE = 2


class SearchEntry(models.Model):
    """A case's search entry: its words in normalised spelling (core.finding).

    It holds only words of the case, its reports and the city, and is rewritten when those are erased. The index is
    partitioned, so that a word which a hundred thousand old entries hold is not looked up in all of them for a few
    hits.
    """

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.PROTECT, related_name="search_entry")
    words = models.TextField()
    partition = models.SmallIntegerField(
        choices=SearchPartition, default=SearchPartition.OPEN, db_default=SearchPartition.OPEN
    )
    # The unit that owned the ended case; empty while it is open. A unit searches its own ended cases by it.
    unit = models.ForeignKey("city.Unit", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(partition__in=SearchPartition.values), name="partition_is_known")
        ]
        indexes = [
            # GIN pending list: every search scans it, so it is kept short.
            GinIndex(
                fields=["words"],
                opclasses=["gin_trgm_ops"],
                name="search_words_open",
                condition=Q(partition=SearchPartition.OPEN.value),
                gin_pending_list_limit=1024,
            ),
            *(
                GinIndex(
                    fields=["unit", "words"],
                    opclasses=["int8_ops", "gin_trgm_ops"],
                    name=f"search_words_{partition.name.lower()}",
                    condition=Q(partition=partition.value),
                    gin_pending_list_limit=1024,
                )
                for partition in (SearchPartition.LATELY, SearchPartition.ARCHIVE)
            ),
        ]


class Note(models.Model):
    """Text written with a move or between moves: for the citizen (`is_public`) or for staff only."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notes")
    number = models.IntegerField()  # number of the event that recorded it; the chain holds its digest
    by = models.CharField(max_length=32)
    at = models.DateTimeField()
    text = models.TextField()
    salt = models.CharField(max_length=32)  # so that the event's digest reveals nothing once the text is erased
    is_public = models.BooleanField(default=False)
    is_checked = models.BooleanField(default=False, db_default=False)  # a person approved what the rule doubted

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="one_note_per_event")]


class Draft(models.Model):
    """What a member of staff has typed into one form of a case and not sent yet; gone when it is sent."""

    staff = models.ForeignKey("people.Staff", on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", db_index=False)
    form = models.CharField(max_length=20)  # the move's verb, or "note"
    words = models.JSONField()  # field → text typed
    seen = models.IntegerField(default=0)  # number of the last event the person had seen
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staff", "case", "form"], name="one_draft_per_form")]
        indexes = [models.Index(fields=["saved_at"], name="draft_by_age")]
