"""Records the cost and delivery status of sent messages, and holds the sending hours."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings

from peygir.city import queries as city
from peygir.core import clock
from peygir.core.short_message import length_of
from peygir.desks.answers.actions.handing import REPORTING
from peygir.desks.answers.models import BlockedAddress, Message, ProviderState, SendingHours, Tariff
from peygir.desks.answers.sending_rules import Hours, cost_of, goes_at
from peygir.gateways import sms
from peygir.gateways.results import DeliveryReport, GatewayFailed, ProviderReceipt
from peygir.people.channels import Channel
from peygir.storage.asking import select

ASKED_FOR: Final = timedelta(hours=48)
ASKED_EVERY: Final = timedelta(minutes=10)
BATCH: Final = 90


@dataclass(frozen=True, slots=True)
class SendingTerms:
    """The sending hours by kind of message, and the price of an SMS part by provider, in rials."""

    hours: Hours
    tariffs: Mapping[str, int]

    def opens_for(self, message: Message) -> datetime | None:
        """When a message may be sent that must wait for its sending hours; None while it need not wait."""
        if not self.hours:
            return None
        now, zone = clock.now(), city.current_city(settings.CITY).time_zone
        goes = goes_at(message.kind, message.channel, now=now, hours=self.hours, zone=zone)
        return goes if goes > now else None

    def keep_receipt(self, message: Message, receipt: ProviderReceipt) -> None:
        """Set the provider's receipt on the message; the caller saves it."""
        message.provider_id = receipt.provider_id[:80]
        if message.channel == Channel.SMS:
            message.parts = receipt.parts or length_of(message.body).parts
            message.delivery = "waiting" if message.provider in REPORTING else "untold"
            message.cost = cost_of(receipt.cost, parts=message.parts, tariff=self.tariffs.get(message.provider))


def terms_in_force() -> SendingTerms:
    """The settings in force now, for the messages that are sent next."""
    hours = {row.kind: (row.opens, row.closes) for row in select(SendingHours, valid_to=None)}
    return SendingTerms(hours, {row.provider: row.rials for row in select(Tariff, valid_to=None)})


def keep_deliveries(provider: str, delivery_reports: Iterable[DeliveryReport]) -> int:
    """Record a provider's delivery reports; a repeated one changes nothing. Returns how many were new."""
    news = 0
    for delivery_report in delivery_reports:
        rows = Message.objects.filter(provider=provider, provider_id=delivery_report.provider_id, delivery="waiting")
        for message in rows:
            message.delivery, message.delivery_at = delivery_report.state, clock.now()
            message.save(update_fields=["delivery", "delivery_at"])
            news += 1
            if delivery_report.state == "blocked":
                BlockedAddress.objects.get_or_create(
                    channel=message.channel,
                    address=message.address,
                    ended_at=None,
                    defaults={"why": "provider", "at": clock.now(), "by": "system"},
                )
    return news


def ask_deliveries(now: datetime) -> int:
    """Ask the providers for the delivery status of recent messages. Returns how many messages were asked about."""
    asked_count = 0
    for name in sms.provider_names():
        rows = Message.objects.filter(provider=name, delivery="waiting", sent_at__gt=now - ASKED_FOR)
        due = [row for row in rows.order_by("asked_at", "pk")[:BATCH] if _is_due(row, now)]
        if not due:
            continue
        try:
            delivery_reports = sms.provider(name).deliveries([row.provider_id for row in due])
        except GatewayFailed:
            delivery_reports = []  # asked again later; the provider's state shows that it does not respond
        Message.objects.filter(pk__in=[row.pk for row in due]).update(asked_at=now)
        keep_deliveries(name, delivery_reports)
        asked_count += len(due)
    return asked_count


def _is_due(message: Message, now: datetime) -> bool:
    return message.asked_at is None or message.asked_at <= now - ASKED_EVERY


def ask_balances(now: datetime) -> int:
    """Ask each provider for its balance and store it, or the error. Returns how many were asked."""
    names = [name for name in sms.provider_names() if name in settings.SMS_PORTS]
    for name in names:
        try:
            left, error = sms.provider(name).balance(), ""
        except GatewayFailed as failure:
            left, error = None, failure.reason[:200]
        ProviderState.objects.update_or_create(
            provider=name,
            defaults={
                "amount": left.amount if left else None,
                "unit": left.unit if left else "",
                "at": now,
                "error": error,
            },
        )
    return len(names)
