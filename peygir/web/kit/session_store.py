"""Django's sessions in the database, of which a cookie that holds no session key of Django's asks nothing."""

from typing import Any

from django.contrib.sessions.backends import db

from peygir.people.session_rules import is_session_key


class SessionStore(db.SessionStore):
    """The setting SESSION_ENGINE names this module, and Django looks for this name in it.

    A quoted cookie may hold a NUL (`"\\000…"`), at which a statement with it would fail; it is no session's.
    """

    def _validate_session_key(self, key: Any) -> bool:
        return bool(key) and is_session_key(key)
