"""The evening message: all waiting news for one follower in one message."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Final

from django.db import transaction

from peygir.cases import queries as cases
from peygir.city import queries as city
from peygir.desks.answers.filling import digits_of, words_in_force
from peygir.desks.answers.links import following_link
from peygir.desks.answers.models import Following, Message
from peygir.desks.answers.naming import area_name
from peygir.desks.answers.news import MOST_LINES, area_line, case_line
from peygir.desks.answers.rules import next_evening

BATCH: Final = 200
DAY: Final = timedelta(days=1)
MOST_DAYS: Final = timedelta(days=7)
"""The period that a message covers at most after a pause of the clock."""

# (city, since) → (new, done) by neighbourhood code
_News = Callable[[int, datetime], Mapping[str, tuple[int, int]]]


def tell_evening(now: datetime) -> int:
    """Write the evening messages that are due by `now`, one for each follower; returns how many followings.

    Without news no message is written.
    """
    due = Following.objects.filter(digest_at__lte=now)
    people = list(due.order_by("address").values_list("address", flat=True).distinct()[:BATCH])

    @cache
    def news(city_id: int, since: datetime) -> Mapping[str, tuple[int, int]]:
        return cases.news_by_area(city_id, since=since, until=now)

    return sum(_tell(address, news, now) for address in people)


def _tell(address: str, news: _News, now: datetime) -> int:
    with transaction.atomic():
        rows = Following.objects.select_for_update(no_key=True, of=("self",)).select_related("case")
        due = list(rows.filter(address=address, digest_at__lte=now).order_by("pk"))
        lines = [line for line in (_line(one, news, now) for one in due) if line]
        if lines:
            first = due[0]
            subject, body = words_in_force("evening", first.language)
            shown = "\n".join([*lines[:MOST_LINES], *(["…"] if len(lines) > MOST_LINES else [])])
            Message.objects.create(
                kind="evening",
                channel=first.channel,
                address=address,
                subject=subject,
                created_at=now,
                next_try_at=now,
                body=body.format(lines=shown, link=following_link(first.pk)),
            )
        for following in due:
            is_area = bool(following.area_code)
            following.digest_at = next_evening(now, city.city_by_id(following.city_id).time_zone) if is_area else None
            following.save(update_fields=["digest_at"])
    return len(due)


def _line(following: Following, news: _News, now: datetime) -> str:
    """The row of one following, or "" where there is no public news."""
    digits = digits_of(following.language)
    if following.case is not None:
        case = following.case
        return "" if case.is_confidential else case_line(digits(case.code), case.state, following.language)
    since = max((following.digest_at or now) - DAY, now - MOST_DAYS)
    new, done = news(following.city_id, since).get(following.area_code, (0, 0))
    name = area_name(following.city_id, following.area_code, language=following.language)
    return area_line(name, digits(str(new)), digits(str(done)), following.language) if new or done else ""
