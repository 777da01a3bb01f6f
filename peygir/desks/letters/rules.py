"""Rules of the register of letters: numbers, what a letter needs, and when a failed sending is tried again."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from peygir.core.persian import ascii_digits
from peygir.core.refusals import Conflict, Invalid, Missing
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain, says_something
from peygir.desks.letters.letter_states import HandingState, LetterWay
from peygir.people.permissions import Permission
from peygir.people.rules import Actor

LONGEST_PARTY: Final = 200
LONGEST_SUBJECT: Final = 200
LONGEST_BODY: Final = 20_000
LONGEST_REASON: Final = 500
MOST_ANNEXES: Final = 12
MOST_TRIES: Final = 12
_LONGEST_WAIT: Final = timedelta(hours=3)
_NUMBER: Final = re.compile(r"(?<![0-9/])(1[34][0-9]{2})/([0-9]{1,7})(?![0-9/])")
_ADDRESS: Final = re.compile(r"[^\s@<>,;:\"()\[\]\\]{1,64}@[^\s@<>,;:\"()\[\]\\]{1,180}\.[^\s@<>,;:\"()\[\]\\.]{2,60}")


class NoSuchLetter(Missing):
    """The register has no such letter."""

    message = _("The register has no such letter.")


class LetterHasNoParty(Invalid):
    """Nobody is named whom the letter is from, or to."""

    message = _("Please say whom the letter is from, or to, in up to {limit} letters.")


class LetterHasNoSubject(Invalid):
    """A letter has no subject."""

    message = _("Please give the letter a subject of up to {limit} letters.")


class LetterSaysNothing(Invalid):
    """A letter that is to go out has no text, or any has too much of it."""

    message = _("Please write the text of the letter, in up to {limit} letters.")


class LetterHasNoAddress(Invalid):
    """A letter is to go out by mail, to no mail address."""

    message = _("A letter that goes out by email needs an address like office@example.ir.")


class LetterDayIsNotRight(Invalid):
    """The day of a letter lies in the future."""

    message = _("The day of a letter cannot lie in the future.")


class LetterReasonIsMissing(Invalid):
    """A letter is declared void without a reason."""

    message = _("Please say why the letter is void; its number stays in the register.")


class LetterIsVoid(Conflict):
    """The letter was declared void."""

    message = _("This letter was declared void and cannot be changed.")


class AnnexesAreTooMany(Invalid):
    """The letter has as many annexes as it can have."""

    message = _("A letter takes up to {most} annexes.")


class OfficeIsNotConnected(Invalid):
    """A letter is to go through the office automation, and none is connected."""

    message = _("No office automation is connected; please choose paper or email.")


class LetterIsOnItsWay(Conflict):
    """A letter that is out, or is being handed over now, is to go another way."""

    message = _("This letter is out or is just being sent; please look again in a few minutes.")


@dataclass(frozen=True, slots=True)
class LetterTable:
    """A table on a page of its own: its title, headings, rows of texts, and the share of the width of each column."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]

    def as_json(self) -> dict[str, object]:
        """The table as it is kept."""
        return {
            "title": self.title,
            "headings": list(self.headings),
            "rows": [list(row) for row in self.rows],
            "widths": list(self.widths),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterDraft:
    """A letter as it is to be registered.

    `party` is whom it is from or to, `other_number` and `other_on` their own number and day; `answers` the id of the
    letter that it answers; `case_id`, `agency_id` and `proposal_id` what it is about.
    """

    party: str
    subject: str
    body: str = ""
    dated_on: date
    way: str = LetterWay.PAPER
    address: str = ""
    other_number: str = ""
    other_on: date | None = None
    answers: int | None = None
    due_on: date | None = None
    case_id: int | None = None
    agency_id: int | None = None
    proposal_id: int | None = None
    tables: tuple[LetterTable, ...] = field(default_factory=tuple)
    figures: tuple[tuple[str, str], ...] = field(default_factory=tuple)


def may_keep_letters(by: Actor) -> bool:
    """Whether the actor keeps the register of letters: who leads the centre, and the secretariat of the council."""
    return by.is_system or by.may(Permission.LEAD_CENTRE) or by.may(Permission.KEEP_COUNCIL)


def number_of(year: int, serial: int) -> str:
    """The number of a letter: the Jalali year and the place in its register."""
    return f"{year}/{serial}"


def numbers_in(text: str) -> list[str]:
    """The numbers of letters in a text such as the subject of an email, in any digits."""
    return [f"{year}/{int(serial)}" for year, serial in _NUMBER.findall(ascii_digits(text))]


def check_draft(draft: LetterDraft, *, today: date, goes_out: bool) -> None:
    """Raises LetterHasNoParty, LetterHasNoSubject, LetterSaysNothing, LetterHasNoAddress, LetterDayIsNotRight."""
    if not says_something(plain(draft.party)) or len(draft.party) > LONGEST_PARTY:
        raise LetterHasNoParty(limit=LONGEST_PARTY)
    if not says_something(plain(draft.subject)) or len(draft.subject) > LONGEST_SUBJECT:
        raise LetterHasNoSubject(limit=LONGEST_SUBJECT)
    if len(draft.body) > LONGEST_BODY or (goes_out and not says_something(plain(draft.body))):
        raise LetterSaysNothing(limit=LONGEST_BODY)
    if draft.dated_on > today or (draft.other_on is not None and draft.other_on > today):
        raise LetterDayIsNotRight()
    if goes_out and draft.way == LetterWay.MAIL and not is_address(draft.address):
        raise LetterHasNoAddress()


def is_address(text: str) -> bool:
    """Whether a text is a mail address."""
    return len(text) <= 254 and text.isascii() and _ADDRESS.fullmatch(text) is not None


def may_turn(state: str, next_try_at: datetime | None, now: datetime) -> bool:
    """Whether a letter may still go another way: its sending failed for good, or is due and not being tried now."""
    if state == HandingState.DEAD:
        return True
    return state == HandingState.PENDING and next_try_at is not None and next_try_at <= now


def next_try(tries: int, *, now: datetime) -> datetime | None:
    """When a sending that failed `tries` times is tried again: after 1, 2, 4 … minutes; None after the last."""
    return now + min(timedelta(minutes=2 ** (tries - 1)), _LONGEST_WAIT) if tries < MOST_TRIES else None
