"""The IVR menus as the centre writes them: versions that never change once a caller has heard them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from peygir.centre.contacts.words import DEEDS, KEYS
from peygir.history.models import Chained


class Menu(Chained):
    """One version of a menu; the newest that has begun is in force, and a contact keeps the version it heard."""

    history_file: ClassVar[str] = "menu"

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=20)  # "main", or the name of a menu below it
    number = models.IntegerField()  # of the version
    from_at = models.DateTimeField()
    name_fa = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    greeting = models.CharField(max_length=80)  # the sound file, without its ending
    greeting_words = models.TextField()  # the text spoken in it
    consent = models.CharField(max_length=80, blank=True)  # the sound file of the recording notice
    consent_words = models.TextField(blank=True)
    wait_seconds = models.SmallIntegerField(default=5)  # for a key
    repeats = models.SmallIntegerField(default=2)
    otherwise_queue = models.CharField(max_length=40)  # the queue for a caller who presses nothing

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city", "code", "number"], name="one_menu_per_version"),
            models.CheckConstraint(condition=Q(wait_seconds__gte=1), name="menu_waits"),
        ]


class MenuKey(models.Model):
    """A key of a menu version: its prompt, its action, and for a campaign its first and last day."""

    menu = models.ForeignKey(Menu, on_delete=models.PROTECT, related_name="keys")
    key = models.CharField(max_length=1)
    name_fa = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    prompt = models.CharField(max_length=80, blank=True)  # the sound file of "for …, press …"
    deed = models.CharField(max_length=10)
    target = models.CharField(max_length=40, blank=True)  # queue, menu, sound, mailbox or number
    season_code = models.CharField(max_length=40, blank=True)  # the campaign that this key belongs to
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)  # the last day

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["menu", "key"], name="one_deed_per_key"),
            models.CheckConstraint(condition=Q(key__in=KEYS), name="key_is_on_the_phone"),
            models.CheckConstraint(condition=Q(deed__in=sorted(DEEDS)), name="deed_of_key_is_known"),
            models.CheckConstraint(
                condition=Q(from_on__isnull=True) | Q(to_on__isnull=True) | Q(to_on__gte=models.F("from_on")),
                name="days_of_key_in_order",
            ),
        ]
