"""Whether the value of each setting can be read, by the same functions that read it in the product."""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from peygir.core.addresses import read_networks
from peygir.core.translation import Text
from peygir.ops.doctor import reasons_texts as reasons

Fault = Text | None
LAKE_ENGINES: Final = ("embedded", "fresh", "spark")
READERS: Final = ("ngrams", "both", "off", "second")
FLAG: Final = ("0", "1", "")


def wrong_values(environment: Mapping[str, str]) -> Iterator[tuple[str, Text]]:
    """Yield (name, why) of each setting whose value cannot be read; no value is shown."""
    for name, reads in READ_BY.items():
        value = environment.get(name, "")
        if not value:
            continue
        if value != value.strip() or value[0] in "\"'“" or value[-1] in "\"'”":
            yield name, reasons.HAS_BLANKS
        elif why := reads(value):
            yield name, why


def _number(least: int) -> Callable[[str], Fault]:
    def reads(value: str) -> Fault:
        is_number = re.fullmatch(r"\d{1,9}", value, re.ASCII) is not None and int(value) >= least
        return None if is_number else reasons.NOT_A_NUMBER.filled({"least": least})

    return reads


def _hours(value: str) -> Fault:
    return None if re.fullmatch(r"\d{1,6}(\.\d+)?", value, re.ASCII) else reasons.NOT_HOURS


def _one_of(*names: str) -> Callable[[str], Fault]:
    shown = ", ".join(name for name in names if name)
    return lambda value: None if value in names else reasons.NOT_ONE_OF.filled({"names": shown})


def _url(*schemes: str) -> Callable[[str], Fault]:
    def reads(value: str) -> Fault:
        try:
            parts = urlsplit(value)
            is_right = parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
        except ValueError:
            is_right = False
        shown = ", ".join(f"{scheme}://" for scheme in schemes)
        return None if is_right else reasons.NOT_A_URL.filled({"schemes": shown})

    return reads


def _port(value: str) -> Fault:
    is_port = value.isascii() and value.isdigit() and 1 <= int(value) <= 65535
    return None if is_port or value == "off" else reasons.NOT_A_PORT


def _networks(value: str) -> Fault:
    try:
        read_networks(value)
    except ValueError:
        return reasons.NOT_NETWORKS
    return None


def _roles(value: str) -> Fault:
    from peygir.people.roles import read_roles

    try:
        read_roles(value)
    except ValueError:
        return reasons.NOT_ROLES
    return None


def _backup_key(value: str) -> Fault:
    from peygir.core.refusals import Refusal
    from peygir.ops.backups.keys import public_keys

    if "AGE-SECRET-KEY" in value.upper():
        return None  # said with a sentence of its own
    try:
        public_keys(value)
    except (Refusal, OSError, ValueError):
        return reasons.NOT_A_KEY
    return None


def _zone(value: str) -> Fault:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        return reasons.NOT_A_ZONE
    return None


def _email(value: str) -> Fault:
    from peygir.gateways.smtp import read_mail_url

    try:
        read_mail_url(value, "137@city.example")
    except (ValueError, OSError) as wrong:
        return Text(str(wrong)) if str(wrong).startswith("EMAIL_URL") else _url("smtp", "smtps")("")
    return None


def _mailbox(value: str) -> Fault:
    from peygir.gateways.imap import read_imap_url

    try:
        read_imap_url(value)
    except ValueError as wrong:
        return Text(str(wrong)) if str(wrong).startswith("IMAP_URL") else _url("imap", "imaps")("")
    return None


def _pairs(value: str) -> Fault:
    is_right = all("=" in part for part in value.split(",") if part)
    return None if is_right else reasons.NOT_ONE_OF.filled({"names": "name=city"})


def _recovery(value: str) -> Fault:
    is_place = (value.startswith("bucket:") and len(value) > 7) or Path(value).is_absolute()
    return None if is_place else reasons.NOT_ONE_OF.filled({"names": "/folder, bucket:NAME"})


READ_BY: Final[dict[str, Callable[[str], Fault]]] = {
    "DATABASE_URL": _url("postgresql", "postgres"),
    "PEYGIR_OWNER_DATABASE_URL": _url("postgresql", "postgres"),
    "PEYGIR_PUBLIC_URL": _url("https", "http"),
    "PEYGIR_PROXIES": _networks,
    "PEYGIR_SECOND_STEP": _roles,
    "PEYGIR_IDLE_HOURS": _hours,
    "PEYGIR_STRICT_IDLE_HOURS": _hours,
    "PEYGIR_SESSION_HOURS": _hours,
    "PEYGIR_STRICT_SESSION_HOURS": _hours,
    "PEYGIR_COMMAND_PATIENCE_HOURS": _hours,
    "PEYGIR_BACKUP_KEY": _backup_key,
    "PEYGIR_BACKUP_DAYS": _hours,
    "PEYGIR_BACKUPS_KEPT_DAYS": _number(0),
    "PEYGIR_RECOVERY": _recovery,
    "PEYGIR_RECOVERY_DAYS": _hours,
    "PEYGIR_UNPROVEN_PER_HOUR": _number(0),
    "PEYGIR_UNPROVEN_PER_DAY": _number(0),
    "PEYGIR_NUMBERS_PER_ADDRESS": _number(0),
    "PEYGIR_FIGURES_SECONDS": _number(0),
    "PEYGIR_FEWEST_SHOWN": _number(1),
    "PEYGIR_DROP_BOX_DAYS": _number(1),
    "PEYGIR_LIVE_PORT": _port,
    "PEYGIR_LAKE_ENGINE": _one_of(*LAKE_ENGINES),
    "PEYGIR_READER": _one_of(*READERS),
    "PEYGIR_DEBUG": _one_of(*FLAG),
    "PEYGIR_FETCH_PRIVATE_HOSTS": _one_of(*FLAG),
    "PEYGIR_WEBHOOK_PRIVATE_HOSTS": _one_of(*FLAG),
    "PEYGIR_S3_HOST_STYLE": _one_of(*FLAG),
    "PEYGIR_S3_ENDPOINT": _url("https", "http"),
    "PEYGIR_EMAIL_URL": _email,
    "PEYGIR_IMAP_URL": _mailbox,
    "PEYGIR_OFFICE_URL": _url("https", "http"),
    "PEYGIR_ONION_URL": _url("http", "https"),
    "PEYGIR_PBX_URL": _url("ami"),
    "PEYGIR_PBX_ZONE": _zone,
    "PEYGIR_ROUTING_URL": _url("osrm+http", "osrm+https", "valhalla+http", "valhalla+https"),
    "PEYGIR_JURISDICTIONS": _pairs,
}
