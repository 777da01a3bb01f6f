"""The case (a thing in the street), its reports (what citizens said of it), and the card that it is found by."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from peygir.cases.lifecycle import CLOSE_KINDS, CLOSED, ENDED, MERGED, OPEN, STATES
from peygir.history.models import Chained
from peygir.people.rules import PROOFS

CHANNELS = ("web", "phone", "sms", "app", "mail", "visit", "api", "import")


class Case(Chained):
    """One thing to be put right, in the state and with the owner that it has now; its story is in `history`."""

    history_file: ClassVar[str] = "case"

    id = models.BigIntegerField(primary_key=True)
    code = models.CharField(max_length=10, unique=True)  # the tracking code of the report that opened it
    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=14, default="new")
    state_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    close_kind = models.CharField(max_length=10, blank=True)
    topic = models.ForeignKey("city.Topic", null=True, on_delete=models.PROTECT, related_name="+")
    urgency = models.CharField(max_length=1, default="N")
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
    due_at = models.DateTimeField(null=True, blank=True)  # the finish promise in force; an inbox sorts by it
    until = models.DateTimeField(null=True, blank=True)  # when a wait is expected to end
    is_confidential = models.BooleanField(default=False)
    about_unit = models.ForeignKey("city.Unit", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    about_staff = models.ForeignKey(
        "people.Staff", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    season_code = models.CharField(max_length=40, blank=True, default="")  # the campaign under which it was promised
    incident_code = models.CharField(max_length=20, blank=True, default="")  # the burst of reports it is one of
    report_count = models.IntegerField(default=1)
    return_count = models.IntegerField(default=0)
    version = models.IntegerField(default=1)  # grows with each change that a person could have overlooked

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=sorted(STATES)), name="case_state_is_known"),
            models.CheckConstraint(condition=Q(close_kind__in=["", *sorted(CLOSE_KINDS)]), name="close_kind_is_known"),
            models.CheckConstraint(
                condition=Q(state=CLOSED, closed_at__isnull=False) & ~Q(close_kind="")
                | ~Q(state=CLOSED) & Q(closed_at__isnull=True, close_kind=""),
                name="closed_has_time_and_kind",
            ),
            models.CheckConstraint(
                condition=Q(state=MERGED, merged_into__isnull=False) | ~Q(state=MERGED) & Q(merged_into__isnull=True),
                name="merged_has_a_target",
            ),
            models.CheckConstraint(
                condition=Q(lat__isnull=True, lon__isnull=True) | Q(lat__isnull=False, lon__isnull=False),
                name="point_is_whole",
            ),
        ]
        indexes = [
            # An inbox: what a unit has open, due soonest first. Ended cases leave the index.
            models.Index(fields=["unit", "due_at", "id"], name="case_inbox", condition=Q(state__in=sorted(OPEN))),
            models.Index(fields=["city", "due_at", "id"], name="case_city_inbox", condition=Q(state__in=sorted(OPEN))),
            models.Index(fields=["city", "opened_at"], name="case_by_time"),
            # "Heard before?": what was opened lately in a cell and those around it.
            models.Index(fields=["city", "cell", "opened_at"], name="case_near", condition=Q(cell__isnull=False)),
            models.Index(fields=["incident_code"], name="case_incident", condition=~Q(incident_code="")),
            # A map's box: cells are looked up by latitude, then filtered; open cases only are drawn.
            models.Index(fields=["lat", "lon"], name="case_map", condition=Q(state__in=sorted(OPEN))),
            # What changed lately: for systems that ask again and again, the public's map and the month's figures.
            models.Index(fields=["city", "state_at"], name="case_changed"),
            models.Index(fields=["merged_into"], name="case_merged", condition=Q(merged_into__isnull=False)),
            # A search among what a unit has ended, the newest first; for the whole city the keys are in that order.
            models.Index(fields=["unit", "id"], name="case_archive", condition=Q(state__in=sorted(ENDED))),
            models.Index(fields=["city", "id"], name="case_open", condition=Q(state__in=sorted(OPEN))),
        ]

    def __str__(self) -> str:
        return self.code


class Report(models.Model):
    """What one citizen said, once, by one channel; never edited (its text leaves by rule after a set time).

    Whose phone came with it may be learned later: the holder proves it, or takes the number off it (actions.holding).
    """

    id = models.BigIntegerField(primary_key=True)
    code = models.CharField(max_length=10, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reports")
    citizen = models.ForeignKey("people.Citizen", null=True, on_delete=models.PROTECT, related_name="+")
    proof = models.CharField(max_length=8, blank=True, default="", db_default="")  # people.rules.PROOFS: of the phone
    reporter_name = models.CharField(max_length=120, blank=True, default="", db_default="")  # of who is no citizen here
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
    was_told_emergency = models.CharField(max_length=20, blank=True)  # the number that was told at once
    idempotency_key = models.CharField(max_length=80, null=True, unique=True)
    photo_count = models.SmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(channel__in=CHANNELS), name="channel_is_known"),
            models.CheckConstraint(condition=~Q(idempotency_key=""), name="key_is_not_empty"),
            models.CheckConstraint(condition=Q(proof__in=PROOFS), name="proof_is_known"),
        ]

    def __str__(self) -> str:
        return self.code


class SearchPartition(models.IntegerChoices):
    """Where a card stands: with the open cases, with those that ended in the last year, or with the older ones."""

    OPEN = 0
    LATELY = 1
    ARCHIVE = 2


class Card(models.Model):
    """A case's card in the index: its words in one spelling (core.finding), to be found by.

    It holds no word that the case, its reports or the city do not hold; when those go, it is written anew. It stands
    on a shelf of its own index, so that a word which a hundred thousand old cards hold is not looked up on all of them
    for the sake of the few that are asked for.
    """

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.PROTECT, related_name="card")
    words = models.TextField()
    shelf = models.SmallIntegerField(
        choices=SearchPartition, default=SearchPartition.OPEN, db_default=SearchPartition.OPEN
    )
    # Who had it when it ended, known on the later shelves alone: there a unit looks through its own cards.
    unit = models.ForeignKey("city.Unit", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(shelf__in=SearchPartition.values), name="shelf_is_known")]
        indexes = [
            # New cards wait in a list that every search reads through: a short one.
            GinIndex(
                fields=["words"],
                opclasses=["gin_trgm_ops"],
                name="card_words_open",
                condition=Q(shelf=SearchPartition.OPEN.value),
                gin_pending_list_limit=1024,
            ),
            *(
                GinIndex(
                    fields=["unit", "words"],
                    opclasses=["int8_ops", "gin_trgm_ops"],
                    name=f"card_words_{shelf.name.lower()}",
                    condition=Q(shelf=shelf.value),
                    gin_pending_list_limit=1024,
                )
                for shelf in (SearchPartition.LATELY, SearchPartition.ARCHIVE)
            ),
        ]


class Note(models.Model):
    """Words written with a move or between moves: for the citizen (`is_public`) or among staff."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notes")
    number = models.IntegerField()  # the event that recorded it: the chain holds its digest
    by = models.CharField(max_length=32)
    at = models.DateTimeField()
    text = models.TextField()
    salt = models.CharField(max_length=32)  # so that the event's digest tells nothing once the text is erased
    is_public = models.BooleanField(default=False)
    is_checked = models.BooleanField(default=False, db_default=False)  # somebody let what is doubtful in it be read

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="one_note_per_event")]


class Draft(models.Model):
    """What a member of staff has typed into one form of a case and not sent yet; gone when it is sent."""

    staff = models.ForeignKey("people.Staff", on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", db_index=False)
    form = models.CharField(max_length=20)  # the verb of the move, or "note"
    words = models.JSONField()  # field → what was typed
    seen = models.IntegerField(default=0)  # the last event that the person had seen when it was typed
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staff", "case", "form"], name="one_draft_per_form")]
        indexes = [models.Index(fields=["saved_at"], name="draft_by_age")]
