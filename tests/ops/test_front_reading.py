"""Reading of bodies by itself: whoever sends most gives way, and nothing stays of one that ended."""

import asyncio
from collections.abc import MutableMapping
from typing import Any

import pytest

from peygir.ops.front.reading import MOST_AT_ONCE, MOST_OF_ONE, Bodies, BodyIsTooSlow, ClientIsGone, TooManyBodies


async def never() -> MutableMapping[str, Any]:
    await asyncio.sleep(3600)
    return {}


async def gone() -> MutableMapping[str, Any]:
    return {"type": "http.disconnect"}


async def whole() -> MutableMapping[str, Any]:
    return {"type": "http.request", "body": b"abc", "more_body": False}


async def read(bodies: Bodies, caller: str, receive: Any) -> bytes:
    """The bytes of one body."""
    with bodies.hold(caller) as body:
        await bodies.read(body, receive, limit=100, declared=3)
        return body.file.read()


def test_the_oldest_of_whoever_sends_most_gives_way() -> None:
    async def flood() -> None:
        bodies = Bodies(quick=0)
        other = asyncio.create_task(read(bodies, "192.0.2.2", never))
        slow = []
        for _ in range(MOST_OF_ONE + 3):
            slow.append(asyncio.create_task(read(bodies, "192.0.2.1", never)))
            await asyncio.sleep(0)
        done, pending = await asyncio.wait(slow, timeout=0.5)
        assert done == set(slow[:3])
        assert all(isinstance(task.exception(), TooManyBodies) for task in done)
        assert not other.done()
        assert await read(bodies, "192.0.2.1", whole) == b"abc"
        await end(bodies, *pending, other)

    asyncio.run(flood())


def test_a_burst_from_one_address_is_read_whole_and_lingers_no_longer_than_it_may() -> None:
    async def burst() -> None:
        bodies, gate = Bodies(quick=3600), asyncio.Event()

        async def late() -> MutableMapping[str, Any]:
            await gate.wait()
            return await whole()

        office = [asyncio.create_task(read(bodies, "192.0.2.1", late)) for _ in range(2 * MOST_OF_ONE)]
        await asyncio.sleep(0)
        assert len(bodies._reading) == 2 * MOST_OF_ONE
        gate.set()
        assert await asyncio.gather(*office) == [b"abc"] * (2 * MOST_OF_ONE)
        # What a burst leaves behind unfinished is brought back to the limit by the next body.
        slow = [asyncio.create_task(read(bodies, "192.0.2.1", never)) for _ in range(2 * MOST_OF_ONE)]
        await asyncio.sleep(0)
        bodies.quick = 0
        assert await read(bodies, "192.0.2.1", whole) == b"abc"
        assert bodies._readers["192.0.2.1"] == MOST_OF_ONE - 1
        await end(bodies, *slow)

    asyncio.run(burst())


def test_when_all_places_are_taken_even_a_burst_gives_way_to_another_caller() -> None:
    async def crowd() -> None:
        bodies = Bodies(quick=3600)
        flood = [asyncio.create_task(read(bodies, "192.0.2.1", never)) for _ in range(MOST_AT_ONCE)]
        await asyncio.sleep(0)
        assert await read(bodies, "192.0.2.2", whole) == b"abc"
        done, pending = await asyncio.wait(flood, timeout=0.5)
        assert done == {flood[0]}
        assert isinstance(flood[0].exception(), TooManyBodies)
        await end(bodies, *pending)

    asyncio.run(crowd())


async def end(bodies: Bodies, *tasks: asyncio.Task[bytes]) -> None:
    """Hang up all that still send; nothing of them may stay."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert (bodies._reading, bodies._readers, bodies._bytes, bodies._total) == ({}, {}, {}, 0)


def sends(size: int, then: Any = never) -> Any:
    """A client that sends so many bytes of a longer body, and then what `then` gives."""
    pieces = iter([{"type": "http.request", "body": b"x" * size, "more_body": True}])

    async def receive() -> MutableMapping[str, Any]:
        piece = next(pieces, None)
        return piece if piece is not None else await then()

    return receive


async def read_long(bodies: Bodies, caller: str, receive: Any) -> bytes:
    with bodies.hold(caller) as body:
        await bodies.read(body, receive, limit=10_000, declared=None)
        return body.file.read()


def test_whoever_holds_most_bytes_gives_way_to_who_needs_few() -> None:
    async def hoard() -> None:
        bodies = Bodies(most_bytes=1_000, most_bytes_of_one=500)
        hoards = [
            asyncio.create_task(read_long(bodies, caller, sends(size)))
            for caller, size in (("192.0.2.1", 300), ("192.0.2.1", 150), ("192.0.2.2", 400), ("192.0.2.3", 150))
        ]
        await asyncio.sleep(0)
        assert bodies._total == 1_000
        # The room is full: a form comes through, and the longest body of the greatest hoard ends for it.
        assert await read(bodies, "192.0.2.9", whole) == b"abc"
        await asyncio.wait(hoards, timeout=30, return_when=asyncio.FIRST_COMPLETED)
        assert [task.done() for task in hoards] == [True, False, False, False]
        assert isinstance(hoards[0].exception(), TooManyBodies)
        assert bodies._total == 700
        # Who holds most, and wants more than there is, gets nothing of anybody's.
        hoards.append(asyncio.create_task(read_long(bodies, "192.0.2.4", sends(300))))
        await asyncio.sleep(0)
        with pytest.raises(TooManyBodies):
            await read_long(bodies, "192.0.2.2", sends(90))
        assert [task.done() for task in hoards] == [True, False, False, False, False]
        assert bodies._total == 1_000
        await end(bodies, *hoards)

    asyncio.run(hoard())


def test_what_came_quickly_buys_no_long_wait() -> None:
    async def pause() -> None:
        bodies = Bodies(longest_pause=0.05)
        with pytest.raises(BodyIsTooSlow):
            await asyncio.wait_for(read_long(bodies, "192.0.2.1", sends(9_000)), timeout=60)

    asyncio.run(pause())


def test_nothing_stays_of_one_who_hung_up() -> None:
    async def hang_up() -> None:
        bodies = Bodies()
        for _ in range(100):
            with pytest.raises(ClientIsGone):
                await read(bodies, "192.0.2.1", gone)
        assert (bodies._reading, bodies._readers, bodies._bytes, bodies._total) == ({}, {}, {}, 0)

    asyncio.run(hang_up())
