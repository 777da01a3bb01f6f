"""Turns of the callers at the web's threads: one who sends hundreds of requests delays only themselves."""

import asyncio
import threading
from collections.abc import Callable

from peygir.ops.front.threads import ThreadJob, Threads, ThreadsAreBusy

FLOOD, CITIZEN = "192.0.2.1", "192.0.2.2"


class Held:
    """One thread that does nothing until it is released, and the order in which it then does what waited."""

    def __init__(self, most_waiting: int) -> None:
        self.threads = Threads(1, most_waiting=most_waiting)
        self.order: list[str] = []
        self._is_held, self._released = threading.Event(), threading.Event()

    async def hold(self) -> "asyncio.Task[None]":
        """Keep the thread busy."""
        task = asyncio.create_task(self.threads.run("192.0.2.9", self._wait))
        await asyncio.to_thread(self._is_held.wait, 60)
        return task

    def release(self) -> None:
        self._released.set()

    async def ask(self, caller: str, name: str) -> "asyncio.Task[None]":
        """Let one request wait."""
        task = asyncio.create_task(self.threads.run(caller, self._noting(name)))
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
