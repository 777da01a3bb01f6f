"""Records how a letter is handed on: by mail, into the office automation, and what that tells afterwards."""

from datetime import datetime

from django.db import transaction

from peygir.core import clock
from peygir.desks.letters.letter_states import HandingState, LetterNews, LetterState, LetterWay
from peygir.desks.letters.models import Letter, LetterHanding, OfficeMessage
from peygir.desks.letters.rules import (
    LetterHasNoAddress,
    LetterIsOnItsWay,
    LetterIsVoid,
    NoSuchLetter,
    is_address,
    may_keep_letters,
    may_turn,
    next_try,
)
from peygir.history.actions import record
from peygir.history.kinds.letters import LetterHanded, LetterNotHanded, LetterToldOf, LetterTurned
from peygir.people.actions import NotYourWork
from peygir.people.rules import SYSTEM, Actor
from peygir.storage.rows import insert


def note_handed(letter_id: int, *, remote: str) -> None:
    """Keep that a letter is out, under its id there (a Message-ID, or that of the office automation); once."""
    with transaction.atomic():
        row = Letter.objects.select_for_update(no_key=True).get(pk=letter_id)
        handing = LetterHanding.objects.filter(letter=row, state=HandingState.PENDING).first()
        if handing is None:
            return
        now = clock.now()
        handing.state, handing.sent_at, handing.remote = str(HandingState.SENT), now, remote[:120]
        handing.next_try_at, handing.error, handing.tries = None, "", handing.tries + 1
        handing.save()
        record(row, LetterHanded(way=row.way, remote=handing.remote), by=str(SYSTEM), at=now)


def claim_handing(letter_id: int, now: datetime) -> bool:
    """Take a letter for one try, so that no other process tries it for a while; False if another has it."""
    with transaction.atomic():
        rows = LetterHanding.objects.select_for_update(skip_locked=True)
        handing = rows.filter(letter_id=letter_id, state=HandingState.PENDING, next_try_at__lte=now).first()
        if handing is None:
            return False
        handing.tries += 1
        handing.next_try_at = next_try(handing.tries, now=now)
        handing.save(update_fields=["tries", "next_try_at"])
    return True


def note_failed(letter_id: int, *, error: str, is_permanent: bool) -> None:
    """Keep that a try failed; after the last one, or for good, a person has to see to it."""
    with transaction.atomic():
        row = Letter.objects.select_for_update(no_key=True).get(pk=letter_id)
        handing = LetterHanding.objects.filter(letter=row, state=HandingState.PENDING).first()
        if handing is None:
            return
        handing.error = error[:200]
        if is_permanent or handing.next_try_at is None:
            handing.state, handing.next_try_at = str(HandingState.DEAD), None
            record(row, LetterNotHanded(way=row.way), by=str(SYSTEM), at=clock.now())
        handing.save()


def try_again(letter_id: int) -> None:
    """Let a letter that could not be handed over be tried again from now on; nothing for any other."""
    with transaction.atomic():
        row = Letter.objects.select_for_update(no_key=True).filter(pk=letter_id).exclude(state=LetterState.VOID).first()
        if row is not None:
            dead = LetterHanding.objects.filter(letter=row, state=HandingState.DEAD)
            dead.update(state=str(HandingState.PENDING), tries=0, next_try_at=clock.now(), error="")


def turn_letter(letter_id: int, to: str, *, address: str = "", by: Actor) -> None:
    """Let a letter that is not out yet go on paper, which a person sends, or by mail to an address.

    Raises NotYourWork, NoSuchLetter, LetterIsVoid, LetterIsOnItsWay, LetterHasNoAddress.
    """
    if not may_keep_letters(by):
        raise NotYourWork()
    way, mailbox = LetterWay.of(to), address.strip().lower()
    if way == LetterWay.MAIL and not is_address(mailbox):
        raise LetterHasNoAddress()
    with transaction.atomic():
        row = Letter.objects.select_for_update(no_key=True).filter(pk=letter_id).first()
        if row is None:
            raise NoSuchLetter()
        if row.state == LetterState.VOID:
            raise LetterIsVoid()
        handing, now = LetterHanding.objects.filter(letter=row).first(), clock.now()
        if handing is None or not may_turn(handing.state, handing.next_try_at, now):
            raise LetterIsOnItsWay()
        was, row.way = row.way, str(way)
        row.address = mailbox if way == LetterWay.MAIL else row.address
        record(row, LetterTurned(from_=was, to=row.way), by=str(by), at=now, write=["way", "address"])
        handing.delete()
        if way == LetterWay.MAIL:
            LetterHanding.objects.create(letter=row)


def note_news(letter_id: int, news: str, *, at: datetime) -> bool:
    """Keep what the office automation tells of a letter; False for what was told before."""
    with transaction.atomic():
        row = Letter.objects.select_for_update(no_key=True).get(pk=letter_id)
        handing = LetterHanding.objects.filter(letter=row).first()
        if handing is None or handing.news == news:
            return False
        handing.news, handing.news_at = str(LetterNews.of(news)), at
        handing.save(update_fields=["news", "news_at"])
        record(row, LetterToldOf(what=handing.news), by=str(SYSTEM), at=clock.now())
    return True


def take_office_message(message_id: str, kind: str) -> bool:
    """Keep that a message of the office automation came; False if it came before. Call it in its transaction."""
    row = OfficeMessage(message_id=message_id[:120], kind=kind[:40], at=clock.now())
    return insert(row, unless_known=True)


def name_office_message(message_id: str, letter_id: int) -> None:
    """Keep which letter a message of the office automation was about."""
    OfficeMessage.objects.filter(message_id=message_id[:120]).update(letter_id=letter_id)


def forget_office_messages(*, before: datetime) -> int:
    """Delete the notes of messages that came before a moment, long after which none is sent again; how many."""
    return OfficeMessage.objects.filter(at__lt=before).delete()[0]
