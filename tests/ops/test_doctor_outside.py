"""The doctor: certificates, names and servers that are wrong are planted on loopback and named by their code."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from importlib import import_module
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from peygir.ops.doctor import outside
from peygir.ops.doctor.installation import Installation
from peygir.ops.doctor.kinds import DoctorFinding
from peygir.ops.paths import ROOT
from tests.buckets import KEY, SECRET, s3_server
from tests.mailbox import USER, mailbox_open
from tests.patients import codes

NAME, OTHER = "127.0.0.1", "other.example"


def certificate(folder: Path, *, days: int, name: str = NAME) -> Path:
    """A self-signed certificate that ends in so many days, with its key in the same file."""
    key, subject = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)]),
    )
    now = datetime.now(UTC)  # noqa: TID251 - TLS goes by the machine's clock
    builder = x509.CertificateBuilder(
        subject,
        subject,
        key.public_key(),
        x509.random_serial_number(),
        now - timedelta(days=90),
        now + timedelta(days=days),
    )
    own = x509.IPAddress(ip_address(name)) if name == NAME else x509.DNSName(name)
    names = x509.SubjectAlternativeName([own])
    made = builder.add_extension(names, False).add_extension(x509.BasicConstraints(True, None), True)
    file = folder / f"{name}-{days}.pem"
    file.write_bytes(
        made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return file


@contextmanager
def tls_server(file: Path) -> Iterator[int]:
    """A server that shakes hands with the certificate of a file, and says no more."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    with socket.create_server(("127.0.0.1", 0)) as door:

        def serve() -> None:
            while True:
                try:
                    connection, _ = door.accept()
                except OSError:
                    return
                try:
                    with context.wrap_socket(connection, server_side=True):
                        pass
                except OSError:
                    connection.close()

        threading.Thread(target=serve, daemon=True).start()
        yield int(door.getsockname()[1])
        door.shutdown(socket.SHUT_RDWR)


def found_at(host: str, port: int) -> list[DoctorFinding]:
    return outside._public(host, port, is_https=True)


def test_a_certificate_that_ended_ends_soon_or_is_of_another_name_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for days, code in ((-1, "certificate-wrong"), (5, "certificate-expires"), (60, None)):
        file = certificate(tmp_path, days=days)
        monkeypatch.setenv("SSL_CERT_FILE", str(file))  # the city's own authority, which this machine trusts
        with tls_server(file) as port:
            findings = found_at(NAME, port)
            assert [finding.kind.code for finding in findings] == ([code] if code else [])
            if days == 5:
                assert dict(findings[0].values)["days"] in (4, "4")
    monkeypatch.delenv("SSL_CERT_FILE")
    with tls_server(certificate(tmp_path, days=60)) as port:
        assert [finding.kind.code for finding in found_at(NAME, port)] == ["certificate-wrong"], "nobody trusts it"
    other = certificate(tmp_path, days=60, name=OTHER)
    monkeypatch.setenv("SSL_CERT_FILE", str(other))
    with tls_server(other) as port:
        assert [finding.kind.code for finding in found_at(NAME, port)] == ["certificate-wrong"], "another's name"


def test_a_name_without_an_address_and_a_server_that_speaks_no_tls_are_named() -> None:
    assert [one.kind.code for one in found_at("no-such-name.invalid", 443)] == ["public-name-unresolved"]
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = int(door.getsockname()[1])

        def speak() -> None:
            connection, _ = door.accept()
            connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            connection.recv(1000)
            connection.close()

        threading.Thread(target=speak, daemon=True).start()
        assert [one.kind.code for one in found_at("127.0.0.1", port)] == ["certificate-wrong"]
    assert [one.kind.code for one in found_at("127.0.0.1", port)] == ["outside-unreachable"]


def test_a_mailbox_and_a_bucket_that_refuse_are_named_without_their_secrets(tmp_path: Path) -> None:
    with mailbox_open() as mail, s3_server() as (address, _server):
        given = {
            "PEYGIR_IMAP_URL": f"imap://{USER}:hunter2@127.0.0.1:{mail}/INBOX?tls=0",
            "PEYGIR_S3_BUCKET": "no-such-bucket",
            "PEYGIR_S3_ENDPOINT": address,
            "PEYGIR_S3_KEY": KEY,
            "PEYGIR_S3_SECRET": SECRET,
        }
        installation = Installation(tmp_path, ROOT, given, is_checkout=True, is_outside=True)
        assert codes(installation, "outside") == {"outside-refuses"}
        findings = list(import_module("peygir.ops.doctor.outside").look(installation))
        assert {dict(one.values)["name"] for one in findings} == {"PEYGIR_IMAP_URL", "PEYGIR_S3_BUCKET"}
        assert "hunter2" not in str([one.sentences("en") for one in findings])
