"""Looks at the settings: their names, their values, and how they fit each other and the city."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, urlsplit

from peygir.core.addresses import is_this_machine, read_networks
from peygir.ops.doctor import settings_more_texts as more
from peygir.ops.doctor import settings_texts as texts
from peygir.ops.doctor.installation import Installation
from peygir.ops.doctor.kinds import DoctorFinding, fault, listed
from peygir.ops.doctor.setting_names import PREFIX, SMS_PROVIDERS, known_settings, unknown_settings
from peygir.ops.doctor.setting_values import wrong_values

FILES: Final = ("PEYGIR_PBX_CDR", "PEYGIR_PBX_QUEUE_LOG")
PRIVATE_SSL: Final = ("verify-full", "verify-ca", "require")
_HOST: Final = re.compile(r"\.?[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*|\[[0-9A-Fa-f:]+\]", re.ASCII)
SET_BY_COMMANDS: Final = ("PEYGIR_HOME", "PEYGIR_PROCESS", "PEYGIR_DATABASE_URL", "PEYGIR_PARENT", "PEYGIR_SERVER_PID")
SETS_BY_ITSELF: Final = (*SET_BY_COMMANDS, "PEYGIR_LIVE_PORT", "PEYGIR_LIVE_URL", "PEYGIR_PUBLIC_URL")


def look(installation: Installation) -> Iterator[DoctorFinding]:
    """Yield settings that are unknown, unreadable, or do not fit each other."""
    given = installation.environment
    for name, nearest in unknown_settings(given, known_settings(installation.root)):
        kind = texts.SETTING_MISSPELT if nearest else texts.SETTING_UNKNOWN
        yield fault(kind, name=name, nearest=nearest) if nearest else fault(kind, name=name)
    wrong = dict(wrong_values(given))
    for name, why in wrong.items():
        yield fault(texts.SETTING_UNREADABLE, name=name, why=why)
    if given.get("PEYGIR_DEBUG") == "1":
        yield fault(texts.DEBUG_ON)
    yield from _hosts(installation)
    if "PEYGIR_PUBLIC_URL" not in wrong:
        yield from _public_url(installation)
    if "PEYGIR_PROXIES" not in wrong:
        yield from _proxies(installation)
    yield from _database(installation)
    yield from _files(installation)
    if "AGE-SECRET-KEY" in given.get("PEYGIR_BACKUP_KEY", "").upper():
        yield fault(more.BACKUP_KEY_PRIVATE)
    yield from _other_than_served(installation)


def _public_url(installation: Installation) -> Iterator[DoctorFinding]:
    given = installation.environment
    value = given.get("PEYGIR_PUBLIC_URL", "").strip()
    if not value:
        return
    parts = urlsplit(value)
    host = parts.hostname or ""
    if parts.path not in ("", "/") or parts.query or parts.fragment or parts.username:
        yield fault(texts.PUBLIC_URL_HAS_PATH)
    if parts.scheme == "http" and not is_this_machine(host) and not installation.is_sample:
        yield fault(texts.PUBLIC_URL_HTTP, value=f"{parts.scheme}://{host}")
    allowed = [name.strip().lower() for name in given.get("PEYGIR_HOSTS", "localhost,127.0.0.1,[::1]").split(",")]
    is_allowed = any(
        name in ("*", host) or (name.startswith(".") and f".{host}".endswith(name)) or name == f"[{host}]"
        for name in allowed
    )
    if not is_allowed:
        yield fault(texts.HOSTS_LACK_PUBLIC_NAME, host=host)
    is_direct = given.get("PEYGIR_LIVE_URL", ":").startswith((":", "http:"))
    if parts.scheme == "https" and is_direct and given.get("PEYGIR_LIVE_PORT") != "off":
        yield fault(texts.LIVE_URL_MISSING)


def _hosts(installation: Installation) -> Iterator[DoctorFinding]:
    text = installation.environment.get("PEYGIR_HOSTS")
    if text is None:
        return
    names = text.split(",")
    if "*" in [name.strip() for name in names]:
        yield fault(texts.HOSTS_ANY)
    for name in names:
        if name.strip() != "*" and not _HOST.fullmatch(name):
            yield fault(texts.HOSTS_UNREADABLE, value=f"“{name[:60]}”")
            return


def _proxies(installation: Installation) -> Iterator[DoctorFinding]:
    given = installation.environment
    networks = read_networks(given.get("PEYGIR_PROXIES", ""))
    if given.get("PEYGIR_PUBLIC_URL", "").startswith("https://") and not networks:
        yield fault(texts.PROXIES_MISSING)
    for network in networks:
        if network.prefixlen < (8 if network.version == 4 else 16):
            yield fault(texts.PROXIES_EVERYBODY, value=str(network))


def _database(installation: Installation) -> Iterator[DoctorFinding]:
    given, url = installation.environment, installation.own_server
    if not url:
        return
    try:
        parts, owner = urlsplit(url), urlsplit(given.get("PEYGIR_OWNER_DATABASE_URL", "").strip())
        places = [(one.hostname, one.port or 5432, one.path, parse_qs(one.query).get("host")) for one in (parts, owner)]
    except ValueError:
        return  # said already: it cannot be read
    if not owner.scheme:
        yield fault(more.OWNER_URL_MISSING)
    elif places[0] != places[1]:
        yield fault(more.OWNER_URL_ELSEWHERE)
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    host, mode = query.get("host", parts.hostname or ""), query.get("sslmode", given.get("PGSSLMODE", ""))
    if not is_this_machine(host) and mode not in PRIVATE_SSL:
        yield fault(more.DATABASE_NOT_PRIVATE, host=host, mode=mode)
    if given.get("PEYGIR_RECOVERY", "").strip():
        yield fault(more.OWN_SERVER_AND_RECOVERY)


def _files(installation: Installation) -> Iterator[DoctorFinding]:
    given = installation.environment
    for name in FILES:
        if (value := given.get(name, "")) and not os.access(value, os.R_OK):
            yield fault(more.NAMED_FILE_MISSING, name=name, file=value)
    tiles = given.get("PEYGIR_MAP_TILES", "")
    if tiles and "://" not in tiles and not os.access(tiles, os.R_OK):
        yield fault(more.NAMED_FILE_MISSING, name="PEYGIR_MAP_TILES", file=tiles)
    place = given.get("PEYGIR_RECOVERY", "").strip()
    if place.startswith("/") and not os.access(place, os.R_OK | os.W_OK | os.X_OK):
        yield fault(more.NAMED_FILE_MISSING, name="PEYGIR_RECOVERY", file=place)
    if given.get("PEYGIR_S3_BUCKET"):
        names = [name for name in ("PEYGIR_S3_KEY", "PEYGIR_S3_SECRET") if not given.get(name)]
        if len(names) == 1 or (names and given.get("PEYGIR_S3_ENDPOINT")):
            yield fault(more.S3_INCOMPLETE, names=listed(names))
    for part in (query for query in ("PEYGIR_EMAIL_URL", "PEYGIR_IMAP_URL") if given.get(query)):
        for option in ("ca", "dkim"):
            for file in parse_qs(urlsplit(given[part]).query).get(option, []):
                if not os.access(file, os.R_OK):
                    yield fault(more.NAMED_FILE_MISSING, name=part, file=file)
    root_certificate = parse_qs(urlsplit(installation.own_server).query).get("sslrootcert", ["system"])[-1]
    if root_certificate != "system" and not Path(root_certificate).is_file():
        yield fault(more.NAMED_FILE_MISSING, name="DATABASE_URL", file=root_certificate)


def _other_than_served(installation: Installation) -> Iterator[DoctorFinding]:
    """Settings that differ from those of the running processes; names alone, never values."""
    served = installation.served_by
    if not served:
        return
    ours = {name: value for name, value in installation.environment.items() if _is_setting(name)}
    theirs = {name: value for name, value in served.items() if _is_setting(name)}
    differing = [
        name
        for name in ours.keys() | theirs.keys()
        if ours.get(name, "") != theirs.get(name, "") and not (name in SETS_BY_ITSELF and name not in ours)
    ]
    differing = [name for name in differing if name not in SET_BY_COMMANDS and name != "PEYGIR_OWNER_DATABASE_URL"]
    if differing:
        yield fault(more.OTHER_SETTINGS_THAN_SERVED, names=listed(differing))


def _is_setting(name: str) -> bool:
    return name.startswith(PREFIX) or name == "DATABASE_URL"


def look_at_real_city(installation: Installation) -> Iterator[DoctorFinding]:
    """Yield what a city that is no sample should have set."""
    given = installation.environment
    if installation.is_sample or not installation.home.is_dir():
        return
    if not given.get("PEYGIR_PUBLIC_URL", "").strip():
        yield fault(texts.PUBLIC_URL_MISSING)
    if given.get("PEYGIR_SECOND_STEP", "").strip().lower() == "none":
        yield fault(more.SECOND_STEP_OFF)
    names = [name.strip() for name in given.get("PEYGIR_SMS", "file").split(",") if name.strip()]
    if not set(names) - {"file", "console"}:
        yield fault(more.SMS_NOWHERE, value=", ".join(names))
    for name in set(names) - {"file", "console"}:
        setting = f"PEYGIR_SMS_{name.upper()}"
        if name.upper() not in SMS_PROVIDERS or not given.get(setting):
            yield fault(more.SMS_PROVIDER_WRONG, name=name, setting=setting)
    if not given.get("PEYGIR_EMAIL_URL"):
        yield fault(more.EMAIL_NOWHERE)
    if not given.get("PEYGIR_BACKUP_KEY", "").strip():
        yield fault(more.BACKUP_KEY_MISSING)
    if not given.get("PEYGIR_RECOVERY", "").strip() and not installation.own_server:
        yield fault(more.NO_SECOND_PLACE)
    for name in ("PEYGIR_FETCH_PRIVATE_HOSTS", "PEYGIR_WEBHOOK_PRIVATE_HOSTS"):
        if given.get(name) == "1":
            yield fault(more.PRIVATE_HOSTS_ALLOWED, name=name)
