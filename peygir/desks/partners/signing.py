"""Derives a webhook's secret from its salt and the system's key, so that no copy of the database contains it."""

import base64

from django.conf import settings
from django.utils.crypto import salted_hmac

from peygir.core.signed_messages import PREFIX


def secret_of(salt: str) -> str:
    """The secret in the form of Standard Webhooks: `whsec_` and 32 bytes in base64."""
    return secrets_of(salt)[0]


def secrets_of(salt: str) -> list[str]:
    """The secret by the system's key, then those by former keys, which receivers may still have."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    hashes = (salted_hmac("peygir.partners.webhook", salt, secret=key, algorithm="sha256") for key in keys)
    return [PREFIX + base64.b64encode(each.digest()).decode() for each in hashes]
