"""How a reporter is reached: by their phone and mail, or by the one chat or mail address that came with the report."""

from collections.abc import Iterable

from peygir.answers.models import ReplyWay
from peygir.cases.models import Report
from peygir.people.queries import CitizenCard


def ways_of(reports: Iterable[Report]) -> dict[int, tuple[str, str]]:
    """(channel, address) by report, of those that came by a messenger, a letter, or a system that told an e-mail alone.

    Asked only where there may be one.
    """
    ids = [one.pk for one in reports if one.channel in ("app", "mail") or (one.channel == "api" and not one.citizen_id)]
    rows = ReplyWay.objects.filter(report_id__in=ids).values_list("report_id", "channel", "address") if ids else ()
    return {report_id: (channel, address) for report_id, channel, address in rows}


def addresses_of(card: CitizenCard | None, way: tuple[str, str] | None) -> dict[str, str]:
    """Channel → address, one for each; who wrote in a messenger hears there and not by short message."""
    found = {"sms": card.phone, "mail": card.email} if card is not None else {}
    if way is not None:
        found[way[0]] = way[1]
        if way[0] == "chat":
            found.pop("sms", None)
    return {channel: address for channel, address in found.items() if address}


def is_way_of(channel: str, address: str, report_id: int) -> bool:
    """Whether a report came by this chat or mail address."""
    return ReplyWay.objects.filter(report_id=report_id, channel=channel, address=address).exists()


def reports_by(channel: str, address: str) -> list[int]:
    """The reports that came by a chat or mail address, the newest first."""
    rows = ReplyWay.objects.filter(channel=channel, address=address).order_by("-pk")
    return list(rows.values_list("report_id", flat=True)[:200])
