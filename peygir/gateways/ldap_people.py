"""What an entry of a directory says of a person: an id that never changes, names, and whether they may enter."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from peygir.gateways.directory_settings import LdapSettings
from peygir.gateways.ldap_connections import DirectoryRefusesUs

DISABLED: Final = "disabled"
EXPIRED: Final = "expired"
_SWITCHED_OFF: Final = 0x2  # of userAccountControl
_LATEST: Final = 2_650_467_743_990_000_000  # the year 9999 in accountExpires; beyond it, or 0: never
_EPOCH_1601: Final = datetime(1601, 1, 1, tzinfo=UTC)
_EPOCH_1970: Final = datetime(1970, 1, 1, tzinfo=UTC)
_STATE: Final = ("userAccountControl", "accountExpires", "nsAccountLock", "pwdAccountLockedTime", "shadowExpire")
_NAMES: Final = ("displayName", "cn", "mail")


@dataclass(frozen=True, slots=True)
class DirectoryPerson:
    """A person of the directory; `subject` is an id that never changes, `dn` says where the entry is now.

    `why_not` is empty, "disabled" or "expired"; `groups` are distinguished names, empty where nobody asked for them.
    """

    subject: str
    dn: str
    name: str
    full_name: str
    email: str
    why_not: str = ""
    groups: tuple[str, ...] = ()


def attributes_of_people(directory: LdapSettings) -> list[str]:
    """What is read of each person."""
    names = [directory.name_attribute, directory.principal_attribute]
    return [directory.id_attribute, *(name for name in names if name), *_NAMES, *_STATE]


def person_of(directory: LdapSettings, entry: Mapping[str, Any], now: datetime) -> DirectoryPerson:
    """The person whom an entry describes. Raises DirectoryRefusesUs if it may not be read who it is."""
    return DirectoryPerson(
        subject=_subject(directory, entry),
        dn=str(entry["dn"]),
        name=_first(entry, directory.name_attribute),
        full_name=_first(entry, "displayName") or _first(entry, "cn"),
        email=_first(entry, "mail"),
        why_not=_why_not(entry, now),
    )


def is_named(directory: LdapSettings, entry: Mapping[str, Any], name: str) -> bool:
    """Whether a name is one of the entry's own, case aside.

    Directories also find what only resembles it (wide letters, other accents). To them wrong passwords are counted
    under other names than the person's own, so such a name would be a way around the limit of guesses.
    """
    own = (directory.name_attribute, directory.principal_attribute)
    return name.lower() in [value.lower() for one in own if one for value in _texts(entry, one)]


def is_id(directory: LdapSettings, subject: str) -> bool:
    """Whether this may be an id of this directory; one of another kind of directory is not."""
    try:
        id_condition(directory, subject)
    except ValueError:
        return False
    return True


def id_condition(directory: LdapSettings, subject: str) -> str:
    """The condition that one id meets. Raises ValueError for one that is no id of this kind of directory."""
    from ldap3.utils.conv import escape_bytes, escape_filter_chars

    value = escape_filter_chars(subject)
    if _is_guid(directory):
        value = escape_bytes(UUID(subject).bytes_le)
    return f"({directory.id_attribute}={value})"


def _subject(directory: LdapSettings, entry: Mapping[str, Any]) -> str:
    values = _raw(entry, directory.id_attribute)
    if not values:
        raise DirectoryRefusesUs()  # an account that may not read the id cannot tell people apart
    if _is_guid(directory):
        try:
            return str(UUID(bytes_le=values[0]))
        except ValueError as error:
            raise DirectoryRefusesUs() from error
    return values[0].decode("utf-8", "replace")


def _is_guid(directory: LdapSettings) -> bool:
    return directory.id_attribute.lower() == "objectguid"


def _why_not(entry: Mapping[str, Any], now: datetime) -> str:
    control, expires = _number(entry, "userAccountControl"), _number(entry, "accountExpires")
    if control & _SWITCHED_OFF or _first(entry, "nsAccountLock").lower() == "true":
        return DISABLED
    if _first(entry, "pwdAccountLockedTime").startswith("00000101"):  # for good, not after some wrong passwords
        return DISABLED
    if 0 < expires < _LATEST and _EPOCH_1601 + timedelta(microseconds=expires // 10) <= now:
        return EXPIRED
    last_day = _number(entry, "shadowExpire")
    if 0 < last_day < 1_000_000 and _EPOCH_1970 + timedelta(days=last_day) <= now:
        return EXPIRED
    return ""


def _number(entry: Mapping[str, Any], name: str) -> int:
    text = _first(entry, name)
    return int(text) if text.lstrip("-").isascii() and text.lstrip("-").isdigit() else 0


def _first(entry: Mapping[str, Any], name: str) -> str:
    return next(iter(_texts(entry, name)), "")


def _texts(entry: Mapping[str, Any], name: str) -> list[str]:
    return [value.decode("utf-8", "replace").strip() for value in _raw(entry, name)]


def _raw(entry: Mapping[str, Any], name: str) -> list[bytes]:
    for key, values in entry["raw_attributes"].items():
        if key.lower() == name.lower():
            return list(values)
    return []
