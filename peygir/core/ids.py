"""Time-ordered 63-bit ids, generated in a process without asking the database."""

import secrets
from datetime import UTC, datetime, timedelta

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_RANDOM_BITS = 22


def new_id(now: datetime) -> int:
    """An id whose high 41 bits are the milliseconds since 2000 and whose low 22 bits are random.

    Ids made in one millisecond collide with a chance of 1 in 4 million; the primary key refuses the second,
    and the caller's retry (all endpoints carry an idempotency key) gets another. Rows made together lie together
    in the index, which random keys would not do.
    """
    milliseconds = int((now - EPOCH).total_seconds() * 1000)
    return (milliseconds << _RANDOM_BITS) | secrets.randbits(_RANDOM_BITS)


def moment_of(new: int) -> datetime:
    """The moment at which an id was generated, to the millisecond."""
    return EPOCH + timedelta(milliseconds=new >> _RANDOM_BITS)


def first_id_since(moment: datetime) -> int:
    """The lowest id that may have been generated at a moment or later: the bound of a search by age."""
    return max(int((moment - EPOCH).total_seconds() * 1000), 0) << _RANDOM_BITS
