"""The actions for other systems: webhooks and their deliveries, exports, imports of old records."""

from peygir.desks.partners.actions.agency_requests import settle_agency_request
from peygir.desks.partners.actions.agency_telling import tell_agency
from peygir.desks.partners.actions.delivering import (
    DeliveryIsNotDead,
    deliver_due,
    forget_deliveries,
    gather_events,
    send_again,
)
from peygir.desks.partners.actions.importing import (
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
from peygir.desks.partners.actions.ordering import (
    NoSuchImportOrder,
    TableHasFaults,
    TableIsBeingTaken,
    TableIsTaken,
    ask_import,
    break_off,
    end_order,
    forget_looks,
    keep_look,
    nobody_else,
    take_order,
)
from peygir.desks.partners.actions.renewing import NoOldSecret, TooManySecrets, end_old_secrets, renew_secret
from peygir.desks.partners.actions.taking_out import take_out
from peygir.desks.partners.actions.webhooks import (
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
    "NoSuchImportOrder",
    "NoSuchMapping",
    "NoSuchWebhook",
    "SourceIsWrong",
    "TableHasFaults",
    "TableIsBeingTaken",
    "TableIsTaken",
    "TooManySecrets",
    "WebhookHasEnded",
    "WebhookNameIsTaken",
    "ask_import",
    "begin_batch",
    "break_off",
    "change_webhook",
    "deliver_due",
    "end_batch",
    "end_old_secrets",
    "end_order",
    "end_webhook",
    "forget_deliveries",
    "forget_looks",
    "gather_events",
    "keep_look",
    "keep_mapping",
    "make_webhook",
    "nobody_else",
    "note_row",
    "places_of",
    "renew_secret",
    "send_again",
    "settle_agency_request",
    "take_order",
    "take_out",
    "tell_agency",
]
