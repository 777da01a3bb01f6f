"""Fetches what a provider of OpenID Connect publishes: where its endpoints are, and the keys by which it signs."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode, urlsplit

from peygir.core import clock
from peygir.core.refusals import Unavailable
from peygir.core.translation import gettext_lazy as _
from peygir.gateways.directory_settings import OidcSettings
from peygir.gateways.outgoing import RequestLimits, send
from peygir.gateways.results import GatewayFailed

if TYPE_CHECKING:
    from joserfc.jwk import KeySet

LIMITS: Final = RequestLimits(step=10.0, whole=20.0, most=512 * 1024)
KEPT_SECONDS: Final = 600.0
FRESH_SECONDS: Final = 30.0
_NEEDED: Final = ("authorization_endpoint", "token_endpoint", "jwks_uri")
_HERE: Final = frozenset({"127.0.0.1", "localhost", "::1"})


class ProviderIsAway(Unavailable):
    """The provider does not answer, or not as OpenID Connect has it."""

    message = _(
        "The organisation's sign-in page cannot be reached now. Try again in a minute; accounts with a password of "
        "their own are not affected."
    )


@dataclass
class ProviderDocuments:
    """The documents of the provider, kept for ten minutes in this process."""

    _kept: dict[str, tuple[float, Mapping[str, Any]]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def document(self, provider: OidcSettings) -> Mapping[str, Any]:
        """Its own description. Raises ProviderIsAway; also when it describes another issuer than it was asked for."""
        address = f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration"
        document = self._fetched(provider, address, KEPT_SECONDS)
        if document.get("issuer") != provider.issuer or not all(_is_address(document.get(name)) for name in _NEEDED):
            raise ProviderIsAway()
        return document

    def keys(self, provider: OidcSettings, *, is_fresh: bool) -> KeySet:
        """Its public keys; `is_fresh`: fetched lately, since a token was signed by one that is not known."""
        from joserfc.errors import JoseError
        from joserfc.jwk import KeySet

        address = self.document(provider)["jwks_uri"]
        published = self._fetched(provider, address, FRESH_SECONDS if is_fresh else KEPT_SECONDS)
        usable = [key for key in published.get("keys", []) if isinstance(key, dict) and key.get("kty") != "oct"]
        try:
            return KeySet.import_key_set({"keys": usable})
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise ProviderIsAway() from error

    def forget(self) -> None:
        """Forget all of it."""
        self._kept.clear()

    def _fetched(self, provider: OidcSettings, address: str, seconds: float) -> Mapping[str, Any]:
        with self._lock:
            at, content = self._kept.get(address, (0.0, {}))
            if content and clock.monotonic() - at < seconds:
                return content
            status, content = fetch_json(provider, address)
            if status != 200:
                raise ProviderIsAway()
            self._kept[address] = (clock.monotonic(), content)
            return content


PROVIDERS: Final = ProviderDocuments()


def fetch_json(
    provider: OidcSettings, address: str, *, form: Mapping[str, str] | None = None, headers: Mapping[str, str] = {}
) -> tuple[int, Mapping[str, Any]]:
    """Status and JSON object of an answer to GET, or to POST of a form. Follows no redirection. Raises ProviderIsAway.

    The addresses come from the settings and from the provider that they name, so hosts of our own network are allowed.
    """
    if not _is_address(address):
        raise ProviderIsAway()
    given, content = {"Accept": "application/json", **headers}, None
    if form is not None:
        given["Content-Type"], content = "application/x-www-form-urlencoded", urlencode(form).encode()
    method = "GET" if content is None else "POST"
    try:
        answer = send(method, address, LIMITS, content=content, headers=given, ca_file=provider.ca_file)
        parsed = answer.json() if answer.body else {}
    except GatewayFailed as error:
        raise ProviderIsAway() from error
    if answer.is_cut or not isinstance(parsed, dict):
        raise ProviderIsAway()
    return answer.status, parsed


def _is_address(address: object) -> bool:
    """Whether this is an https address, or one of this machine."""
    if not isinstance(address, str):
        return False
    parts = urlsplit(address)
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _HERE))
