"""Texts to citizens, the outbox, the question whether it is fixed, what they said; templates and notices for staff."""

from django.db import models
from django.db.models import Q

from peygir.desks.answers.conversation_texts import KINDS_OF_A_TALK

MESSAGE_STATES = ["pending", "sent", "dead", "dropped"]


class MessageText(models.Model):
    """The words of one kind of message in one language, for a time; `{variables}` are checked when it is saved."""

    kind = models.CharField(max_length=20)
    language = models.CharField(max_length=2)
    subject = models.CharField(max_length=120, blank=True)  # mail only
    body = models.TextField()
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True, blank=True)
    by = models.CharField(max_length=32, blank=True)  # who wrote it; empty: it came with the program

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "language"], name="one_text_in_force", condition=Q(valid_to__isnull=True)
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from")), name="text_dates_in_order"
            ),
        ]


class Message(models.Model):
    """One message in the outbox; its id is what a gateway uses to send it only once."""

    case = models.ForeignKey("cases.Case", null=True, on_delete=models.PROTECT, related_name="+")
    number = models.IntegerField(default=0)  # the event that gave rise to it
    report = models.ForeignKey("cases.Report", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=20)
    channel = models.CharField(max_length=5)  # sms, mail, chat
    address = models.CharField(max_length=254)  # a chat's: "bale:123456"
    subject = models.CharField(max_length=120, blank=True)
    body = models.TextField()
    buttons = models.JSONField(default=list, blank=True)  # rows of [words, what they carry], for a chat
    answers = models.CharField(max_length=250, blank=True, default="")  # the Message-ID of a letter it answers
    state = models.CharField(max_length=7, default="pending")  # "dropped": not sent, `error` says why
    counted_as = models.CharField(max_length=254, blank=True, default="", db_default="")  # where nobody proved it
    held_at = models.DateTimeField(null=True)  # since when it waits for that limit
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    tries = models.SmallIntegerField(default=0)
    created_at = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    port = models.CharField(max_length=20, blank=True, default="")  # who took it, or may have
    is_unsure = models.BooleanField(default=False)  # handed over, and no answer says whether it was taken
    provider_id = models.CharField(max_length=80, blank=True)
    parts = models.SmallIntegerField(default=0)
    cost = models.IntegerField(null=True)  # rials; as the port said, else by the tariff, else unknown
    delivery = models.CharField(max_length=9, default="untold")
    delivery_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)  # when the port was last asked what became of it
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=MESSAGE_STATES), name="message_state_is_known"),
            models.CheckConstraint(condition=Q(channel__in=["sms", "mail", "chat"]), name="message_channel_is_known"),
            models.CheckConstraint(
                condition=Q(delivery__in=["untold", "waiting", "delivered", "failed", "blocked"]),
                name="delivery_is_known",
            ),
            models.UniqueConstraint(
                fields=["case", "report", "number", "kind", "channel"],
                name="one_message_per_event",
                condition=Q(report__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["case", "number", "kind", "channel", "address"],
                name="one_message_to_staff",
                condition=Q(report__isnull=True, case__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["next_try_at"], name="message_due", condition=Q(state="pending")),
            models.Index(fields=["-id"], name="message_dead", condition=Q(state="dead")),
            models.Index(fields=["port", "provider_id"], name="message_taken", condition=Q(delivery="waiting")),
            models.Index(fields=["sent_at"], name="message_sent", condition=Q(sent_at__isnull=False)),
            # What was said last in a talk with an address.
            models.Index(
                fields=["address", "created_at"], name="message_of_talk", condition=Q(kind__in=KINDS_OF_A_TALK)
            ),
            models.Index(fields=["counted_as", "sent_at"], name="message_counted", condition=~Q(counted_as="")),
            models.Index(fields=["merged_into"], name="message_merged", condition=Q(merged_into__isnull=False)),
            # How often somebody who follows was told today.
            models.Index(fields=["address", "created_at"], name="message_followed", condition=Q(kind="followed")),
        ]


class Question(models.Model):
    """The city asks: is it fixed (do you object; how was it)? Until `closes_at`; silence closes a case, not fixed."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    number = models.IntegerField()  # the event that it asks about
    kind = models.CharField(max_length=9)  # fixed, objection, survey
    report = models.ForeignKey(
        "cases.Report", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )  # a survey asks one reporter; the other questions all of them
    asked_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)  # answered, overtaken by another move, or closed by silence
    unclear_at = models.DateTimeField(null=True)  # an answer came that no rule could read: silence closes it no more

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="one_question_per_event")]
        indexes = [models.Index(fields=["closes_at"], name="question_open", condition=Q(ended_at__isnull=True))]


class Verdict(models.Model):
    """What one reporter answered to one question, by which channel."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="verdicts")
    report = models.ForeignKey("cases.Report", on_delete=models.PROTECT, related_name="+")
    is_fixed = models.BooleanField()
    reason = models.TextField(blank=True)
    channel = models.CharField(max_length=6)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "report"], name="one_verdict_per_report")]


class AnswerTemplate(models.Model):
    """Words that a unit says often, for one move in one language, for a time; `{variables}` are checked when saved."""

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("city.Unit", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    topic = models.ForeignKey("city.Topic", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    verb = models.CharField(max_length=10)
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=80)
    body = models.TextField()
    by = models.CharField(max_length=32)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["city", "verb"], name="template_in_force", condition=Q(valid_to__isnull=True)),
        ]


class Notice(models.Model):
    """Something that waits for the eye of one member of staff.

    In a case: a colleague has named them in a note. Of an account: one of the highest roles was changed.
    """

    staff = models.ForeignKey("people.Staff", on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey("cases.Case", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    account = models.ForeignKey("people.Staff", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.IntegerField()  # the event that gave rise to it
    by = models.CharField(max_length=32)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["staff", "case", "number"], name="one_notice_per_event"),
            models.UniqueConstraint(
                fields=["staff", "account", "number"], name="one_account_notice", condition=Q(account__isnull=False)
            ),
            models.CheckConstraint(
                condition=Q(case__isnull=True, account__isnull=False) | Q(case__isnull=False, account__isnull=True),
                name="notice_of_case_or_account",
            ),
        ]
        indexes = [
            models.Index(fields=["staff", "-at"], name="notice_of_staff"),
            models.Index(fields=["staff"], name="notice_unseen", condition=Q(seen_at__isnull=True)),
        ]


class TakenBack(models.Model):
    """A reporter stands back from a case that others reported too: the case goes on, this report hears no more."""

    report = models.OneToOneField("cases.Report", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Following(models.Model):
    """Somebody who wants to hear of a case or a neighbourhood by one channel; no report is needed for that."""

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey("cases.Case", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    area_code = models.CharField(max_length=20, blank=True)  # a neighbourhood's: it outlives the versions of its map
    channel = models.CharField(max_length=5)  # sms, mail
    address = models.CharField(max_length=254)
    language = models.CharField(max_length=2, default="fa")
    begun_at = models.DateTimeField()
    proven_at = models.DateTimeField(null=True)  # when the phone or the mail was proven; nothing is told before
    ended_at = models.DateTimeField(null=True)
    # When news that waits is told: an area's daily, a case's over the limit.
    digest_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(channel__in=["sms", "mail"]), name="following_channel_is_known"),
            models.CheckConstraint(
                condition=Q(case__isnull=False, area_code="") | Q(case__isnull=True) & ~Q(area_code=""),
                name="following_a_case_or_an_area",
            ),
            models.UniqueConstraint(
                fields=["case", "channel", "address"],
                name="one_following_of_a_case",
                condition=Q(ended_at__isnull=True, case__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["city", "area_code", "channel", "address"],
                name="one_following_of_an_area",
                condition=Q(ended_at__isnull=True, case__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["address"], name="following_of_somebody", condition=Q(ended_at__isnull=True)),
            models.Index(fields=["digest_at"], name="following_digest_due", condition=Q(digest_at__isnull=False)),
        ]


class ReplyWay(models.Model):
    """By which chat or mail address the reporter of one report hears of it, and of no other: nobody proved it."""

    report = models.OneToOneField("cases.Report", on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=5)  # chat, mail
    address = models.CharField(max_length=254)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(channel__in=["chat", "mail"]), name="reply_channel_is_known")]
        indexes = [models.Index(fields=["channel", "address"], name="reply_way_of_somebody")]


class BlockedAddress(models.Model):
    """An address to which nothing goes: its owner asked for it, a provider says so, or the centre saw why."""

    channel = models.CharField(max_length=5)
    address = models.CharField(max_length=254)
    why = models.CharField(max_length=8)  # asked, provider, staff
    at = models.DateTimeField()
    by = models.CharField(max_length=32)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(why__in=["asked", "provider", "staff"]), name="block_reason_is_known"),
            models.UniqueConstraint(
                fields=["channel", "address"], name="one_block_in_force", condition=Q(ended_at__isnull=True)
            ),
        ]


class SendingHours(models.Model):
    """When messages of a kind go out, on the city's clock, for a time; kind "*" is every kind without hours of its own.

    `opens` and `closes` alike: at any hour.
    """

    kind = models.CharField(max_length=20)
    opens = models.TimeField()
    closes = models.TimeField()
    by = models.CharField(max_length=32)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind"], name="one_hours_in_force", condition=Q(valid_to__isnull=True)),
        ]


class Tariff(models.Model):
    """What one part of a message costs with a port, in rials, for a time; used where the port does not say."""

    port = models.CharField(max_length=20)
    rials = models.IntegerField()
    by = models.CharField(max_length=32)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["port"], name="one_tariff_in_force", condition=Q(valid_to__isnull=True)),
            models.CheckConstraint(condition=Q(rials__gte=0), name="tariff_is_not_negative"),
        ]


class PortState(models.Model):
    """What a port said last when it was asked what is left, or why it could not say."""

    port = models.CharField(max_length=20, unique=True)
    amount = models.BigIntegerField(null=True)
    unit = models.CharField(max_length=8, blank=True)  # rials, messages
    at = models.DateTimeField()
    error = models.CharField(max_length=200, blank=True)
