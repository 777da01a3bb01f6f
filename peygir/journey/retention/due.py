"""What a night erases because its time is over: one step for each kind and desk, in batches."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from django.conf import settings

from peygir.cases import retention as case_data
from peygir.centre.contacts import actions as contacts
from peygir.centre.contacts import retention as contacted
from peygir.centre.knowledge import actions as knowledge
from peygir.centre.knowledge import queries as known
from peygir.centre.quality import actions as quality
from peygir.centre.quality import queries as scored
from peygir.centre.sessions import actions as sessions
from peygir.centre.sessions import retention as spoken
from peygir.city import queries as city
from peygir.core import clock
from peygir.desks.answers import actions as answers
from peygir.desks.answers import retention as answered
from peygir.desks.fieldwork import queries as worked
from peygir.desks.intake import actions as intake
from peygir.desks.intake import retention as received
from peygir.desks.letters import queries as registered
from peygir.gateways.outbox_erasing import erase_written
from peygir.journey.retention.erasing import erase_in_case
from peygir.journey.retention.holding import HeldData, held_data
from peygir.journey.retention.letter_words import erase_old_letters
from peygir.journey.retention.unwanted import let_go
from peygir.outlook.honours import actions as honours
from peygir.outlook.panel import actions as panel
from peygir.outlook.scoring import actions as scoring
from peygir.people import retention_queries as kept
from peygir.people.actions.retention_runs import erase_citizen
from peygir.people.actions.retention_times import lock_citizens
from peygir.people.retention_kinds import RetentionKind, first_kept_day
from peygir.people.rules import CLOCK

BATCH: Final = 50
MOST_COUNTED: Final = 10_000


@dataclass(frozen=True, slots=True)
class Batch:
    """What one call erased and held, and the id after which the next one goes on (None: the step is done)."""

    erased: int
    held: int
    after: int | None


Step = Callable[[datetime, int, HeldData], Batch]


class DueCases(Protocol):
    """A query for cases that ended before a moment and hold something, ids above `after` in order."""

    def __call__(self, *, before: datetime, after: int, limit: int) -> list[int]:
        """Return up to `limit` ids."""
        ...


def cutoff(city_id: int, kind: RetentionKind, now: datetime) -> datetime | None:
    """The moment before which data of a kind are due, the midnight of the first kept day; None without a decision."""
    today = city.day_of(city_id, now)
    months = next(row.months for row in kept.retention_times(city_id, today) if row.kind == kind)
    return moment_of(city_id, today, months) if months is not None else None


def moment_of(city_id: int, day: date, months: int) -> datetime:
    """The moment before which data are due on a day, if they are kept for some months."""
    midnight = datetime.combine(first_kept_day(day, months), time(), ZoneInfo(city.city_by_id(city_id).time_zone))
    return midnight.astimezone(UTC)


def _by_case(kind: RetentionKind, due: DueCases) -> Step:
    """Cases in the order of their ids, all kinds of rows of one case together."""

    def step(before: datetime, after: int, held: HeldData) -> Batch:
        ids = due(before=before, after=after, limit=BATCH)
        free = [case_id for case_id in ids if case_id not in held.cases]
        count = sum(erase_in_case(case_id, kind, before=before, by=CLOCK) for case_id in free)
        return Batch(count, len(ids) - len(free), ids[-1] if len(ids) == BATCH else None)

    return step


def _citizens(before: datetime, after: int, _held: HeldData) -> Batch:
    """Citizens whose cases all ended, who follow nothing, and whose number did not call since."""
    ids = case_data.citizens_due(before=before, after=after, limit=BATCH)
    lock_citizens(ids)
    held = held_data(clock.now())  # under the locks, which whoever places a hold or reports has, too
    still_due = case_data.citizens_due(before=before, after=after, limit=BATCH)
    rows = kept.citizens_by_id({*ids} & {*still_due})
    active = _active({row.phone for row in rows}, before)
    free = [row for row in rows if row.pk not in held.citizens]
    now, gone = clock.now(), [row.pk for row in free if row.phone not in active]
    honours.erase_honours_of(gone)
    panel.erase_panel_of(gone)
    count = sum(erase_citizen(citizen_id, by=CLOCK, at=now) for citizen_id in gone)
    return Batch(count, len(rows) - len(free), ids[-1] if len(ids) == BATCH else None)


def _count_citizens(before: datetime) -> int:
    rows = kept.citizens_by_id(case_data.citizens_due(before=before, after=0, limit=MOST_COUNTED))
    active = _active({row.phone for row in rows}, before)
    return sum(row.phone not in active for row in rows)


def _active(phones: Collection[str], before: datetime) -> set[str]:
    """Those of these phones that follow something, or were seen since a moment."""
    return answered.addresses_followed(phones) | contacted.phones_seen(phones, since=before)


def _by_age(erase: Callable[[datetime, HeldData], int]) -> Step:
    """Rows by their own age, as often as there are any; what is held is passed over."""

    def step(before: datetime, after: int, held: HeldData) -> Batch:
        count = erase(before, held)
        return Batch(count, 0, after + 1 if count else None)

    return step


def _inbound(before: datetime, held: HeldData) -> int:
    count, names = intake.erase_inbound(before=before, limit=BATCH, held=held.phones)
    let_go(names)
    return count


def _letters(before: datetime, held: HeldData) -> int:
    return erase_old_letters(before=before, limit=BATCH, held_cases=held.cases)


def _messages(before: datetime, held: HeldData) -> int:
    return answers.erase_messages(before=before, limit=BATCH, held_cases=held.cases, held_addresses=held.phones)


def _written(before: datetime, _after: int, held: HeldData) -> Batch:
    """The file that stands for a provider: it says once more what the messages said, so nothing of it is counted."""
    erase_written(Path(settings.HOME), before=before, but=held.phones)
    return Batch(0, 0, None)


def _calls(before: datetime, held: HeldData) -> int:
    return contacts.erase_calls(before=before, limit=BATCH, held_cases=held.cases, held_phones=held.phones)


def _talks(before: datetime, held: HeldData) -> int:
    return sessions.erase_talks(before=before, limit=BATCH, held_cases=held.cases, held_phones=held.phones)


def _recordings(before: datetime, held: HeldData) -> int:
    return contacts.erase_recordings(before=before, limit=BATCH, held_cases=held.cases, held_phones=held.phones)


@dataclass(frozen=True, slots=True)
class DueStep:
    """A step of a night: the kind whose time counts, what it does, and how much it has to do before a moment."""

    kind: RetentionKind
    step: Step
    count: Callable[[datetime], int]


def _cases(kind: RetentionKind, due: DueCases) -> DueStep:
    return DueStep(kind, _by_case(kind, due), lambda before: len(due(before=before, after=0, limit=MOST_COUNTED)))


def _rows(kind: RetentionKind, erase: Callable[[datetime, HeldData], int], count: Callable[[datetime], int]) -> DueStep:
    return DueStep(kind, _by_age(erase), count)


def _nothing(_before: datetime) -> int:
    """What is counted by another step."""
    return 0


STEPS: Final[dict[str, DueStep]] = {
    "words": _cases(RetentionKind.WORDS, case_data.cases_with_words),
    "appeals": _rows(
        RetentionKind.WORDS,
        lambda before, held: scoring.erase_old_appeal_words(before=before, limit=BATCH, held_cases=held.cases),
        scoring.count_appeals_due,
    ),
    "letters": _rows(RetentionKind.WORDS, _letters, registered.count_letters_due),
    "names": _cases(RetentionKind.NAMES, case_data.cases_with_names),
    "photos": _cases(RetentionKind.PHOTOS, received.cases_with_photos),
    "evidence": _cases(RetentionKind.PHOTOS, worked.cases_with_evidence),
    "addresses": _cases(RetentionKind.PHONES, answered.cases_with_reply_channels),
    "followings": _rows(
        RetentionKind.PHONES,
        lambda before, held: answers.erase_followings(before=before, limit=BATCH, held=held.phones),
        answered.count_followings,
    ),
    "blocks": _rows(
        RetentionKind.PHONES,
        lambda before, held: answers.erase_blocks(before=before, held=held.phones),
        answered.count_blocks,
    ),
    "citizens": DueStep(RetentionKind.PHONES, _citizens, _count_citizens),
    "messages": _rows(RetentionKind.MESSAGES, _messages, answered.count_messages),
    "inbound": _rows(RetentionKind.MESSAGES, _inbound, received.count_inbound),
    "written": DueStep(RetentionKind.MESSAGES, _written, _nothing),
    "calls": _rows(RetentionKind.CONTACTS, _calls, contacted.count_calls),
    "talks": _rows(RetentionKind.CONTACTS, _talks, spoken.count_talks),
    "scores": _rows(
        RetentionKind.CONTACTS,
        lambda before, held: quality.erase_scores(before=before, limit=BATCH, held_phones=held.phones),
        scored.count_scores,
    ),
    "searches": _rows(
        RetentionKind.CONTACTS,
        lambda before, held: knowledge.erase_gaps(before=before, limit=BATCH),
        known.count_gaps,
    ),
    "recordings": _rows(RetentionKind.RECORDINGS, _recordings, contacted.count_recordings),
}
"""The steps of a night in their order, by the names under which a run keeps its place."""


def count_due(kind: RetentionKind, *, before: datetime) -> int:
    """How much of a kind the steps of a night would find before a moment, holds aside.

    That is in how many cases, of which citizens, and how many messages, contacts and so on; of each step at most some
    thousands.
    """
    return sum(one.count(before) for one in STEPS.values() if one.kind == kind)
