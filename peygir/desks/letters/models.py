"""The tables of the register: letters, their numbers, annexes, the way out, what the office automation told, terms."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from peygir.desks.letters.letter_states import HandingState, LetterDirection, LetterNews, LetterState, LetterWay
from peygir.history.models import Chained


class LetterBook(models.Model):
    """The last number of a city's letters in a Jalali year; its lock makes the numbers gap-free."""

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    year = models.SmallIntegerField()
    last = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["city", "year"], name="one_letter_book_per_year")]


class Letter(Chained):
    """One letter of the register; a letter is never deleted: a wrong one is declared void and keeps its number."""

    history_file: ClassVar[str] = "letter"

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    direction = models.CharField(max_length=3)
    year = models.SmallIntegerField()
    serial = models.IntegerField()
    way = models.CharField(max_length=6)
    dated_on = models.DateField()
    registered_at = models.DateTimeField()
    registered_by = models.CharField(max_length=32)
    party = models.CharField(max_length=200, blank=True)  # whom it is from, or to
    address = models.CharField(max_length=254, blank=True)  # mail address of the party
    other_number = models.CharField(max_length=60, blank=True)  # the party's own number
    other_on = models.DateField(null=True, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    tables = models.JSONField(default=list)  # pages of tables after the text
    figures = models.JSONField(default=list)  # (label, text) below the text
    answers = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="answered_by")
    due_on = models.DateField(null=True, blank=True)  # by when an answer is expected, or owed
    case = models.ForeignKey("cases.Case", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("city.Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    proposal = models.BigIntegerField(null=True, blank=True)  # id of a proposal to the council
    state = models.CharField(max_length=4, default=LetterState.OPEN.value)
    state_reason = models.CharField(max_length=500, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city", "year", "serial"], name="one_letter_per_number"),
            models.CheckConstraint(condition=Q(serial__gte=1), name="letter_serial_from_one"),
            models.CheckConstraint(condition=Q(direction__in=LetterDirection.values()), name="letter_direction_known"),
            models.CheckConstraint(condition=Q(way__in=LetterWay.values()), name="letter_way_known"),
            models.CheckConstraint(condition=Q(state__in=LetterState.values()), name="letter_state_known"),
            models.CheckConstraint(condition=Q(answers=None) | ~Q(answers=F("id")), name="letter_answers_another"),
        ]
        indexes = [
            models.Index(fields=["registered_at"], name="letter_by_day"),
            models.Index(fields=["city", "due_on"], name="letter_due", condition=Q(state="open", due_on__isnull=False)),
        ]

    @property
    def number(self) -> str:
        """The number in the register: year and serial."""
        return f"{self.year}/{self.serial}"

    def __str__(self) -> str:
        return self.number


class LetterAnnex(models.Model):
    """A file that belongs to a letter."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="annexes")
    title = models.CharField(max_length=120, blank=True)
    stored = models.ForeignKey("media.StoredFile", on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    by = models.CharField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["letter", "stored"], name="one_annex_per_file")]


class LetterHanding(models.Model):
    """A letter's way out by mail or through the office automation, tried until it is taken."""

    letter = models.OneToOneField(Letter, on_delete=models.PROTECT, related_name="handing")
    state = models.CharField(max_length=7, default=HandingState.PENDING.value)
    tries = models.SmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    remote = models.CharField(max_length=120, blank=True)  # its id there: a Message-ID, or the office automation's
    news = models.CharField(max_length=9, blank=True)
    news_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=HandingState.values()), name="letter_handing_state_known"),
            models.CheckConstraint(condition=Q(news__in=["", *LetterNews.values()]), name="letter_news_known"),
        ]
        indexes = [
            models.Index(fields=["next_try_at"], name="letter_handing_due", condition=Q(next_try_at__isnull=False)),
            models.Index(fields=["remote"], name="letter_by_remote", condition=~Q(remote="")),
        ]


class OfficeMessage(models.Model):
    """One message that the office automation sent to our webhook: the same one is taken once."""

    message_id = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=40)
    at = models.DateTimeField()
    letter = models.ForeignKey(Letter, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        indexes = [models.Index(fields=["at"], name="office_message_by_age")]


class LetterTerms(models.Model):
    """Letterhead, signature, and the governor's office of a city's letters from a moment on; the newest is in force."""

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    from_at = models.DateTimeField()
    office = models.CharField(max_length=120)  # of the letterhead's second line
    signer_office = models.CharField(max_length=120)
    signer_name = models.CharField(max_length=80, blank=True)
    governor = models.CharField(max_length=200)  # to whom escalations go
    governor_way = models.CharField(max_length=6)
    governor_address = models.CharField(max_length=254, blank=True)
    made_by = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city", "from_at"], name="one_letter_terms_per_moment"),
            models.CheckConstraint(condition=Q(governor_way__in=LetterWay.values()), name="governor_way_known"),
        ]
