"""What the worker does again and again, each in a thread with its connection: jobs, outbox, other servers, webhooks."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection

from peygir.core import clock
from peygir.core.refusals import Unavailable
from peygir.history.actions import beat
from peygir.journey.clock import call_peers, send_messages, tell_partners
from peygir.journey.directory.leavers import check_leavers
from peygir.journey.directory.provider import ask_provider
from peygir.journey.dispatch import ROUND, work_one, work_round
from peygir.journey.key_prints import key_print
from peygir.journey.vitals import WORKER
from peygir.ops.duties import Duties
from peygir.ops.logs import logger
from peygir.ops.outside_jobs import OutsideJobs
from peygir.ops.running_jobs import A_ROUND, RunningJobs
from peygir.storage.jobs.actions import count_death
from peygir.storage.jobs.rules import PendingJob

IDLE = 0.05  # seconds between looks at an empty queue: one short statement each
BEAT_EVERY = 10.0
IDLE_OUTSIDE = 0.25
IDLE_OUTBOX = 0.25
IDLE_PEERS = 20.0
IDLE_WEBHOOKS = 1.0
IDLE_DIRECTORY = 10.0

Round = tuple[str, Callable[[], int], float]
"""Its name, what is done once, and how many seconds it rests when there was nothing to do."""

log = logger(__name__)


class EventRounds:
    """The rounds of the events queue; with `hand`, a job that kills its worker is found and set aside.

    After a worker died in the middle of a round, the next one does as many jobs one by one, each written down before
    it is done. Whatever job is written down when a worker dies has one death to its account.
    """

    def __init__(self, hand: RunningJobs | None = None) -> None:
        self._hand = hand
        self._is_careful = hand is not None and hand.left is not None
        if hand is not None and hand.left is not None and hand.left != A_ROUND:
            is_set_aside = count_death(hand.left)
            log.error("job_killed_its_worker", job=hand.left, is_set_aside=is_set_aside)

    def __call__(self) -> int:
        """One round; when a job fails, all of it is done one by one, so that only that job waits."""
        if self._is_careful:
            self._is_careful = False
            return self._one_by_one()
        try:
            with self._written_down(A_ROUND):
                return work_round()
        except (DatabaseError, InterfaceError) as failure:
            if not connection.is_usable():
                raise
            log.warning("round_failed", words=str(failure).strip())
        except Exception as failure:  # any action's fault: found again, and written down, one by one
            log.warning("round_failed", words=repr(failure))
        return self._one_by_one()

    def _one_by_one(self) -> int:
        for _ in range(ROUND):
            with self._written_down(None):
                work_one(self._begun)
        return ROUND

    def _begun(self, job: PendingJob) -> None:
        if self._hand is not None:
            self._hand.begin(job.id)

    @contextmanager
    def _written_down(self, what: int | None) -> Iterator[None]:
        """In the file for the length of the block; None: what the block itself writes."""
        if self._hand is None:
            yield
            return
        if what is not None:
            self._hand.begin(what)
        try:
            yield
        finally:
            self._hand.end()


def event_round() -> int:
    """One round without a file, where nobody comes after: benches and tests."""
    return EventRounds()()


def outbox_round() -> int:
    """Send what is due."""
    return send_messages(clock.now())


def peers_round() -> int:
    """Ask other servers what is due; once, however much came: there is always more elsewhere."""
    call_peers(clock.now())
    return 0


def leavers_round() -> int:
    """Ask the organisation's directory who has left."""
    try:
        check_leavers(clock.now())
    except Unavailable as refusal:
        log.warning("directory_not_asked", words=refusal.name)
    return 0


def provider_round() -> int:
    """Ask the organisation's sign-in page who may still enter."""
    ask_provider(clock.now())
    return 0


def organisation_rounds() -> list[Round]:
    """The looks at the organisation's directory and sign-in page, if there are such; neither waits for the other."""
    looks = (("leavers", leavers_round, settings.LDAP), ("provider", provider_round, settings.OIDC))
    return [(name, _for_itself(name, once), IDLE_DIRECTORY) for name, once, asked in looks if asked is not None]


def webhook_round() -> int:
    """Tell other systems what happened."""
    return tell_partners()


def start(
    stopped: threading.Event, lost: Callable[[], None], folder: Path, *, with_outside: bool = True
) -> list[threading.Thread]:
    """Run all rounds until `stopped`; `lost` is called when the database went away.

    `folder` keeps which job is being done. `with_outside`: also the jobs of the outside queue.
    """
    outside = (("outside", OutsideJobs(), IDLE_OUTSIDE),) if with_outside else ()
    rounds: tuple[Round, ...] = (
        *outside,
        ("events", EventRounds(RunningJobs(folder)), IDLE),
        ("outbox", _for_itself("outbox", outbox_round), IDLE_OUTBOX),
        ("peers", _for_itself("peers", peers_round), IDLE_PEERS),
        ("webhooks", _for_itself("webhooks", webhook_round), IDLE_WEBHOOKS),
        *organisation_rounds(),
    )
    threads = [
        threading.Thread(target=_keep_going, args=(name, once, idle, stopped, lost), name=name, daemon=True)
        for name, once, idle in rounds
    ]
    for thread in threads:
        thread.start()
    return threads


def _for_itself(name: str, once: Callable[[], int]) -> Callable[[], int]:
    """A round whose own fault, such as an answer that nobody foresaw, ends neither its thread nor the worker."""
    duties = Duties()
    return lambda: duties.do(name, once, clock.now()) or 0


def _keep_going(
    name: str, once: Callable[[], int], idle: float, stopped: threading.Event, lost: Callable[[], None]
) -> None:
    beat_at = -BEAT_EVERY
    try:
        while not stopped.is_set():
            if name == "events" and clock.monotonic() - beat_at > BEAT_EVERY:
                beat(WORKER, clock.now())
                beat(key_print(Path(settings.HOME)), clock.now())
                beat_at = clock.monotonic()
            if not once():
                stopped.wait(idle)
    except Exception as failure:  # a thread has nobody above it who would see its end
        log.warning("round_ended", round=name, words=repr(failure))
        lost()
    finally:
        connection.close()
