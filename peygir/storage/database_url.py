"""Django's settings of the database and of its replica, from their URLs."""

import os
from typing import Any, Final
from urllib.parse import parse_qs, unquote, urlsplit

REPLICA: Final = "replica"
"""The alias of the streaming replica, where one is set."""
_REPLICA_SECONDS: Final = 2


def databases_of(url: str, replica_url: str) -> dict[str, dict[str, Any]]:
    """Return Django's DATABASES: the database, and its replica if there is one, on which nothing can be written."""
    databases = {"default": database_of(url)}
    if replica_url:
        replica = databases[REPLICA] = database_of(replica_url)
        options = replica["OPTIONS"]
        # Also after somebody made it a database of its own.
        options["options"] = f"{options.get('options', '')} -c default_transaction_read_only=on".strip()
        options.setdefault("connect_timeout", _REPLICA_SECONDS)
    return databases


def database_of(url: str) -> dict[str, Any]:
    """Return Django's database entry for a `postgresql://user:password@host:port/name?host=/socket` URL."""
    parts = urlsplit(url)
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    return {
        # Django's own, with a health check that needs no round trip.
        "ENGINE": "peygir.ops.postgresql",
        "NAME": parts.path.lstrip("/") or "peygir",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": query.pop("port", str(parts.port or "")),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        # Statements are prepared once for each connection and bound on the server: a third less time for each.
        "OPTIONS": {"server_side_binding": True, "prepare_threshold": 5, **query},
        "TEST": {"NAME": os.environ.get("PEYGIR_TEST_DB", "test_peygir")},
    }
