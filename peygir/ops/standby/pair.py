"""The secret that two machines share: with it each knows the other, and nobody else can read the log or the files.

Both have one self-signed certificate with its key. Each end of a connection (TLS 1.3) shows it and accepts no other.
The certificate has no date that a wrong clock could make invalid.
"""

import json
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from peygir.core.refusals import Invalid, Missing
from peygir.core.translation import gettext_lazy as _
from peygir.ops import standing
from peygir.ops.accounts import Account

FILE: Final = "pair.json"
PEM: Final = "pair.pem"
NAME: Final = "peygir-pair"
DATABASE, FILES, STATE = "peygir/database", "peygir/files", "peygir/state"
"""What a connection is for, told in its TLS handshake (ALPN)."""
_FIRST, _LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)


class AddressIsNotClear(Invalid):
    """The text is no address of a machine with a port."""

    message = _("“{text}” is no address with a port: write it as 10.20.0.2:8139.")


class NoPair(Missing):
    """This machine has no other."""

    message = _("This machine has no second one: run ./run standby --invite on the primary first.")


class InvitationIsDamaged(Invalid):
    """The file is no invitation, or only a part of one."""

    message = _("{path} is no invitation that ./run standby --invite wrote, or a part of it is missing.")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two machines as one of them sees it: its own address, the other's, and the PEM of key and certificate."""

    own: str
    other: str
    pem: str

    def turned(self) -> "Pair":
        """Return the pair as the other machine sees it."""
        return replace(self, own=self.other, other=self.own)


def address_of(text: str) -> tuple[str, int]:
    """Return host and port of an address. Raises AddressIsNotClear."""
    host, _colon, port = text.strip().rpartition(":")
    if not host.strip("[]") or not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
        raise AddressIsNotClear(text=text[:60])
    return host.strip("[]"), int(port)


def new_pair(own: str, other: str) -> Pair:
    """Make a pair with a fresh key. Raises AddressIsNotClear."""
    for address in (own, other):
        address_of(address)
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_FIRST)
        .not_valid_after(_LAST)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return Pair(own, other, (private + certificate.public_bytes(serialization.Encoding.PEM)).decode())


def write_invitation(pair: Pair, path: Path) -> None:
    """Write what the other machine needs into a new file, for this account alone. Raises FileExistsError."""
    with path.open("x", encoding="utf-8") as file:
        path.chmod(0o600)
        json.dump(asdict(pair.turned()), file)


def read_invitation(path: Path) -> Pair:
    """Return the pair in an invitation. Raises InvitationIsDamaged, AddressIsNotClear, OSError."""
    try:
        pair = Pair(**json.loads(path.read_text(encoding="utf-8")))
        x509.load_pem_x509_certificate(pair.pem.encode())
        serialization.load_pem_private_key(pair.pem.encode(), None)
    except (ValueError, TypeError, AttributeError) as failure:
        raise InvitationIsDamaged(path=path) from failure
    for address in (pair.own, pair.other):
        address_of(address)
    return pair


def keep_pair(place: Path, pair: Pair, account: Account) -> None:
    """Keep a pair beside a cluster's data."""
    folder = place / standing.FOLDER
    account.make_folder(folder)
    standing.write_owned(folder / PEM, pair.pem)
    standing.write_owned(folder / FILE, json.dumps({"own": pair.own, "other": pair.other}))


def pair_of(place: Path) -> Pair:
    """Return the pair kept beside a cluster's data. Raises NoPair."""
    folder = place / standing.FOLDER
    try:
        addresses = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return Pair(addresses["own"], addresses["other"], (folder / PEM).read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError, KeyError) as failure:
        raise NoPair() from failure


def context_of(place: Path, service: str = "", *, is_server: bool = False) -> ssl.SSLContext:
    """Return the TLS context of a pair: TLS 1.3, and the one certificate on both sides.

    A client names its service; a server offers all.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER if is_server else ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.check_hostname = False  # the certificate names no host: it is compared as a whole
    context.verify_mode = ssl.CERT_REQUIRED
    pem = place / standing.FOLDER / PEM
    context.load_cert_chain(pem)
    text = pem.read_text(encoding="ascii")
    context.load_verify_locations(cadata=text[text.index("-----BEGIN CERTIFICATE") :])
    context.set_alpn_protocols([DATABASE, FILES, STATE] if is_server else [service])
    return context


@contextmanager
def connected(place: Path, service: str, *, seconds: float) -> Iterator[ssl.SSLSocket]:
    """Yield a connection to the other machine for a service. Raises NoPair, OSError."""
    pair = pair_of(place)
    with (
        socket.create_connection(address_of(pair.other), timeout=seconds) as plain,
        context_of(place, service).wrap_socket(plain, server_hostname=NAME) as secure,
    ):
        yield secure
