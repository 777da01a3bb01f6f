"""What can be done with other systems: webhooks made, changed and ended, and events carried to them."""

from peygir.partners.actions.delivering import (
    DeliveryIsNotDead,
    deliver_due,
    forget_deliveries,
    gather_events,
    send_again,
)
from peygir.partners.actions.webhooks import (
    KeyHearsNothing,
    NoSuchWebhook,
    WebhookHasEnded,
    WebhookNameIsTaken,
    change_webhook,
    end_webhook,
    make_webhook,
    renew_secret,
)

__all__ = [
    "DeliveryIsNotDead",
    "KeyHearsNothing",
    "NoSuchWebhook",
    "WebhookHasEnded",
    "WebhookNameIsTaken",
    "change_webhook",
    "deliver_due",
    "end_webhook",
    "forget_deliveries",
    "gather_events",
    "make_webhook",
    "renew_secret",
    "send_again",
]
