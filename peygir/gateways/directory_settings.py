"""Where the organisation's directory and sign-in page are: read from a file each, once, at the start."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _

_PRESETS: Final[Mapping[str, Mapping[str, str]]] = {
    "ad": {
        "name_attribute": "sAMAccountName",
        "principal_attribute": "userPrincipalName",
        "id_attribute": "objectGUID",
        "filter": "(&(objectCategory=person)(objectClass=user))",
        "group_filter": "(&(objectCategory=group)(member={dn}))",
    },
    "ldap": {
        "name_attribute": "uid",
        "principal_attribute": "",
        "id_attribute": "entryUUID",
        "filter": "(objectClass=person)",
        "group_filter": "(|(member={dn})(uniqueMember={dn}))",
    },
}


class SignInFileIsWrong(Invalid):
    """The file of a directory or sign-in page lacks something, or names what is not there."""

    message = _("{file}: {what}")


@dataclass(frozen=True, slots=True)
class LdapSettings:
    """A directory; `hosts` are tried in order. `is_tls_later`: by StartTLS on the plain port, never without TLS.

    A name with an “@” is also sought in `principal_attribute`, if there is one. `is_nested`: a person is also in the
    groups in which a group of theirs is.
    """

    hosts: tuple[tuple[str, int], ...]
    is_tls_later: bool
    base: str
    bind_dn: str
    bind_password: str
    ca_file: str
    name_attribute: str
    principal_attribute: str
    id_attribute: str
    filter: str
    group_base: str
    group_filter: str
    is_nested: bool


@dataclass(frozen=True, slots=True)
class OidcSettings:
    """A provider of OpenID Connect; `groups_claim` names the claim that lists a person's groups."""

    issuer: str
    client_id: str
    client_secret: str
    scopes: str
    groups_claim: str
    ca_file: str
    label_fa: str
    label_en: str


def read_organisation(
    environment: Mapping[str, str], *, is_sandbox: bool
) -> tuple[LdapSettings | None, OidcSettings | None]:
    """The directory and the provider that the environment names; the sandbox asks nobody outside.

    Raises SignInFileIsWrong.
    """
    if is_sandbox:
        return None, None
    return read_ldap(environment.get("PEYGIR_LDAP", "")), read_oidc(environment.get("PEYGIR_OIDC", ""))


def read_ldap(path: str) -> LdapSettings | None:
    """The directory that a file describes (docs/sign-in.md); None without a file. Raises SignInFileIsWrong."""
    if not path:
        return None
    values = _values(path)
    kind = str(values.get("kind", "ldap"))
    preset = _PRESETS.get(kind)
    if preset is None:
        raise SignInFileIsWrong(file=path, what="kind is “ad” or “ldap”")
    url = _text(path, values, "url")
    parts = [urlsplit(one.strip()) for one in url.split(",")]
    schemes = {one.scheme for one in parts}
    if len(schemes) != 1 or not schemes <= {"ldap", "ldaps"} or not all(one.hostname for one in parts):
        raise SignInFileIsWrong(file=path, what="url is ldaps://host, or ldap://host for StartTLS; several: commas")
    default = 636 if schemes == {"ldaps"} else 389
    base = _text(path, values, "base")
    return LdapSettings(
        hosts=tuple((str(one.hostname), one.port or default) for one in parts),
        is_tls_later=schemes == {"ldap"},
        base=base,
        bind_dn=_text(path, values, "bind_dn"),
        bind_password=_secret(path, values, "password_file"),
        ca_file=_file(path, values, "ca_file"),
        name_attribute=str(values.get("name_attribute", preset["name_attribute"])),
        principal_attribute=str(values.get("principal_attribute", preset["principal_attribute"])),
        id_attribute=str(values.get("id_attribute", preset["id_attribute"])),
        filter=str(values.get("filter", preset["filter"])),
        group_base=str(values.get("group_base", base)),
        group_filter=str(values.get("group_filter", preset["group_filter"])),
        is_nested=_is_on(path, values, "nested_groups", default=kind == "ad"),
    )


def read_oidc(path: str) -> OidcSettings | None:
    """The provider that a file describes (docs/sign-in.md); None without a file. Raises SignInFileIsWrong."""
    if not path:
        return None
    values = _values(path)
    issuer = _text(path, values, "issuer").rstrip("/")
    parts = urlsplit(issuer)
    is_here = parts.hostname in ("127.0.0.1", "localhost", "::1")
    if not parts.hostname or not (parts.scheme == "https" or (parts.scheme == "http" and is_here)):
        raise SignInFileIsWrong(file=path, what="issuer is an https address")
    return OidcSettings(
        issuer=_text(path, values, "issuer"),
        client_id=_text(path, values, "client_id"),
        client_secret=_secret(path, values, "client_secret_file"),
        scopes=str(values.get("scopes", "openid profile")),
        groups_claim=str(values.get("groups_claim", "groups")),
        ca_file=_file(path, values, "ca_file"),
        label_fa=str(values.get("label_fa", "")),
        label_en=str(values.get("label_en", "")),
    )


def _values(path: str) -> Mapping[str, Any]:
    try:
        return tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise SignInFileIsWrong(file=path, what=f"cannot be read ({error.strerror})") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SignInFileIsWrong(file=path, what=f"is no TOML ({error})") from error


def _text(path: str, values: Mapping[str, Any], name: str) -> str:
    value = values.get(name)
    if not isinstance(value, str) or not value.strip():
        raise SignInFileIsWrong(file=path, what=f"“{name}” is missing")
    return value.strip()


def _is_on(path: str, values: Mapping[str, Any], name: str, *, default: bool) -> bool:
    value = values.get(name, default)
    if not isinstance(value, bool):
        raise SignInFileIsWrong(file=path, what=f"“{name}” is true or false")
    return value


def _secret(path: str, values: Mapping[str, Any], name: str) -> str:
    """The content of a file that holds one secret."""
    secret = _beside(path, _text(path, values, name))
    try:
        content = secret.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SignInFileIsWrong(file=path, what=f"“{name}” cannot be read") from error
    if not content:
        raise SignInFileIsWrong(file=path, what=f"“{name}” is empty")
    return content


def _file(path: str, values: Mapping[str, Any], name: str) -> str:
    if not values.get(name):
        return ""
    file = _beside(path, _text(path, values, name))
    if not file.is_file():
        raise SignInFileIsWrong(file=path, what=f"“{name}” is no file")
    return str(file)


def _beside(path: str, name: str) -> Path:
    return Path(path).resolve().parent / name
