"""What is kept beside a case: its entry in the search index, notes, and drafts of forms."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from peygir.cases.models.case import Case


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
