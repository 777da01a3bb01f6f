"""Writes a letter with its annexes and sends it: by mail with the PDF, or, from the clock, to the office automation."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction

from peygir.city import queries as city
from peygir.core import clock
from peygir.core.persian import fa_digits
from peygir.desks.answers import actions as answers
from peygir.desks.letters import actions as letters
from peygir.desks.letters import queries as registered
from peygir.desks.letters.document import letter_pdf
from peygir.desks.letters.letter_facts import LetterFacts
from peygir.desks.letters.letter_states import LetterDirection, LetterWay
from peygir.desks.letters.models import Letter
from peygir.desks.letters.rules import LetterDraft, OfficeIsNotConnected
from peygir.gateways.mail import MailFile
from peygir.gateways.office import OfficeFile, OfficeLetter, OfficeServer, hand_letter
from peygir.gateways.results import GatewayFailed
from peygir.journey.agencies.post import city_language
from peygir.media import files
from peygir.media.kinds import TakenFile
from peygir.people.channels import Channel
from peygir.people.rules import Actor

LETTER_MAIL: Final = "letter"
"""The kind of message that carries a letter."""


def write_letter(
    city_id: int, draft: LetterDraft, *, annexes: Sequence[TakenFile] = (), may_wait: bool = False, by: Actor
) -> Letter:
    """Register a letter that goes out with its annexes, and send it if it goes by mail; all or nothing.

    With `may_wait` a letter for the office automation waits in the register while none is connected. Raises
    OfficeIsNotConnected without it, and what `register_letter` and `add_annex` raise.
    """
    if draft.way == LetterWay.OFFICE and not (settings.OFFICE_URL or may_wait):
        raise OfficeIsNotConnected()
    with transaction.atomic():
        row = letters.register_letter(city_id, LetterDirection.OUT, draft, by=by)
        for taken in annexes:
            letters.add_annex(row.pk, taken, by=by)
        if draft.way == LetterWay.MAIL:
            _mail(registered.letter(city_id, row.pk))
    return row


def send_otherwise(city_id: int, letter_id: int, way: str, *, address: str = "", by: Actor) -> None:
    """Let a letter that waits or could not be sent go on paper or by mail, all or nothing; raises as `turn_letter`."""
    with transaction.atomic():
        letters.turn_letter(letter_id, way, address=address, by=by)
        if way == LetterWay.MAIL:
            _mail(registered.letter(city_id, letter_id))


def register_incoming(city_id: int, draft: LetterDraft, *, annexes: Sequence[TakenFile] = (), by: Actor) -> Letter:
    """Register a letter that came in, with its annexes; the letter that it answers is dealt with.

    Raises what `register_letter` and `add_annex` raise.
    """
    with transaction.atomic():
        row = letters.register_letter(city_id, LetterDirection.IN, draft, by=by)
        for taken in annexes:
            letters.add_annex(row.pk, taken, by=by)
        if draft.answers is not None:
            letters.settle_answered(draft.answers, by=by)
    return row


def _mail(letter: LetterFacts) -> None:
    language = city_language()
    number = fa_digits(letter.number) if language == "fa" else letter.number
    pdf = letter_pdf(letter, made_at=clock.now(), language=language)
    attached = [MailFile(f"letter-{letter.number.replace('/', '-')}.pdf", "application/pdf", pdf)]
    attached += [MailFile(name, kind, content) for name, kind, content in _annexes(letter)]
    values = {"number": number, "subject": letter.subject, "name": letter.party}
    message_id = answers.say(
        LETTER_MAIL,
        channel=Channel.MAIL,
        address=letter.address,
        language=language,
        values=values,
        subject=_subject(letter, number),
        files=attached,
    )
    letters.note_handed(letter.id, remote=f"peygir-{message_id}")


def _subject(letter: LetterFacts, number: str) -> str:
    """The subject of the mail: with the number, by which an answer is found."""
    return f"[{number}] {letter.subject}"


def _annexes(letter: LetterFacts) -> list[tuple[str, str, bytes]]:
    """(name, media type, content) of a letter's files."""
    attached = []
    for place, annex in enumerate(letter.annexes, 1):
        ending = annex.name.rpartition(".")[2]
        attached.append((f"annex-{place}.{ending}", annex.media_type, files.read(annex.name)))
    return attached


def hand_letters(now: datetime) -> int:
    """Hand the letters that are due to the office automation; returns how many were tried. Outside transactions."""
    if not settings.OFFICE_URL:
        return 0
    server = OfficeServer(settings.OFFICE_URL, settings.OFFICE_KEY)
    tried = 0
    for letter_id in registered.due_handings(now):
        if letters.claim_handing(letter_id, now):
            tried += 1
            _hand(server, letter_id)
    return tried


def _hand(server: OfficeServer, letter_id: int) -> None:
    letter = registered.letter(city.current_city(settings.CITY).id, letter_id)
    answered = registered.letter(letter.city_id, letter.answers.id) if letter.answers is not None else None
    pdf = letter_pdf(letter, made_at=clock.now(), language=city_language())
    given = OfficeLetter(
        number=letter.number,
        dated_on=letter.dated_on.isoformat(),
        sender=registered.letter_terms(letter.city_id).office,
        recipient=letter.party,
        subject=letter.subject,
        text=letter.body,
        files=[
            OfficeFile(f"letter-{letter.number.replace('/', '-')}.pdf", "application/pdf", pdf),
            *(OfficeFile(name, kind, content) for name, kind, content in _annexes(letter)),
        ],
        answers=answered.handing.remote if answered is not None and answered.handing is not None else "",
    )
    try:
        remote = hand_letter(server, given)
    except GatewayFailed as failure:
        letters.note_failed(letter_id, error=failure.reason, is_permanent=failure.is_permanent)
    else:
        letters.note_handed(letter_id, remote=remote)
