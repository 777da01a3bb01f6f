"""The secret of a webhook: worked out of its salt and the house's own key, so that no copy of the database holds it."""

import base64

from django.utils.crypto import salted_hmac

from peygir.partners.rules import PREFIX


def secret_of(salt: str) -> str:
    """The secret in the form of Standard Webhooks: `whsec_` and 32 bytes in base64."""
    return PREFIX + base64.b64encode(salted_hmac("peygir.partners.webhook", salt, algorithm="sha256").digest()).decode()
