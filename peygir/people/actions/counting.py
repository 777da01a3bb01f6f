"""Rate limits: counts attempts in the database, so that they hold across processes and restarts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import connection

from peygir.core import clock
from peygir.core.addresses import caller_key
from peygir.core.refusals import TooMany
from peygir.core.translation import gettext_lazy as _
from peygir.people.models import RateLimitUse

GUESSES: Final = 40
GUESS_SECONDS: Final = 600
"""The window of wrong guesses by one address: enough for a whole office's typing errors, too few to enumerate."""


_NO_LIMIT: Final = 2**31 - 1
TRACKING: Final = "track"
"""The limit's name for all endpoints that reveal whether a tracking code exists."""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` misses of one key in a window of `seconds`; limits of one name differ in their window."""

    limit_name: str
    key: str
    most: int
    seconds: int

    @property
    def name(self) -> str:
        """The name of the counter, with the window's length: two windows may begin at one moment."""
        return f"{self.limit_name}:{self.seconds}"


class AskedTooOften(TooMany):
    """The rate limit is used up."""

    message = _("Too many requests. Please try again in {minutes} minutes.")


def count_use(limit_name: str, key: str, limit: int, window_seconds: int, *, amount: int = 1) -> int:
    """Count one use of the limit `limit_name` by `key` and return the count; raises AskedTooOften beyond `limit`.

    `amount`: how much this use counts, where uses differ in size. One statement of its own, outside any transaction,
    so that a refused attempt is counted too.
    """
    start = _window_start(window_seconds)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO people_ratelimituse (limit_name, key, window_start, count) VALUES (%s, %s, %s, %s)
            ON CONFLICT (limit_name, key, window_start)
                DO UPDATE SET count = people_ratelimituse.count + EXCLUDED.count
            RETURNING count
            """,
            [limit_name, key[:64], start, amount],
        )
        count = int(cursor.fetchone()[0])
    if count > limit:
        _refuse(start, window_seconds)
    return count


def count_distinct(limit_name: str, key: str, value: str, limit: int, window_seconds: int) -> None:
    """Count the different values that `key` sends to `limit_name`; raises AskedTooOften beyond `limit` in a window.

    A repeated value costs nothing: many people share an address, and each of them has one phone.
    """
    if count_use(f"{limit_name}_each", f"{key} {value}", _NO_LIMIT, window_seconds) == 1:
        count_use(limit_name, key, limit, window_seconds)


def refuse_if_over(limit_name: str, address: str, limit: int = GUESSES, window_seconds: int = GUESS_SECONDS) -> None:
    """Raises AskedTooOften if `address` has used up its misses at `limit_name`. Counts nothing.

    Call before looking up the guess: beyond the limit a right guess is refused as well, so that the answer
    reveals nothing. Concurrent guesses may pass together; each of their misses is counted.
    """
    start = _window_start(window_seconds)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count FROM people_ratelimituse WHERE limit_name = %s AND key = %s AND window_start = %s",
            [limit_name, caller_key(address), start],
        )
        row = cursor.fetchone()
    if row is not None and int(row[0]) >= limit:
        _refuse(start, window_seconds)


def count_miss(limit_name: str, address: str, limit: int = GUESSES, window_seconds: int = GUESS_SECONDS) -> None:
    """Count one wrong guess of `address` at `limit_name`; raises AskedTooOften for those beyond `limit`.

    Call outside any transaction, after a wrong guess, after `refuse_if_over` with the same `limit_name`. Endpoints that
    answer the same question share a name, so that going from one to the next gives no new guesses.
    """
    count_use(limit_name, caller_key(address), limit, window_seconds)


def refuse_if_any_over(limits: Sequence[Limit]) -> None:
    """Raises AskedTooOften if one of these limits is used up, with the longest waiting time. Counts nothing."""
    over = _over(limits)
    if over:
        _refuse(*max(((start, limit.seconds) for limit, start in over), key=lambda each: each[0] + _delta(each[1])))


def is_any_over(limits: Sequence[Limit]) -> bool:
    """Whether one of these limits is used up."""
    return bool(_over(limits))


def count_misses(limits: Sequence[Limit]) -> None:
    """Count one miss under each of these limits; raises nothing. Rows are locked in one order, to avoid deadlocks."""
    rows = sorted({(limit.name, limit.key, _window_start(limit.seconds)) for limit in limits})
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO people_ratelimituse (limit_name, key, window_start, count)
            VALUES {", ".join(["(%s, %s, %s, 1)"] * len(rows))}
            ON CONFLICT (limit_name, key, window_start) DO UPDATE SET count = people_ratelimituse.count + 1
            """,  # noqa: S608 - as many placeholders as rows
            [value for row in rows for value in row],
        )


def _over(limits: Sequence[Limit]) -> list[tuple[Limit, datetime]]:
    starts = [(limit, _window_start(limit.seconds)) for limit in limits]
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT limit_name, key, window_start, count FROM people_ratelimituse
            WHERE (limit_name, key, window_start) IN ({", ".join(["(%s, %s, %s)"] * len(starts))})
            """,  # noqa: S608 - as many placeholders as limits
            [value for limit, start in starts for value in (limit.name, limit.key, start)],
        )
        counts = {(name, key, start): int(count) for name, key, start, count in cursor.fetchall()}
    return [(limit, start) for limit, start in starts if counts.get((limit.name, limit.key, start), 0) >= limit.most]


def forget_old_uses(*, before: datetime) -> int:
    """Delete counts of windows that began before a moment; returns how many."""
    return RateLimitUse.objects.filter(window_start__lt=before).delete()[0]


def _window_start(window_seconds: int) -> datetime:
    now = clock.now()
    return datetime.fromtimestamp(now.timestamp() // window_seconds * window_seconds, tz=now.tzinfo)


def _delta(seconds: int) -> timedelta:
    return timedelta(seconds=seconds)


def _refuse(start: datetime, window_seconds: int) -> None:
    seconds = max(1, round((start + _delta(window_seconds) - clock.now()).total_seconds()))
    raise AskedTooOften(minutes=max(1, round(seconds / 60)), seconds=seconds)
