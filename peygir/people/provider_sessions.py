"""Keeps the token by which the organisation's sign-in page is asked about a session, encrypted."""

import base64
from typing import Final

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac

_SALT: Final = "peygir.people.provider_sessions"


def sealed(token: str) -> str:
    """A token as the database keeps it: encrypted with a key that is made of the signing key."""
    return _keys().encrypt(token.encode()).decode() if token else ""


def unsealed(text: str) -> str:
    """The token again; empty if it was sealed with a key that is not in use any more."""
    try:
        return _keys().decrypt(text.encode()).decode()
    except InvalidToken:
        return ""


def _keys() -> MultiFernet:
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    digests = [salted_hmac(_SALT, "token", secret=key, algorithm="sha256").digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
