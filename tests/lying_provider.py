"""A provider of OpenID Connect on loopback whose every answer a test may change."""

import http.server
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from joserfc import jwt
from joserfc.jwk import RSAKey

from peygir.core import clock
from peygir.gateways.directory_settings import OidcSettings
from peygir.gateways.oidc_documents import PROVIDERS

NONCE = "the-nonce"


@dataclass
class Liar:
    """A provider whose every answer a test may change."""

    issuer: str = ""
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    claims: dict[str, Any] = field(default_factory=dict)
    document: dict[str, Any] = field(default_factory=dict)
    status: int = 200
    sign: Callable[[dict[str, Any]], str] | None = None
    forms: list[str] = field(default_factory=list)
    refused: dict[str, tuple[int, dict[str, Any]]] = field(default_factory=dict)

    def token(self, **changes: Any) -> str:
        """A signed token; a change of None leaves a claim out."""
        now = int(clock.now().timestamp())
        claims = {
            "iss": self.issuer,
            "aud": "peygir",
            "sub": "7",
            "iat": now,
            "exp": now + 300,
            "nonce": NONCE,
        }
        claims = {name: value for name, value in {**claims, **self.claims, **changes}.items() if value is not None}
        return self.sign(claims) if self.sign else jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.key)

    def reply(self, path: str) -> tuple[int, dict[str, Any]]:
        """Status and body; `refused` says what is answered to a refresh token."""
        if path != "/token_endpoint":
            return 200, self.answer(path)
        refresh_token = parse_qs(self.forms[-1]).get("refresh_token", [""])[0]
        return self.refused.get(refresh_token) or (self.status, self.answer(path))

    def answer(self, path: str) -> dict[str, Any]:
        if path.endswith("openid-configuration"):
            names = {name: f"{self.issuer}/{name}" for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")}
            return {"issuer": self.issuer, **names, **self.document}
        if path == "/jwks_uri":
            return {"keys": [self.key.as_dict(private=False)]}
        return {"id_token": self.token(), "access_token": "a", "refresh_token": "r"}


@contextmanager
def lying_provider() -> Iterator[Liar]:
    """It answers on loopback for the length of the block."""
    made = Liar()

    class Door(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, answer = made.reply(self.path)
            body = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            made.forms.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.do_GET()

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Door)
    made.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    PROVIDERS.forget()
    yield made
    PROVIDERS.forget()
    server.shutdown()
    server.server_close()
    thread.join(10)


def provider(liar: Liar, **changes: str) -> OidcSettings:
    values = {"issuer": liar.issuer, "client_id": "peygir", "client_secret": "s", "scopes": "openid profile"}
    more = {"groups_claim": "groups", "ca_file": "", "label_fa": "", "label_en": ""}
    return OidcSettings(**{**values, **more, **changes})
