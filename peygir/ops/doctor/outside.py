"""Looks whether what lies outside answers, within a few seconds each and only when asked to (`--outside`)."""

import imaplib
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlsplit

from peygir.core import clock
from peygir.core.addresses import is_this_machine
from peygir.core.translation import Text
from peygir.gateways.imap import read_imap_url
from peygir.gateways.smtp import read_mail_url
from peygir.ops.doctor import outside_texts as texts
from peygir.ops.doctor import reasons_texts as reasons
from peygir.ops.doctor.installation import Installation
from peygir.ops.doctor.kinds import DoctorFinding, fault
from peygir.ops.doctor.setting_names import FAMILIES

SECONDS: Final = 8.0
EXPIRES_DAYS: Final = 14
PLAIN: Final = ("PEYGIR_OFFICE_URL", "PEYGIR_ROUTING_URL", "PEYGIR_PBX_URL", "PEYGIR_S3_ENDPOINT")
PORTS: Final = {"http": 80, "https": 443, "ami": 5038, "smpp": 2775, "smpps": 3550}
_Looking = Callable[[], list[DoctorFinding]]


def look(installation: Installation) -> Iterator[DoctorFinding]:
    """Yield what does not answer, all asked at the same time."""
    if not installation.is_outside:
        return
    tasks = list(_tasks(installation))
    with ThreadPoolExecutor(max_workers=12) as pool:
        for findings in pool.map(lambda task: task(), tasks):
            yield from findings


def _tasks(installation: Installation) -> Iterator[_Looking]:
    given = installation.environment
    providers = [name for name in given if name.startswith(FAMILIES)]
    for name in (*PLAIN, *sorted(providers)):
        if value := given.get(name, ""):
            yield lambda name=name, value=value: _reached(name, value)  # type: ignore[misc]
    if url := given.get("PEYGIR_EMAIL_URL", ""):
        yield lambda: _mail(url)
    if box := given.get("PEYGIR_IMAP_URL", ""):
        yield lambda: _mailbox(box)
    public = urlsplit(given.get("PEYGIR_PUBLIC_URL", ""))
    if public.hostname and not is_this_machine(public.hostname):
        host, port = public.hostname, public.port or PORTS.get(public.scheme, 443)
        yield lambda: _public(host, port, is_https=public.scheme == "https")
    if given.get("PEYGIR_S3_BUCKET"):
        yield lambda: _bucket(installation)


def _reached(name: str, url: str) -> list[DoctorFinding]:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or PORTS.get(parts.scheme.rpartition("+")[2], 443)
    except ValueError:
        return []  # said with the settings
    if not host:
        return []
    try:
        socket.create_connection((host, port), timeout=SECONDS).close()
    except OSError as failure:
        return [_unreachable(name, host, port, failure)]
    return []


def _unreachable(name: str, host: str, port: int, failure: OSError) -> DoctorFinding:
    why = reasons.TIMED_OUT if isinstance(failure, TimeoutError) else failure.strerror or type(failure).__name__
    return fault(texts.OUTSIDE_UNREACHABLE, name=name, host=host, port=port, seconds=f"{SECONDS:.0f}", why=why)


def _status(status: int) -> Text:
    return reasons.REFUSED_STATUS.filled({"status": status})


def _mail(url: str) -> list[DoctorFinding]:
    """Connect, encrypt and sign in as for a mail, and send none."""
    name = "PEYGIR_EMAIL_URL"
    try:
        server = read_mail_url(url, "137@city.example")
    except (ValueError, OSError):
        return []
    trust = ssl.create_default_context(cafile=server.authority)
    try:
        connection = (
            smtplib.SMTP_SSL(server.host, server.port, timeout=SECONDS, context=trust)
            if server.is_tls
            else smtplib.SMTP(server.host, server.port, timeout=SECONDS)
        )
        with connection:
            if server.is_starttls:
                connection.starttls(context=trust)
            if server.user:
                connection.login(server.user, server.password)
    except smtplib.SMTPResponseException as refused:
        return [fault(texts.OUTSIDE_REFUSES, name=name, why=_status(refused.smtp_code))]
    except (smtplib.SMTPException, ssl.SSLError) as refused:
        return [fault(texts.OUTSIDE_REFUSES, name=name, why=type(refused).__name__)]
    except OSError as failure:
        return [_unreachable(name, server.host, server.port, failure)]
    return []


def _mailbox(url: str) -> list[DoctorFinding]:
    """Sign in to the mailbox and look for its folder, for reading alone."""
    name = "PEYGIR_IMAP_URL"
    try:
        at = read_imap_url(url)
    except ValueError:
        return []
    trust = ssl.create_default_context(cafile=at.authority)
    try:
        box: imaplib.IMAP4 = (
            imaplib.IMAP4_SSL(at.host, at.port, ssl_context=trust, timeout=SECONDS)
            if at.is_tls
            else imaplib.IMAP4(at.host, at.port, timeout=SECONDS)
        )
        with box:  # signs out, also after a refusal
            if at.is_starttls:
                box.starttls(trust)
            box.login(at.user, at.password)
            is_there = box.select(f'"{at.folder}"', readonly=True)[0] == "OK"
    except (imaplib.IMAP4.error, ssl.SSLError) as refused:
        return [fault(texts.OUTSIDE_REFUSES, name=name, why=type(refused).__name__)]
    except OSError as failure:
        return [_unreachable(name, at.host, at.port, failure)]
    return [] if is_there else [fault(texts.OUTSIDE_REFUSES, name=name, why=at.folder)]


def _public(host: str, port: int, *, is_https: bool) -> list[DoctorFinding]:
    """Whether the public name leads somewhere, and its certificate is right and lasts."""
    try:
        socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        return [fault(texts.PUBLIC_NAME_UNRESOLVED, host=host)]
    try:
        with socket.create_connection((host, port), timeout=SECONDS) as connection:
            if not is_https:
                return []
            with ssl.create_default_context().wrap_socket(connection, server_hostname=host) as encrypted:
                certificate = encrypted.getpeercert() or {}
    except ssl.SSLCertVerificationError as wrong:
        return [fault(texts.CERTIFICATE_WRONG, host=host, why=wrong.verify_message or "TLS")]
    except ssl.SSLError as wrong:
        return [fault(texts.CERTIFICATE_WRONG, host=host, why=wrong.reason or "TLS")]
    except OSError as failure:
        return [_unreachable("PEYGIR_PUBLIC_URL", host, port, failure)]
    ends = datetime.fromtimestamp(ssl.cert_time_to_seconds(str(certificate["notAfter"])), UTC)
    days = (ends - clock.now()).days
    return [fault(texts.CERTIFICATE_EXPIRES, host=host, days=days)] if days < EXPIRES_DAYS else []


def _bucket(installation: Installation) -> list[DoctorFinding]:
    """Ask the store for the bucket's existence, which writes nothing."""
    from peygir.media.storage_settings import bucket_options

    try:
        import boto3  # type: ignore[import-untyped, unused-ignore]
        from botocore.config import Config
        from botocore.exceptions import BotoCoreError, ClientError
    except ImportError:
        return []  # said with the packages
    bucket = installation.environment["PEYGIR_S3_BUCKET"]
    options = bucket_options(bucket, installation.environment)
    client = boto3.client(
        "s3",
        endpoint_url=options["endpoint_url"],
        aws_access_key_id=options["access_key"],
        aws_secret_access_key=options["secret_key"],
        region_name=options["region_name"],
        config=Config(connect_timeout=SECONDS, read_timeout=SECONDS, retries={"max_attempts": 1}),
    )
    try:
        with closing(client):
            client.head_bucket(Bucket=bucket)
    except ClientError as refused:
        status = refused.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        return [fault(texts.OUTSIDE_REFUSES, name="PEYGIR_S3_BUCKET", why=_status(status))]
    except BotoCoreError as failure:
        return [fault(texts.OUTSIDE_REFUSES, name="PEYGIR_S3_BUCKET", why=type(failure).__name__)]
    return []
