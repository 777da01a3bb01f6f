"""The tables of the partners package: webhooks and imports, and what outside agencies are asked and answer."""

from peygir.desks.partners.models.agencies import (
    AgencyLink,
    AgencyMonth,
    AgencyPerson,
    AgencyQuestion,
    AgencyRequest,
    AgencySession,
    AgencyTerms,
)
from peygir.desks.partners.models.systems import (
    Delivery,
    ImportBatch,
    ImportMapping,
    ImportOrder,
    OldSecret,
    Webhook,
    WebhookCursor,
)

__all__ = [
    "AgencyLink",
    "AgencyMonth",
    "AgencyPerson",
    "AgencyQuestion",
    "AgencyRequest",
    "AgencySession",
    "AgencyTerms",
    "Delivery",
    "ImportBatch",
    "ImportMapping",
    "ImportOrder",
    "OldSecret",
    "Webhook",
    "WebhookCursor",
]
