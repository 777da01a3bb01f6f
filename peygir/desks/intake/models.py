"""What comes with a report: photos, files, publishable text, answers to the topic's questions, and its origin."""

from django.db import models
from django.db.models import Q

from peygir.people.channels import INBOUND_CHANNELS


class Photo(models.Model):
    """One picture of a report: `raw` until a job has re-encoded it; then `picture` and `thumb`, or refused."""

    STATES = ("pending", "ready", "refused")

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey("cases.Report", on_delete=models.PROTECT, related_name="+")
    position = models.SmallIntegerField()
    state = models.CharField(max_length=8, default="pending")
    sha256 = models.CharField(max_length=64, blank=True)  # hex, of the file as it came; empty in rows older than this
    raw = models.CharField(max_length=120, blank=True)  # file names in the uploads folder
    picture = models.CharField(max_length=120, blank=True)
    thumb = models.CharField(max_length=120, blank=True)
    covers = models.JSONField(default=list)  # rectangles (`media.cover_rules`); with any, only the next two are public
    covered = models.CharField(max_length=120, blank=True)
    covered_thumb = models.CharField(max_length=120, blank=True)
    width = models.IntegerField(null=True)  # pixels
    height = models.IntegerField(null=True)
    gps_lat = models.FloatField(null=True)  # degrees, from the picture's EXIF; offered to the reporter, never imposed
    gps_lon = models.FloatField(null=True)
    why_refused = models.CharField(max_length=40, blank=True)
    is_public = models.BooleanField(default=False)  # a person of the unit or the centre approved it

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "position"], name="one_photo_per_position"),
            models.CheckConstraint(condition=Q(state__in=["pending", "ready", "refused"]), name="photo_state_is_known"),
            models.CheckConstraint(condition=~Q(state="ready") | ~Q(picture=""), name="ready_photo_has_a_picture"),
            models.CheckConstraint(condition=Q(is_public=False) | Q(state="ready"), name="public_photo_is_ready"),
        ]
        indexes = [models.Index(fields=["picture"], name="photo_by_picture", condition=~Q(picture=""))]


class ReportFile(models.Model):
    """A document or sound recording that came with a report; stored as it was received, and for staff alone."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey("cases.Report", on_delete=models.PROTECT, related_name="+")
    position = models.SmallIntegerField()
    stored = models.ForeignKey("media.StoredFile", on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200, blank=True)  # as the sender named it

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "position"], name="one_file_per_position")]


class PublicWords(models.Model):
    """The text of a report whose author allowed its publication; without a row only staff may read it.

    An `offered` text is shown while the rule finds nothing personal in it; a `shown` one as a person approved it in
    `text` (masked); `hidden` and `withdrawn` ones never.
    """

    STATES = ("offered", "shown", "hidden", "withdrawn")

    report = models.OneToOneField("cases.Report", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, default="offered")
    text = models.TextField(blank=True)
    by = models.CharField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["offered", "shown", "hidden", "withdrawn"]), name="words_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state="shown") & ~Q(text="") | ~Q(state="shown") & Q(text=""), name="shown_words_are_kept"
            ),
        ]


class Inbound(models.Model):
    """One inbound message, from its arrival until it is answered; its content is erased then.

    `said` holds text, button, lat, lon, phone, photos (names at the provider, or of raw uploads) and, for an email, its
    subject and what it replies to, and the `original` of one that could not be decoded well.
    """

    STATES = ("waiting", "heard", "failed")

    provider = models.CharField(max_length=20)  # kavenegar, smpp, …; a messenger's name; mail
    provider_id = models.CharField(max_length=200)
    channel = models.CharField(max_length=6)  # sms, app, mail
    sender = models.CharField(max_length=254)
    said = models.JSONField(default=dict)
    at = models.DateTimeField()
    state = models.CharField(max_length=7, default="waiting")
    tries = models.SmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    became = models.CharField(max_length=12, blank=True)  # how it was understood
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "provider_id"], name="one_inbound_per_message"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "heard", "failed"]), name="inbound_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(channel__in=[channel.value for channel in INBOUND_CHANNELS]),
                name="inbound_channel_is_known",
            ),
        ]
        indexes = [
            models.Index(fields=["next_try_at", "id"], name="inbound_waiting", condition=Q(state="waiting")),
            models.Index(fields=["-id"], name="inbound_failed", condition=Q(state="failed")),
        ]


class Conversation(models.Model):
    """The conversation with one phone, chat or mail address: the open question, and what was said so far."""

    channel = models.CharField(max_length=6)
    address = models.CharField(max_length=254)
    language = models.CharField(max_length=2, default="fa")
    phone = models.CharField(max_length=16, blank=True)  # vouched for by a messenger
    asked = models.CharField(max_length=8, blank=True)  # the open question: words, place, area, photo, code
    said = models.JSONField(default=dict)  # text, lat, lon, address, photos, key
    asked_at = models.DateTimeField(null=True)  # when it began, something was asked last, or it ended

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "address"], name="one_conversation_per_address")]
        indexes = [models.Index(fields=["asked_at"], name="conversation_open", condition=~Q(asked=""))]


class MessengerOffset(models.Model):
    """The polling position in a messenger: the number of its last update that is stored."""

    provider = models.CharField(max_length=20, unique=True)
    position = models.BigIntegerField(default=0)


class ReportDetails(models.Model):
    """What another system sent with a report beside its text; for staff, and never published as it is.

    `answers` are those to the topic's further questions as they were asked: [{"code", "fa", "en", "datatype", "values":
    [{"key", "fa", "en"}]}]. `token` is the sender's own name for the report, by which it finds the id.
    """

    report = models.OneToOneField("cases.Report", on_delete=models.PROTECT, related_name="+")
    key = models.ForeignKey("people.ApiKey", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    token = models.CharField(max_length=80, blank=True)
    answers = models.JSONField(default=list)
    media_url = models.TextField(blank=True)  # addresses of pictures, one per line
    address_id = models.CharField(max_length=80, blank=True)
    came_from = models.CharField(max_length=120, blank=True)  # the system that sent it or from which it was imported
    remote_id = models.CharField(max_length=80, blank=True)  # its number there

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key", "token"],
                name="one_report_per_token",
                condition=~Q(token=""),  # noqa: S106
            ),
        ]
        indexes = [models.Index(fields=["token"], name="details_by_token", condition=~Q(token=""))]  # noqa: S106


class ReceivedUpdate(models.Model):
    """A later update of a report by the system that sent it; the same id from the same system is one update."""

    key = models.ForeignKey("people.ApiKey", on_delete=models.PROTECT, related_name="+")
    update_id = models.CharField(max_length=80)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.IntegerField()  # number of the event that recorded it
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "update_id"], name="one_update_per_id")]


class Open311Source(models.Model):
    """Another city's GeoReport server from which reports are imported, and how far the import has come."""

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    code = models.SlugField(max_length=40, unique=True)
    base_url = models.CharField(max_length=300)
    jurisdiction = models.CharField(max_length=80, blank=True)
    media_type = models.CharField(max_length=4, default="json")
    topics = models.JSONField(default=dict)  # their service_code → our topic's code; others are not imported
    is_on = models.BooleanField(default=True)
    every_minutes = models.PositiveIntegerField(default=15)
    taken_to = models.DateTimeField()  # everything reported there before this moment is imported
    next_pull_at = models.DateTimeField()
    taken_count = models.IntegerField(default=0)
    fault = models.CharField(max_length=200, blank=True)  # why the last attempt failed

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(media_type__in=["json", "xml"]), name="source_speaks_json_or_xml"),
            models.CheckConstraint(condition=Q(every_minutes__gt=0), name="source_is_asked_at_intervals"),
        ]
        indexes = [models.Index(fields=["next_pull_at"], name="source_due", condition=Q(is_on=True))]

    def __str__(self) -> str:
        return self.code
