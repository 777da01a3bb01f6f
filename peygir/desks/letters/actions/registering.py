"""Registers letters in and out under gap-free numbers, adds annexes, declares letters void or dealt with."""

from typing import Final

from django.db import transaction

from peygir.city import queries as city
from peygir.city.models import City
from peygir.core import clock
from peygir.core.jalali import jalali_year
from peygir.core.words import plain, says_something
from peygir.desks.letters.letter_states import HandingState, LetterDirection, LetterState, LetterWay
from peygir.desks.letters.models import Letter, LetterAnnex, LetterBook, LetterHanding, LetterTerms
from peygir.desks.letters.rules import (
    LONGEST_PARTY,
    LONGEST_REASON,
    MOST_ANNEXES,
    AnnexesAreTooMany,
    LetterDraft,
    LetterHasNoAddress,
    LetterHasNoParty,
    LetterIsVoid,
    LetterReasonIsMissing,
    NoSuchLetter,
    check_draft,
    is_address,
    may_keep_letters,
)
from peygir.history.actions import record
from peygir.history.catalogue import ABSENT
from peygir.history.kinds.letters import LetterAnnexed, LetterMoved, LetterRegistered, LetterTermsSet
from peygir.media.kinds import TakenFile
from peygir.media.queries import digests_by_name
from peygir.people.actions import NotYourWork
from peygir.people.rules import Actor

MOST_TITLE: Final = 120


def register_letter(city_id: int, direction: str, draft: LetterDraft, *, by: Actor) -> Letter:
    """Register a letter under the next number of the year; one that goes out by mail or office automation waits.

    The book's lock is held until the transaction ends, so a number that is not used is not lost. Raises NotYourWork,
    NoSuchLetter for a letter that it should answer, and what `check_draft` raises.
    """
    _may(by)
    now, facts = clock.now(), city.city_by_id(city_id)
    goes_out = direction == LetterDirection.OUT
    check_draft(draft, today=city.day_of(city_id, now), goes_out=goes_out)
    with transaction.atomic():
        if draft.answers is not None and not Letter.objects.filter(pk=draft.answers, city_id=city_id).exists():
            raise NoSuchLetter()
        year = jalali_year(now, facts.time_zone)
        row = Letter(
            city_id=city_id,
            direction=str(LetterDirection.of(direction)),
            year=year,
            serial=_next_serial(city_id, year),
            way=str(LetterWay.of(draft.way)),
            dated_on=draft.dated_on,
            registered_at=now,
            registered_by=str(by),
            party=plain(draft.party)[:LONGEST_PARTY],
            address=draft.address.strip().lower()[:254],
            other_number=plain(draft.other_number)[:60],
            other_on=draft.other_on,
            subject=" ".join(plain(draft.subject).split()),
            body=plain(draft.body),
            tables=[table.as_json() for table in draft.tables],
            figures=[list(pair) for pair in draft.figures],
            answers_id=draft.answers,
            due_on=draft.due_on,
            case_id=draft.case_id,
            agency_id=draft.agency_id,
            proposal=draft.proposal_id,
        )
        row.save(force_insert=True)
        answers = draft.answers if draft.answers is not None else ABSENT
        event = LetterRegistered(number=row.number, direction=row.direction, way=row.way, answers=answers)
        record(row, event, by=str(by), at=now)
        if goes_out and row.way != LetterWay.PAPER:
            LetterHanding.objects.create(letter=row, next_try_at=now if row.way == LetterWay.OFFICE else None)
    return row


def _next_serial(city_id: int, year: int) -> int:
    """The next number of a year, under the lock of its book."""
    LetterBook.objects.get_or_create(city_id=city_id, year=year)
    book = LetterBook.objects.select_for_update(no_key=True).get(city_id=city_id, year=year)
    book.last += 1
    book.save(update_fields=["last"])
    return book.last


def add_annex(letter_id: int, taken: TakenFile, *, title: str = "", by: Actor) -> None:
    """Add a file that the media package has received whole; the same one again changes nothing.

    Raises NotYourWork, NoSuchLetter, LetterIsVoid, AnnexesAreTooMany.
    """
    _may(by)
    with transaction.atomic():
        row, now = _locked(letter_id), clock.now()
        known = LetterAnnex.objects.filter(letter=row)
        if known.filter(stored_id=taken.id).exists():
            return
        if known.count() >= MOST_ANNEXES:
            raise AnnexesAreTooMany(most=MOST_ANNEXES)
        clean = plain(title)[:MOST_TITLE] or plain(taken.file_name)[:MOST_TITLE]
        annex = LetterAnnex.objects.create(letter=row, stored_id=taken.id, title=clean, at=now, by=str(by))
        digest = digests_by_name([taken.name]).get(taken.name, "")
        record(row, LetterAnnexed(annex=annex.pk, sha256=digest), by=str(by), at=now)


def move_letter(letter_id: int, to: str, *, reason: str = "", by: Actor) -> None:
    """Say that a letter was dealt with, is open again, or is void (with a reason; its number stays).

    Raises NotYourWork, NoSuchLetter, LetterIsVoid, LetterReasonIsMissing.
    """
    _may(by)
    target, reason_text = LetterState.of(to), plain(reason)[:LONGEST_REASON]
    if target == LetterState.VOID and not says_something(reason_text):
        raise LetterReasonIsMissing()
    with transaction.atomic():
        row, now = _locked(letter_id), clock.now()
        if row.state == target:
            return
        was, row.state, row.state_reason = row.state, str(target), reason_text
        record(row, LetterMoved(from_=was, to=row.state), by=str(by), at=now, write=["state", "state_reason"])
        if target == LetterState.VOID:
            waiting = LetterHanding.objects.filter(letter=row, state=HandingState.PENDING)
            waiting.update(state=str(HandingState.DEAD), next_try_at=None)


def settle_answered(letter_id: int, *, by: Actor) -> None:
    """Say that an open letter was dealt with, since its answer was registered; nothing for any other."""
    _may(by)
    row = Letter.objects.select_for_update(no_key=True).filter(pk=letter_id, state=LetterState.OPEN).first()
    if row is not None:
        row.state = str(LetterState.DONE)
        moved = LetterMoved(from_=str(LetterState.OPEN), to=row.state)
        record(row, moved, by=str(by), at=clock.now(), write=["state"])


def set_letter_terms(
    city_id: int,
    *,
    office: str,
    signer_office: str,
    signer_name: str,
    governor: str,
    governor_way: str,
    governor_address: str,
    by: Actor,
) -> None:
    """Set letterhead, signature and the governor's office of letters from now on.

    Raises NotYourWork, LetterHasNoParty, LetterHasNoAddress.
    """
    _may(by)
    names = [plain(text)[:120] for text in (office, signer_office, governor)]
    if not all(says_something(name) for name in names):
        raise LetterHasNoParty(limit=MOST_TITLE)
    if governor_way == LetterWay.MAIL and not is_address(governor_address.strip()):
        raise LetterHasNoAddress()
    now = clock.now()
    with transaction.atomic():
        locked = City.objects.select_for_update(no_key=True).get(pk=city_id)
        row = LetterTerms.objects.create(
            city_id=city_id,
            from_at=now,
            office=names[0],
            signer_office=names[1],
            signer_name=plain(signer_name)[:80],
            governor=names[2],
            governor_way=str(LetterWay.of(governor_way)),
            governor_address=governor_address.strip().lower()[:254],
            made_by=str(by),
        )
        record(locked, LetterTermsSet(terms=row.pk), by=str(by), at=now)


def _locked(letter_id: int) -> Letter:
    row = Letter.objects.select_for_update(no_key=True).filter(pk=letter_id).first()
    if row is None:
        raise NoSuchLetter()
    if row.state == LetterState.VOID:
        raise LetterIsVoid()
    return row


def _may(by: Actor) -> None:
    if not may_keep_letters(by):
        raise NotYourWork()
