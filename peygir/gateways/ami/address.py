"""Where the PBX is, from the environment: PEYGIR_PBX_URL and what belongs to it."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.gateways.ami.client import Address
from peygir.gateways.ami.reading import INBOUND

URL: Final = "PEYGIR_PBX_URL"
PORT: Final = 5038
MADE_UP: Final = "PEYGIR_MADE_UP_PBX"  # the port of the made-up one, when the house starts it itself
DOOR: Final = "PEYGIR_MADE_UP_DOOR"  # the number of the socket that was opened for it at that port


class PbxAddressIsWrong(Invalid):
    """PEYGIR_PBX_URL cannot be read."""

    message = _("PEYGIR_PBX_URL is not right; write it like ami://user:secret@192.0.2.10:5038.")


@dataclass(frozen=True, slots=True)
class Pbx:
    """All that the process must know of the PBX."""

    address: Address
    contexts: tuple[str, ...]
    technology: str  # of the operators' phones: PJSIP, SIP
    dial_context: str
    pass_context: str  # in which a colleague's phone is dialled when a call is passed on
    ask_context: str  # the same, where the colleague is asked first
    survey_context: str  # into which a citizen is put whom the voice menu asks
    records: Path | None  # Master.csv of cdr_csv
    queue_log: Path | None  # the exchange's own log of its queues
    recordings: str  # the address before a recording's name
    zone: ZoneInfo


def is_wanted() -> bool:
    """Whether a PBX is configured."""
    return bool(os.environ.get(URL))


def is_made_up() -> bool:
    """Whether the house starts a made-up PBX."""
    return bool(os.environ.get(MADE_UP))


def doors() -> tuple[int, ...]:
    """The open sockets that the made-up PBX is to inherit: nobody else can take its port meanwhile."""
    return tuple(int(number) for number in os.environ.get(DOOR, "").split() if number.isdecimal())


def pbx_of_environment(zone: str) -> Pbx:
    """What the environment says. Raises PbxAddressIsWrong."""
    parts = urlsplit(os.environ.get(URL, ""))
    if parts.scheme != "ami" or not parts.hostname or not parts.username:
        raise PbxAddressIsWrong()
    environment_value = os.environ.get
    records, queue_log = environment_value("PEYGIR_PBX_CDR", ""), environment_value("PEYGIR_PBX_QUEUE_LOG", "")
    return Pbx(
        Address(parts.hostname, parts.port or PORT, unquote(parts.username), unquote(parts.password or "")),
        tuple(filter(None, environment_value("PEYGIR_PBX_CONTEXTS", ",".join(INBOUND)).split(","))),
        environment_value("PEYGIR_PBX_TECHNOLOGY", "PJSIP"),
        environment_value("PEYGIR_PBX_DIAL_CONTEXT", "from-internal"),
        environment_value("PEYGIR_PBX_PASS_CONTEXT") or environment_value("PEYGIR_PBX_DIAL_CONTEXT", "from-internal"),
        environment_value("PEYGIR_PBX_ASK_CONTEXT") or environment_value("PEYGIR_PBX_DIAL_CONTEXT", "from-internal"),
        environment_value("PEYGIR_PBX_SURVEY_CONTEXT", "peygir-survey"),
        Path(records) if records else None,
        _queue_log(records, queue_log),
        environment_value("PEYGIR_PBX_RECORDINGS", ""),
        ZoneInfo(environment_value("PEYGIR_PBX_ZONE", zone)),
    )


def _queue_log(records: str, named: str) -> Path | None:
    """The log that is named, else the one that Asterisk keeps in the folder above that of its records."""
    if named:
        return Path(named)
    return Path(records).parent.parent / "queue_log" if records else None
