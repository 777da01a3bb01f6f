"""Mails the report of a closed month to everybody who leads a unit or what stands under one, once, and who wants none.

The document is made by the edges, which know its language and looks: they set `report_makers` when they start.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.http import urlencode

from peygir.city import queries as city
from peygir.core import clock
from peygir.core.jalali import jalali_months, to_jalali
from peygir.core.refusals import NotAllowed
from peygir.core.translation import gettext_lazy as _
from peygir.core.translation import languages
from peygir.desks.answers import actions as answers
from peygir.desks.answers.filling import digits_of
from peygir.gateways.mail import MailFile
from peygir.outlook.scoring.models import MarkMail, MarkMailChoice, ScoredMonth, UnitMark
from peygir.outlook.scoring.months import month_of
from peygir.outlook.scoring.seeing import gets_mark_mail, units_of_provisional
from peygir.people.acting import staff_actor
from peygir.people.channels import Channel
from peygir.people.permissions import Permission
from peygir.people.post_rules import PostKind
from peygir.people.posts import PostLine, posts_in_roles
from peygir.people.queries import staff_by_id
from peygir.people.role_cache import roles_that_may
from peygir.people.rules import Actor
from peygir.storage.rows import insert

MARKS_MAIL: Final = "marks"
"""The kind of these messages."""
ReportMaker = Callable[[int, int, Actor, str], bytes]
"""Makes the PDF of a month (id) and a unit (id) as somebody may read it, in a language.

For who leads the unit that is the unit's report, for who stands above others that of the units below.
"""
report_makers: Final[list[ReportMaker]] = []
_log = logging.getLogger(__name__)


class MarkMailNotYours(NotAllowed):
    """Only who leads a unit, or what stands under one, gets the monthly mail."""

    message = _("The monthly mail of marks is for those who lead a unit.")


def mail_marks(month_id: int, number: int) -> None:
    """Mail the report of a closed month to each person who leads a unit with a mark in it, or stands above one.

    Called again, it does nothing. Only of the latest closed month: a city that closes several at once gets one mail.
    Each mail is written in one transaction with the row that says so. What fails for one person holds up no other, and
    is raised at the end.
    """
    month = ScoredMonth.objects.filter(pk=month_id).first()
    if month is None or ScoredMonth.objects.filter(city_id=month.city_id, first_on__gt=month.first_on).exists():
        return
    failed: Exception | None = None
    for staff_id, posts in _leaders(month, clock.now()).items():
        try:
            _mail(month, staff_id, posts)
        except Exception as failure:
            _log.exception("mark_mail_failed", extra={"file": month.pk, "staff": staff_id})
            failed = failure
    if failed is not None:
        raise failed


def switch_mark_mail(*, is_wanted: bool, by: Actor) -> None:
    """Let the monthly mail come, or not. Raises MarkMailNotYours."""
    if not gets_mark_mail(by):
        raise MarkMailNotYours()
    MarkMailChoice.objects.update_or_create(staff_id=by.id, defaults={"is_wanted": is_wanted})


def _leaders(month: ScoredMonth, now: datetime) -> dict[int, list[PostLine]]:
    """The posts that lead a unit with a mark in the month, or stand above one, by person.

    Without those who want none or got it, and without substitutes.
    """
    marked = set(UnitMark.objects.filter(month=month).values_list("unit_id", flat=True))
    left_out = {
        *MarkMailChoice.objects.filter(is_wanted=False).values_list("staff_id", flat=True),
        *MarkMail.objects.filter(month=month).values_list("staff_id", flat=True),
    }
    people: dict[int, list[PostLine]] = {}
    roles = roles_that_may(Permission.LEAD_UNIT, Permission.STEER_CITY)
    for post in posts_in_roles(roles, on=city.day_of(month.city_id, now)):
        if post.unit_id is None or post.kind == PostKind.SUBSTITUTE or post.staff_id in left_out:
            continue
        led = units_of_provisional(staff_actor(post.staff_id, post.role, post.unit_id))
        if not led.isdisjoint(marked):
            people.setdefault(post.staff_id, []).append(post)
    return people


def _mail(month: ScoredMonth, staff_id: int, posts: list[PostLine]) -> None:
    """Mail one person the reports of all units that they lead."""
    person = staff_by_id(staff_id)
    if person is None or not person.is_active or not person.email:
        return
    city_facts = city.city_by_id(month.city_id)
    language = city_facts.language if city_facts.language in languages() else "fa"
    name, files, units = month_of(month.first_on).name, [], []
    (make,) = report_makers
    for unit_id in sorted({post.unit_id for post in posts if post.unit_id is not None}):
        by = staff_actor(staff_id, next(post.role for post in posts if post.unit_id == unit_id), unit_id)
        unit = city.unit(unit_id)
        if unit is not None:
            content = make(month.pk, unit_id, by, language)
            files.append(MailFile(f"marks-{name}-{unit.code}.pdf", "application/pdf", content))
            units.append(city.names_of(unit).in_language(language))
    if not files:
        return
    address = f"{reverse('my_mark')}?{urlencode({'month': name})}"
    values = {
        "what": _month_words(month, language),
        "unit": ("، " if language == "fa" else ", ").join(units),
        "day": _day_words(month, language),
        "link": f"{settings.PUBLIC_URL}{address}",
    }
    with transaction.atomic():
        if insert(MarkMail(month=month, staff_id=staff_id, at=clock.now()), unless_known=True):
            answers.say(
                MARKS_MAIL, channel=Channel.MAIL, address=person.email, language=language, values=values, files=files
            )


def _day_words(month: ScoredMonth, language: str) -> str:
    """The day from which everybody reads the marks."""
    published = month.published_at if month.published_at is not None else month.closed_at
    here = to_jalali(month.publish_on or city.day_of(month.city_id, published))
    number = digits_of(language)
    return f"{number(str(here.day))} {jalali_months(language)[here.month - 1]} {number(str(here.year))}"


def _month_words(month: ScoredMonth, language: str) -> str:
    here = to_jalali(month.first_on)
    return f"{jalali_months(language)[here.month - 1]} {digits_of(language)(str(here.year))}"
