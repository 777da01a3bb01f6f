"""What browsers are asked about passkeys, and whether their answers hold (W3C Web Authentication, level 3).

The library is imported where it is used: a process in which nobody signs in by a passkey does not load it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.people.relying_party import RelyingParty

if TYPE_CHECKING:
    from fido2.server import Fido2Server

SERVICE: Final = "Peygir"
LONGEST_ANSWER: Final = 20_000
State = dict[str, str]


class PasskeyIsNotRight(Invalid):
    """The browser's answer does not fit the question, the address or the key."""

    message = _("This passkey was not accepted. Please try again; if it fails again, use another way to sign in.")


@dataclass(frozen=True, slots=True)
class NewPasskey:
    """What is kept of a passkey that was made just now."""

    credential: bytes
    public_key: bytes
    sign_count: int


@dataclass(frozen=True, slots=True)
class KnownPasskey:
    """A stored passkey, as an answer is checked against it."""

    credential: bytes
    public_key: bytes
    handle: bytes
    sign_count: int


def ask_for_new(
    party: RelyingParty, *, handle: bytes, username: str, name: str, known: Iterable[bytes]
) -> tuple[str, State]:
    """The options for making a passkey, as JSON, and the state with which its answer is checked.

    It is stored in the authenticator (so that it signs in without a user name) and asks for finger, face or PIN.
    `known` are the credentials that the person has already: an authenticator makes no second one.
    """
    from fido2 import webauthn

    options, state = _server(party).register_begin(
        webauthn.PublicKeyCredentialUserEntity(id=handle, name=username, display_name=name),
        _descriptors(known),
        webauthn.ResidentKeyRequirement.REQUIRED,
        webauthn.UserVerificationRequirement.REQUIRED,
    )
    return json.dumps(dict(options.public_key)), _plain(state)


def read_new(party: RelyingParty, state: State, answer: str) -> NewPasskey:
    """The passkey in a browser's answer. Raises PasskeyIsNotRight."""
    try:
        made = _server(party).register_complete(state, _object(answer))
        data = made.credential_data
        if data is None:
            raise PasskeyIsNotRight()
        from fido2 import cbor

        return NewPasskey(bytes(data.credential_id), cbor.encode(dict(data.public_key)), made.counter)
    except _faults() as error:
        raise PasskeyIsNotRight() from error


def ask_for_proof(party: RelyingParty, *, of: Iterable[bytes] = (), verified: bool) -> tuple[str, State]:
    """The options for signing in, as JSON, and the state with which the answer is checked.

    Without `of` the browser offers every passkey that it has for this address, so that no account is named.
    `verified`: the authenticator must check finger, face or PIN, since no password comes with it.
    """
    from fido2 import webauthn

    wish = webauthn.UserVerificationRequirement.REQUIRED if verified else None
    descriptors = _descriptors(of)
    options, state = _server(party).authenticate_begin(
        descriptors or None, wish or webauthn.UserVerificationRequirement.PREFERRED
    )
    return json.dumps(dict(options.public_key)), _plain(state)


def is_verifying(state: State) -> bool:
    """Whether the question with this state takes no answer without finger, face or PIN."""
    from fido2.webauthn import UserVerificationRequirement

    return state.get("user_verification") == UserVerificationRequirement.REQUIRED.value


def credential_in(answer: str) -> bytes:
    """Which passkey an answer claims to be from. Raises PasskeyIsNotRight."""
    from fido2.webauthn import AuthenticationResponse

    try:
        return bytes(AuthenticationResponse.from_dict(_object(answer)).raw_id)
    except _faults() as error:
        raise PasskeyIsNotRight() from error


def check_proof(party: RelyingParty, state: State, answer: str, passkey: KnownPasskey) -> int:
    """The counter of a good answer. Raises PasskeyIsNotRight.

    An authenticator that counts never sends the same number twice: if it does, its key was copied, or the answer was.
    """
    from fido2 import cbor
    from fido2.cose import CoseKey
    from fido2.webauthn import Aaguid, AttestedCredentialData, AuthenticationResponse

    try:
        given = _object(answer)
        key = CoseKey.parse(cbor.decode(passkey.public_key))  # type: ignore[arg-type]
        data = AttestedCredentialData.create(Aaguid(bytes(16)), passkey.credential, key)
        _server(party).authenticate_complete(state, [data], given)
        response = AuthenticationResponse.from_dict(given).response
    except _faults() as error:
        raise PasskeyIsNotRight() from error
    if response.user_handle is not None and bytes(response.user_handle) != passkey.handle:
        raise PasskeyIsNotRight()
    counter = response.authenticator_data.counter
    if (counter or passkey.sign_count) and counter <= passkey.sign_count:
        raise PasskeyIsNotRight()
    return counter


def _server(party: RelyingParty) -> Fido2Server:
    from fido2.server import Fido2Server
    from fido2.webauthn import PublicKeyCredentialRpEntity

    entity = PublicKeyCredentialRpEntity(name=SERVICE, id=party.id)
    # The origin is compared whole: a neighbour under the same domain must not pass answers on.
    return Fido2Server(entity, verify_origin=lambda origin: origin == party.origin)


def _descriptors(credentials: Iterable[bytes]) -> list[Any]:
    from fido2.webauthn import PublicKeyCredentialDescriptor, PublicKeyCredentialType

    return [PublicKeyCredentialDescriptor(type=PublicKeyCredentialType.PUBLIC_KEY, id=one) for one in credentials]


def _plain(state: Mapping[str, Any]) -> State:
    """The library's state as a session keeps it."""
    return {"challenge": str(state["challenge"]), "user_verification": str(state["user_verification"].value)}


def _object(answer: str) -> dict[str, Any]:
    if len(answer) > LONGEST_ANSWER:
        raise PasskeyIsNotRight()
    value = json.loads(answer)
    if not isinstance(value, dict):
        raise PasskeyIsNotRight()
    return value


def _faults() -> tuple[type[Exception], ...]:
    """What the library raises for answers that are not right, or not even answers."""
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

    return (ValueError, TypeError, KeyError, AttributeError, IndexError, InvalidSignature, UnsupportedAlgorithm)
