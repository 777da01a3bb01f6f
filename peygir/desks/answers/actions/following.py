"""Following a case or a neighbourhood: begin, confirm, end, and send the news, limited per day."""

from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction

from peygir.cases import queries as cases
from peygir.cases.models import Case
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.moments import day_start
from peygir.core.refusals import Conflict, Invalid, Missing, TooMany
from peygir.core.translation import gettext_lazy as _
from peygir.core.translation import known_language
from peygir.desks.answers.filling import digits_of, values_of, words_in_force
from peygir.desks.answers.links import following_link, track_link
from peygir.desks.answers.models import Following, Message
from peygir.desks.answers.naming import followed_name
from peygir.desks.answers.news import news_of
from peygir.desks.answers.rules import MOST_A_DAY, MOST_FOLLOWED, is_worth_telling, next_evening
from peygir.gateways.smtp import ADDRESS
from peygir.history.queries import event
from peygir.people.channels import Channel
from peygir.storage.asking import select
from peygir.storage.rows import insert, update

MOST_ADDRESS: Final = 254


class NothingToFollow(Missing):
    """The case is confidential or does not exist, or the city has no such area."""

    message = _("This case or neighbourhood cannot be followed.")


class MailIsNotValid(Invalid):
    """The mail address is not valid."""

    message = _("This email address is not right. Write it like name@example.com.")


class FollowsTooMuch(TooMany):
    """The phone or mail address follows as many cases and areas as allowed."""

    message = _("No more than {most} cases and areas can be followed at a time. Stop one, then ask again.")


class FollowingHasEnded(Conflict):
    """The link belongs to a following that was ended."""

    message = _("You are not following this any more.")


def follow(
    city_id: int, *, code: str = "", area_code: str = "", phone: str = "", email: str = "", language: str = "fa"
) -> int:
    """Follow a case (by its code) or a neighbourhood, by SMS to a proven phone, or by mail; returns the id.

    A mail address first gets an email with a link and no news until it is confirmed. A repeated request changes
    nothing, but sends that email again: the first link may have expired. Raises NothingToFollow, MailIsNotValid,
    FollowsTooMuch.
    """
    case = cases.case_of(code) if code else None
    area = city.place_by_label(city_id, area_code, on=city.day_of(city_id, clock.now())) if area_code else None
    if (case is None or case.is_confidential or case.city_id != city_id) and not (area and area.neighbourhood_code):
        raise NothingToFollow()
    if not phone and not ADDRESS.fullmatch(email):
        raise MailIsNotValid()
    now, address = clock.now(), phone or email[:MOST_ADDRESS]
    new_following = Following(
        city_id=city_id,
        case=case,
        area_code="" if case or area is None else area.neighbourhood_code,
        channel=Channel.SMS if phone else Channel.MAIL,
        address=address,
        language=known_language(language),
        begun_at=now,
        proven_at=now if phone else None,
    )
    with transaction.atomic():
        known = list(Following.objects.select_for_update(no_key=True).filter(address=address, ended_at=None))
        same = next(
            (one for one in known if (one.case_id, one.area_code) == (new_following.case_id, new_following.area_code)),
            None,
        )
        if same is None and len(known) >= MOST_FOLLOWED:
            raise FollowsTooMuch(most=MOST_FOLLOWED)
        if same is None:
            _set_digest(new_following, now)
            same = (
                new_following
                if _is_new(new_following)
                else Following.objects.get(
                    address=address, ended_at=None, case=case, area_code=new_following.area_code, city_id=city_id
                )
            )
        if same.channel == Channel.MAIL:
            _ask(same, now)
    return same.pk


def _is_new(new_following: Following) -> bool:
    try:
        with transaction.atomic():
            new_following.save(force_insert=True)
    except IntegrityError:  # the same person submitted twice at once
        return False
    return True


def _ask(following: Following, now: datetime) -> None:
    """Send the email with the confirmation link."""
    subject, body = words_in_force("follow_asked", following.language)
    body = body.format(what=followed_name(following, following.language), link=following_link(following.pk))
    _write(following, "follow_asked", subject=subject, body=body, now=now, number=following.pk)


def _set_digest(following: Following, now: datetime) -> None:
    """An area's news is sent once a day."""
    if following.area_code and following.proven_at is not None:
        following.digest_at = next_evening(now, city.city_by_id(following.city_id).time_zone)


def prove_following(following_id: int) -> None:
    """Confirm a following by its link; the second time changes nothing. Raises FollowingHasEnded."""
    with transaction.atomic():
        following = _locked(following_id)
        if following.proven_at is None:
            following.proven_at = clock.now()
            _set_digest(following, following.proven_at)
            following.save(update_fields=["proven_at", "digest_at"])


def end_following(following_id: int) -> None:
    """End a following; no more messages are sent. Ending twice changes nothing."""
    Following.objects.filter(pk=following_id, ended_at=None).update(ended_at=clock.now(), digest_at=None)


def _locked(following_id: int) -> Following:
    following = Following.objects.select_for_update(no_key=True).filter(pk=following_id, ended_at=None).first()
    if following is None:
        raise FollowingHasEnded()
    return following


def tell_followers(case_id: int, number: int) -> None:
    """Write the news of one event to everybody who follows the case; a repeated delivery writes none.

    A follower who got MOST_A_DAY messages today gets it in the evening's message.
    """
    followings = [one for one in select(Following, case_id=case_id, ended_at=None) if one.proven_at is not None]
    if not followings:
        return
    case_event = event("case", case_id, number)
    case = cases.case_as_it_is(case_id)
    if case.is_confidential or not is_worth_telling(case_event.kind, case_event.data):
        return
    now = clock.now()
    with transaction.atomic(savepoint=False):
        for following in sorted(followings, key=lambda one: one.pk):
            today = _told_today(following, now)
            if (case_id, number) in today:
                continue
            if len(today) < MOST_A_DAY:
                _tell(following, case, number=number, news=news_of(case_event.kind, following.language), now=now)
            elif following.digest_at is None:
                following.digest_at = next_evening(now, city.city_by_id(case.city_id).time_zone)
                update(following, ["digest_at"])


def _told_today(following: Following, now: datetime) -> list[tuple[int | None, int]]:
    """(case, event) of the messages about followed cases sent to this address since the city's midnight."""
    midnight = day_start(now, city.city_by_id(following.city_id).time_zone)
    rows = Message.objects.filter(kind="followed", address=following.address, created_at__gte=midnight)
    return list(rows.values_list("case_id", "number"))


def _tell(following: Following, case: Case, *, number: int, news: str, now: datetime) -> None:
    subject, body = words_in_force("followed", following.language)
    values = {
        "code": digits_of(following.language)(case.code),
        "topic": values_of(case, following.language, {})["topic"],
        "news": news,
        "link": track_link(case.code),
        "stop": following_link(following.pk),
    }
    _write(following, "followed", case=case, number=number, subject=subject, body=body.format(**values), now=now)


def _write(
    following: Following, kind: str, *, subject: str, body: str, now: datetime, number: int, case: Case | None = None
) -> None:
    message = Message(
        case=case,
        number=number,
        kind=kind,
        channel=following.channel,
        address=following.address,
        subject=subject,
        body=body,
        created_at=now,
        next_try_at=now,
    )
    insert(message, unless_known=True)
