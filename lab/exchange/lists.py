"""The simulated exchange's responses to list actions: the rows of its channels, queue and phones."""

from datetime import datetime

from lab.exchange.channel import Fields
from lab.exchange.exchange import QUEUE, Exchange
from peygir.core import clock


def channels(exchange: Exchange) -> list[Fields]:
    """Return the rows for CoreShowChannels."""
    return [
        [
            ("Event", "CoreShowChannel"),
            *channel.fields(),
            ("Application", channel.application),
            ("ApplicationData", channel.data),
            ("Duration", _span(channel.began_at)),
            ("BridgeId", channel.bridge),
        ]
        for channel in exchange.channels.values()
    ]


def states(exchange: Exchange) -> list[Fields]:
    """Return the rows for Status, the only action that lists the called number and the variables of a channel."""
    return [
        [
            ("Event", "Status"),
            *channel.fields(),
            ("DNID", channel.line),
            ("Application", channel.application),
            ("Data", channel.data),
            ("Variable", f"PEYGIR_QUEUE={channel.data.split(',')[0]}"),
            ("Variable", f"PEYGIR_HEARD={channel.heard}"),
        ]
        for channel in exchange.channels.values()
    ]


def queue(exchange: Exchange) -> list[Fields]:
    """Return the rows for QueueStatus."""
    busy = set(exchange.extensions) - set(exchange.free)
    rows: list[Fields] = [[("Event", "QueueParams"), ("Queue", QUEUE), ("Calls", str(len(exchange.entries)))]]
    rows += [
        [("Event", "QueueMember"), *exchange.member_fields(extension, "2" if extension in busy else "1")]
        for extension in exchange.extensions
    ]
    for position, (channel, at) in enumerate(exchange.entries.values(), start=1):
        wait = str(round((clock.now() - at).total_seconds()))
        rows.append(
            [
                ("Event", "QueueEntry"),
                ("Queue", QUEUE),
                ("Position", str(position)),
                ("Wait", wait),
                *channel.fields(),
            ]
        )
    return rows


def summary(exchange: Exchange) -> list[Fields]:
    """Return the rows for QueueSummary."""
    return [
        [
            ("Event", "QueueSummary"),
            ("Queue", QUEUE),
            ("LoggedIn", str(len(exchange.extensions))),
            ("Available", str(len(exchange.free))),
            ("Callers", str(len(exchange.entries))),
        ]
    ]


def _span(since: datetime) -> str:
    seconds = max(0, round((clock.now() - since).total_seconds()))
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
