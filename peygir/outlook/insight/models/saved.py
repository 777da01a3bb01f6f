"""The tables of saved questions: the questions, boards of them, who gets which by mail every week, and the mails."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from peygir.history.models import Chained
from peygir.outlook.insight.saved_words import ChartKind, SharedWith

_LIVE = Q(ended_at__isnull=True)
_SHARED_WITH_A_ROLE = Q(shared_with=SharedWith.ROLE.value) & ~Q(role="")
_SHARED_OTHERWISE = ~Q(shared_with=SharedWith.ROLE.value) & Q(role="")


class SavedQuestion(Chained):
    """A question in the closed grammar that somebody keeps under a name, with the chart in which it is shown.

    `role` is the code of the role that it is shared with, if it is shared with one.
    """

    history_file: ClassVar[str] = "squestion"

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    owner = models.ForeignKey("people.Staff", on_delete=models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=80)
    text = models.CharField(max_length=2000)
    chart = models.CharField(max_length=5)
    shared_with = models.CharField(max_length=6, default=SharedWith.NOBODY.value)
    role = models.CharField(max_length=12, blank=True, default="")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="one_saved_question_of_a_name", condition=_LIVE),
            models.CheckConstraint(condition=Q(chart__in=ChartKind.values()), name="chart_kind_is_known"),
            models.CheckConstraint(
                condition=Q(shared_with__in=SharedWith.values()), name="saved_question_sharing_is_known"
            ),
            models.CheckConstraint(condition=_SHARED_WITH_A_ROLE | _SHARED_OTHERWISE, name="question_names_its_role"),
        ]
        indexes = [models.Index(fields=["city", "shared_with", "role"], name="question_shared", condition=_LIVE)]


class QuestionBoard(Chained):
    """Saved questions beside each other, in an order; who sees the board sees the questions on it."""

    history_file: ClassVar[str] = "qboard"

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    owner = models.ForeignKey("people.Staff", on_delete=models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=80)
    shared_with = models.CharField(max_length=6, default=SharedWith.NOBODY.value)
    role = models.CharField(max_length=12, blank=True, default="")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="one_question_board_of_a_name", condition=_LIVE),
            models.CheckConstraint(
                condition=Q(shared_with__in=SharedWith.values()), name="question_board_sharing_is_known"
            ),
            models.CheckConstraint(condition=_SHARED_WITH_A_ROLE | _SHARED_OTHERWISE, name="board_names_its_role"),
        ]
        indexes = [models.Index(fields=["city", "shared_with", "role"], name="board_shared", condition=_LIVE)]


class BoardTile(models.Model):
    """A question on a board; tiles are shown by their `place`, which need not be one after another."""

    board = models.ForeignKey(QuestionBoard, on_delete=models.PROTECT, related_name="tiles", db_index=False)
    question = models.ForeignKey(SavedQuestion, on_delete=models.PROTECT, related_name="tiles")
    place = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["board", "question"], name="one_tile_of_a_question")]


class QuestionSubscription(models.Model):
    """Somebody gets a board or a question by mail every week; `next_at` is when the next mail is due."""

    staff = models.ForeignKey("people.Staff", on_delete=models.PROTECT, related_name="+", db_index=False)
    board = models.ForeignKey(QuestionBoard, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    question = models.ForeignKey(SavedQuestion, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(board__isnull=False, question__isnull=True) | Q(board__isnull=True, question__isnull=False),
                name="subscription_has_one_subject",
            ),
            models.UniqueConstraint(
                fields=["staff", "board"], name="one_subscription_of_a_board", condition=_LIVE & Q(board__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["staff", "question"],
                name="one_subscription_of_a_question",
                condition=_LIVE & Q(question__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["next_at"], name="subscription_due", condition=_LIVE)]


class SubscriptionMail(models.Model):
    """The mail of a subscription in a week (its Saturday) is in the outbox; written with it, so that there is one."""

    subscription = models.ForeignKey(
        QuestionSubscription, on_delete=models.PROTECT, related_name="mails", db_index=False
    )
    week = models.DateField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subscription", "week"], name="one_mail_of_a_week")]
