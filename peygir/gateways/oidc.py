"""Speaks OpenID Connect with the organisation's provider: codes become persons, and sessions end when it says so.

Core 1.0 with PKCE (RFC 7636), the issuer in the answer (RFC 9207), Back-Channel Logout 1.0. The library for signatures
is imported where it is used.
"""

from __future__ import annotations

from base64 import b64encode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from secrets import compare_digest
from typing import Any, Final
from urllib.parse import quote, urlencode

from peygir.core import clock
from peygir.core.refusals import Invalid, Unavailable
from peygir.core.translation import gettext_lazy as _
from peygir.gateways.directory_settings import OidcSettings
from peygir.gateways.oidc_documents import PROVIDERS, ProviderIsAway, fetch_json

ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""What signs a token: pairs of keys alone, never the client's secret, and never nothing."""
LEEWAY: Final = 60
_LOGOUT_AGE: Final = 300
_LOGOUT_EVENT: Final = "http://schemas.openid.net/event/backchannel-logout"
_MOST_GROUPS: Final = 500


class SignInIsNotComplete(Invalid):
    """The provider's answer does not fit the question, or its token does not hold."""

    message = _("The sign-in was not completed. Please begin it again.")


class ProviderDeclined(Invalid):
    """The provider itself refused, or the person cancelled there."""

    message = _("The organisation's sign-in page did not let you in ({error}). Please begin again, or ask there.")


class TokenIsNotUsable(Unavailable):
    """The provider does not understand one token; that says nothing about the person, nor about other tokens."""

    message = _("The organisation's sign-in page does not understand the question about one session.")


class ClocksDiffer(Unavailable):
    """The token is from the future, or expired on arrival."""

    message = _(
        "The clocks of this service and of the organisation's sign-in page differ too much. Please tell an "
        "administrator."
    )


@dataclass(frozen=True, slots=True)
class OidcQuestion:
    """What is kept of a sign-in until the person comes back: all of it is secret but `verifier`'s hash."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class OidcPerson:
    """Whom the provider proved; `subject` is the one thing that identifies them. `session` is the provider's own."""

    subject: str
    name: str
    full_name: str
    email: str
    groups: tuple[str, ...]
    session: str
    refresh_token: str


@dataclass(frozen=True, slots=True)
class RefreshedPerson:
    """Somebody who may still enter: the token to ask by next time, and the groups now (None: not said)."""

    refresh_token: str
    groups: tuple[str, ...] | None


def address_to_ask(provider: OidcSettings, question: OidcQuestion, back: str) -> str:
    """Where the browser is sent to sign in. Raises ProviderIsAway."""
    digest = urlsafe_b64encode(sha256(question.verifier.encode()).digest()).decode().rstrip("=")
    query = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": back,
        "scope": provider.scopes,
        "state": question.state,
        "nonce": question.nonce,
        "code_challenge": digest,
        "code_challenge_method": "S256",
    }
    address = PROVIDERS.document(provider)["authorization_endpoint"]
    return f"{address}{'&' if '?' in address else '?'}{urlencode(query)}"


def redeem(provider: OidcSettings, question: OidcQuestion, answer: Mapping[str, str], back: str) -> OidcPerson:
    """The person in the answer that the browser brought back.

    Raises SignInIsNotComplete, ProviderDeclined, ClocksDiffer, ProviderIsAway.
    """
    if not compare_digest(answer.get("state", "").encode(), question.state.encode()):
        raise SignInIsNotComplete()
    document = PROVIDERS.document(provider)
    names_itself = document.get("authorization_response_iss_parameter_supported") is True
    if (names_itself or "iss" in answer) and answer.get("iss") != provider.issuer:
        raise SignInIsNotComplete()  # another provider's answer, mixed in (RFC 9207)
    if answer.get("error"):
        raise ProviderDeclined(error=answer["error"][:60])
    form = {
        "grant_type": "authorization_code",
        "code": answer.get("code", ""),
        "redirect_uri": back,
        "code_verifier": question.verifier,
    }
    status, tokens = _ask_for_tokens(provider, form)
    if status != 200:
        raise SignInIsNotComplete()
    claims = _claims(provider, str(tokens.get("id_token", "")))
    _check_times(claims)
    if not compare_digest(str(claims.get("nonce", "")).encode(), question.nonce.encode()):
        raise SignInIsNotComplete()
    if provider.groups_claim not in claims and document.get("userinfo_endpoint") and tokens.get("access_token"):
        claims = _more_claims(provider, str(tokens["access_token"]), claims)
    return _person(provider, claims, str(tokens.get("refresh_token", "")))


def still_lets_in(provider: OidcSettings, refresh_token: str, *, subject: str) -> RefreshedPerson | None:
    """What the provider says now of the person behind a token; None if it does not let them in any more.

    Raises TokenIsNotUsable, or ProviderIsAway where it gives no clear answer.
    """
    form = {"grant_type": "refresh_token", "refresh_token": refresh_token}
    status, tokens = _ask_for_tokens(provider, form)
    if status == 200:
        token = str(tokens.get("refresh_token") or refresh_token)
        return RefreshedPerson(token, _groups_now(provider, tokens, subject))
    if tokens.get("error") == "invalid_grant":
        return None
    if status == 400:
        raise TokenIsNotUsable()
    raise ProviderIsAway()


def _groups_now(provider: OidcSettings, tokens: Mapping[str, Any], subject: str) -> tuple[str, ...] | None:
    """The groups in refreshed tokens or behind them; None if the provider does not name this person's there."""
    try:
        claims = _claims(provider, str(tokens["id_token"])) if tokens.get("id_token") else {"sub": subject}
        published = PROVIDERS.document(provider)
        if provider.groups_claim not in claims and published.get("userinfo_endpoint") and tokens.get("access_token"):
            claims = _more_claims(provider, str(tokens["access_token"]), claims)
    except (SignInIsNotComplete, ProviderIsAway):
        return None
    if claims["sub"] != subject or provider.groups_claim not in claims:
        return None
    return _groups_in(provider, claims)


def ended_by(provider: OidcSettings, logout_token: str) -> tuple[str, str]:
    """Whose sessions a provider ends: (subject, its session), one of them may be empty.

    Raises SignInIsNotComplete, ClocksDiffer, ProviderIsAway.
    """
    claims = _claims(provider, logout_token, needs_subject=False)
    events = claims.get("events")
    if not isinstance(events, dict) or _LOGOUT_EVENT not in events or "nonce" in claims:
        raise SignInIsNotComplete()
    _check_times(claims, age=_LOGOUT_AGE)
    subject, session = str(claims.get("sub", "")), str(claims.get("sid", ""))
    if not subject and not session:
        raise SignInIsNotComplete()
    return subject, session


def _ask_for_tokens(provider: OidcSettings, form: Mapping[str, str]) -> tuple[int, Mapping[str, Any]]:
    document = PROVIDERS.document(provider)
    methods = document.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    headers: dict[str, str] = {}
    if "client_secret_basic" in methods:
        pair = f"{quote(provider.client_id, safe='')}:{quote(provider.client_secret, safe='')}"
        headers["Authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
    else:
        form = {**form, "client_id": provider.client_id, "client_secret": provider.client_secret}
    return fetch_json(provider, document["token_endpoint"], form=form, headers=headers)


def _claims(provider: OidcSettings, token: str, *, needs_subject: bool = True) -> dict[str, Any]:
    """The claims of a token that this provider signed for us. Raises SignInIsNotComplete, ProviderIsAway."""
    from joserfc import jwt
    from joserfc.errors import JoseError

    for is_fresh in (False, True):
        try:
            claims = dict(jwt.decode(token, PROVIDERS.keys(provider, is_fresh=is_fresh), algorithms=ALGORITHMS).claims)
            break
        except (JoseError, ValueError, TypeError, KeyError) as error:
            if is_fresh:  # the provider has changed its keys, or the signature is somebody else's
                raise SignInIsNotComplete() from error
    audience = claims.get("aud")
    named = audience if isinstance(audience, list) else [audience]
    is_ours = provider.client_id in named and claims.get("azp", provider.client_id) == provider.client_id
    if len(named) > 1 and "azp" not in claims:
        is_ours = False
    subject = claims.get("sub")
    has_subject = isinstance(subject, str) and 0 < len(subject) <= 255
    if claims.get("iss") != provider.issuer or not is_ours or (needs_subject and not has_subject):
        raise SignInIsNotComplete()
    return claims


def _check_times(claims: Mapping[str, Any], *, age: int = 0) -> None:
    """Raises ClocksDiffer for a token from the future or the past, SignInIsNotComplete for one without a time."""
    now, made, ends = clock.now().timestamp(), claims.get("iat"), claims.get("exp")
    if not isinstance(made, int | float) or (not age and not isinstance(ends, int | float)):
        raise SignInIsNotComplete()
    is_over = isinstance(ends, int | float) and ends < now - LEEWAY
    if made > now + LEEWAY or is_over or (age and made < now - age):
        raise ClocksDiffer()


def _more_claims(provider: OidcSettings, token: str, claims: dict[str, Any]) -> dict[str, Any]:
    address = PROVIDERS.document(provider)["userinfo_endpoint"]
    status, more = fetch_json(provider, address, headers={"Authorization": f"Bearer {token}"})
    if status != 200 or more.get("sub") != claims["sub"]:
        raise SignInIsNotComplete()
    return {**more, **claims}


def _groups_in(provider: OidcSettings, claims: Mapping[str, Any]) -> tuple[str, ...]:
    groups = claims.get(provider.groups_claim)
    named = groups if isinstance(groups, list) else [groups] if isinstance(groups, str) else []
    return tuple(group for group in named if isinstance(group, str))[:_MOST_GROUPS]


def _person(provider: OidcSettings, claims: Mapping[str, Any], refresh_token: str) -> OidcPerson:
    return OidcPerson(
        subject=str(claims["sub"]),
        name=str(claims.get("preferred_username", ""))[:150],
        full_name=str(claims.get("name", ""))[:200],
        email=str(claims.get("email", "")) if claims.get("email_verified") is True else "",
        groups=_groups_in(provider, claims),
        session=str(claims.get("sid", ""))[:255],
        refresh_token=refresh_token,
    )
