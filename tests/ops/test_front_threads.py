"""Turns of the callers at the web's threads: many requests of one caller, or of phones, delay nobody else's page."""

import asyncio
import threading
from collections.abc import Callable

from django.urls import reverse

from peygir.ops.front.shell import PATIENT
from peygir.ops.front.threads import ThreadJob, Threads, ThreadsAreBusy

FLOOD, CITIZEN = "192.0.2.1", "192.0.2.2"


class Held:
    """One thread that does nothing until it is released, and the order in which it then does what waited."""

    def __init__(self, most_waiting: int) -> None:
        self.threads = Threads(1, patient=1, most_waiting=most_waiting)
        self.order: list[str] = []
        self._is_held, self._released = threading.Event(), threading.Event()

    async def hold(self) -> "asyncio.Task[None]":
        """Keep the thread busy."""
        task = asyncio.create_task(self.threads.run("192.0.2.9", self._wait))
        await asyncio.to_thread(self._is_held.wait, 60)
        return task

    def release(self) -> None:
        self._released.set()

    async def ask(self, caller: str, name: str, *, is_patient: bool = False) -> "asyncio.Task[None]":
        """Let one request wait."""
        task = asyncio.create_task(self.threads.run(caller, self._noting(name), is_patient=is_patient))
        await asyncio.sleep(0)
        return task

    def _wait(self, job: "ThreadJob[None]") -> None:
        self._is_held.set()
        self._released.wait(60)
        job.tell(None)

    def _noting(self, name: str) -> "Callable[[ThreadJob[None]], None]":
        def note(job: "ThreadJob[None]") -> None:
            self.order.append(name)
            job.tell(None)

        return note


def test_one_who_sends_many_waits_behind_those_who_send_few() -> None:
    async def flood() -> None:
        held = Held(most_waiting=100)
        tasks = [await held.hold()]
        tasks += [await held.ask(FLOOD, f"flood {number}") for number in range(20)]
        tasks += [await held.ask(CITIZEN, f"citizen {number}") for number in range(2)]
        held.release()
        await asyncio.gather(*tasks)
        assert held.order[:5] == ["flood 0", "citizen 0", "flood 1", "citizen 1", "flood 2"]
        assert held.order[5:] == [f"flood {number}" for number in range(3, 20)]

    asyncio.run(flood())


def test_where_no_more_may_wait_the_newest_of_the_greatest_gives_way() -> None:
    async def crowd() -> None:
        held = Held(most_waiting=10)
        tasks = [await held.hold()]
        flood = [await held.ask(FLOOD, f"flood {number}") for number in range(12)]
        assert [task.done() for task in flood] == [False] * 10 + [True] * 2
        citizens = [await held.ask(CITIZEN, f"citizen {number}") for number in range(6)]
        held.release()
        outcomes = await asyncio.gather(*tasks, *flood, *citizens, return_exceptions=True)
        # Half of the places are each one's: the sixth of the citizen would have been more than the flood has.
        assert held.order == [f"{who} {number}" for number in range(5) for who in ("flood", "citizen")]
        refused = [outcome for outcome in outcomes if isinstance(outcome, ThreadsAreBusy)]
        assert len(refused) == 12 - 5 + 1
        assert isinstance(outcomes[-1], ThreadsAreBusy)

    asyncio.run(crowd())


def test_what_phones_send_waits_until_no_page_does() -> None:
    async def home() -> None:
        held = Held(most_waiting=10)
        tasks = [await held.hold()]
        tasks += [await held.ask(f"192.0.2.{number}", f"phone {number}", is_patient=True) for number in range(4)]
        tasks += [await held.ask(CITIZEN, f"citizen {number}") for number in range(3)]
        held.release()
        await asyncio.gather(*tasks)
        assert held.order == ["citizen 0", "citizen 1", "citizen 2", "phone 0", "phone 1", "phone 2", "phone 3"]

    asyncio.run(home())


def test_patient_jobs_have_their_own_number_of_threads_and_none_is_forgotten() -> None:
    async def home() -> None:
        threads, lock, running, most = Threads(4, patient=2), threading.Lock(), 0, 0

        def work(job: "ThreadJob[int]") -> None:
            nonlocal running, most
            with lock:
                running += 1
                most = max(most, running)
            threading.Event().wait(0.0005)
            with lock:
                running -= 1
            job.tell(1)

        def page(job: "ThreadJob[int]") -> None:
            job.tell(1)

        jobs = [threads.run(f"phone {number}", work, is_patient=True) for number in range(200)]
        pages = [threads.run(f"citizen {number}", page) for number in range(200)]
        assert sum(await asyncio.wait_for(asyncio.gather(*jobs, *pages), timeout=60)) == 400
        assert most == 2

    asyncio.run(home())


def test_the_patient_paths_are_those_at_which_phones_send() -> None:
    assert (reverse("uploads"), reverse("outbox_commands")) == PATIENT
    assert reverse("upload", args=["00000000-0000-4000-8000-000000000000"]).startswith(PATIENT)
