"""Rules of what agencies are asked: terms, the moments of the clock, which step follows, and what an answer needs."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from peygir.core.office import OfficeWeek
from peygir.core.refusals import Conflict, Invalid, Missing
from peygir.core.translation import gettext_lazy as _
from peygir.desks.partners.agency_states import AgencyOutcome, ClockStep

MOST_DAYS: Final = 60
LINK_LIVES: Final = timedelta(days=14)
ENTRY_LIVES: Final = timedelta(minutes=20)
"""How long the link of a sign-in is good."""
SESSION_LIVES: Final = timedelta(hours=12)
LONGEST_WORDS: Final = 2000
_ADDRESS: Final = re.compile(r"[^\s@<>,;:\"()\[\]\\]{1,64}@[^\s@<>,;:\"()\[\]\\]{1,180}\.[^\s@<>,;:\"()\[\]\\.]{2,60}")


class AgencyRequestIsOver(Conflict):
    """The referral was answered or refused, or the case is no longer with the agency."""

    message = _("This referral is closed: it was answered, or the city has taken it back. Nothing more is needed.")


class NoSuchAgencyRequest(Missing):
    """No referral of this agency has this number."""

    message = _("Your agency has no such referral.")


class AgencyWordsAreMissing(Invalid):
    """A reason, an answer or a question is empty or too long."""

    message = _("Please write it in a few words, in up to {limit} letters.")


class AgencyOutcomeIsMissing(Invalid):
    """An answer does not say what came of it."""

    message = _("Please say whether it is done, will be done, or will not be done.")


class AgencyDayIsNotRight(Invalid):
    """The day of an answer does not fit it: done in the future, or planned in the past or without a day."""

    message = _("The day does not fit: what is done has a day up to today, and what is planned has one from today on.")


class AgencyOwnerIsNotRight(Invalid):
    """A refusal names more than one other owner, or one that is not in force, or the agency itself."""

    message = _("Please choose whose business it is from the list, or leave it open.")


class AgencyQuestionIsOpen(Conflict):
    """The agency has a question that was not answered yet."""

    message = _("Your last question was not answered yet. Please wait for the answer before asking the next.")


class NoSuchQuestion(Missing):
    """There is no such question, or it was answered."""

    message = _("This question was answered already, or the referral is closed.")


class AgencyTermsAreNotRight(Invalid):
    """The days of an agency's terms are out of range or out of order."""

    message = _("Give whole working days from 1 to {most}; the answer cannot be due before the confirmation.")


class AgencyAddressIsNotRight(Invalid):
    """What was given is no mail address."""

    message = _("Please give a mail address like office@example.ir.")


class AgencyPersonHasNoName(Invalid):
    """A person of an agency has no name."""

    message = _("Please give the person's name.")


class AgencyAddressIsTaken(Conflict):
    """Another person of an agency has this mail address."""

    message = _("A person with this mail address has an account already.")


class NoSuchAgencyPerson(Missing):
    """There is no such person, or the account was ended."""

    message = _("There is no such account, or it was closed.")


@dataclass(frozen=True, slots=True)
class AgencyDays:
    """Working days until an agency has to confirm and to answer, and from then to the escalation."""

    confirm: int
    answer: int
    escalate: int


DEFAULT_TERMS: Final = AgencyDays(confirm=1, answer=5, escalate=3)


@dataclass(frozen=True, slots=True)
class AgencyMoments:
    """When the confirmation and the answer are due, and when the referral is escalated."""

    confirm: datetime
    answer: datetime
    escalate: datetime


def checked_days(days: AgencyDays) -> AgencyDays:
    """The days, if they are in range and in order. Raises AgencyTermsAreNotRight."""
    in_range = all(1 <= each <= MOST_DAYS for each in (days.confirm, days.answer, days.escalate))
    if not in_range or days.answer < days.confirm:
        raise AgencyTermsAreNotRight(most=MOST_DAYS)
    return days


def checked_address(text: str) -> str:
    """A mail address in lower case. Raises AgencyAddressIsNotRight."""
    address = text.strip().lower()
    if len(address) > 254 or not address.isascii() or not _ADDRESS.fullmatch(address):
        raise AgencyAddressIsNotRight()
    return address


def moments_of(sent_at: datetime, days: AgencyDays, week: OfficeWeek) -> AgencyMoments:
    """The moments of a referral's clock, on the centre's calendar.

    The escalation is due when the centre opens, so that all referrals of one day go into one letter.
    """
    confirm = week.after_working_days(sent_at, days.confirm)
    answer = week.after_working_days(sent_at, days.answer)
    last = week.after_working_days(answer, days.escalate)
    return AgencyMoments(confirm, answer, max(week.opens_at(week.day_of(last)), answer))


def step_after(step: str) -> str:
    """The step that follows one; "" after the last."""
    order = [ClockStep.CONFIRM, ClockStep.ANSWER, ClockStep.ESCALATE]
    place = order.index(ClockStep.of(step)) + 1
    return str(order[place]) if place < len(order) else ""


def check_answer(outcome: str, on: date | None, *, today: date) -> None:
    """Raises AgencyOutcomeIsMissing, AgencyDayIsNotRight."""
    if outcome not in AgencyOutcome.values():
        raise AgencyOutcomeIsMissing()
    is_future, is_past = on is not None and on > today, on is not None and on < today
    if (outcome == AgencyOutcome.DONE and is_future) or (outcome == AgencyOutcome.PLANNED and (on is None or is_past)):
        raise AgencyDayIsNotRight()
