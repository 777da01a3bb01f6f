"""Django's database sessions, without a query for cookies that hold no valid session key."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.db.models.functions import Now

from peygir.people.role_cache import ROLE_CACHE, STAMP
from peygir.people.session_rules import is_session_key
from peygir.storage.prepared import prepared


class SessionStore(db.SessionStore):
    """The session store; SESSION_ENGINE names this module, and Django requires this class name.

    A quoted cookie may hold a NUL (`"\\000…"`), which PostgreSQL rejects; no session has such a key.
    """

    def _validate_session_key(self, key: str | None) -> bool:
        return key is not None and is_session_key(key)

    def _get_session_from_db(self) -> Session | None:
        """Read the session's row; as in Django, a key without a valid session is dropped.

        The stamp of the roles comes with it: what a request may do is decided by the roles as they are now.
        """
        assert self.session_key is not None
        row = next(iter(_valid(self.session_key)), None)
        if row is None:
            self._session_key = None
        else:
            ROLE_CACHE.see(row.roles_stamp)  # type: ignore[attr-defined]
        return row


@prepared
def _valid(key: str) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=Now()).annotate(roles_stamp=STAMP)
