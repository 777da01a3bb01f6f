"""A provider that lies: tokens for somebody else, by somebody else, from another time, or signed by nothing."""

import base64
import json
from collections.abc import Iterator
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, RSAKey

from peygir.core import clock
from peygir.gateways.directory_settings import SignInFileIsWrong, read_ldap, read_oidc
from peygir.gateways.oidc import (
    ClocksDiffer,
    OidcQuestion,
    ProviderDeclined,
    SignInIsNotComplete,
    address_to_ask,
    ended_by,
    redeem,
)
from peygir.gateways.oidc_documents import PROVIDERS, ProviderIsAway
from tests import make
from tests.lying_provider import NONCE, Liar, lying_provider, provider

pytestmark = pytest.mark.django_db  # a refusal is tried in a transaction
QUESTION = OidcQuestion("the-state", NONCE, "the-verifier")
BACK = "https://137.example.ir/staff/oidc/back/"
LOGOUT: dict[str, Any] = {"http://schemas.openid.net/event/backchannel-logout": {}}


@pytest.fixture
def liar() -> Iterator[Liar]:
    with lying_provider() as made:
        yield made


def come_back(liar: Liar, **answer: str) -> Any:
    return redeem(provider(liar), QUESTION, {"state": QUESTION.state, "code": "c", **answer}, BACK)


def test_a_good_token_names_a_person(liar: Liar) -> None:
    liar.claims = {"groups": ["a", 7, "b"], "preferred_username": "mina", "email": "m@x.example", "sid": "s1"}
    person = come_back(liar)
    assert (person.subject, person.name, person.groups, person.session) == ("7", "mina", ("a", "b"), "s1")
    assert person.email == "", "an address that the provider did not verify is none"
    assert "code_verifier=the-verifier" in liar.forms[0]
    address = address_to_ask(provider(liar), QUESTION, BACK)
    assert "code_challenge_method=S256" in address
    assert QUESTION.verifier not in address


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://evil.example"},
        {"iss": None},
        {"aud": "another-client"},
        {"aud": ["another-client"]},
        {"aud": ["peygir", "another-client"]},
        {"aud": ["peygir", "another-client"], "azp": "another-client"},
        {"azp": "another-client"},
        {"aud": None},
        {"nonce": "of another sign-in"},
        {"nonce": None},
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
        {"sub": "x" * 300},
        {"exp": None},
        {"iat": None},
        {"exp": "tomorrow"},
    ],
    ids=str,
)
def test_a_token_that_is_not_for_us_names_nobody(liar: Liar, claims: dict[str, Any]) -> None:
    liar.claims = {"groups": [], **claims}
    with make.refused(SignInIsNotComplete):
        come_back(liar)


@pytest.mark.parametrize("claims", [{"exp": -100}, {"iat": 200}, {"exp": -86_400, "iat": -90_000}], ids=str)
def test_a_token_of_another_time_says_that_clocks_differ(liar: Liar, claims: dict[str, int]) -> None:
    now = int(clock.now().timestamp())
    liar.claims = {"groups": [], **{name: now + seconds for name, seconds in claims.items()}}
    with make.refused(ClocksDiffer):
        come_back(liar)


def test_a_minute_of_difference_is_allowed(liar: Liar) -> None:
    now = int(clock.now().timestamp())
    liar.claims = {"groups": [], "iat": now + 30, "exp": now - 30}
    assert come_back(liar).subject == "7"


def by_nothing(claims: dict[str, Any]) -> str:
    parts = (json.dumps(part).encode() for part in ({"alg": "none"}, claims))
    return ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts) + "."


def by_another(claims: dict[str, Any]) -> str:
    return jwt.encode({"alg": "RS256", "kid": "one"}, claims, RSAKey.generate_key(2048, {"kid": "one"}))


def by_the_secret(claims: dict[str, Any]) -> str:
    return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key("s" * 32))


def by_another_kind(claims: dict[str, Any]) -> str:
    return jwt.encode({"alg": "ES256", "kid": "one"}, claims, ECKey.generate_key("P-256", {"kid": "one"}))


@pytest.mark.parametrize(
    "sign", [by_nothing, by_another, by_the_secret, by_another_kind, lambda _claims: "a.b.c", lambda _claims: ""]
)
def test_a_signature_that_is_not_the_providers_holds_nothing(liar: Liar, sign: Any) -> None:
    liar.sign, liar.claims = sign, {"groups": []}
    with make.refused(SignInIsNotComplete):
        come_back(liar)


def test_new_keys_of_the_provider_are_fetched(liar: Liar, monkeypatch: pytest.MonkeyPatch) -> None:
    liar.claims = {"groups": []}
    assert come_back(liar).subject == "7"
    liar.key = RSAKey.generate_key(2048, {"kid": "one"})
    with make.refused(SignInIsNotComplete):
        come_back(liar)  # not more often than each half minute
    monkeypatch.setattr("peygir.gateways.oidc_documents.FRESH_SECONDS", 0.0)
    assert come_back(liar).subject == "7"


def test_answers_that_fit_no_question_are_refused(liar: Liar) -> None:
    liar.claims = {"groups": []}
    for answer in ({"state": "another"}, {"state": ""}, {"iss": "https://evil.example"}):
        with make.refused(SignInIsNotComplete):
            come_back(liar, **answer)
    liar.document = {"authorization_response_iss_parameter_supported": True}
    PROVIDERS.forget()
    with make.refused(SignInIsNotComplete):
        come_back(liar)
    assert come_back(liar, iss=liar.issuer).subject == "7"
    with make.refused(ProviderDeclined):
        come_back(liar, iss=liar.issuer, error="access_denied")
    liar.status = 400
    with make.refused(SignInIsNotComplete):
        come_back(liar, iss=liar.issuer)


@pytest.mark.parametrize(
    "document",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": "http://evil.example/token"},
        {"jwks_uri": "file:///etc/passwd"},
        {"authorization_endpoint": 7},
    ],
    ids=str,
)
def test_a_description_of_another_provider_is_not_believed(liar: Liar, document: dict[str, Any]) -> None:
    liar.document = document
    with make.refused(ProviderIsAway):
        address_to_ask(provider(liar), QUESTION, BACK)


def test_only_a_logout_token_ends_sessions(liar: Liar) -> None:
    given_claims: dict[str, Any] = {"nonce": None, "events": LOGOUT, "sid": "s1"}
    assert ended_by(provider(liar), liar.token(**given_claims)) == ("7", "s1")
    now = int(clock.now().timestamp())
    lies: tuple[dict[str, Any], ...] = ({"events": None}, {"events": {}}, {"nonce": "n"}, {"aud": "x"})
    for changes in (*lies, {"sub": None, "sid": None}):
        with make.refused(SignInIsNotComplete):
            ended_by(provider(liar), liar.token(**{**given_claims, **changes}))
    with make.refused(ClocksDiffer):
        ended_by(provider(liar), liar.token(**given_claims, iat=now - 1000))


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (read_oidc, ""),
        (read_oidc, "x ="),
        (read_oidc, 'issuer = "http://id.example"\nclient_id = "a"\nclient_secret_file = "secret"'),
        (read_oidc, 'issuer = "https://id.example"\nclient_id = "a"\nclient_secret_file = "none"'),
        (read_oidc, 'issuer = "https://id.example"\nclient_id = ""\nclient_secret_file = "secret"'),
        (read_ldap, 'url = "http://x"\nbase = "b"\nbind_dn = "d"\npassword_file = "secret"'),
        (read_ldap, 'url = "ldaps://x,ldap://y"\nbase = "b"\nbind_dn = "d"\npassword_file = "secret"'),
        (read_ldap, 'url = "ldaps://x"\nbase = "b"\npassword_file = "secret"'),
        (read_ldap, 'url = "ldaps://x"\nbase = "b"\nbind_dn = "d"\npassword_file = "secret"\nca_file = "none"'),
        (read_ldap, 'kind = "nt4"\nurl = "ldaps://x"\nbase = "b"\nbind_dn = "d"\npassword_file = "secret"'),
    ],
)
def test_a_file_that_is_wrong_stops_the_start(tmp_path: Any, read: Any, text: str) -> None:
    (tmp_path / "secret").write_text("s\n")
    (tmp_path / "file.toml").write_text(text)
    with make.refused(SignInFileIsWrong):
        read(str(tmp_path / "file.toml"))
    with make.refused(SignInFileIsWrong):
        read(str(tmp_path / "missing.toml"))
    assert read("") is None
