"""Counts the SQL statements of each request and reports them in a header; only with PEYGIR_COUNT_SQL=1.

The header `X-Sql-Statements: 7+1` means: seven statements of the request's own, and one that looked up the session, the
user or the token. Beginning and ending a transaction is not counted, as in Django.
"""

import os
from collections.abc import Callable, Iterable
from typing import Any, Final

WANTED: Final = "PEYGIR_COUNT_SQL"
HEADER: Final = "X-Sql-Statements"
_LOOKUPS: Final = ('FROM "django_session"', 'FROM "people_apikey"', 'UPDATE "django_session"')
_USER: Final = 'FROM "people_staff" WHERE "people_staff"."id" = '

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def is_wanted() -> bool:
    """Whether this process counts."""
    return os.environ.get(WANTED) == "1"


def counted(application: Application) -> Application:
    """Return the application with the header in each response."""
    from django.db import connection

    def count_and_answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        own = lookups = 0

        def count(execute: Any, statement: str, parameters: Any, many: bool, context: Any) -> Any:
            nonlocal own, lookups
            if any(mark in statement for mark in _LOOKUPS) or _USER in statement:
                lookups += 1
            else:
                own += 1
            return execute(statement, parameters, many, context)

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            return start_response(status, [*headers, (HEADER, f"{own}+{lookups}")], *rest)

        with connection.execute_wrapper(count):
            return application(environ, start)

    return count_and_answer
