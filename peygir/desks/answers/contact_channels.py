"""How a reporter is reached: by their phone and proven email, and by the chat or mail address of their report.

An address that came with a report receives messages about that report only, whoever gave it.
"""

from collections.abc import Iterable
from functools import partial
from typing import Final

from peygir.cases.facts import ReportFacts
from peygir.cases.models import Report
from peygir.core.mail_addresses import counted_mail
from peygir.desks.answers.models import BlockedAddress, ReplyChannel, WithdrawnReport
from peygir.people.channels import MESSENGERS, REPLY_CHANNELS, Channel
from peygir.people.facts import CitizenFacts
from peygir.people.queries import CitizenProfile
from peygir.storage.asking import select
from peygir.storage.unit_of_work import held

WITH_ADDRESS: Final = frozenset({*(channel.incoming for channel in REPLY_CHANNELS), Channel.API})
"""Channels of reports that may bring a chat or mail address."""
FEW: Final = 3
"""Up to so many reports, their addresses are fetched one by one and cached for a unit of work; beyond, in one
statement.
"""


def contact_channels_of(reports: Iterable[ReportFacts]) -> dict[int, tuple[str, str]]:
    """(channel, address) by report id, for the reports that came with a chat or mail address.

    Queried only where there may be one: web forms, calls and short messages bring none.
    """
    ids = [one.pk for one in reports if one.channel in WITH_ADDRESS or not one.citizen_id]
    if len(ids) > FEW:
        rows: Iterable[ReplyChannel] = ReplyChannel.objects.filter(report_id__in=ids)
    else:
        rows = [row for pk in ids for row in held(ReplyChannel, pk, partial(select, ReplyChannel, report_id=pk))]
    return {row.report_id: (row.channel, row.address) for row in rows}


def addresses_of(
    person: CitizenFacts | CitizenProfile | None, channel_and_address: tuple[str, str] | None
) -> dict[str, str]:
    """Channel → address, one for each; a person who wrote by messenger is answered there and not by SMS."""
    addresses: dict[str, str] = {Channel.SMS: person.phone, Channel.MAIL: person.email} if person is not None else {}
    if channel_and_address is not None:
        addresses[channel_and_address[0]] = channel_and_address[1]
        if channel_and_address[0] in MESSENGERS:
            addresses.pop(Channel.SMS, None)
    return {channel: address for channel, address in addresses.items() if address}


def counted_as(report: Report, person: CitizenProfile | None, channel: str, address: str) -> str:
    """The address under which the message limit counts, where nobody proved that the reporter reads it; else "".

    A chat is answered where it began, and a citizen's own mail address was proven.
    """
    if channel == Channel.SMS:
        return "" if report.proof else address
    is_own = person is not None and address == person.email
    return counted_mail(address) if channel == Channel.MAIL and not is_own else ""


def reached_by(reports: Iterable[ReportFacts]) -> dict[int, str]:
    """The channel by which each reporter of a case is reached now, by report id.

    The `reports` come with their citizens. Reporters who want no messages, withdrew the report or are blocked are left
    out.
    """
    known = [one for one in reports if one.channel != Channel.IMPORT and not (one.citizen and one.citizen.is_silent)]
    channels = contact_channels_of(known)
    addresses_by_report = {one.pk: to for one in known if (to := addresses_of(one.citizen, channels.get(one.pk)))}
    if not addresses_by_report:
        return {}
    for report_id in WithdrawnReport.objects.filter(report_id__in=addresses_by_report).values_list(
        "report_id", flat=True
    ):
        del addresses_by_report[report_id]
    addresses = {address for to in addresses_by_report.values() for address in to.values()}
    blocked = BlockedAddress.objects.filter(address__in=addresses, ended_at=None).values_list("channel", "address")
    shut = set(blocked)
    best = {
        report_id: next((channel for channel in _BEST if channel in to and (channel, to[channel]) not in shut), "")
        for report_id, to in addresses_by_report.items()
    }
    return {report_id: channel for report_id, channel in best.items() if channel}


# of several addresses the one that is shown
_BEST: Final = (*MESSENGERS, Channel.SMS, Channel.MAIL)


def is_contact_channel_of(channel: str, address: str, report_id: int) -> bool:
    """Whether the report came by this chat or mail address."""
    return ReplyChannel.objects.filter(report_id=report_id, channel=channel, address=address).exists()


def reports_by(channel: str, address: str) -> list[int]:
    """The reports that came by a chat or mail address, the newest first."""
    rows = ReplyChannel.objects.filter(channel=channel, address=address).order_by("-pk")
    return list(rows.values_list("report_id", flat=True)[:200])
