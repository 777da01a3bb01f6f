"""What can be done with other systems: webhooks and what they are told, lists taken out, old records taken over."""

from peygir.partners.actions.delivering import (
    DeliveryIsNotDead,
    deliver_due,
    forget_deliveries,
    gather_events,
    send_again,
)
from peygir.partners.actions.importing import (
    MappingHasNoName,
    MappingIsWrong,
    NoSuchMapping,
    SourceIsWrong,
    begin_batch,
    end_batch,
    keep_mapping,
    note_row,
    places_of,
)
from peygir.partners.actions.renewing import NoOldSecret, TooManySecrets, end_old_secrets, renew_secret
from peygir.partners.actions.taking_out import take_out
from peygir.partners.actions.webhooks import (
    KeyHearsNothing,
    NoSuchWebhook,
    WebhookHasEnded,
    WebhookNameIsTaken,
    change_webhook,
    end_webhook,
    make_webhook,
)

__all__ = [
    "DeliveryIsNotDead",
    "KeyHearsNothing",
    "MappingHasNoName",
    "MappingIsWrong",
    "NoOldSecret",
    "NoSuchMapping",
    "NoSuchWebhook",
    "SourceIsWrong",
    "TooManySecrets",
    "WebhookHasEnded",
    "WebhookNameIsTaken",
    "begin_batch",
    "change_webhook",
    "deliver_due",
    "end_batch",
    "end_old_secrets",
    "end_webhook",
    "forget_deliveries",
    "gather_events",
    "keep_mapping",
    "make_webhook",
    "note_row",
    "places_of",
    "renew_secret",
    "send_again",
    "take_out",
]
