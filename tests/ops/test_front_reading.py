"""Reading of bodies by itself: whoever sends most gives way, and nothing stays of one that ended."""

import asyncio
from collections.abc import MutableMapping
from typing import Any

import pytest

from peygir.ops.front.reading import MOST_OF_ONE, Bodies, ClientIsGone, TooManyBodies


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
        bodies = Bodies()
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
        for task in (*pending, other):
            task.cancel()
        await asyncio.gather(*slow, other, return_exceptions=True)
        assert (bodies._reading, bodies._readers, bodies._bytes, bodies._total) == ({}, {}, {}, 0)

    asyncio.run(flood())


def test_nothing_stays_of_one_who_hung_up() -> None:
    async def hang_up() -> None:
        bodies = Bodies()
        for _ in range(100):
            with pytest.raises(ClientIsGone):
                await read(bodies, "192.0.2.1", gone)
        assert (bodies._reading, bodies._readers, bodies._bytes, bodies._total) == ({}, {}, {}, 0)

    asyncio.run(hang_up())
