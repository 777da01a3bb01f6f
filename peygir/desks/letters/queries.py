"""Reads the register: one letter with its chain, lists, search, what is due, and the terms in force."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Q, QuerySet

from peygir.core import clock
from peygir.core.persian import ascii_digits, normalise
from peygir.core.translation import gettext_lazy as _
from peygir.desks.letters.letter_facts import (
    LetterAnnexFacts,
    LetterFacts,
    LetterHandingFacts,
    LetterLink,
    LetterTermsFacts,
)
from peygir.desks.letters.letter_states import HandingState, LetterDirection, LetterState, LetterWay
from peygir.desks.letters.models import Letter, LetterAnnex, LetterHanding, LetterTerms
from peygir.desks.letters.rules import NoSuchLetter, numbers_in

PAGE: Final = 50
MOST_BESIDE: Final = 20
DEFAULT_OFFICE: Final = _("137 contact centre")
DEFAULT_SIGNER: Final = _("Head of the 137 centre")
DEFAULT_GOVERNOR: Final = _("Governor's office of the province, office for city affairs")


@dataclass(frozen=True, slots=True)
class LetterFilter:
    """Which letters of the register: words or a number, direction, state, from one day to another."""

    text: str = ""
    direction: str = ""
    state: str = ""
    first: date | None = None
    last: date | None = None
    agency_id: int | None = None


def letters(city_id: int, filters: LetterFilter, *, page: int = 1) -> tuple[list[LetterFacts], int]:
    """(the letters of a page, the newest first; how many there are)."""
    rows = Letter.objects.filter(city_id=city_id)
    if filters.direction:
        rows = rows.filter(direction=filters.direction)
    if filters.state:
        rows = rows.filter(state=filters.state)
    if filters.first is not None:
        rows = rows.filter(dated_on__gte=filters.first)
    if filters.last is not None:
        rows = rows.filter(dated_on__lte=filters.last)
    if filters.agency_id is not None:
        rows = rows.filter(agency_id=filters.agency_id)
    rows = _with_text(rows, filters.text)
    first = (max(page, 1) - 1) * PAGE
    found = rows.select_related("case", "handing").order_by("-year", "-serial")[first : first + PAGE]
    return [_facts(row) for row in found], rows.count()


def _with_text(rows: "QuerySet[Letter]", text: str) -> "QuerySet[Letter]":
    if numbers := numbers_in(text):
        year, _slash, serial = numbers[0].partition("/")
        return rows.filter(year=int(year), serial=int(serial))
    for word in normalise(text).split()[:6]:
        plain = ascii_digits(word)
        words = Q(subject__icontains=word) | Q(party__icontains=word) | Q(body__icontains=word)
        rows = rows.filter(words | Q(other_number__icontains=plain) | Q(case__code__iexact=plain))
    return rows


def letter(city_id: int, letter_id: int) -> LetterFacts:
    """One letter with its annexes and the letters around it. Raises NoSuchLetter."""
    row = Letter.objects.select_related("case", "handing", "answers").filter(city_id=city_id, pk=letter_id).first()
    if row is None:
        raise NoSuchLetter()
    annexes = LetterAnnex.objects.filter(letter=row).select_related("stored").order_by("pk")
    answered_by = row.answered_by.order_by("year", "serial")[:MOST_BESIDE]
    return _facts(row, annexes=annexes, answered_by=answered_by)


def letter_by_number(city_id: int, number: str) -> LetterFacts | None:
    """The letter of a number like 1405/12, or None."""
    numbers = numbers_in(number)
    if not numbers:
        return None
    year, _slash, serial = numbers[0].partition("/")
    row = Letter.objects.filter(city_id=city_id, year=int(year), serial=int(serial)).values_list("pk", flat=True)
    return letter(city_id, row[0]) if row else None


def letters_of_case(case_id: int) -> list[LetterLink]:
    """The letters about a case, the oldest first."""
    return [link_of(row) for row in Letter.objects.filter(case_id=case_id).order_by("year", "serial")[:MOST_BESIDE]]


def letters_of_agency(agency_id: int) -> list[LetterLink]:
    """The letters with or about an agency, the newest first."""
    rows = Letter.objects.filter(agency_id=agency_id).order_by("-year", "-serial")
    return [link_of(row) for row in rows[:MOST_BESIDE]]


def letter_answered(message_ids: Collection[str], numbers: Iterable[str], *, sender: str) -> LetterFacts | None:
    """Our letter that a mail from `sender` answers: by the Message-IDs it names, else by the numbers in its subject.

    Only a letter that went to that address, or to another of the same office (its domain), counts: nobody else can
    file an answer by guessing a number.
    """
    rows = Letter.objects.filter(direction=LetterDirection.OUT, way=LetterWay.MAIL).exclude(address="")
    named = rows.filter(handing__remote__in=list(message_ids)) if message_ids else rows.none()
    row = next((one for one in named.order_by("-pk") if _is_party(one, sender)), None)
    for number in numbers:
        if row is not None:
            break
        year, _slash, serial = number.partition("/")
        numbered = rows.filter(year=int(year), serial=int(serial))
        row = next((one for one in numbered if _is_party(one, sender)), None)
    return letter(row.city_id, row.pk) if row is not None else None


def _is_party(row: Letter, sender: str) -> bool:
    ours, theirs = row.address.lower(), sender.lower()
    domain = ours.rpartition("@")[2]
    return ours == theirs or (bool(domain) and domain not in _SHARED and theirs.endswith(f"@{domain}"))


# Mail services in which neighbours are strangers.
_SHARED: Final = frozenset(
    {"gmail.com", "yahoo.com", "outlook.com", "hotmail.com", "icloud.com", "chmail.ir", "mailfa.com"}
)


def letter_of_remote(remote: str) -> int | None:
    """The id of the letter that the office automation knows by this id of its own."""
    rows = LetterHanding.objects.filter(remote=remote, letter__way=LetterWay.OFFICE)
    return rows.values_list("letter_id", flat=True).first() if remote else None


def due_handings(now: datetime, *, limit: int = 20) -> list[int]:
    """The ids of the letters that are to be handed to the office automation now."""
    rows = LetterHanding.objects.filter(state=HandingState.PENDING, next_try_at__lte=now, letter__way=LetterWay.OFFICE)
    return list(rows.order_by("next_try_at").values_list("letter_id", flat=True)[:limit])


def count_open(city_id: int) -> int:
    """How many letters are open."""
    return Letter.objects.filter(city_id=city_id, state=LetterState.OPEN).count()


def overdue(city_id: int, today: date) -> list[LetterLink]:
    """The open letters whose answer was due before today, the longest waiting first."""
    rows = Letter.objects.filter(city_id=city_id, state=LetterState.OPEN, due_on__lt=today)
    return [link_of(row) for row in rows.order_by("due_on", "pk")[:MOST_BESIDE]]


def letter_terms(city_id: int, language: str = "fa") -> LetterTermsFacts:
    """The letterhead, signature and governor's office in force; the shipped ones where nothing was set."""
    row = LetterTerms.objects.filter(city_id=city_id, from_at__lte=clock.now()).order_by("-from_at", "-pk").first()
    if row is None:
        words = [text.in_language(language) for text in (DEFAULT_OFFICE, DEFAULT_SIGNER, DEFAULT_GOVERNOR)]
        return LetterTermsFacts(words[0], words[1], "", words[2], str(LetterWay.PAPER), "")
    return LetterTermsFacts(
        row.office, row.signer_office, row.signer_name, row.governor, row.governor_way, row.governor_address
    )


def count_letters_due(before: datetime) -> int:
    """How many letters hold words although they were dealt with before a moment."""
    return Letter.objects.filter(erasable(before)).count()


def erasable(before: datetime) -> Q:
    """Letters whose time is over: dealt with or void, and registered before a moment."""
    return Q(registered_at__lt=before, erased_at=None) & ~Q(state=LetterState.OPEN)


def link_of(row: Letter) -> LetterLink:
    """A letter in few words."""
    return LetterLink(row.pk, row.number, LetterDirection.of(row.direction), row.dated_on, row.party, row.subject)


def _facts(row: Letter, *, annexes: Iterable[LetterAnnex] = (), answered_by: Iterable[Letter] = ()) -> LetterFacts:
    handing: LetterHanding | None = getattr(row, "handing", None)
    return LetterFacts(
        id=row.pk,
        city_id=row.city_id,
        number=row.number,
        direction=LetterDirection.of(row.direction),
        way=LetterWay.of(row.way),
        state=LetterState.of(row.state),
        state_reason=row.state_reason,
        dated_on=row.dated_on,
        registered_at=row.registered_at,
        registered_by=row.registered_by,
        party=row.party,
        address=row.address,
        other_number=row.other_number,
        other_on=row.other_on,
        subject=row.subject,
        body=row.body,
        tables=tuple(row.tables),
        figures=tuple((label, text) for label, text in row.figures),
        due_on=row.due_on,
        case_id=row.case_id,
        case_code=row.case.code if row.case is not None else "",
        agency_id=row.agency_id,
        proposal_id=row.proposal,
        erased_at=row.erased_at,
        handing=_handing(handing) if handing is not None else None,
        answers=link_of(row.answers) if row.answers_id is not None and row.answers is not None else None,
        answered_by=tuple(link_of(one) for one in answered_by),
        annexes=tuple(
            LetterAnnexFacts(
                one.pk, one.title, one.stored.name, one.stored.media_type, one.stored.size, one.stored.sha256
            )
            for one in annexes
        ),
    )


def _handing(row: LetterHanding) -> LetterHandingFacts:
    return LetterHandingFacts(
        row.state, row.sent_at, row.remote, row.news, row.news_at, row.error, row.tries, row.next_try_at
    )
