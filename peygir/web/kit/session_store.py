"""Django's database sessions, without a query for cookies that hold no valid session key."""

from typing import Any

from django.contrib.sessions.backends import db

from peygir.people.session_rules import is_session_key


class SessionStore(db.SessionStore):
    """The session store; SESSION_ENGINE names this module, and Django requires this class name.

    A quoted cookie may hold a NUL (`"\\000…"`), which PostgreSQL rejects; no session has such a key.
    """

    def _validate_session_key(self, key: Any) -> bool:
        return bool(key) and is_session_key(key)
