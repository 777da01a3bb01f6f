"""Renews a webhook's secret: the old one also signs for a day, so that the receiver can verify every message."""

import secrets

from django.db import transaction

from peygir.core import clock
from peygir.core.moments import written
from peygir.core.refusals import Conflict
from peygir.core.translation import gettext_lazy as _
from peygir.desks.partners.actions.webhooks import _city, _facts_of, _locked, _may
from peygir.desks.partners.models import OldSecret
from peygir.desks.partners.rules import MOST_SECRETS, OVERLAP
from peygir.desks.partners.signing import secret_of
from peygir.history.actions import record
from peygir.history.kinds.partners import WebhookOldSecretEnded, WebhookSecretRenewed
from peygir.people.rules import Actor


class TooManySecrets(Conflict):
    """Each renewal adds one more secret that signs, and the header must stay short."""

    message = _("Several earlier secrets are still valid. End them first, or wait until their time is over.")


class NoOldSecret(Conflict):
    """The earlier secret has expired or was ended by somebody else."""

    message = _("The earlier secret is no longer valid.")


def renew_secret(webhook_id: int, *, by: Actor) -> str:
    """Make a new secret, shown only now, for all further messages; the old one also signs for `OVERLAP`.

    Raises TooManySecrets, and as `end_webhook`.
    """
    _may(by)
    now = clock.now()
    with transaction.atomic():
        row = _locked(webhook_id)
        row.old_secrets.filter(until__lte=now).delete()
        if row.old_secrets.count() + 1 >= MOST_SECRETS:
            raise TooManySecrets()
        old = OldSecret.objects.create(webhook=row, salt=row.salt, until=now + OVERLAP)
        row.salt = secrets.token_urlsafe(24)
        row.save(update_fields=["salt"])
        event = WebhookSecretRenewed(**_facts_of(row), old_until=written(old.until))
        record(_city(), event, by=str(by), at=now)
    return secret_of(row.salt)


def end_old_secrets(webhook_id: int, *, by: Actor) -> None:
    """From the next message on, only the newest secret signs. Raises NoOldSecret, and as `end_webhook`."""
    _may(by)
    now = clock.now()
    with transaction.atomic():
        row = _locked(webhook_id)
        if not row.old_secrets.filter(until__gt=now).exists():
            raise NoOldSecret()
        row.old_secrets.all().delete()
        record(_city(), WebhookOldSecretEnded(**_facts_of(row)), by=str(by), at=now)
