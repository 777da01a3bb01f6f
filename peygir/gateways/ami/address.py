"""The PBX's address and options from the environment: PEYGIR_PBX_URL and related variables."""

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
MADE_UP: Final = "PEYGIR_MADE_UP_PBX"  # the port of the simulated PBX, if the system starts it itself
DOOR: Final = "PEYGIR_MADE_UP_DOOR"  # the file descriptor of its listening socket


class PbxAddressIsWrong(Invalid):
    """PEYGIR_PBX_URL cannot be read."""

    message = _("PEYGIR_PBX_URL is not right; write it like ami://user:secret@192.0.2.10:5038.")


@dataclass(frozen=True, slots=True)
class Pbx:
    """The PBX's configuration."""

    address: Address
    contexts: tuple[str, ...]
    technology: str  # channel technology of the operators' phones: PJSIP, SIP
    dial_context: str
    pass_context: str  # dialplan context that dials a colleague in a transfer
    ask_context: str  # the same for an attended transfer
    survey_context: str  # dialplan context of the survey menu
    records: Path | None  # Master.csv of cdr_csv
    queue_log: Path | None  # Asterisk's own log of its queues
    recordings: str  # URL prefix of a recording's name
    zone: ZoneInfo


def is_wanted() -> bool:
    """Whether a PBX is configured."""
    return bool(os.environ.get(URL))


def is_made_up() -> bool:
    """Whether the system starts a simulated PBX."""
    return bool(os.environ.get(MADE_UP))


def doors() -> tuple[int, ...]:
    """The open sockets that the simulated PBX inherits, so that no other process can take its port meanwhile."""
    return tuple(int(number) for number in os.environ.get(DOOR, "").split() if number.isdecimal())


def pbx_of_environment(zone: str) -> Pbx:
    """Return the configuration in the environment. Raises PbxAddressIsWrong."""
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
    """The named log, else the one that Asterisk keeps in the folder above that of its records."""
    if named:
        return Path(named)
    return Path(records).parent.parent / "queue_log" if records else None
